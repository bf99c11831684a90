//! One small page in every language pages are written in: each finding stands on its element, to the column.
//!
//! `¶` stands before an image without alternative, a field without label and a link without name, in that order.

use checks_core::{Check, File, Language};
use checks_rgaa::CHECK;

const RULES: [&str; 3] = ["img-alt", "field-label", "link-name"];

/// Tags on several lines, characters of several bytes, and Windows' line ends, before and between the faults.
const PAGE: &str = "<p\r\n  class=\"é\"\r\n  id=\"à\">Été 🏖 {OUT}</p>\r\n<div>é ¶<img\r\n  src=\"/a.png\">\r\n  <b>ù</b> ¶<input type=\"text\" name=\"n\">\r\n\t¶<a href=\"/b\"></a>\r\n</div>\r\n";

/// The same with every element closed.
const CLOSED: &str = "<p\r\n  title=\"é\"\r\n  id=\"à\">Été 🏖 {OUT}</p>\r\n<div>é ¶<img\r\n  src=\"/a.png\" />\r\n  <b>ù</b> ¶<input type=\"text\" name=\"n\" />\r\n\t¶<a href=\"/b\"></a>\r\n</div>\r\n";

const HAML: &str = "%p.a{ title: \"é\",\r\n  id: \"à\" }\r\n  Été 🏖\r\n.b\r\n  ¶%img{ src: \"/a.png\",\r\n    class: \"ù\" }\r\n  %b é <i>ù ¶<input type=\"text\" name=\"n\"></i>\r\n  ¶%a{ href: \"/b\" }\r\n";

const SLIM: &str = "p.a[title=\"é\" id=\"à\"\r\n  lang=\"fr\"]\r\n  | Été 🏖\r\n.b\r\n  ¶img[src=\"/a.png\"\r\n    class=\"ù\"]\r\n  b é\r\n  <i>ù ¶<input type=\"text\" name=\"n\"></i>\r\n  ¶a href=\"/b\"\r\n";

const PUG: &str = "p.a(title=\"é\"\r\n  id=\"à\") Été 🏖\r\n.b\r\n  ¶img(src=\"/a.png\"\r\n    class=\"ù\")\r\n  b é #[i ù] <i>ù ¶<input type=\"text\" name=\"n\"></i>\r\n  ¶a(href=\"/b\")\r\n";

fn page(output: &str) -> String {
    PAGE.replace("{OUT}", output)
}

fn closed(output: &str) -> String {
    CLOSED.replace("{OUT}", output)
}

/// The page in `language`, as the text of the files that may hold it.
fn pages(language: Language) -> Vec<(&'static str, String)> {
    let path = language.example_path();
    match language {
        Language::Html => {
            vec![(path, page("é")), ("a.js", format!("// é\r\nconst a = (b) => html`{}`;", page("${b}")))]
        }
        Language::Jsx => {
            let component = format!("export function Page() {{\r\n  return (<main>é{}</main>);\r\n}}", closed("{a}"));
            vec![(path, component.clone()), ("src/Page.js", component)]
        }
        Language::Vue => {
            let script = "<script setup>\r\nconst é = '<img>';\r\n</script>\r\n<template";
            vec![
                (path, format!("{script}>\r\n{}</template>\r\n", closed("{{ é }}"))),
                ("Pug.vue", format!("{script} lang=\"pug\">\r\n{PUG}</template>\r\n")),
            ]
        }
        Language::Svelte => vec![(path, format!("<script>\r\n  let é = '<img>';\r\n</script>\r\n{}", page("{é}")))],
        Language::Angular => vec![
            (path, format!("@if (é) {{\r\n{}}}", page("{{ é }}"))),
            (
                "a.component.ts",
                format!("@Component({{\r\n  selector: 'é',\r\n  template: `{}`,\r\n}})", page("{{ é }}")),
            ),
        ],
        Language::Erb => vec![(path, format!("<%# é %>\r\n<% if é %>{}<% end %>", page("<%= é %>")))],
        Language::Heex => vec![
            (path, format!("<.é :if={{\"é\"}} />\r\n{}", page("<%= é %>"))),
            ("lib/page.ex", format!("# é\r\n~H\"\"\"\r\n{}\"\"\"\r\n", page("{@é}"))),
        ],
        Language::Ejs => vec![(path, format!("<%# é %>\r\n<% if (é) {{ %>{}<% }} %>", page("<%= é %>")))],
        Language::Jinja | Language::Twig | Language::Nunjucks | Language::Liquid => {
            vec![(path, format!("{{% if é %}}\r\n{}{{% endif %}}", page("{{ é }}")))]
        }
        Language::Handlebars => vec![(path, format!("{{{{! é }}}}\r\n{{{{#if é}}}}{}{{{{/if}}}}", page("{{é}}")))],
        Language::Php => {
            vec![(path, format!("<?php // é ?>\r\n<?php if ($é): ?>{}<?php endif; ?>", page("<?= $é ?>")))]
        }
        Language::Blade => vec![(path, format!("{{{{-- é --}}}}\r\n@if($é)\r\n{}@endif", page("{{ $é }}")))],
        Language::Astro => vec![(path, format!("---\r\nconst é = '<img>';\r\n---\r\n{}", closed("{é}")))],
        Language::Haml => vec![(path, HAML.to_owned())],
        Language::Slim => vec![(path, SLIM.to_owned())],
        Language::Pug => vec![
            (path, PUG.to_owned()),
            (
                "Page.vue",
                format!(
                    "<template lang=\"pug\">\r\n{PUG}</template>\r\n<script>\r\nconst é = '<img>';\r\n</script>\r\n"
                ),
            ),
        ],
        Language::Twirl => vec![(path, format!("@* é *@\r\n@(é: A)\r\n@if(é) {{{}}}", page("@é.b")))],
        Language::Markdown => {
            vec![(path, format!("---\r\ntitre: é\r\n---\r\n\r\n# É\r\n\r\n- *é* `<img>`\r\n\r\n{}", page("**é**")))]
        }
        Language::Mdx => vec![(
            path,
            format!("---\r\ntitre: é\r\n---\r\nimport É from 'é';\r\n\r\n# É {{é}}\r\n\r\n{}", closed("{é}")),
        )],
        _ => Vec::new(),
    }
}

/// Where the marks of `page` stand, and the text without them.
fn marks(page: &str) -> (Vec<(usize, usize)>, String) {
    let mut places = Vec::new();
    for (line, text) in page.split('\n').enumerate() {
        let pieces: Vec<&str> = text.split('¶').collect();
        let mut column = 1;
        for piece in &pieces[..pieces.len() - 1] {
            column += piece.chars().count();
            places.push((line + 1, column));
        }
    }
    (places, page.replace('¶', ""))
}

#[test]
fn every_finding_stands_on_its_element() {
    for &language in Language::MARKUP {
        let pages = pages(language);
        assert!(!pages.is_empty(), "{language:?} has no page here");
        for (path, page) in pages {
            let (places, text) = marks(&page);
            let expected: Vec<_> = RULES.into_iter().zip(places).collect();
            let mut found: Vec<_> = CHECK.inspect(&File::new(path, text.as_str())).findings;
            found.retain(|finding| RULES.contains(&finding.rule.rsplit('/').next().unwrap_or_default()));
            let found: Vec<_> = found
                .iter()
                .map(|finding| {
                    let start = finding.place.region.start;
                    let rule = finding.rule.rsplit('/').next().unwrap_or_default();
                    (rule, (start.line as usize, start.column as usize))
                })
                .collect();
            assert_eq!(found, expected, "{language:?} {path}\n{text}");
        }
    }
}
