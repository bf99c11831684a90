//! The label of a field says what to enter.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, Target, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["label", "input", "select", "textarea"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "label-text",
    level: Level::Warning,
    sources: &["RGAA-11.2.1", "WCAG-2.4.6", "ACT-cc0f0a"],
    languages: Language::MARKUP,
    page: include_str!("label_text.md"),
};

/// Words that would fit any field.
const GENERIC: &[&str] = &[
    "ajouteruntexte",
    "arialabel",
    "champ",
    "champdeformulaire",
    "champdesaisie",
    "champdetexte",
    "checkbox",
    "entertext",
    "etiquette",
    "field",
    "info",
    "infos",
    "input",
    "inputfield",
    "inputtext",
    "label",
    "labelchamp",
    "libelle",
    "lorem",
    "loremipsum",
    "placeholder",
    "radio",
    "renseigner",
    "saisie",
    "saisir",
    "select",
    "selectionner",
    "text",
    "textarea",
    "textbox",
    "texte",
    "textfield",
    "title",
    "titre",
    "todo",
    "typehere",
    "undefined",
    "untitled",
    "valeur",
    "value",
    "xxx",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    match element.name.as_str() {
        "label" => label(view, node, element),
        "input" | "select" | "textarea" => field(view, node, element),
        _ => None,
    }
}

fn label(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if view.sight(node) != Sight::Shown {
        return None;
    }
    let text = view.content_of(node);
    if text.is_missing() {
        return empty(view, node, element);
    }
    let said = text.whole()?;
    let is_of_field = element.get("for").is_some() || view.fields_below(node).next().is_some();
    (is_of_field && is_generic(said)).then(|| generic(view, element, said, "RGAA-11.2.1"))
}

/// An empty label whose field has another name; `field-label` speaks of the other fields, `label-for` of labels for
/// none.
fn empty(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let field = match view.attr(element, "for") {
        Attr::Text(id) if !id.is_empty() => match view.target(id) {
            Target::Found(target) => view.document.element(target).map(|element| (target, element)),
            Target::Unknown if view.fields_below(node).next().is_none() => None,
            Target::Unknown | Target::Missing => return None,
        },
        Attr::Computed => None,
        Attr::Text(_) | Attr::Unknown => return None,
        Attr::Absent => view.fields_below(node).next().map(|(id, field, _)| (id, field)),
    };
    let may_speak = match field {
        Some((id, field)) => !view.name(id, field).is_missing() && view.is_labelable(field),
        None => element.get("for").is_some() && element.closed && !element.open_ended,
    };
    if !may_speak {
        return None;
    }
    let words = message(
        ("Cette étiquette est vide.", "This label is empty."),
        (
            "Elle ne dit rien du champ à personne ; un nom caché ne sert qu’au lecteur d’écran.",
            "It tells nobody anything of the field; a hidden name serves the screen reader only.",
        ),
        (
            "Écrivez dans le `<label>` ce qu’il faut saisir. S’il ne sert qu’à dessiner, écrivez un `<span aria-hidden=\"true\">`.",
            "Write in the `<label>` what to enter. If it only serves to draw, write a `<span aria-hidden=\"true\">`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(Level::Notice).sources(&["RGAA-11.2.1", "WCAG-2.4.6"]))
}

fn field(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let (name, test) = [("title", "RGAA-11.2.2"), ("aria-label", "RGAA-11.2.3")]
        .into_iter()
        .find(|(name, _)| matches!(view.attr(element, name), Attr::Text(text) if is_generic(text)))?;
    view.field(element)?;
    if view.sight(node) != Sight::Shown {
        return None;
    }
    let Attr::Text(said) = view.attr(element, name) else { return None };
    Some(generic(view, element, said, test))
}

fn is_generic(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() || text.len() > 40 {
        return false;
    }
    let folded = fold(text);
    folded.is_empty() && text.chars().all(|c| ".…?*:-_".contains(c)) || GENERIC.contains(&folded.as_str())
}

fn generic(view: &View<'_>, element: &Element, said: &str, test: &str) -> Finding {
    let said = said.trim();
    let words = message(
        (
            &format!("L’étiquette « {said} » ne dit pas ce qu’il faut saisir."),
            &format!("The label “{said}” does not say what to enter."),
        ),
        (
            "Une personne qui passe de champ en champ n’entend qu’elle.",
            "A person who goes from field to field hears nothing else.",
        ),
        (
            "Nommez la donnée attendue : « Date de naissance », « Numéro SIRET ».",
            "Name the datum that is expected: “Date of birth”, “SIRET number”.",
        ),
    );
    Finding::new(&META, view.tag(element), words).sources(&[test, "WCAG-2.4.6", "ACT-cc0f0a"])
}
