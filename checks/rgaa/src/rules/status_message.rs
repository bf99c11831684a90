//! A message that appears is announced.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "status-message",
    level: Level::Notice,
    sources: &["RGAA-7.5.1", "WCAG-4.1.3"],
    languages: &[Language::Jsx, Language::Vue, Language::Svelte, Language::Angular],
    page: include_str!("status_message.md"),
};

/// Classes of messages: DSFR, Bootstrap, Bulma, and what developers call them.
const MESSAGES: &[&str] = &["alert", "flash-message", "fr-alert", "notification", "snackbar", "toast", "toaster"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !view.is_rendered() || !view.document.node(node).conditional || element.is_component || element.open_ended {
        return None;
    }
    let class = element.text("class").filter(|class| class.split_whitespace().any(|word| MESSAGES.contains(&word)))?;
    let speaks = |element: &Element| {
        ["role", "aria-live"].iter().any(|name| !matches!(view.attr(element, name), Attr::Absent))
            || element.name == "output"
    };
    let is_announced = speaks(element)
        || view.document.ancestors(node).any(|(_, around)| {
            around.is_component && !is_wrapper(&around.name) || speaks(around) || around.name == "dialog"
        })
        || view.document.descendants(node).any(|id| view.document.element(id).is_some_and(speaks));
    if is_announced || view.sight(node) != Sight::Shown {
        return None;
    }
    let is_error = ["error", "danger", "warning"].iter().any(|word| class.contains(word));
    let how = if is_error {
        (
            "Vérifiez qu’il apparaît après une action : si oui, ajoutez `role=\"alert\"`.",
            "Verify that it appears after an action: if so, add `role=\"alert\"`.",
        )
    } else {
        (
            "Vérifiez qu’il apparaît après une action : si oui, ajoutez `role=\"status\"`.",
            "Verify that it appears after an action: if so, add `role=\"status\"`.",
        )
    };
    let words = message(
        ("Ce message apparaît sans être annoncé.", "This message appears without being announced."),
        (
            "Une personne qui n’y voit pas ne sait pas qu’il est là.",
            "A person who does not see does not know that it is there.",
        ),
        how,
    );
    let test = if is_error { "RGAA-7.5.2" } else { "RGAA-7.5.1" };
    Some(Finding::new(&META, view.tag(element), words).sources(&[test, "WCAG-4.1.3"]))
}

/// Components that put nothing around what they hold.
fn is_wrapper(name: &str) -> bool {
    matches!(
        name,
        "Fragment" | "React.Fragment" | "Transition" | "transition" | "TransitionGroup" | "ng-container" | "template"
    )
}
