//! A message of error says what is expected.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::message::is_field_error;
use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "error-text",
    level: Level::Notice,
    sources: &["RGAA-11.11.1", "WCAG-3.3.3"],
    languages: Language::MARKUP,
    page: include_str!("error_text.md"),
};

/// Messages that say that something is wrong, and nothing else.
const EMPTY_WORDS: &[&str] = &[
    "cechampestenerreur",
    "cechampestinvalide",
    "champenerreur",
    "champincorrect",
    "champinvalide",
    "champnonvalide",
    "donneeinvalide",
    "erreur",
    "erreurdanslechamp",
    "erreurdesaisie",
    "error",
    "fieldinvalid",
    "formatincorrect",
    "formatinvalide",
    "formatnonvalide",
    "incorrect",
    "invalid",
    "invalide",
    "invalidfield",
    "invalidformat",
    "invalidinput",
    "invalidvalue",
    "lechampestinvalide",
    "leformatestinvalide",
    "mauvaisformat",
    "nonvalide",
    "saisieincorrecte",
    "saisieinvalide",
    "textederreur",
    "thisfieldisinvalid",
    "valeurincorrecte",
    "valeurinvalide",
    "wrongformat",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component
        || element.attributes.is_empty()
        || !is_field_error(element)
        || view.sight(node) != Sight::Shown
    {
        return None;
    }
    let content = view.content_of(node);
    let said = content.whole().filter(|said| said.len() <= 60)?;
    if !EMPTY_WORDS.contains(&fold(said).as_str()) {
        return None;
    }
    let words = message(
        (
            &format!("Le message « {said} » ne dit pas comment corriger."),
            &format!("The message “{said}” does not say how to correct."),
        ),
        (
            "Une personne qui comprend ou voit avec peine ne trouve pas ce qui est attendu.",
            "A person who understands or sees with difficulty does not find what is expected.",
        ),
        (
            "Dites ce qui est attendu, avec un exemple : « L’adresse doit contenir un @, par exemple nom@domaine.fr ».",
            "Say what is expected, with an example: “The address must hold an @, for instance name@domain.fr”.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}
