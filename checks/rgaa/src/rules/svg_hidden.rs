//! A drawing is an image with an alternative, or is hidden.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["svg"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "svg-hidden",
    level: Level::Notice,
    sources: &["RGAA-1.1.5", "RGAA-1.2.4", "WCAG-1.1.1", "ACT-e88epe"],
    languages: Language::MARKUP,
    page: include_str!("svg_hidden.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "svg" || element.open_ended || view.sight(node) != Sight::Shown {
        return None;
    }
    if view.attr(element, "role") != Attr::Absent || view.attr(element, "aria-hidden") == Attr::Computed {
        return None;
    }
    // Parts for other drawings are drawn nowhere; a drawing in another is a part of it.
    // Alone in its file, it is an icon that others put where they hide it or name it.
    let is_icon = !view.document.is_page
        && view.document.node(node).parent.is_none()
        && view.tops().iter().filter(|&&top| view.document.element(top).is_some()).count() == 1;
    let is_sprite = is_icon || view.is_tiny(element) || view.is_defs_only(node);
    let is_part = view
        .document
        .ancestors(node)
        .take(64)
        .any(|(_, around)| around.name == "svg" || matches!(view.attr(around, "role"), Attr::Text("img")));
    let name = view.name(node, element);
    if is_sprite || is_part || (name.whole().is_none() && !name.is_given()) {
        return None;
    }
    if name.is_given() {
        return Some(without_role(view, element));
    }
    // A link or a button without another name is told by its own rule.
    let around = view
        .document
        .ancestors(node)
        .take(64)
        .find(|(_, around)| matches!(view.role(around), Role::Is("link" | "button")));
    if around.is_some_and(|(id, around)| view.name(id, around).is_missing()) {
        return None;
    }
    Some(shown(view, element))
}

impl View<'_> {
    /// Whether a drawing only holds parts for others: `<defs>`, `<symbol>`.
    fn is_defs_only(&self, node: NodeId) -> bool {
        let mut children =
            self.document.node(node).children.iter().filter_map(|&child| self.document.element(child)).peekable();
        children.peek().is_some()
            && children.all(|child| matches!(child.name.as_str(), "defs" | "symbol" | "filter" | "style"))
    }
}

fn shown(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Ce `<svg>` n’est ni caché, ni présenté comme une image.",
            "This `<svg>` is neither hidden, nor given as an image.",
        ),
        (
            "Certains lecteurs d’écran s’y arrêtent et annoncent un graphique, ou ses morceaux, sans rien dire de ce qu’il montre.",
            "Some screen readers stop at it and announce a graphic, or its parts, without a word on what it shows.",
        ),
        (
            "Vérifiez qu’il est décoratif et ajoutez `aria-hidden=\"true\"` ; s’il informe, ajoutez `role=\"img\"` et un `aria-label`.",
            "Check that it is decorative and add `aria-hidden=\"true\"`; if it informs, add `role=\"img\"` and an `aria-label`.",
        ),
    );
    Finding::new(&META, view.tag(element), words)
}

fn without_role(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Ce `<svg>` a une alternative, mais pas `role=\"img\"`.",
            "This `<svg>` has an alternative, but no `role=\"img\"`.",
        ),
        (
            "Sans ce rôle, certains lecteurs d’écran ne disent ni que c’est une image, ni son alternative.",
            "Without that role, some screen readers say neither that it is an image, nor its alternative.",
        ),
        ("Ajoutez `role=\"img\"`.", "Add `role=\"img\"`."),
    );
    Finding::new(&META, view.tag(element), words).sources(&["RGAA-1.1.5", "WCAG-1.1.1"])
}
