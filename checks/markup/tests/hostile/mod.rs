//! Whatever the text, a tree is made of it: no panic, no overflow, spans that hold, in a time that grows with the text.

use checks_markup::{Document, File, Language};

use crate::tree::{assert_sound, read};

/// A text of every language's own constructs.
const RICH: &[(Language, &str)] = &[
    (
        Language::Html,
        "<!DOCTYPE html><html lang=fr><p é='à'>{{ x }}<svg><title/></svg><script>a<b</script><!-- é --><ul><li>&eacute;<li></ul>",
    ),
    (
        Language::Jsx,
        "const a = () => <a b={`é${c}`} {...d}>{e && <f.g h='&eacute;'/>}{i.map((j) => { return <k>l’é</k>; })}</a>;",
    ),
    (
        Language::Vue,
        "<script>é</script><template><a :b=\"`é`\" #c v-if='d'>{{ 'é' }}<template/></a></template><style>é</style>",
    ),
    (
        Language::Svelte,
        "<script>é</script>{#if a}<b {c} d={`${'é'}`}>{/* é */}{@html e}</b>{:else}{/if}<svelte:head><script></script></svelte:head>",
    ),
    (
        Language::Angular,
        "@if (a; as b) {<c [d]=\"'é'\" (e)=\"f\">{{ g }}</c>} @else {é}{n, plural, =0 {é}}@let h = 'é';",
    ),
    (
        Language::Erb,
        "<%= a do |b| %><c d=\"<%= 'é' %>\" <% if e %>f<% end %>><%# é %><% g.each { |h| %>é<% } %></c><% end %>",
    ),
    (
        Language::Heex,
        "<.a :if={@b} {@c} d={\"é#{\"}\"}\"}><%= if e do %>é<% else %>{f}<% end %><:g/></.a><%!-- é --%><script>{<%= h %>}</script>",
    ),
    (
        Language::Markdown,
        "---\né: a\n---\n# É {{ b }}\n\n- ![é **c**](d \"é\") [e](<f>) `g`\n\n| h | é |\n|-|-|\n| <i j='é'> | {% k %} |\n\n<l>\n\né</l> <https://é.fr>\n",
    ),
    (
        Language::Mdx,
        "import É from 'a';\n\nexport const b = {\n\n'é': 1 };\n\n# {c} é\n\n<D e={`é`} {...f}>\n\n```é\n{\n```\n`{` {/* é */}</D>\n",
    ),
    (
        Language::Twirl,
        "@(a: B)@if(c(\")\")) {<d e=\"@f.g(h)\">é</d>} else {@{é}}@i match { case J => {é} }@* é *@@@ @k(l) { m => é }",
    ),
    (
        Language::Erb,
        "<%= link_to image_tag('é', alt: \"#{a}\"), b, class: [c] do %>é<%= tag.p 'é' %><% end %><%= text_field_tag :é, d, **e -%>",
    ),
    (Language::Ejs, "<% if (a) { %><b c='<%- é %>'><% } else { %>é<% } %><%# é %></b>"),
    (
        Language::Jinja,
        "{% if a %}<b {% if c %}d='é'{% endif %} {{ e }}>{# é #}{% raw %}{{ é }}{% endraw %}</b>{% else %}{% comment %}é{% endcomment %}{% endif %}",
    ),
    (
        Language::Twig,
        "{% block a 'é' %}{% set b %}<c d=\"{{ e({'é': '}}'}) }}\">{% endset %}{% verbatim %}é{% endverbatim %}",
    ),
    (Language::Nunjucks, "{% asyncEach a in b %}<c>{{ d({e: 'é'}) }}</c>{% endeach %}"),
    (Language::Liquid, "{%- case a -%}{% when 'é' %}<b c={{ d }}>{% schema %}é{% endschema %}{% endcase %}"),
    (
        Language::Handlebars,
        "{{#if a}}<b c=\"{{d \"é\"}}\" {{{e}}}>{{!-- é --}}{{> f}}\\{{g}}</b>{{else}}{{/if}}{{{{h}}}}",
    ),
    (
        Language::Php,
        "<?php if ($a): ?><b c='<?= \"é?>\" ?>'><?php else: // é ?>é<?php endif; $d = <<<E\né ?>\nE; ?></b>",
    ),
    (
        Language::Blade,
        "@if(a(')'))<b @checked(c) d='{{ 'é' }}' @click=\"e\">{!! f !!}@endif{{-- é --}}@php é @endphp@section('g')@show",
    ),
    (
        Language::Astro,
        "---\né\n---\n{a.map((b) => <c {d} e=`é${f}`>{g ? <h/> : 'é'}</c>)}<>é</>{/* é */}<style>é</style>",
    ),
    (
        Language::Haml,
        "!!!\n%a.b#c{d: \"é#{e}\", data: {f: 1},\n  g: [h]}(i='j' k=l)[m]>= n do |o|\n  - if p\n    é #{q} <r s=\"t\">\n  - else\n    -# é\n      u\n  :javascript\n    é\n  /[if IE]\n    v\n  w |\n    x |\n",
    ),
    (
        Language::Slim,
        "doctype html\na.b#c d=\"é#{e}\" f=g(h,\n  i) [j]: k(l='m' n\n  *o) = p do |q|\n  - if r\n    | é #{s} <t u=\"v\">\n      w\n  - else\n    / é\n      x\n  css:\n    é\n  ' y\n  <z>\n",
    ),
    (
        Language::Pug,
        "doctype html\na.b#c(d=\"é#{e}\", f=g(h,\n  'i') j)&attributes(k): +l(m)(n='o')= p\n  if q\n    | é #{r} #[s(t='u') v] <w x=\"y\">\n    | {{ z }}\n  else\n    //- é\n      a\n  script.\n    é\n  - each b in c\n  <d>\n",
    ),
];

/// Numbers that are always the same.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }
}

fn boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

#[test]
fn truncated_texts() {
    for &(language, text) in RICH {
        for (at, _) in text.char_indices() {
            read(language, &text[..at]);
            read(language, &text[at..]);
        }
    }
}

#[test]
fn texts_of_one_language_read_as_another() {
    for &(_, text) in RICH {
        for &language in Language::MARKUP {
            read(language, text);
        }
    }
}

#[test]
fn mutated_texts() {
    const PIECES: &[&str] = &[
        "<", ">", "</", "/>", "\"", "'", "`", "{", "}", "{{", "}}", "{%", "%}", "<%", "%>", "<?php", "?>", "{#", "#}",
        "@if(", ")", "@", "@endif", "=", "&eacute;", "é", "\r\n", "\0", "<!--", "-->", "<script>", "<p>", "<li>",
        "</p>", "{#if a}", "{/if}", "${", "/", "*/", "---", "\u{FEFF}", " ", "\n", "\n  ", "%", "#{", "[", "]", ",",
        "- if a", ":css", "|",
    ];
    let mut dice = Dice(7);
    for &(language, text) in RICH {
        for _ in 0..400 {
            let mut mutated = text.to_owned();
            for _ in 0..=dice.below(4) {
                let start = boundary(&mutated, dice.below(mutated.len() + 1));
                let end = boundary(&mutated, start + dice.below(8));
                mutated.replace_range(start..end, PIECES[dice.below(PIECES.len())]);
            }
            read(language, &mutated);
        }
    }
}

/// Each line in the one above.
#[test]
fn deep_indentation() {
    for unit in ["%p", "- if a", "= a do", "%a{b: 1}", "a", "/![if b]", "- else"] {
        let mut text = String::new();
        for depth in 0..1_200 {
            text.extend(std::iter::repeat_n(' ', depth).chain(unit.chars()).chain(['\n']));
        }
        for &language in Language::MARKUP {
            read(language, &text);
        }
    }
}

#[test]
fn deep_and_endless_texts() {
    const UNITS: &[&str] = &[
        "<div>",
        "<p>",
        "<a b='",
        "</div>",
        "<li><ul>",
        "<b><i>",
        "<svg>",
        "<table><tr><td>",
        "<!--",
        "<![CDATA[",
        "&amp",
        "{{",
        "{{ '",
        "{{#if a}}",
        "{% if a %}<p>",
        "{% with a %}",
        "{% endif %}",
        "{% raw %}",
        "{% comment %}",
        "{%",
        "{#",
        "<%",
        "<% if a %>",
        "<% end %>",
        "<?php {",
        "<?php if (",
        "@if(",
        "@if(a)",
        "@endif ",
        "@php ",
        "@if (a) {",
        "} @else {",
        "{",
        "{#if a}",
        "{`${",
        "{<a>",
        "{a &&<b>{",
        "<a b={",
        "<a b=`${",
        "(",
        "![",
        "()=>{",
        "class{a=",
        "new ",
        "a?",
        "<a>{b&&",
        "type A=[",
        "<>",
        "<template>",
        "<a b=\"",
        "'",
        "{a, plural, {",
        "<a {% if b %}",
        "/*",
        "<<<A\n",
        "<x-",
        "{!!",
        "{{!--",
        "{{{{",
        "\\{{",
        "<title>",
        "<script>",
        "<p><button>",
        "%a{\n",
        "%a{b: {",
        "%a(b='#{\n",
        "#{",
        "- if a\n ",
        "- else\n",
        ":plain\n",
        "%p,\n",
        "= a,\n",
        "a |\n",
        "/\n",
        "-#\n ",
        "a[\n",
        "a b='\n",
        "a b=c(\n",
        "a b=c,\n",
        "a: ",
        "| a\n",
        "<%= link_to a do %>",
        "<%= link_to(",
        "= link_to image_tag(",
        "#{link_to \"a\", b}",
        "a(\n",
        "a(b='",
        "a(b=c ",
        "#[a(",
        "#[a ",
        "a #[b]",
        "a.\n b\n",
        "+a(",
    ];
    for unit in UNITS {
        let text = unit.repeat(20_000 / unit.len());
        for &language in Language::MARKUP {
            read(language, &text);
        }
    }
}

/// Pages that stand in code, whatever the code.
#[test]
fn deep_and_endless_code() {
    let units = [
        "~H\"",
        "~H\"\"\"\n",
        "~H|<p>|",
        "html`${",
        "html`<a>",
        "html`${html`",
        "`",
        "@Component({ template: `",
        "@Component({ template: '<a>' }) ",
        "@Component(template",
        "template: ",
        "@Component({ template: `${",
        "</",
        "(<",
        "'",
    ];
    for unit in units {
        for prefix in ["", "</ ", "</ @Component({ template: `", "html`</", "~H\"\"\"\n"] {
            let text = format!("{prefix}{}", unit.repeat(60_000 / unit.len()));
            for path in ["a.ts", "a.js", "a.ex", "a.md", "a.mdx"] {
                if let Some(document) = Document::of(&File::new(path, text.as_str())) {
                    assert_sound(&document, &text);
                }
            }
        }
    }
}
