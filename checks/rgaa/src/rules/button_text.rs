//! The name of a button says what it does.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["button", "input"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "button-text",
    level: Level::Notice,
    sources: &["RGAA-11.9.1"],
    languages: Language::MARKUP,
    page: include_str!("button_text.md"),
};

/// Names that tell nothing of what a button does, wherever it stands.
const EMPTY_WORDS: &[&str] = &[
    "bouton",
    "button",
    "btn",
    "clickhere",
    "cliquer",
    "cliquezici",
    "here",
    "ici",
    "icon",
    "icone",
    "image",
    "lorem",
    "loremipsum",
    "untitled",
    "xxx",
];

/// Names that tell something only beside what they speak of.
const SHORT_WORDS: &[&str] = &["go", "ok", "okay", "allez", "clic", "click", "clickme"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let may_be = matches!(element.name.as_str(), "button" | "input") || element.get("role").is_some();
    if !may_be || element.is_component || view.role(element) != Role::Is("button") || view.sight(node) != Sight::Shown {
        return None;
    }
    let name = view.name(node, element);
    let said = name.whole().filter(|said| said.len() <= 30)?;
    let folded = fold(said);
    let is_mark = folded.is_empty() && !said.is_empty() && said.chars().all(|c| ".…?*-_".contains(c));
    let level = if EMPTY_WORDS.contains(&folded.as_str()) || is_mark {
        Level::Warning
    } else if SHORT_WORDS.contains(&folded.as_str()) && !is_in_dialog(view, node) {
        Level::Notice
    } else {
        return None;
    };
    let words = message(
        (
            &format!("Le bouton « {said} » ne dit pas ce qu’il fait."),
            &format!("The button “{said}” does not say what it does."),
        ),
        (
            "Une personne qui parcourt les boutons d’une page n’entend que leur intitulé, et la commande vocale s’en sert.",
            "A person who goes through the buttons of a page hears their names alone, and voice control uses them.",
        ),
        (
            "Écrivez un verbe et ce sur quoi il porte : « Envoyer la demande », « Rechercher une aide ».",
            "Write a verb and what it bears on: “Send the request”, “Search for an aid”.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(level))
}

/// « OK » closes a message that has just been read.
fn is_in_dialog(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).any(|(_, around)| {
        let name = around.name.to_ascii_lowercase();
        let class = around.text("class").unwrap_or_default();
        name.contains("dialog")
            || name.contains("modal")
            || class.contains("modal")
            || class.contains("dialog")
            || matches!(around.text("role"), Some("dialog" | "alertdialog"))
    })
}
