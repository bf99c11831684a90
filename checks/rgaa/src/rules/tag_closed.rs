//! Tags that open close, and tags that close were open.

use checks_core::{Finding, Language, Level, Meta, Span};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "tag-closed",
    level: Level::Failure,
    sources: &["RGAA-8.2.1"],
    languages: &[Language::Html],
    page: include_str!("tag_closed.md"),
};

/// One tag left open leaves others behind: the first few are told.
const TOLD: usize = 3;

/// The elements whose end tag HTML lets be left out.
const OPTIONAL: &[&str] = &[
    "body", "caption", "colgroup", "dd", "dt", "head", "html", "li", "optgroup", "option", "p", "rb", "rp", "rt",
    "rtc", "tbody", "td", "tfoot", "th", "thead", "tr",
];

fn look(view: &View<'_>) -> Vec<Finding> {
    // A part of a page may end what another began.
    if view.document.language != Language::Html || !view.is_whole() {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = left_open(view).take(TOLD).collect();
    if findings.is_empty() {
        findings.extend(ended_twice(view).into_iter().take(TOLD));
    }
    findings
}

fn left_open<'a>(view: &'a View<'_>) -> impl Iterator<Item = Finding> + 'a {
    let is_open = |node: NodeId, element: &Element| {
        !element.closed && !view.document.node(node).conditional && !OPTIONAL.contains(&&*element.name)
    };
    view.document.elements().filter(move |&(node, element)| is_open(node, element)).map(|(_, element)| {
        let name = &element.name;
        let words = message(
            (&format!("Ce `<{name}>` n’est pas fermé."), &format!("This `<{name}>` is not closed.")),
            (
                "Le navigateur devine où il finit : ce qui suit peut se retrouver dedans, ou changer de place.",
                "The browser guesses where it ends: what follows may end up in it, or change places.",
            ),
            (
                &format!("Ajoutez `</{name}>` là où il finit, avant la fin de ce qui l’entoure."),
                &format!("Add `</{name}>` where it ends, before the end of what is around it."),
            ),
        );
        Finding::new(&META, view.tag(element), words)
    })
}

/// End tags that end nothing: they stand between nodes, and no node holds them.
fn ended_twice(view: &View<'_>) -> Vec<Finding> {
    let mut gaps = Vec::new();
    for (node, element) in view.document.elements() {
        let span = view.document.node(node).span;
        let mut from = element.tag_span.end;
        for &child in &view.document.node(node).children {
            let child = view.document.node(child).span;
            gaps.push(Span { start: from, end: child.start });
            from = from.max(child.end);
        }
        let end = own_end(view, node, span);
        gaps.push(Span { start: from, end });
    }
    let ends = gaps.into_iter().filter(|gap| gap.start < gap.end).filter_map(|gap| {
        let text = view.document.source(gap);
        let at = text.find("</")?;
        let name = text[at + 2..].split(|c: char| !c.is_alphanumeric()).next().filter(|name| !name.is_empty())?;
        // Where a `<p>` was ended too soon, what is in it is the fault.
        let is_told = name.eq_ignore_ascii_case("p") || name.eq_ignore_ascii_case("body");
        let length = text[at..].find('>')? + 1;
        let start = gap.start + at as u32;
        (!is_told).then(|| (name.to_owned(), Span { start, end: start + length as u32 }))
    });
    ends.map(|(name, span)| {
        let words = message(
            (&format!("Ce `</{name}>` ne ferme rien."), &format!("This `</{name}>` closes nothing.")),
            (
                "La balise ouvrante manque, ou une autre fermeture est de trop : le navigateur devine la structure de la page.",
                "The start tag is missing, or another end tag is one too many: the browser guesses the page’s structure.",
            ),
            ("Retirez-le, ou remettez la balise qu’il ferme.", "Remove it, or put back the tag that it closes."),
        );
        Finding::new(&META, view.file.place(span), words)
    })
    .collect()
}

/// Where the end tag of `node` begins, or its end where it has none.
fn own_end(view: &View<'_>, node: NodeId, span: Span) -> u32 {
    let Some(element) = view.document.element(node) else { return span.end };
    let source = view.document.source(span);
    match source.rfind("</") {
        Some(at)
            if source[at + 2..].len() > element.name.len()
                && source.as_bytes()[at + 2..at + 2 + element.name.len()]
                    .eq_ignore_ascii_case(element.name.as_bytes())
                && source[at..].trim_end().ends_with('>')
                && source[at..].matches('>').count() == 1 =>
        {
            span.start + at as u32
        }
        _ => span.end,
    }
}
