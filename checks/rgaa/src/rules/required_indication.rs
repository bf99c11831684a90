//! What is required says so before the form is sent.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::field::Field;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["form"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "required-indication",
    level: Level::Notice,
    sources: &["RGAA-11.10.2", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("required_indication.md"),
};

/// Words that say which fields are required, or which are not.
const WORDS: &[&str] =
    &["*", "obligatoire", "requis", "required", "mandatory", "facultati", "optionnel", "optional", "nécessaire"];

/// Forms of more fields are read as far as that.
const FIELDS: usize = 64;

/// Said once a form, at its first required field that does not show it.
fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "form" {
        return None;
    }
    let fields: Vec<_> =
        view.fields_below(node).filter(|&(id, _, _)| view.sight(id) == Sight::Shown).take(FIELDS).collect();
    // A form of one field needs no sign.
    if fields.len() < 2 {
        return None;
    }
    let (_, field, _) = *fields.iter().find(|&&(id, field, kind)| {
        kind != Field::Radio && is_required(view, field) && shows_nothing(view, id, field)
    })?;
    let text = view.known_text(node);
    let before = view.siblings(node).iter().take_while(|&&sibling| sibling < node);
    let is_said = WORDS.iter().any(|word| text.contains(word))
        || before.into_iter().any(|&sibling| WORDS.iter().skip(1).any(|word| view.known_text(sibling).contains(word)))
        || is_translated(view);
    if is_said {
        return None;
    }
    let words = message(
        ("Ce champ est obligatoire, et rien ne le montre.", "This field is required, and nothing shows it."),
        (
            "On l’apprend par une erreur, après l’envoi. La même chose vaut peut-être pour d’autres champs de ce formulaire.",
            "One learns it from an error, after sending. The same may hold for other fields of this form.",
        ),
        (
            "Vérifiez que l’étiquette le dit : « Nom (obligatoire) », ou un astérisque expliqué en haut du formulaire.",
            "Verify that the label says so: “Name (required)”, or an asterisk that is explained at the top of the form.",
        ),
    );
    Some(Finding::new(&META, view.tag(field), words))
}

fn is_required(view: &View<'_>, field: &Element) -> bool {
    view.is_set(field, "required") || view.attr(field, "aria-required") == Attr::Text("true")
}

/// Whether the label is written out, and neither it nor what describes the field says that it is required. A class may
/// draw the sign.
fn shows_nothing(view: &View<'_>, node: NodeId, field: &Element) -> bool {
    let draws = |element: &Element| {
        element.get("class").is_some_and(|class| {
            let text = class.value.span().map(|span| view.document.source(span)).unwrap_or_default();
            text.contains("requi") || text.contains("oblig") || text.contains("mandatory")
        })
    };
    let label = view.label_text(node, field);
    let description = view.description(field);
    let says = |text: &str| WORDS.iter().any(|word| text.to_lowercase().contains(word));
    let labels = view.labels_for(field).iter().filter_map(|&id| view.document.element(id));
    let around = view.document.ancestors(node).take(4).map(|(_, element)| element);
    label.whole().is_some_and(|text| !text.is_empty() && !says(text))
        && description.whole().is_some_and(|text| !says(text))
        && !says(view.attr(field, "placeholder").text().unwrap_or_default())
        && !labels.chain(around).any(|element| element.is_component || draws(element))
}

/// Whether a translation of the file names what is required: `{% trans "required" %}`, `t(".obligatoire")`.
fn is_translated(view: &View<'_>) -> bool {
    view.document.nodes.iter().any(|node| {
        matches!(node.kind, checks_markup::NodeKind::Dynamic) && {
            let code = view.document.source(node.span);
            code.len() < 200
                && ["oblig", "requi", "mandatory", "option"].iter().any(|word| code.to_ascii_lowercase().contains(word))
        }
    })
}
