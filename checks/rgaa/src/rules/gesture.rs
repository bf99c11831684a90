//! What a gesture does, a click does too.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::Attribute;

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "gesture",
    level: Level::Notice,
    sources: &["RGAA-13.10.2", "RGAA-7.3.1", "WCAG-2.5.1", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("gesture.md"),
};

const DRAGS: &[&str] =
    &["ondrag", "ondragend", "ondragenter", "ondragexit", "ondragstart", "ondrop", "cdkdrag", "v-draggable"];

const SWIPES: &[&str] = &[
    "onswipe",
    "onpinch",
    "onpan",
    "onrotate",
    "ongesture",
    "v-touch:",
    "v-hammer:",
    "use:swipe",
    "use:pan",
    "use:pinch",
    "data-swipe",
];

/// Words of what stands in for a gesture: arrows, buttons up and down, a sensor of keys, a field to choose the file.
const ALTERNATIVES: &[&str] = &[
    "moveup",
    "movedown",
    "keyboard",
    "monter",
    "descendre",
    "suivant",
    "next",
    "\"file\"",
    "'file'",
    "arrowup",
    "arrowright",
];

fn look(view: &View<'_>) -> Vec<Finding> {
    let is_gesture = |attribute: &&Attribute| {
        let name = attribute.name.as_str();
        DRAGS.contains(&name) || SWIPES.iter().any(|swipe| name.starts_with(swipe) && name != "onpaneclick")
    };
    let mut attributes = view
        .document
        .elements()
        .filter(|(_, element)| !element.is_component)
        .flat_map(|(_, element)| &element.attributes);
    let Some(attribute) = attributes.find(is_gesture) else { return Vec::new() };
    let text = view.file.text().to_ascii_lowercase();
    if ALTERNATIVES.iter().any(|word| text.contains(word)) {
        return Vec::new();
    }
    let what = if DRAGS.contains(&attribute.name.as_str()) {
        ("Cet élément se déplace en le glissant.", "This element is moved by dragging it.")
    } else {
        ("Cet élément répond à un geste du doigt.", "This element answers to a gesture of the finger.")
    };
    let words = message(
        what,
        (
            "Une personne qui navigue au clavier, ou dont la main tremble, ne peut pas faire ce geste.",
            "A person who uses the keyboard, or whose hand shakes, cannot make that gesture.",
        ),
        (
            "Vérifiez que des boutons permettent la même chose : « Monter », « Descendre », « Suivant ».",
            "Verify that buttons allow the same: “Up”, “Down”, “Next”.",
        ),
    );
    vec![Finding::new(&META, view.file.place(attribute.span), words)]
}
