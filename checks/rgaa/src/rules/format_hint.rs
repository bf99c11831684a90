//! A format that is imposed is told before the form is sent.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["pattern"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "format-hint",
    level: Level::Notice,
    sources: &["RGAA-11.10.5", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("format_hint.md"),
};

/// Words of labels that tell a format.
const WORDS: &[&str] = &[
    "exemple",
    "example",
    "ex.",
    "ex :",
    "format",
    "chiffre",
    "digit",
    "caract",
    "charact",
    "lettre",
    "letter",
    "jj",
    "dd/",
    "mm/",
    "yyyy",
    "aaaa",
    "@",
    "http",
    "mot de passe",
    "password",
    "e.g.",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "input" {
        return None;
    }
    let pattern = element.get("pattern")?;
    let is_imposed = match view.attr(element, "pattern") {
        // The digits-only pattern is there for the keyboard of phones.
        Attr::Text(text) => {
            !text.is_empty() && !matches!(text, "[0-9]*" | "\\d*" | ".*" | ".+" | "\\S+" | ".*\\S.*" | "[0-9]+")
        }
        Attr::Computed => true,
        Attr::Absent | Attr::Unknown => false,
    };
    if !is_imposed
        || element.is_component
        || element.open_ended
        || view.is_described(element)
        || view.sight(node) != Sight::Shown
    {
        return None;
    }
    let label = view.label_text(node, element);
    let said = label.whole().filter(|text| !text.is_empty())?;
    let tells = |text: &str| {
        let text = text.to_lowercase();
        WORDS.iter().any(|word| text.contains(word)) || text.chars().any(|c| c.is_ascii_digit())
    };
    // The hint may stand beside the field, where people see it.
    let beside = view.document.ancestors(node).take(2).any(|(id, around)| {
        around.name != "form" && view.fields_below(id).nth(1).is_none() && tells(&view.known_text(id))
    });
    if tells(said) || beside {
        return None;
    }
    let words = message(
        ("Ce champ impose un format que rien n’annonce.", "This field imposes a format that nothing tells."),
        (
            "On l’apprend par une erreur, après l’envoi ; un `placeholder` disparaît à la saisie et un `title` ne se voit pas.",
            "One learns it from an error, after sending; a `placeholder` goes away when one types and a `title` is not seen.",
        ),
        (
            "Vérifiez que le format attendu et un exemple sont écrits dans l’étiquette, ou dans un texte désigné par `aria-describedby`.",
            "Verify that the expected format and an example are written in the label, or in a text that `aria-describedby` points to.",
        ),
    );
    Some(Finding::new(&META, view.file.place(pattern.span), words))
}
