//! A button of the design system that unfolds says what, and whether it is unfolded.

use checks_core::{Finding, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::has_class;
use crate::rule::{Look, Rule};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-disclosure",
    level: Level::Warning,
    sources: &["RGAA-7.1.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("dsfr_disclosure.md"),
};

/// Classes of the design system, and the attributes that its documentation and its script ask of them.
const ASKED: &[(&str, &[&str])] = &[
    ("fr-accordion__btn", &["aria-expanded", "aria-controls"]),
    ("fr-breadcrumb__button", &["aria-expanded", "aria-controls"]),
    ("fr-nav__btn", &["aria-expanded", "aria-controls"]),
    ("fr-sidemenu__btn", &["aria-expanded", "aria-controls"]),
    ("fr-tabs__tab", &["role", "aria-selected", "aria-controls"]),
    ("fr-transcription__btn", &["aria-expanded", "aria-controls"]),
];

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    // A link among the entries of a menu wears no state.
    if !view.speaks_dsfr() || element.is_component || element.name == "a" {
        return None;
    }
    let (class, asked) = ASKED.iter().find(|(class, _)| has_class(element, class))?;
    let missing: Vec<&str> = asked.iter().copied().filter(|name| element.lacks(name)).collect();
    (!missing.is_empty()).then(|| Finding::new(&META, view.tag(element), words(class, &missing)))
}

fn words(class: &str, missing: &[&str]) -> Message {
    let list = |and: &str| missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(and);
    Message {
        what: Text::new(
            format!("Il manque {} à ce bouton `{class}`.", list(" et ")),
            format!("This `{class}` button lacks {}.", list(" and ")),
        ),
        why: Text::new(
            "Un lecteur d’écran ne peut pas dire s’il est ouvert, et le script du DSFR s’en sert pour l’ouvrir.",
            "A screen reader cannot say whether it is open, and the DSFR’s script uses them to open it.",
        ),
        how: Text::new(
            format!("Ajoutez {}, comme dans l’exemple de la documentation du DSFR.", list(" et ")),
            format!("Add {}, as in the example of the DSFR’s documentation.", list(" and ")),
        ),
    }
}
