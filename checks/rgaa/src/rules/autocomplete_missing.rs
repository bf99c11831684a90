//! A field for the user's own data says so in `autocomplete`.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::field::Field;
use crate::purpose::{Autofill, Word, autofill, purpose_of};
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["input", "select"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "autocomplete-missing",
    level: Level::Warning,
    sources: &["RGAA-11.13.1", "WCAG-1.3.5"],
    languages: Language::MARKUP,
    page: include_str!("autocomplete_missing.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "input" && element.name != "select" {
        return None;
    }
    let is_off = match view.attr(element, "autocomplete") {
        Attr::Absent => false,
        Attr::Text(value) if autofill(value) == Autofill::Switch => true,
        _ => return None,
    };
    if !matches!(view.field(element)?, Field::Entry | Field::Select) || view.sight(node) != Sight::Shown {
        return None;
    }
    let is_idle = ["disabled", "readonly"]
        .iter()
        .any(|name| !matches!(view.attr(element, name), Attr::Absent | Attr::Text("false")));
    if is_idle || is_about_others(view, node) {
        return None;
    }
    let kind = element.text("type").unwrap_or_default();
    let (word, certain) = purpose(view, node, element, kind)?;
    let token = match (kind, word.token()) {
        ("password", "current-password") if asks_new(view, element) => "new-password",
        ("password", token) if !token.ends_with("password") => return None,
        ("email" | "tel", token) if token != kind => return None,
        (_, "family-name") if !has_given_name(view, node) => "name",
        (_, token) => token,
    };
    let level = if certain && !is_off { Level::Warning } else { Level::Notice };
    Some(Finding::new(&META, view.tag(element), words(token, is_off, level)).level(level))
}

/// What the field asks for, and whether two signs say the same: its type or its name in the code, and its label.
fn purpose(view: &View<'_>, node: NodeId, element: &Element, kind: &str) -> Option<(Word, bool)> {
    let by_kind = match kind {
        "email" => Some(Word::Plain("email")),
        "tel" => Some(Word::Plain("tel")),
        "password" => Some(Word::Plain("current-password")),
        "" | "text" => None,
        "date" if element.name == "input" => None,
        _ => return None,
    };
    let by_name = ["name", "id", "formcontrolname"].iter().find_map(|name| match view.attr(element, name) {
        Attr::Text(text) => purpose_of(text),
        _ => None,
    });
    let label = view.label_text(node, element);
    let by_label = label.whole().filter(|text| !text.is_empty()).map(purpose_of);
    match (by_kind.or(by_name), by_label) {
        (Some(code), Some(Some(said))) if code.token() == said.token() => {
            is_of_user(view, node, said).then_some((said, true))
        }
        // The label speaks of somebody else, or of something else.
        (_, Some(None)) => None,
        (Some(code @ Word::Plain(_)), _) if by_name.is_some() => Some((code, false)),
        (None, Some(Some(said @ Word::Plain(_)))) => Some((said, false)),
        // A password is its user's whatever the page calls it.
        (Some(code), None) if kind == "password" => Some((code, false)),
        _ => None,
    }
}

/// A vague word (« Nom », « Ville ») is the user's own beside a field that certainly is.
fn is_of_user(view: &View<'_>, node: NodeId, word: Word) -> bool {
    matches!(word, Word::Plain(_)) || has_given_name(view, node)
}

fn has_given_name(view: &View<'_>, node: NodeId) -> bool {
    let Some(form) = view.form(node) else { return false };
    view.fields_below(form).take(64).any(|(_, field, _)| {
        ["name", "id"].iter().any(|name| field.text(name).and_then(purpose_of) == Some(Word::Plain("given-name")))
    })
}

fn asks_new(view: &View<'_>, element: &Element) -> bool {
    ["name", "id"].iter().any(|name| {
        matches!(view.attr(element, name), Attr::Text(text) if {
            let text = text.to_ascii_lowercase();
            ["new", "nouveau", "confirm", "repeat", "signup", "register"].iter().any(|word| text.contains(word))
        })
    })
}

/// Back offices and searches ask for other people's data.
fn is_about_others(view: &View<'_>, node: NodeId) -> bool {
    let path = view.file.path().to_ascii_lowercase();
    let is_office = ["admin", "backoffice", "back-office", "manager", "search", "recherche", "filter", "filtre"]
        .iter()
        .any(|word| path.contains(word));
    is_office
        || view.document.ancestors(node).take(32).any(|(_, around)| {
            around.name == "search"
                || around.text("role") == Some("search")
                || (around.name == "form"
                    && around.text("method").is_some_and(|method| method.eq_ignore_ascii_case("get")))
        })
}

fn words(token: &str, is_off: bool, level: Level) -> checks_core::Message {
    let what = match (is_off, level) {
        (true, _) => (
            "Ce champ semble demander une donnée de l’utilisateur, et son `autocomplete` empêche de la remplir."
                .to_owned(),
            "This field seems to ask for a datum of the user’s, and its `autocomplete` keeps it from being filled in."
                .to_owned(),
        ),
        (false, Level::Notice) => (
            "Ce champ semble demander une donnée de l’utilisateur, sans le dire dans `autocomplete`.".to_owned(),
            "This field seems to ask for a datum of the user’s and does not say so in `autocomplete`.".to_owned(),
        ),
        (false, _) => (
            "Ce champ demande une donnée de l’utilisateur sans le dire dans `autocomplete`.".to_owned(),
            "This field asks for a datum of the user’s and does not say so in `autocomplete`.".to_owned(),
        ),
    };
    let how = if level == Level::Notice {
        (
            format!(
                "Vérifiez que la donnée est bien celle de l’utilisateur : si oui, écrivez `autocomplete=\"{token}\"`."
            ),
            format!("Verify that the datum is the user’s own: if so, write `autocomplete=\"{token}\"`."),
        )
    } else {
        (format!("Ajoutez `autocomplete=\"{token}\"`."), format!("Add `autocomplete=\"{token}\"`."))
    };
    message(
        (&what.0, &what.1),
        (
            "Le navigateur ne sait pas quoi proposer, et les personnes qui écrivent ou mémorisent avec peine doivent tout saisir.",
            "The browser does not know what to offer, and people who write or remember with difficulty have to type it all.",
        ),
        (&how.0, &how.1),
    )
}
