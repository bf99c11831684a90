//! No element serves presentation alone.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: ELEMENTS, attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "presentation-element",
    level: Level::Failure,
    sources: &["RGAA-10.1.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("presentation_element.md"),
};

/// The elements of the glossary's « Présentation de l’information ».
/// <https://accessibilite.numerique.gouv.fr/methode/glossaire/#presentation-de-l-information>
const ELEMENTS: &[&str] = &["basefont", "big", "blink", "center", "font", "marquee", "s", "strike", "tt"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !ELEMENTS.contains(&element.name.as_str()) || element.is_component {
        return None;
    }
    // SVG has a `font` of its own.
    if view.document.ancestors(node).take(64).any(|(_, around)| around.name == "svg") {
        return None;
    }
    let name = &element.name;
    let moves = matches!(name.as_str(), "marquee" | "blink");
    let words = message(
        (
            &format!("La balise `<{name}>` ne sert qu’à la présentation."),
            &format!("The `<{name}>` element serves presentation alone."),
        ),
        if moves {
            (
                "Un texte qui bouge sans qu’on puisse l’arrêter gêne la lecture, et tout ce qui l’entoure.",
                "A text that moves and cannot be stopped hinders reading it, and all around it.",
            )
        } else {
            (
                "Qui lit avec sa propre feuille de style ne peut pas changer cet aspect.",
                "People who read with a style sheet of their own cannot change this look.",
            )
        },
        (
            "Dites l’aspect en CSS, et gardez une balise qui dit ce qu’est le texte : `<p>`, `<strong>`, `<del>`, `<code>`…",
            "Write the look in CSS, and keep an element that says what the text is: `<p>`, `<strong>`, `<del>`, `<code>`…",
        ),
    );
    let finding = Finding::new(&META, view.tag(element), words);
    // HTML gives `<s>` a meaning by now: what is no longer right.
    let finding = if name == "s" { finding.level(Level::Warning) } else { finding };
    let is_styled = ["color", "face", "size"].iter().any(|name| element.get(name).is_some());
    if name == "font" && is_styled {
        return Some(finding.sources(&["RGAA-10.1.1", "RGAA-10.1.2", "WCAG-1.3.1"]));
    }
    Some(if moves { finding.sources(&["RGAA-10.1.1", "RGAA-13.8.1", "WCAG-1.3.1", "WCAG-2.2.2"]) } else { finding })
}
