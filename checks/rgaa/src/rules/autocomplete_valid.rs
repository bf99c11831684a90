//! `autocomplete` names a purpose that exists.

use checks_core::{Finding, Fix, Language, Level, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::purpose::{Autofill, Word, autofill, purpose_of};
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["autocomplete"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "autocomplete-valid",
    level: Level::Failure,
    sources: &["RGAA-11.13.1", "WCAG-1.3.5", "ACT-73f2c2"],
    languages: Language::MARKUP,
    page: include_str!("autocomplete_valid.md"),
};

/// What developers write to keep browsers from filling a field in: no purpose is meant.
const REFUSALS: &[&str] = &["disabled", "false", "no", "none", "nope", "null"];

/// Kinds of fields that take no text of the user's.
const NOT_ENTRIES: &[&str] = &["button", "checkbox", "file", "hidden", "image", "radio", "reset", "submit"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !matches!(element.name.as_str(), "input" | "select" | "textarea") {
        return None;
    }
    let attribute = element.get("autocomplete")?;
    let Attr::Text(value) = view.attr(element, "autocomplete") else { return None };
    let kind = match view.attr(element, "type") {
        Attr::Text(kind) if element.name == "input" => kind.trim().to_ascii_lowercase(),
        Attr::Computed | Attr::Unknown if element.name == "input" => return None,
        _ => String::new(),
    };
    let takes_nothing = ["disabled", "readonly"].iter().any(|name| view.is_set(element, name));
    let is_idle = NOT_ENTRIES.contains(&kind.as_str())
        || takes_nothing
        || view.attr(element, "aria-disabled") == Attr::Text("true")
        || view.sight(node) != Sight::Shown;
    if is_idle {
        return None;
    }
    match autofill(value) {
        Autofill::Switch => None,
        Autofill::Purpose(purpose) => {
            let expected = expected_by(&kind).filter(|expected| !expected.iter().any(|head| purpose.starts_with(head)));
            expected.map(|_| {
                Finding::new(&META, view.file.place(attribute.span), unfit(&kind, purpose))
                    .level(Level::Warning)
                    .sources(&["RGAA-11.13.1", "WCAG-1.3.5"])
            })
        }
        Autofill::Wrong(word) => {
            let is_refusal = REFUSALS.iter().any(|refusal| refusal.eq_ignore_ascii_case(value.trim()));
            let level = if is_refusal { Level::Warning } else { Level::Failure };
            let finding = Finding::new(&META, view.file.place(attribute.span), wrong(word)).level(level);
            let meant = purpose_of(value).map(Word::token).filter(|token| !token.eq_ignore_ascii_case(value.trim()));
            Some(match (meant, attribute.value.span()) {
                (Some(token), Some(span)) if !is_refusal && view.document.source(span) == value => {
                    let title = Text::new(format!("Écrire `{token}`"), format!("Write `{token}`"));
                    finding.fix(Fix::replace(view.file, title, span, token))
                }
                _ => finding,
            })
        }
    }
}

/// The purposes, by how they start, that a kind of field takes; every one for the others.
fn expected_by(kind: &str) -> Option<&'static [&'static str]> {
    Some(match kind {
        "email" => &["email", "username", "impp"],
        "tel" => &["tel", "username", "one-time-code", "cc-", "postal-code", "bday"],
        "password" => &["current-password", "new-password", "one-time-code", "cc-csc", "username"],
        "url" => &["url", "photo", "impp"],
        "number" => &["bday-", "cc-", "one-time-code", "postal-code", "tel", "transaction-amount"],
        "month" => &["cc-exp", "bday"],
        _ => return None,
    })
}

fn wrong(word: &str) -> checks_core::Message {
    message(
        (
            &format!(
                "`autocomplete` contient « {word} », qui n’est pas une valeur de la liste ou n’est pas à sa place."
            ),
            &format!("`autocomplete` holds “{word}”, which is no value of the list, or stands in the wrong place."),
        ),
        (
            "Le navigateur ne peut pas remplir le champ, ce dont dépendent les personnes qui écrivent ou mémorisent avec peine.",
            "The browser cannot fill the field in, which people who write or remember with difficulty depend on.",
        ),
        (
            "Écrivez une valeur de la liste (`email`, `given-name`, `family-name`, `tel`, `postal-code`…), ou retirez l’attribut si le champ ne porte pas sur l’utilisateur.",
            "Write a value of the list (`email`, `given-name`, `family-name`, `tel`, `postal-code`…), or remove the attribute when the field is not about the user.",
        ),
    )
}

fn unfit(kind: &str, purpose: &str) -> checks_core::Message {
    message(
        (
            &format!("`autocomplete=\"{purpose}\"` ne convient pas à un champ de type `{kind}`."),
            &format!("`autocomplete=\"{purpose}\"` does not fit a field of type `{kind}`."),
        ),
        (
            "Le navigateur propose une donnée que le champ refuse, ou n’en propose pas.",
            "The browser offers a datum that the field refuses, or offers none.",
        ),
        (
            "Accordez les deux : le type du champ et la donnée attendue.",
            "Make the two agree: the type of the field and the datum it waits for.",
        ),
    )
}
