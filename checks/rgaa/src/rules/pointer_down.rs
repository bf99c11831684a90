//! An action waits for the pointer to be released.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::handler::{Reach, hears_keys};
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &[], attributes: &["onmousedown", "onpointerdown", "ontouchstart"], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "pointer-down",
    level: Level::Warning,
    sources: &["RGAA-13.11.1", "RGAA-7.3.1", "WCAG-2.5.2"],
    languages: Language::MARKUP,
    page: include_str!("pointer_down.md"),
};

/// What undoes, waits, or goes on with what the press began.
const OTHERS: &[&str] = &[
    "onmouseup",
    "onpointerup",
    "ontouchend",
    "onmousemove",
    "onpointermove",
    "ontouchmove",
    "onpointercancel",
    "ondragstart",
];

/// What listeners of a press do without acting: keep the focus, begin a gesture.
const BEGINNINGS: &[&str] = &[
    "preventdefault",
    "stoppropagation",
    "drag",
    "start",
    "resize",
    "focus",
    "ripple",
    "mousedown",
    "pointerdown",
    "touch",
    "press",
    "selection",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || element.open_ended || element.attributes.is_empty() {
        return None;
    }
    let listener = view.listener_among(element, &["onmousedown", "onpointerdown", "ontouchstart"])?;
    let code = view.code(listener).to_ascii_lowercase();
    let is_answered =
        view.click(element).is_some() || hears_keys(element) || view.listener_among(element, OTHERS).is_some();
    // What takes no focus is `pointer-only`'s.
    let is_control =
        view.reach(node, element) == Reach::Native && matches!(element.name.as_str(), "a" | "button" | "summary");
    let modifies = listener.raw_name.contains(".prevent") || listener.raw_name.contains("|preventDefault");
    if is_answered
        || modifies
        || !is_control
        || view.sight(node) == Sight::Hidden
        || BEGINNINGS.iter().any(|word| code.contains(word))
    {
        return None;
    }
    let words = message(
        (
            "L’action part dès la pression, avant que le doigt ou la souris se relève.",
            "The action starts at the press, before the finger or the mouse is released.",
        ),
        (
            "Une personne dont la main tremble ne peut pas se reprendre en glissant à côté, et le clavier ne déclenche rien.",
            "A person whose hand shakes cannot take it back by sliding off, and the keyboard triggers nothing.",
        ),
        ("Écoutez `click` à la place.", "Listen to `click` instead."),
    );
    Some(Finding::new(&META, view.file.place(listener.span), words))
}
