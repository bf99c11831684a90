//! A button has a name.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["button", "input"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "button-name",
    level: Level::Failure,
    sources: &["RGAA-11.9.1", "WCAG-4.1.2", "ACT-97a4e1"],
    languages: Language::MARKUP,
    page: include_str!("button_name.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || view.role(element) != Role::Is("button") || is_image(view, element) {
        return None;
    }
    let is_nameless = view.name(node, element).is_missing() && view.sight(node) == Sight::Shown;
    if !is_nameless || view.holds_faulty_image(node) {
        return None;
    }
    let how = if element.name == "input" {
        ("Écrivez dans `value` ce que fait le bouton.", "Write in `value` what the button does.")
    } else {
        (
            "Écrivez dans le bouton un texte qui dit ce qu’il fait. S’il n’a qu’une icône, ajoutez ce texte dans un élément de classe `fr-sr-only`, ou dans un `title`.",
            "Write in the button a text that says what it does. If it holds an icon only, add that text in an element of class `fr-sr-only`, or in a `title`.",
        )
    };
    let words = message(
        ("Ce bouton n’a pas d’intitulé.", "This button has no name."),
        (
            "Un lecteur d’écran annonce un bouton sans dire ce qu’il fait, et la commande vocale ne peut pas l’activer.",
            "A screen reader announces a button without saying what it does, and voice control cannot press it.",
        ),
        how,
    );
    Some(Finding::new(&META, view.tag(element), words).level(view.level_of_empty(node, element)))
}

/// An image button is an image first: `img-alt` speaks of it.
fn is_image(view: &View<'_>, element: &Element) -> bool {
    element.name == "input"
        && matches!(view.attr(element, "type"), Attr::Text(kind) if kind.trim().eq_ignore_ascii_case("image"))
}
