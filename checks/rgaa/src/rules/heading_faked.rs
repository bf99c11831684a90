//! What looks like a heading is one.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["p"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "heading-faked",
    level: Level::Notice,
    sources: &["RGAA-9.1.3", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("heading_faked.md"),
};

/// Letters that a heading has at least, and at most: beyond, it is a sentence that matters.
const LENGTH: std::ops::RangeInclusive<usize> = 6..=70;

/// Elements in which a bold line is a caption, a label or the head of an item, not of a section.
const APART: &[&str] = &[
    "a",
    "address",
    "aside",
    "blockquote",
    "button",
    "dd",
    "dialog",
    "dt",
    "fieldset",
    "figcaption",
    "footer",
    "label",
    "legend",
    "li",
    "nav",
    "summary",
    "table",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || element.name != "p" || element.get("role").is_some() || !stands_bold(view, node) {
        return None;
    }
    let (text, is_whole) = view.document.text_content(node);
    let is_apart = |around: &Element| around.is_component || APART.contains(&around.name.as_str());
    if !is_whole
        || !reads_as_heading(&text)
        || view.sight(node) != Sight::Shown
        || view.document.ancestors(node).take(64).any(|(_, around)| is_apart(around))
        || view.is_email()
    {
        return None;
    }
    let siblings = match view.document.node(node).parent {
        Some(parent) => &view.document.node(parent).children,
        None => view.tops(),
    };
    let at = siblings.binary_search(&node).ok()?;
    let next = neighbour(view, siblings[at + 1..].iter())?;
    // A run of bold lines is an address or a list of terms.
    let is_bold_line = |id: NodeId| view.document.element(id).is_some_and(|it| it.name == "p") && stands_bold(view, id);
    if !heads(view, next, text.len()) || neighbour(view, siblings[..at].iter().rev()).is_some_and(is_bold_line) {
        return None;
    }
    let words = message(
        (
            "Ce paragraphe en gras ressemble à un titre : vérifiez s’il annonce ce qui suit.",
            "This paragraph in bold looks like a heading: check whether it heads what follows.",
        ),
        (
            "Un lecteur d’écran ne le liste pas dans le plan de la page, et n’y mène pas.",
            "A screen reader does not list it in the page’s outline, nor leads to it.",
        ),
        (
            "Si c’en est un, écrivez-le avec `<h2>` à `<h6>` selon son niveau ; la classe `fr-h6` du DSFR en règle l’aspect.",
            "If it is one, write it with `<h2>` to `<h6>` by its level; the DSFR class `fr-h6` sets its look.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether a paragraph is one `<strong>` or `<b>`, and nothing else.
fn stands_bold(view: &View<'_>, node: NodeId) -> bool {
    let mut inner = None;
    for &child in &view.document.node(node).children {
        match &view.document.node(child).kind {
            NodeKind::Text(text) if is_blank(text) => {}
            NodeKind::Element(bold) if inner.is_none() && matches!(bold.name.as_str(), "b" | "strong") => {
                inner = Some(child);
            }
            _ => return false,
        }
    }
    // Text alone: a link, an image or a field makes it something to act on.
    inner.is_some_and(|bold| {
        view.document.descendants(bold).all(|id| match &view.document.node(id).kind {
            NodeKind::Text(_) => true,
            NodeKind::Element(inner) => matches!(inner.name.as_str(), "b" | "em" | "i" | "span" | "strong" | "u"),
            _ => false,
        })
    })
}

/// Whether the words are those of a title: no sentence, no amount, no line that brings in a list.
fn reads_as_heading(text: &str) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let figures = text.chars().filter(char::is_ascii_digit).count();
    // « 1. Préambule » is a title, « 20 juillet 2026 » is not.
    let unnumbered = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let begins = unnumbered.len() == text.len() || unnumbered.starts_with(['.', ')']);
    let begins = begins && text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    LENGTH.contains(&letters) && letters > figures && begins && !text.ends_with(['.', ':', ',', ';', '!', '…', ')'])
}

/// The first element among `siblings` that nothing but blank text comes before.
fn neighbour<'n>(view: &View<'_>, siblings: impl Iterator<Item = &'n NodeId>) -> Option<NodeId> {
    for &id in siblings {
        match &view.document.node(id).kind {
            NodeKind::Text(text) if is_blank(text) => {}
            NodeKind::Element(element) if !element.is_component => return Some(id),
            _ => return None,
        }
    }
    None
}

/// Whether `next` is what a title of `length` bytes would head: a longer paragraph, a list.
fn heads(view: &View<'_>, next: NodeId, length: usize) -> bool {
    match view.document.element(next).map(|element| element.name.as_str()) {
        Some("ol" | "ul") => true,
        Some("p") => !stands_bold(view, next) && view.document.text_content(next).0.len() >= 2 * length.max(30),
        _ => false,
    }
}
