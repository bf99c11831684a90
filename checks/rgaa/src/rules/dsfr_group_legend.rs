//! A group of choices of the design system has its legend.

use checks_core::{Finding, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::{Given, Library};
use crate::components::object;
use crate::rule::{COMPONENT, Look, Rule};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[COMPONENT], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-group-legend",
    level: Level::Warning,
    sources: &["RGAA-11.6.1", "WCAG-1.3.1", "WCAG-3.3.2"],
    languages: &[Language::Jsx, Language::Vue],
    page: include_str!("dsfr_group_legend.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let (library, name) = view.dsfr(element)?;
    let is_group = match (library, name.as_ref()) {
        (Library::React, "RadioButtons") => has_several(view, element) != Some(false),
        // One box needs no legend.
        (Library::React, "Checkbox") | (Library::Vue, "DsfrCheckboxSet") => has_several(view, element) == Some(true),
        (Library::React, "SegmentedControl")
        | (Library::Vue, "DsfrFieldset" | "DsfrRadioButtonSet" | "DsfrSegmentedSet") => true,
        _ => false,
    };
    if !is_group || element.open_ended || !matches!(view.given(element, "legend"), Given::Nothing | Given::Blank) {
        return None;
    }
    let is_named = ["aria-label", "aria-labelledby", "hint", "hintText"]
        .iter()
        .any(|name| !matches!(view.given(element, name), Given::Nothing | Given::Blank));
    let fills_legend = library == Library::Vue && view.fills_slot(node, &["legend", "hint"]);
    if is_named || fills_legend || stands_in_group(view, node) || view.sight(node) != Sight::Shown {
        return None;
    }
    Some(Finding::new(&META, view.tag(element), words(&name)))
}

/// Whether the options are written out, and are several.
fn has_several(view: &View<'_>, element: &Element) -> Option<bool> {
    let list = view.source_of(element, "options")?.trim().strip_prefix('[')?.strip_suffix(']')?;
    let options = object::parts(list)?;
    let mut options = options.iter().map(|option| option.trim()).filter(|option| !option.is_empty());
    options.clone().all(|option| option.starts_with('{')).then(|| options.nth(1).is_some())
}

/// Whether something around already groups the choices and may say what they are.
fn stands_in_group(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).take(64).any(|(_, around)| {
        let groups = ["fieldset", "group", "legend"].iter().any(|word| around.name.to_ascii_lowercase().contains(word));
        groups || matches!(around.text("role"), Some("group" | "radiogroup"))
    })
}

fn words(name: &str) -> Message {
    Message {
        what: Text::new(
            format!("Ce groupe de choix `<{name}>` n’a pas de `legend`."),
            format!("This `<{name}>` group of choices has no `legend`."),
        ),
        why: Text::new(
            "Un lecteur d’écran annonce chaque réponse sans la question posée.",
            "A screen reader announces each answer without the question that is asked.",
        ),
        how: Text::new(
            "Écrivez la question dans `legend`, même si un texte au-dessus la pose déjà : retirez alors ce texte.",
            "Write the question in `legend`, even if a text above asks it already: then take that text out.",
        ),
    }
}
