//! A component made by role takes the focus.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria;
use crate::focus::Focus;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "widget-focus",
    level: Level::Warning,
    sources: &["RGAA-7.3.1", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("widget_focus.md"),
};

/// Roles of what is always reached by itself.
const ALONE: &[&str] =
    &["button", "checkbox", "combobox", "link", "searchbox", "slider", "spinbutton", "switch", "textbox"];

/// Roles of parts: the component around them may keep the focus, or give it to one of them at a time.
const PARTS: &[&str] = &[
    "columnheader",
    "gridcell",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "radio",
    "row",
    "rowheader",
    "scrollbar",
    "tab",
    "treeitem",
    "doc-backlink",
    "doc-biblioref",
    "doc-glossref",
    "doc-noteref",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("role")?;
    let role = view.given_role(element)?;
    let is_listened = View::has_listener(element);
    let is_alone = ALONE.contains(&role.name);
    let is_whole =
        matches!(role.name, "grid" | "listbox" | "menu" | "menubar" | "radiogroup" | "tablist" | "tree" | "treegrid");
    if element.is_component
        || element.open_ended
        || !(is_alone || ((PARTS.contains(&role.name) || is_whole) && is_listened))
    {
        return None;
    }
    let is_off = !matches!(view.attr(element, "aria-disabled"), Attr::Absent | Attr::Text("false"))
        || view.is_set(element, "disabled");
    let has_index = view.attr(element, "tabindex") != Attr::Absent;
    if is_off || has_index || view.focus(node, element) != Focus::Never || view.sight(node) != Sight::Shown {
        return None;
    }
    // Made of native parts that take the focus themselves.
    if holds_focus(view, node, is_listened) || aria::element(&element.name).is_some_and(|facts| facts.key == "option") {
        return None;
    }
    let name = role.name;
    let words = message(
        (
            &format!("Cet élément de rôle `{name}` ne peut pas prendre le focus."),
            &format!("This element of role `{name}` cannot take the focus."),
        ),
        (
            "Les personnes qui n’ont pas de souris ne peuvent ni l’atteindre ni l’activer.",
            "People without a mouse can neither reach nor activate it.",
        ),
        if is_alone {
            (
                "Prenez l’élément HTML qui fait tout seul (`<button>`, `<a href>`, `<input>`) ; sinon, ajoutez `tabindex=\"0\"` et les touches du clavier.",
                "Use the HTML element that does it all (`<button>`, `<a href>`, `<input>`); if not, add `tabindex=\"0\"` and the keys of the keyboard.",
            )
        } else {
            (
                "Vérifiez que le clavier l’atteint : avec `tabindex`, ou avec `aria-activedescendant` sur l’ensemble dont il fait partie.",
                "Check that the keyboard reaches it: with `tabindex`, or with `aria-activedescendant` on the set it is part of.",
            )
        },
    );
    let finding = Finding::new(&META, view.file.place(attribute.span), words);
    // Where a framework renders the page, what acts is written on the element, or stands around it and may give it focus.
    let is_sure = is_alone && (is_listened || !view.is_rendered());
    Some(if is_sure { finding } else { finding.level(Level::Notice) })
}

/// Whether something in the element takes the focus. What code puts there may, but where the element listens itself, it
/// mostly is text.
fn holds_focus(view: &View<'_>, node: NodeId, is_listened: bool) -> bool {
    view.document.descendants(node).take(256).any(|inner| match view.document.element(inner) {
        Some(element) => {
            (element.is_component && !is_listened) || matches!(view.focus(inner, element), Focus::Tab | Focus::Script)
        }
        None => !is_listened && matches!(view.document.node(inner).kind, checks_markup::NodeKind::Dynamic),
    })
}
