//! Each `aria-` attribute has a value that it takes.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Attribute, Element, NodeId, Value};

use crate::aria::{self, AttributeFacts, Kind};
use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["aria-*"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-value-valid",
    level: Level::Failure,
    sources: &["RGAA-8.2.1", "RGAA-7.1.1", "WCAG-4.1.2", "ACT-6a7281"],
    languages: Language::MARKUP,
    page: include_str!("aria_value_valid.md"),
};

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component {
        return None;
    }
    element.attributes.iter().filter(|attribute| attribute.name.starts_with("aria-")).find_map(|attribute| {
        let facts = aria::attribute(&attribute.name)?;
        let Attr::Text(text) = view.attr(element, &attribute.name) else { return None };
        let text = text.trim();
        let level = fault(facts, attribute, text)?;
        Some(Finding::new(&META, view.file.place(attribute.span), words(facts, text)).level(level))
    })
}

/// How wrong a value is, if it is: failing where it is of another type.
fn fault(facts: &AttributeFacts, attribute: &Attribute, text: &str) -> Option<Level> {
    if text.is_empty() {
        return None;
    }
    let is_one_of = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    let has = |word: &str| facts.values.iter().any(|value| value.eq_ignore_ascii_case(word));
    let is_code = matches!(attribute.value, Value::Empty | Value::Dynamic { .. }) && is_one_of(&["true", "false"]);
    let is_valid = match facts.kind {
        Kind::Boolean => is_one_of(&["true", "false"]),
        Kind::BooleanOrUndefined => is_one_of(&["true", "false", "undefined"]),
        Kind::Tristate => is_one_of(&["true", "false", "mixed", "undefined"]),
        Kind::Token => has(text),
        Kind::Tokens => text.split_whitespace().all(has),
        Kind::Integer => return integer_fault(facts.name, text),
        Kind::Number => text.parse::<f64>().is_ok_and(f64::is_finite),
        // A boolean computed by code, where a text is meant, is read out as « true ».
        Kind::Text => return is_code.then_some(Level::Warning),
        Kind::Id | Kind::Ids if is_one_of(&["true", "false"]) => return Some(Level::Warning),
        Kind::Id if facts.name == "aria-activedescendant" && text.contains(char::is_whitespace) => {
            return Some(Level::Warning);
        }
        Kind::Id | Kind::Ids => true,
    };
    (!is_valid).then_some(Level::Failure)
}

fn integer_fault(name: &str, text: &str) -> Option<Level> {
    let Ok(number) = text.parse::<i64>() else { return Some(Level::Failure) };
    let least = match name {
        "aria-colcount" | "aria-rowcount" | "aria-setsize" => -1,
        "aria-rowspan" => 0,
        _ => 1,
    };
    match number {
        _ if number < least => Some(Level::Warning),
        // HTML stops at six, and so do most readers.
        7.. if name == "aria-level" => Some(Level::Notice),
        _ => None,
    }
}

fn words(facts: &AttributeFacts, text: &str) -> checks_core::Message {
    let name = facts.name;
    let how = match facts.kind {
        Kind::Boolean | Kind::BooleanOrUndefined => {
            ("Écrivez `true` ou `false`.".to_owned(), "Write `true` or `false`.".to_owned())
        }
        Kind::Tristate => {
            ("Écrivez `true`, `false` ou `mixed`.".to_owned(), "Write `true`, `false` or `mixed`.".to_owned())
        }
        Kind::Token | Kind::Tokens => {
            let values: Vec<String> = facts.values.iter().map(|value| format!("`{value}`")).collect();
            let values = values.join(", ");
            (format!("Choisissez parmi {values}."), format!("Choose among {values}."))
        }
        Kind::Integer if text.parse::<i64>().is_ok() && name == "aria-level" => {
            ("Écrivez un niveau de 1 à 6.".to_owned(), "Write a level from 1 to 6.".to_owned())
        }
        Kind::Integer => {
            ("Écrivez un nombre entier, à partir de 1.".to_owned(), "Write a whole number, from 1 on.".to_owned())
        }
        Kind::Number => (
            "Écrivez un nombre, avec un point s’il a des décimales.".to_owned(),
            "Write a number, with a point if it has decimals.".to_owned(),
        ),
        Kind::Text => (
            "Écrivez le texte que le lecteur d’écran doit lire.".to_owned(),
            "Write the text that a screen reader is to read.".to_owned(),
        ),
        Kind::Id => (
            "Écrivez l’`id` d’un seul élément de la page.".to_owned(),
            "Write the `id` of one element of the page.".to_owned(),
        ),
        Kind::Ids => (
            "Écrivez l’`id` d’un ou de plusieurs éléments de la page.".to_owned(),
            "Write the `id` of one or more elements of the page.".to_owned(),
        ),
    };
    message(
        (
            &format!("`{name}` ne prend pas la valeur « {text} »."),
            &format!("`{name}` does not take the value “{text}”."),
        ),
        (
            "Les navigateurs l’ignorent ou la remplacent : le lecteur d’écran annonce un état faux, ou rien.",
            "Browsers ignore or replace it: a screen reader announces a wrong state, or nothing.",
        ),
        (&how.0, &how.1),
    )
}
