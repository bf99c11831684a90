//! What is in a frame can be reached with the keyboard.

use std::sync::Arc;

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Document, Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::rules::frame_title::is_frame;
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["iframe", "frame"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "frame-focus",
    level: Level::Failure,
    sources: &["RGAA-7.3.1", "WCAG-2.1.1", "ACT-akn7bn"],
    languages: Language::MARKUP,
    page: include_str!("frame_focus.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !is_frame(element) || view.sight(node) != Sight::Shown || view.is_tiny(element) {
        return None;
    }
    let (Attr::Text(index), Attr::Text(content)) = (view.attr(element, "tabindex"), view.attr(element, "srcdoc"))
    else {
        return None;
    };
    if !index.trim().starts_with('-') || !holds_focusable(content) {
        return None;
    }
    let words = message(
        (
            "Ce cadre est retiré de la navigation au clavier, mais contient des éléments interactifs.",
            "This frame is taken out of keyboard navigation, yet holds interactive elements.",
        ),
        (
            "Avec un `tabindex` négatif, la touche Tab passe le cadre avec tout ce qu’il contient : ses liens et ses boutons ne s’atteignent qu’à la souris.",
            "With a negative `tabindex`, the Tab key skips the frame with all that is in it: its links and buttons are for the mouse only.",
        ),
        ("Retirez `tabindex` du cadre.", "Remove `tabindex` from the frame."),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

fn holds_focusable(content: &str) -> bool {
    let document = Document::parse(Arc::from(content), Language::Html);
    document.elements().any(|(_, element)| match element.name.as_str() {
        "a" | "area" => element.get("href").is_some() && !is_out(element),
        "button" | "select" | "textarea" => element.get("disabled").is_none() && !is_out(element),
        "input" => element.text("type") != Some("hidden") && element.get("disabled").is_none() && !is_out(element),
        _ => element.text("tabindex").is_some_and(|index| index.trim() == "0"),
    })
}

fn is_out(element: &Element) -> bool {
    element.text("tabindex").is_some_and(|index| index.trim().starts_with('-'))
}
