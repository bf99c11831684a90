//! What takes the focus is there to be acted on.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria;
use crate::focus::Focus;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["tabindex"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "tabindex-static",
    level: Level::Notice,
    sources: &["RGAA-12.8.1", "WCAG-2.4.3"],
    languages: Language::MARKUP,
    page: include_str!("tabindex_static.md"),
};

/// Roles that take the focus for a reason: a panel that has nothing else to focus, what scrolls, what opens.
const REACHED_FOR_A_REASON: &[&str] = &[
    "alertdialog",
    "application",
    "dialog",
    "document",
    "feed",
    "group",
    "log",
    "region",
    "tabpanel",
    "toolbar",
    "tooltip",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("tabindex")?;
    let Attr::Text(text) = view.attr(element, "tabindex") else { return None };
    let is_reached = text.trim().parse::<i64>().is_ok_and(|index| index == 0);
    if element.is_component || element.open_ended || !is_reached || !is_inert(view, node, element) {
        return None;
    }
    if may_scroll(view, element) || View::has_any_listener(element) || view.sight(node) != Sight::Shown {
        return None;
    }
    let tag = &element.name;
    let words = message(
        (
            &format!("Ce `<{tag}>` prend le focus alors que rien ne dit que l’on peut agir dessus."),
            &format!("This `<{tag}>` takes the focus though nothing says that people can act on it."),
        ),
        (
            "Au clavier, c’est un arrêt de plus pour rien ; les lecteurs d’écran lisent le texte sans qu’il prenne le focus.",
            "With the keyboard, it is one more stop for nothing; screen readers read text without its taking the focus.",
        ),
        (
            "Vérifiez à quoi sert cet arrêt : s’il y a une action, prenez un `<button>` ou un lien ; sinon, retirez `tabindex`.",
            "Check what this stop is for: if there is an action, use a `<button>` or a link; if not, remove `tabindex`.",
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}

/// Whether the element is nothing that people act on. A script that is not in sight may make a `<div>` act: only where
/// a framework writes the listeners does their absence tell.
fn is_inert(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    let is_reached = view.native_focus(node, element) != Focus::Never || element.name == "summary";
    let role = match view.role_at(node, element) {
        Role::Is(role) => role,
        Role::None | Role::Unknown => return false,
    };
    let is_widget = aria::role(role).is_some_and(|role| role.is_a("widget"));
    let is_silent = !matches!(role, "generic" | "presentation") || view.is_rendered();
    !is_reached && !is_widget && is_silent && !REACHED_FOR_A_REASON.contains(&role) && role != "scrollbar"
}

fn may_scroll(view: &View<'_>, element: &Element) -> bool {
    ["class", "style"].iter().any(|name| {
        let written = element.get(name).and_then(|attribute| attribute.value.span());
        written.is_some_and(|span| {
            let source = view.document.source(span);
            source.contains("scroll") || source.contains("overflow") || source.contains("table")
        })
    })
}
