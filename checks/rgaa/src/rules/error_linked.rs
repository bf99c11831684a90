//! The error of a field is tied to it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::field::Field;
use crate::message::is_field_error;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["input", "select", "textarea"], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "error-linked",
    level: Level::Warning,
    sources: &["RGAA-11.10.4", "RGAA-11.10.7", "WCAG-3.3.1"],
    languages: Language::MARKUP,
    page: include_str!("error_linked.md"),
};

/// How far up from an error its field is looked for.
const REACH: usize = 3;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    match element.name.as_str() {
        "input" | "select" | "textarea" => field(view, node, element),
        _ if !element.is_component && is_field_error(element) => error(view, node, element),
        _ => None,
    }
}

/// A field that says it is wrong, and points to no text.
fn field(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_invalid =
        matches!(view.attr(element, "aria-invalid"), Attr::Text("true" | "grammar" | "spelling") | Attr::Computed);
    if !is_invalid || element.open_ended || view.is_described(element) || view.sight(node) != Sight::Shown {
        return None;
    }
    view.field(element)?;
    // The error may stand in the label, where it is read as well.
    let in_label = view.document.ancestors(node).find(|(_, around)| around.name == "label" || around.is_component);
    let labels = in_label.map(|(id, _)| id).into_iter().chain(view.labels_for(element).iter().copied());
    if labels.into_iter().any(|label| may_hold_error(view, label)) || !view.attr(element, "aria-labelledby").is_blank()
    {
        return None;
    }
    let words = message(
        (
            "Ce champ se dit en erreur sans désigner le message qui l’explique.",
            "This field says it is in error and points to no message that explains it.",
        ),
        WHY,
        HOW,
    );
    Some(Finding::new(&META, view.tag(element), words))
}

fn may_hold_error(view: &View<'_>, label: NodeId) -> bool {
    view.document.element(label).is_some_and(|label| label.is_component)
        || view.document.descendants(label).any(|id| match &view.document.node(id).kind {
            NodeKind::Element(inner) => inner.is_component || is_field_error(inner),
            NodeKind::Dynamic => !view.is_text_like(id),
            _ => false,
        })
}

/// A message of error beside a field that does not point to it.
fn error(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let around = view.document.ancestors(node).take(REACH).find(|&(id, _)| view.fields_below(id).next().is_some())?;
    let mut fields = view.fields_below(around.0);
    let (at, field, kind) = fields.next()?;
    let is_lone = fields.next().is_none() && matches!(kind, Field::Entry | Field::Select);
    let is_open = |element: &Element| element.open_ended || element.is_component;
    if !is_lone || around.1.name == "label" || is_open(field) || is_open(around.1) || view.sight(at) != Sight::Shown {
        return None;
    }
    // What says it is wrong itself has been told already.
    if view.attr(field, "aria-invalid") != Attr::Absent && !view.is_described(field) {
        return None;
    }
    let ids = view.pointed_ids()?;
    let ancestors = view.document.ancestors(node).take_while(|&(id, _)| id != around.0).map(|(_, element)| element);
    for holder in std::iter::once(element).chain(ancestors) {
        match view.attr(holder, "id") {
            Attr::Text(id) if ids.contains(id) => return None,
            Attr::Computed | Attr::Unknown => return None,
            Attr::Text(_) | Attr::Absent => {}
        }
    }
    // An empty place that a script fills is tied by that script, or not at all.
    let is_empty = view.content_of(node).is_missing();
    if is_empty
        || view
            .document
            .descendants(around.0)
            .any(|id| view.document.element(id).is_some_and(|inner| inner.is_component))
    {
        return None;
    }
    let words = message(
        ("Ce message d’erreur n’est pas relié à son champ.", "This error message is not tied to its field."),
        WHY,
        HOW,
    );
    Some(Finding::new(&META, view.tag(element), words).related(view.tag(field)))
}

const WHY: (&str, &str) = (
    "Une personne qui n’y voit pas arrive sur le champ sans entendre ce qui ne va pas.",
    "A person who does not see comes to the field without hearing what is wrong.",
);
const HOW: (&str, &str) = (
    "Donnez un `id` au message, et ajoutez cet `id` à l’`aria-describedby` du champ.",
    "Give the message an `id`, and add that `id` to the field’s `aria-describedby`.",
);
