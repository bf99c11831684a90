//! A quotation is marked as one.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["blockquote", "div", "p"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "quotation",
    level: Level::Notice,
    sources: &["RGAA-9.4.2", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("quotation.md"),
};

/// Marks that open a quotation, each with the one that closes it.
const MARKS: &[(char, char)] = &[('«', '»'), ('“', '”'), ('„', '“')];

/// The fewest words of a quotation that makes a block: shorter ones are names and labels.
const WORDS: usize = 12;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name == "blockquote" {
        return indents(view, node, element);
    }
    if !element.closed {
        return None;
    }
    let children = &view.document.node(node).children;
    let mut texts = children.iter().filter_map(|&child| match &view.document.node(child).kind {
        NodeKind::Text(text) if !is_blank(text) => Some(Some(text.trim())),
        NodeKind::Comment | NodeKind::Code | NodeKind::Text(_) => None,
        NodeKind::Element(_) | NodeKind::Dynamic | NodeKind::Doctype => Some(None),
    });
    let first = texts.next()??;
    let last = texts.next_back().unwrap_or(Some(first))?;
    let (open, close) = MARKS.iter().find(|(open, _)| first.starts_with(*open))?;
    let (text, _) = view.document.text_content(node);
    // « Un » et « deux » are two.
    let is_one = last.trim_end_matches(['.', ',']).ends_with(*close) && text.matches(*open).count() == 1;
    if !is_one || text.split_whitespace().count() < WORDS || is_marked(view, node) || view.sight(node) != Sight::Shown {
        return None;
    }
    let words = message(
        (
            "Ce bloc semble une citation, et rien ne la marque.",
            "This block looks like a quotation, and nothing marks it.",
        ),
        (
            "Un lecteur d’écran ne dit pas que quelqu’un d’autre parle, ni où il s’arrête.",
            "A screen reader does not say that somebody else speaks, nor where they stop.",
        ),
        (
            "Vérifiez que c’est une citation ; si oui, mettez-la dans `<blockquote>`.",
            "Check that it is a quotation; if so, put it in `<blockquote>`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether something around makes a quotation of it, or a component may.
fn is_marked(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).take(6).any(|(_, around)| {
        matches!(around.name.as_str(), "blockquote" | "q" | "figure" | "label" | "button" | "a" | "form" | "dialog")
            || around.name.to_ascii_lowercase().contains("quote")
    }) || view
        .document
        .descendants(node)
        .filter_map(|below| view.document.element(below))
        .any(|inner| inner.is_component || matches!(inner.name.as_str(), "q" | "blockquote" | "input" | "button"))
}

/// A `<blockquote>` that holds a form or a menu only moves it to the right.
fn indents(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let below = || view.document.descendants(node).filter_map(|below| view.document.element(below));
    let layout = below().find(|inner| {
        matches!(inner.name.as_str(), "form" | "fieldset" | "input" | "select" | "textarea" | "nav" | "button")
    })?;
    if !element.closed
        || view.sight(node) != Sight::Shown
        || below().any(|inner| inner.is_component || inner.name == "cite")
    {
        return None;
    }
    let words = message(
        (
            &format!("Ce `<blockquote>` contient un `<{}>` : il semble servir à décaler du contenu.", layout.name),
            &format!("This `<blockquote>` holds a `<{}>`: it seems to serve to indent contents.", layout.name),
        ),
        (
            "Un lecteur d’écran annonce une citation là où il n’y en a pas.",
            "A screen reader announces a quotation where there is none.",
        ),
        (
            "Vérifiez que c’est une citation ; sinon, décalez le contenu en CSS, avec `margin-left`.",
            "Check that it is a quotation; otherwise, indent the contents in CSS, with `margin-left`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).sources(&["RGAA-10.1.1", "WCAG-1.3.1"]))
}
