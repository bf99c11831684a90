//! How fast pages are read: `cargo run --release -p checks-markup --example speed [FILE…]`.
//!
//! Without files, a page of each language is read over and over; with files, those.

#![expect(clippy::print_stdout, reason = "it is what a measure is for")]
#![expect(clippy::disallowed_methods, reason = "a measure needs a clock and the files it is given")]

use std::sync::Arc;
use std::time::{Duration, Instant};

use checks_markup::{Document, File, Language};

fn main() {
    let given: Vec<File> = std::env::args()
        .skip(1)
        .filter_map(|path| Some(File::new(path.clone(), std::fs::read(&path).ok()?)))
        .filter(|file| file.language().is_some_and(Language::is_markup))
        .collect();
    if given.is_empty() {
        for &language in Language::MARKUP {
            let page: Arc<str> = page(language).repeat(400).into();
            report(&format!("{language:?}"), &[(language, page)]);
        }
    } else {
        let pages: Vec<_> = given.iter().filter_map(|file| Some((file.language()?, file.shared_text()))).collect();
        report(&format!("{} files", pages.len()), &pages);
    }
}

fn report(name: &str, pages: &[(Language, Arc<str>)]) {
    let (mut bytes, mut nodes) = (0, 0);
    let (start, spent) = (Instant::now(), processor_time());
    while start.elapsed() < Duration::from_secs(1) {
        for (language, page) in pages {
            bytes += page.len();
            nodes += Document::parse(Arc::clone(page), *language).nodes.len();
        }
    }
    let seconds = match (spent, processor_time()) {
        (Some(before), Some(after)) => (after - before).as_secs_f64(),
        _ => start.elapsed().as_secs_f64(),
    };
    println!(
        "{name:12} {:7.1} MB/s {:6.2} million nodes/s",
        bytes as f64 / seconds / 1e6,
        nodes as f64 / seconds / 1e6
    );
}

/// The time that the processor gave to this thread, where the system tells: others may share it.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

/// A card as pages are full of them.
fn page(language: Language) -> String {
    let (name, url, condition, end) = match language {
        Language::Jsx => return "const A = ({ a }) => (\n  <div className=\"fr-col-12 fr-col-md-4\">\n    <div className=\"fr-card fr-enlarge-link\">\n      <h3 className=\"fr-card__title\"><a href={a.url}>{a.name}</a></h3>\n      {a.image && <img className=\"fr-responsive-img\" src={a.image} alt=\"\" />}\n      <p className=\"fr-card__desc\">Le service public qui simplifie la démarche des usagers.</p>\n    </div>\n  </div>\n);\n".to_owned(),
        Language::Haml => return ".fr-col-12.fr-col-md-4\n  .fr-card.fr-enlarge-link\n    %h3.fr-card__title\n      %a{ href: url }= name\n    - if image\n      %img.fr-responsive-img{ src: \"/image.png\", alt: \"\" }\n    %p.fr-card__desc Le service public qui simplifie la d\u{e9}marche des usagers.\n".to_owned(),
        Language::Slim => return ".fr-col-12.fr-col-md-4\n  .fr-card.fr-enlarge-link\n    h3.fr-card__title\n      a href=url = name\n    - if image\n      img.fr-responsive-img src=\"/image.png\" alt=\"\"\n    p.fr-card__desc Le service public qui simplifie la d\u{e9}marche des usagers.\n".to_owned(),
        Language::Pug => return ".fr-col-12.fr-col-md-4\n  .fr-card.fr-enlarge-link\n    h3.fr-card__title\n      a(href=url)= name\n    if image\n      img.fr-responsive-img(src=\"/image.png\" alt=\"\")\n    p.fr-card__desc Le service public qui simplifie la d\u{e9}marche des usagers.\n".to_owned(),
        Language::Markdown => return "### [Nom](/a)\n\n![](/image.png)\n\n<div class=\"fr-card fr-enlarge-link\">\n<img class=\"fr-responsive-img\" src=\"/image.png\" alt=\"\">\n</div>\n\nLe service public qui **simplifie** la d\u{e9}marche des usagers.\n\n".to_owned(),
        Language::Mdx => ("{name}", "/a", "", ""),
        Language::Vue => ("{{ name }}", "/a", "", ""),
        Language::Svelte => ("{name}", "{url}", "{#if image}", "{/if}"),
        Language::Angular => ("{{ name }}", "{{ url }}", "@if (image) {", "}"),
        Language::Astro => ("{name}", "/a", "{image && ", "}"),
        Language::Erb => ("<%= name %>", "<%= url %>", "<% if image %>", "<% end %>"),
        Language::Heex => ("{@name}", "{@url}", "<%= if @image do %>", "<% end %>"),
        Language::Twirl => ("@name", "@url", "@if(image) {", "}"),
        Language::Ejs => ("<%= name %>", "<%= url %>", "<% if (image) { %>", "<% } %>"),
        Language::Php => ("<?= $name ?>", "<?= $url ?>", "<?php if ($image): ?>", "<?php endif; ?>"),
        Language::Blade => ("{{ $name }}", "{{ $url }}", "@if($image)", "@endif"),
        Language::Handlebars => ("{{name}}", "{{url}}", "{{#if image}}", "{{/if}}"),
        Language::Html => ("Nom", "/a", "", ""),
        _ => ("{{ name }}", "{{ url }}", "{% if image %}", "{% endif %}"),
    };
    format!(
        "<div class=\"fr-col-12 fr-col-md-4\">\n  <div class=\"fr-card fr-enlarge-link\">\n    <h3 class=\"fr-card__title\"><a href=\"{url}\">{name}</a></h3>\n    {condition}<img class=\"fr-responsive-img\" src=\"/image.png\" alt=\"\">{end}\n    <p class=\"fr-card__desc\">Le service public qui simplifie la d\u{e9}marche des usagers.</p>\n  </div>\n</div>\n"
    )
}
