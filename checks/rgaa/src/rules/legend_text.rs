//! The legend of a group of fields says something.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["legend"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "legend-text",
    level: Level::Failure,
    sources: &["RGAA-11.6.1", "RGAA-11.7.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("legend_text.md"),
};

/// Legends that could stand on any group.
const GENERIC: &[&str] = &[
    "champ",
    "champs",
    "choix",
    "fieldset",
    "fields",
    "form",
    "formulaire",
    "groupe",
    "group",
    "legend",
    "legende",
    "option",
    "options",
    "radio",
    "title",
    "titre",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "legend" || view.sight(node) != Sight::Shown {
        return None;
    }
    let text = view.content_of(node);
    let around = view.document.ancestors(node).next();
    if text.is_missing() {
        // A name of the group's own stands in for the legend.
        let is_named = around.is_some_and(|(id, group)| !view.name(id, group).is_missing());
        let words = message(
            ("Cette légende est vide.", "This legend is empty."),
            (
                "Un lecteur d’écran annonce les champs du groupe sans dire ce qui les réunit.",
                "A screen reader announces the fields of the group without saying what brings them together.",
            ),
            (
                "Écrivez dans `<legend>` la question ou ce que ces champs ont en commun.",
                "Write in `<legend>` the question, or what these fields have in common.",
            ),
        );
        let level = if around.is_some_and(|(_, group)| group.name == "fieldset") && view.is_rendered() {
            Level::Failure
        } else {
            Level::Warning
        };
        return (!is_named).then(|| Finding::new(&META, view.tag(element), words).level(level));
    }
    let said = text.whole()?;
    if said.len() > 40 || !GENERIC.contains(&fold(said).as_str()) {
        return None;
    }
    let words = message(
        (
            &format!("La légende « {said} » ne dit pas ce que ces champs ont en commun."),
            &format!("The legend “{said}” does not say what these fields have in common."),
        ),
        (
            "Lue avant chaque champ par un lecteur d’écran, elle n’aide pas à répondre.",
            "Read before each field by a screen reader, it does not help to answer.",
        ),
        (
            "Écrivez la question posée, ou ce que les champs décrivent : « Adresse de livraison », « Type de demande ».",
            "Write the question that is asked, or what the fields describe: “Delivery address”, “Kind of request”.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(Level::Notice).sources(&["RGAA-11.7.1", "WCAG-1.3.1"]))
}
