//! What unfolds has a summary to unfold it by.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["details"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "details-summary",
    level: Level::Warning,
    sources: &["RGAA-7.1.3", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("details_summary.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.open_ended || !element.closed || view.sight(node) != Sight::Shown {
        return None;
    }
    let children = &view.document.node(node).children;
    let may_hold = |&child: &NodeId| match &view.document.node(child).kind {
        NodeKind::Element(inner) => {
            inner.is_component || inner.open_ended || matches!(inner.name.as_str(), "summary" | "slot" | "template")
        }
        NodeKind::Dynamic => true,
        NodeKind::Text(_) | NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => false,
    };
    if children.is_empty() || children.iter().any(may_hold) {
        return None;
    }
    let words = message(
        ("Ce `<details>` n’a pas de `<summary>`.", "This `<details>` has no `<summary>`."),
        (
            "Le navigateur écrit « Détails » à la place, dans sa propre langue : rien ne dit ce que l’on déplie.",
            "The browser writes “Details” instead, in its own language: nothing says what is unfolded.",
        ),
        (
            "Ajoutez un `<summary>` comme premier enfant, et écrivez-y ce que l’on trouve en dépliant.",
            "Add a `<summary>` as the first child, and write in it what people find when they unfold it.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}
