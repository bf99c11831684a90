//! A heading has a text.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["h1", "h2", "h3", "h4", "h5", "h6"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "heading-empty",
    level: Level::Failure,
    sources: &["RGAA-9.1.2", "WCAG-1.3.1", "WCAG-2.4.6", "ACT-ffd0e9"],
    languages: Language::MARKUP,
    page: include_str!("heading_empty.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || !may_be_heading(element) || !is_heading(view, element) {
        return None;
    }
    // A script puts it in the page, and fills it.
    if !view.is_rendered() && view.apart(node).is_some() {
        return None;
    }
    let name = view.name(node, element);
    if view.sight(node) != Sight::Shown {
        return None;
    }
    if name.whole().is_some_and(is_punctuation) {
        return Some(mute(view, node, element));
    }
    if !name.is_missing() || view.holds_faulty_image(node) {
        return None;
    }
    let words = message(
        ("Ce titre est vide.", "This heading is empty."),
        (
            "Un lecteur d’écran l’annonce et le liste dans le plan de la page, sans rien à lire.",
            "A screen reader announces it and lists it in the page’s outline, with nothing to read.",
        ),
        (
            "Écrivez le titre de la partie, ou retirez la balise si elle ne sert qu’à laisser un espace.",
            "Write the title of the section, or take the tag out if it only leaves a space.",
        ),
    );
    let level = if may_be_filled(view, node, element) { Level::Warning } else { Level::Failure };
    Some(Finding::new(&META, view.tag(element), words).level(level))
}

/// Whether a text has nothing that is said: a dash, dots, an asterisk.
fn is_punctuation(text: &str) -> bool {
    let is_mark = |c: char| c.is_ascii_punctuation() || c.is_whitespace() || "…•·–—«»".contains(c);
    !text.trim().is_empty() && text.chars().all(is_mark)
}

fn mute(view: &View<'_>, node: NodeId, element: &Element) -> Finding {
    let words = message(
        ("Ce titre n’est fait que de ponctuation.", "This heading is made of punctuation alone."),
        (
            "Un lecteur d’écran le liste dans le plan de la page, sans rien dire de la partie qu’il annonce.",
            "A screen reader lists it in the page’s outline, and says nothing of the section that it heads.",
        ),
        (
            "Écrivez le titre de la partie, ou remplacez la balise si elle n’est là que pour l’aspect.",
            "Write the title of the section, or replace the tag if it is there for looks alone.",
        ),
    );
    let level = if may_be_filled(view, node, element) { Level::Notice } else { Level::Warning };
    Finding::new(&META, view.tag(element), words).level(level).sources(&["RGAA-9.1.2", "WCAG-2.4.6"])
}

/// Whether it is a heading: `role="none"` does not hold beside an ARIA attribute that says something of any element
/// (<https://www.w3.org/TR/wai-aria-1.2/#conflict_resolution_presentation_none>).
fn is_heading(view: &View<'_>, element: &Element) -> bool {
    let is_native = matches!(element.name.as_bytes(), [b'h', b'1'..=b'6']);
    match view.role(element) {
        Role::Is("heading") => true,
        Role::Is("presentation") if is_native => {
            ["aria-label", "aria-labelledby", "aria-describedby"].iter().any(|name| element.get(name).is_some())
        }
        _ => false,
    }
}

/// Whether a script may find the heading, or what is in it, and fill it: the empty title of a dialog, most often.
fn may_be_filled(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    let is_hook = |name: &str| matches!(name, "id" | "class") || name.starts_with("data-");
    let is_found = |element: &Element| element.attributes.iter().any(|attribute| is_hook(&attribute.name));
    let mut below = view.document.descendants(node).take(64);
    !view.is_rendered() && (is_found(element) || below.any(|inner| view.document.element(inner).is_some_and(is_found)))
}

fn may_be_heading(element: &Element) -> bool {
    matches!(element.name.as_bytes(), [b'h', b'1'..=b'6']) || element.get("role").is_some()
}
