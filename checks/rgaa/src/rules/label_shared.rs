//! A label is for one field.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["input", "select", "textarea"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "label-shared",
    level: Level::Failure,
    sources: &["RGAA-11.1.1", "WCAG-1.3.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("label_shared.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !matches!(element.name.as_str(), "input" | "select" | "textarea") || view.field(element).is_none() {
        return None;
    }
    let (label, around) =
        view.document.ancestors(node).find(|(_, around)| around.is_component || around.name == "label")?;
    if around.name != "label" || view.sight(node) != Sight::Shown || view.document.node(node).conditional {
        return None;
    }
    // A label is for the first field in it, or for the one that its `for` names.
    let is_shown = |id: NodeId| view.sight(id) == Sight::Shown && !view.document.node(id).conditional;
    let (first, _, _) = view.fields_below(label).find(|&(id, _, _)| is_shown(id))?;
    let is_first = match view.attr(around, "for") {
        Attr::Absent => first == node,
        Attr::Text(id) => element.text("id") == Some(id) || first == node,
        Attr::Computed | Attr::Unknown => true,
    };
    let has_own = ["aria-label", "aria-labelledby", "title"].iter().any(|name| !view.attr(element, name).is_blank())
        || !view.labels_for(element).is_empty();
    let may_have = matches!(view.attr(element, "id"), Attr::Computed | Attr::Unknown | Attr::Text(_))
        && !view.is_whole()
        && view.form(node).is_none();
    if is_first || has_own || may_have {
        return None;
    }
    let words = message(
        (
            "Ce champ partage son étiquette avec un autre champ : seul le premier la reçoit.",
            "This field shares its label with another field: only the first is given it.",
        ),
        (
            "Un lecteur d’écran annonce celui-ci sans dire ce qu’il faut y saisir.",
            "A screen reader announces this one without saying what to enter.",
        ),
        (
            "Donnez à chaque champ son `<label>`, ou à celui-ci un `title` ; réunissez-les dans un `<fieldset>` avec une `<legend>`.",
            "Give each field its `<label>`, or this one a `title`; bring them together in a `<fieldset>` with a `<legend>`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).related(view.tag(around)))
}
