//! A link in a text is told by more than its colour.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::style::declarations;
use checks_markup::{Element, NodeId, NodeKind, Value};

use super::link_underline_style::CUES;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["a"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "link-underline",
    level: Level::Warning,
    sources: &["RGAA-10.6.1", "WCAG-1.4.1"],
    languages: Language::MARKUP,
    page: include_str!("link_underline.md"),
};

/// Classes that take the underline of a link away: DSFR, Tailwind, Bootstrap.
const REMOVING: &[&str] = &["fr-raw-link", "no-underline", "text-decoration-none"];

/// Beginnings of classes that make a link stand out otherwise, at all times or under the pointer.
const MARKING: &[&str] = &[
    "badge",
    "bg-",
    "border",
    "btn",
    "button",
    "card",
    "decoration-",
    "focus",
    "font-",
    "fr-",
    "fs-",
    "fw-",
    "hover",
    "icon",
    "inline-",
    "link",
    "ring",
    "shadow",
    "strong",
    "tag",
    "underline",
    "bold",
    "italic",
];

/// Letters on either side that make a link one of a text.
const AROUND: usize = 15;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "a" || element.is_component || element.open_ended || element.get("href").is_none() {
        return None;
    }
    let place = removed(element)?;
    let is_of_text = view.document.node(node).parent.is_some_and(|parent| {
        view.document.element(parent).is_some_and(|around| around.name == "p") && is_amid(view, parent, node)
    });
    if !is_of_text || view.sight(node) != Sight::Shown || !has_plain_words(view, node) {
        return None;
    }
    let words = message(
        (
            "Ce lien n’est pas souligné : il ne se distingue du texte que par sa couleur.",
            "This link is not underlined: it differs from the text by its colour alone.",
        ),
        (
            "Une personne daltonienne ou malvoyante ne voit pas qu’il y a là un lien.",
            "A person who is colour-blind or has low vision cannot see that there is a link.",
        ),
        (
            "Laissez le soulignement aux liens qui sont dans un texte.",
            "Leave the underline to the links that are in a text.",
        ),
    );
    Some(Finding::new(&META, view.file.place(place), words))
}

/// Where the underline is taken away, with nothing that marks the link otherwise.
fn removed(element: &Element) -> Option<checks_core::Span> {
    let class = element.get("class");
    let list = match class.map(|class| &class.value) {
        None | Some(Value::Empty) => "",
        Some(Value::Text { text, .. }) => text,
        Some(Value::Dynamic { .. }) => return None,
    };
    let names = || list.split_ascii_whitespace();
    let is_styled = element.get("style").is_some();
    if !is_styled && !names().any(|name| REMOVING.contains(&name)) {
        return None;
    }
    let marks = |name: &str| MARKING.iter().any(|mark| name.starts_with(mark));
    // `md:font-bold` marks it as well.
    let is_marked = names()
        .filter(|name| !REMOVING.contains(name))
        .any(|name| marks(name) || name.match_indices(':').any(|(at, _)| marks(&name[at + 1..])));
    if is_marked {
        return None;
    }
    let style = match element.get("style").map(|style| &style.value) {
        None | Some(Value::Empty) => Vec::new(),
        Some(Value::Text { text, .. }) => declarations(text, 0),
        Some(Value::Dynamic { .. }) => return None,
    };
    if style.iter().any(|one| CUES.contains(&one.name.as_str())) {
        return None;
    }
    let by_style =
        style.iter().rev().find(|one| one.name.starts_with("text-decoration")).map(|one| one.value == "none");
    match by_style {
        // A class may have a style of its own in a sheet.
        Some(true) if list.is_empty() => element.get("style").map(|style| style.span),
        Some(_) => None,
        None => class.filter(|_| names().any(|name| REMOVING.contains(&name))).map(|class| class.span),
    }
}

/// Whether there is text beside the link, in its paragraph.
fn is_amid(view: &View<'_>, paragraph: NodeId, link: NodeId) -> bool {
    let mut letters = 0;
    for &child in &view.document.node(paragraph).children {
        if child == link {
            continue;
        }
        if let NodeKind::Text(text) = &view.document.node(child).kind {
            letters += text.chars().filter(|c| c.is_alphanumeric()).count();
        }
    }
    letters >= AROUND
}

/// Whether the link reads as words and holds nothing that draws it apart.
fn has_plain_words(view: &View<'_>, node: NodeId) -> bool {
    let mut has_words = false;
    for child in view.document.descendants(node).take(64) {
        match &view.document.node(child).kind {
            NodeKind::Text(text) => has_words |= text.chars().any(char::is_alphanumeric),
            NodeKind::Element(inner) => {
                let is_plain = inner.name == "span"
                    && matches!(view.attr(inner, "class"), Attr::Absent)
                    && matches!(view.attr(inner, "style"), Attr::Absent);
                if !is_plain {
                    return false;
                }
            }
            _ => {}
        }
    }
    has_words
}
