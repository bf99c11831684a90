//! A group of fields has a legend.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["fieldset"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "group-legend",
    level: Level::Failure,
    sources: &["RGAA-11.6.1", "WCAG-1.3.1", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("group_legend.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_fieldset = element.name == "fieldset";
    if !is_fieldset && element.get("role").is_none() {
        return None;
    }
    let is_group = match view.attr(element, "role") {
        Attr::Text(role) => matches!(role.trim(), "group" | "radiogroup"),
        Attr::Absent => is_fieldset,
        Attr::Computed | Attr::Unknown => return None,
    };
    if element.is_component || !is_group || view.sight(node) != Sight::Shown || !element.closed {
        return None;
    }
    let fields = view.fields_below(node).filter(|&(id, _, _)| is_own(view, node, id)).take(2).count();
    if !view.name(node, element).is_missing() || (is_fieldset && may_have_legend(view, node)) {
        return None;
    }
    let level = match (is_fieldset, fields) {
        // `disabled` on a fieldset is how a whole form is switched off: it groups nothing.
        (true, _) if element.get("disabled").is_some() => return None,
        (_, 2) => Level::Failure,
        (true, 0) if holds_buttons(view, node) => return None,
        (true, _) => Level::Warning,
        (false, 1) if view.attr(element, "role") == Attr::Text("radiogroup") => Level::Warning,
        (false, _) => return None,
    };
    let how = if is_fieldset {
        (
            "Ajoutez en premier dans le `<fieldset>` une `<legend>` qui dit ce que ces champs ont en commun.",
            "Add first in the `<fieldset>` a `<legend>` that says what these fields have in common.",
        )
    } else {
        (
            "Désignez par `aria-labelledby` le texte qui dit ce que ces champs ont en commun, ou écrivez-le dans `aria-label`.",
            "Point with `aria-labelledby` to the text that says what these fields have in common, or write it in `aria-label`.",
        )
    };
    let words = message(
        ("Ce groupe de champs n’a pas de légende.", "This group of fields has no legend."),
        (
            "Un lecteur d’écran annonce « Oui » ou « Rue » sans dire de quelle question ou de quelle adresse il s’agit.",
            "A screen reader announces “Yes” or “Street” without saying which question or which address it is about.",
        ),
        how,
    );
    Some(Finding::new(&META, view.tag(element), words).level(level))
}

/// Whether a field is shown, and grouped by `group` and by nothing nearer.
fn is_own(view: &View<'_>, group: NodeId, field: NodeId) -> bool {
    let is_group =
        |element: &Element| element.name == "fieldset" || matches!(element.text("role"), Some("group" | "radiogroup"));
    let nearest = view.document.ancestors(field).find(|(_, around)| is_group(around));
    view.sight(field) == Sight::Shown && nearest.is_some_and(|(id, _)| id == group)
}

/// The foot of a form, with its buttons, groups no fields.
fn holds_buttons(view: &View<'_>, node: NodeId) -> bool {
    view.document.descendants(node).any(|id| {
        view.document.element(id).is_some_and(|element| {
            element.name == "button" || matches!(element.text("type"), Some("submit" | "button" | "reset"))
        })
    })
}

/// Whether a `<legend>` is there, or code or a component may put one. `legend-text` speaks of an empty one.
fn may_have_legend(view: &View<'_>, node: NodeId) -> bool {
    // Code stands in most groups for its fields; only what comes first, where a legend goes, may be one.
    let mut children = view.document.node(node).children.iter().copied();
    let first = children.clone().find(|&child| match &view.document.node(child).kind {
        NodeKind::Text(text) => !text.trim().is_empty(),
        NodeKind::Comment | NodeKind::Code => false,
        NodeKind::Dynamic | NodeKind::Element(_) | NodeKind::Doctype => true,
    });
    let may_open = first.is_some_and(|first| match &view.document.node(first).kind {
        NodeKind::Dynamic => true,
        NodeKind::Element(element) => element.is_component || element.name == "slot",
        _ => false,
    });
    let is_legend = |id: NodeId| {
        let node = view.document.node(id);
        match &node.kind {
            NodeKind::Element(element) => {
                element.name == "legend"
                    || (element.is_component && element.name.to_ascii_lowercase().contains("legend"))
            }
            NodeKind::Dynamic | NodeKind::Code => {
                let source = view.document.source(node.span);
                source.len() < 400 && source.to_ascii_lowercase().contains("legend")
            }
            _ => false,
        }
    };
    may_open || children.any(is_legend) || view.document.descendants(node).any(is_legend)
}
