//! A label is tied to a field.

use checks_core::{Finding, Language, Level, Message, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, Target, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["label"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "label-for",
    level: Level::Warning,
    sources: &["RGAA-11.1.2", "WCAG-1.3.1", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("label_for.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "label"
        || element.is_component
        || element.get("role").is_some()
        || view.sight(node) != Sight::Shown
    {
        return None;
    }
    let words = match view.attr(element, "for") {
        Attr::Text(id) if !id.trim().is_empty() => tied_to(view, node, id)?,
        Attr::Text(_) | Attr::Absent => tied_to_none(view, node, element)?,
        Attr::Computed | Attr::Unknown => return None,
    };
    // The field beside it has no other label: `field-label` speaks of both.
    (!is_beside_nameless_field(view, node)).then(|| Finding::new(&META, view.tag(element), words))
}

/// What is wrong with a `for` that names `id`.
fn tied_to(view: &View<'_>, node: NodeId, id: &str) -> Option<Message> {
    let what = match view.target(id) {
        Target::Found(target) => {
            let field = view.document.element(target)?;
            let is_hidden = field.name == "input" && matches!(view.attr(field, "type"), Attr::Text("hidden"));
            if !is_hidden && (view.is_labelable(field) || field.open_ended) {
                return None;
            }
            (
                format!("Cette étiquette désigne `{id}`, qui n’est pas un champ."),
                format!("This label points to `{id}`, which is no field."),
            )
        }
        Target::Unknown if !is_form_written_out(view, node) => return None,
        Target::Missing | Target::Unknown => (
            format!("Cette étiquette désigne `{id}`, qui n’existe pas."),
            format!("This label points to `{id}`, which does not exist."),
        ),
    };
    Some(message(
        (&what.0, &what.1),
        (
            "Un lecteur d’écran ne la lit avec aucun champ, et la cliquer ne fait rien.",
            "A screen reader reads it with no field, and clicking it does nothing.",
        ),
        (
            "Donnez la même valeur au `for` de l’étiquette et à l’`id` du champ.",
            "Give the same value to the label’s `for` and to the field’s `id`.",
        ),
    ))
}

/// Whether the form around `node` is all in this file, so that an `id` it lacks is nowhere.
fn is_form_written_out(view: &View<'_>, node: NodeId) -> bool {
    view.form(node).is_some_and(|form| {
        view.is_written_out(form)
            && view.document.descendants(form).all(|id| {
                let element = view.document.element(id);
                element.is_none_or(|element| matches!(view.attr(element, "id"), Attr::Text(_) | Attr::Absent))
            })
    })
}

fn tied_to_none(view: &View<'_>, node: NodeId, element: &Element) -> Option<Message> {
    let holds_field = view.document.descendants(node).any(|id| match &view.document.node(id).kind {
        NodeKind::Element(inner) => {
            inner.is_component || view.is_labelable(inner) || view.is_field(inner) || inner.name == "slot"
        }
        // An expression is most often the text; a template's tag may bring the field.
        NodeKind::Dynamic => !view.is_text_like(id),
        _ => false,
    });
    let is_filled = element.attributes.iter().any(|attribute| {
        matches!(
            attribute.name.as_str(),
            "v-html"
                | "innerhtml"
                | "dangerouslysetinnerhtml"
                | "x-html"
                | "set:html"
                | "id"
                | "form"
                | "ng-transclude"
        )
    });
    if holds_field || is_filled || element.open_ended || !element.closed {
        return None;
    }
    Some(message(
        ("Cette étiquette n’est reliée à aucun champ.", "This label is tied to no field."),
        (
            "Un lecteur d’écran ne la lit avec aucun champ, et la cliquer ne fait rien.",
            "A screen reader reads it with no field, and clicking it does nothing.",
        ),
        (
            "Donnez-lui un `for` égal à l’`id` du champ. Si ce n’est pas l’étiquette d’un champ, écrivez un `<p>`, une `<legend>` ou un `<span>`.",
            "Give it a `for` equal to the field’s `id`. If it is no field’s label, write a `<p>`, a `<legend>` or a `<span>`.",
        ),
    ))
}

/// Whether the element before or after the label is a field that has no name.
fn is_beside_nameless_field(view: &View<'_>, node: NodeId) -> bool {
    let siblings = view.siblings(node);
    let at = siblings.partition_point(|&sibling| sibling < node);
    let is_nameless = |id: Option<&NodeId>| {
        let Some((id, element)) = id.and_then(|&id| view.document.element(id).map(|element| (id, element))) else {
            return false;
        };
        view.is_field(element)
            && !element.is_component
            && view.name(id, element).is_missing()
            && view.sight(id) == Sight::Shown
    };
    let is_element = |id: &&NodeId| view.document.element(**id).is_some();
    is_nameless(siblings[..at].iter().rev().take(4).find(is_element))
        || is_nameless(siblings[at..].iter().skip(1).take(4).find(is_element))
}
