//! An element has a role that ARIA in HTML lets it have.

use std::borrow::Cow;

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, Value};

use crate::aria;
use crate::focus::Focus;
use crate::name::Name;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &[], attributes: &["role", "aria-*"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-role-on-element",
    level: Level::Warning,
    sources: &["RGAA-8.2.1", "RGAA-7.1.3", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("aria_role_on_element.md"),
};

/// Elements that are given to nobody, and so take no `aria-` attribute and no role.
const UNSEEN: &[&str] = &[
    "base", "col", "colgroup", "head", "link", "meta", "noembed", "noscript", "param", "script", "source", "style",
    "template", "title", "track",
];

/// Roles of tables that a table may be given.
const GRIDS: &[&str] = &["cell", "grid", "gridcell", "row", "rowgroup", "table", "treegrid"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component {
        return None;
    }
    let is_hidden_field = element.name == "input" && view.role(element) == Role::None;
    if is_hidden_field || UNSEEN.contains(&element.name.as_str()) {
        return on_unseen(view, element);
    }
    let attribute = element.get("role")?;
    let role = view.given_role(element)?.name;
    let facts = aria::element(&key(view, node, element)?)?;
    let own = view.own_role_at(node, element);
    let is_own = own == Role::Is(role) || (role == "image" && own == Role::Is("img"));
    let is_undone = matches!(role, "none" | "presentation") && view.is_focusable(element);
    if is_own || is_undone || view.sight(node) == Sight::Hidden {
        return None;
    }
    // DPUB-ARIA has its own list of elements, and publishing tools keep to it.
    let is_allowed = role.starts_with("doc-") || facts.roles.is_none_or(|roles| roles.has(role));
    let is_mild = matches!((facts.key, role), ("img alt" | "li", "none" | "presentation") | ("li", "separator"));
    let level = match (is_allowed, own) {
        (false, _) if is_mild => Level::Notice,
        (false, _) => Level::Warning,
        (true, Role::Is(own)) if facts.roles.is_none() && is_disguise(own, role) => Level::Notice,
        (true, _) => return None,
    };
    let tag = format!("<{}>", element.name);
    let finding = Finding::new(&META, view.file.place(attribute.span), words(&tag, role, is_allowed)).level(level);
    Some(if is_allowed { finding.sources(&["RGAA-7.1.3", "WCAG-4.1.2"]) } else { finding })
}

/// Whether an element that means something is made a widget.
fn is_disguise(own: &str, role: &str) -> bool {
    let is_widget = |name: &str| aria::role(name).is_some_and(|role| role.is_a("widget"));
    let is_grid = GRIDS.contains(&own) && GRIDS.contains(&role);
    own != "generic" && is_widget(role) && !is_widget(own) && !is_grid && role != "progressbar"
}

fn on_unseen(view: &View<'_>, element: &Element) -> Option<Finding> {
    let attribute = element.attributes.iter().find(|attribute| {
        let is_aria = attribute.name == "role" || aria::attribute(&attribute.name).is_some();
        is_aria && (attribute.value == Value::Empty || view.attr(element, &attribute.name) != Attr::Absent)
    })?;
    let (name, tag) = (&attribute.name, &element.name);
    let words = message(
        (
            &format!("Ce `<{tag}>` ne prend pas l’attribut `{name}`."),
            &format!("This `<{tag}>` does not take the attribute `{name}`."),
        ),
        (
            "Cet élément n’est pas restitué par les lecteurs d’écran : l’attribut n’a aucun effet, et la page n’est pas valide.",
            "This element is not given to screen readers: the attribute has no effect, and the page is not valid.",
        ),
        (
            "Retirez-le, ou posez-le sur l’élément visible qu’il concerne.",
            "Remove it, or set it on the visible element it is about.",
        ),
    );
    let finding = Finding::new(&META, view.file.place(attribute.span), words).sources(&["RGAA-8.2.1", "WCAG-4.1.2"]);
    Some(if element.name == "input" { finding.level(Level::Notice) } else { finding })
}

fn words(tag: &str, role: &str, is_allowed: bool) -> checks_core::Message {
    let (what, how) = if is_allowed {
        (
            (
                format!("Un `{tag}` reçoit le rôle `{role}` : ce qu’il est disparaît."),
                format!("A `{tag}` is given the role `{role}`: what it is disappears."),
            ),
            (
                "Vérifiez si un élément natif (`<button>`, `<a href>`, `<input>`) convient ; sinon, posez le rôle sur un `<div>` ou un `<span>`.",
                "Check whether a native element (`<button>`, `<a href>`, `<input>`) fits; if not, set the role on a `<div>` or a `<span>`.",
            ),
        )
    } else {
        (
            (
                format!("Un `{tag}` ne peut pas avoir le rôle `{role}`."),
                format!("A `{tag}` cannot have the role `{role}`."),
            ),
            (
                "Retirez `role`, ou posez-le sur un `<div>` ou un `<span>` dans l’élément ou autour de lui.",
                "Remove `role`, or set it on a `<div>` or a `<span>` in the element or around it.",
            ),
        )
    };
    message(
        (&what.0, &what.1),
        (
            "Le rôle écrit remplace celui de l’élément : un lecteur d’écran annonce autre chose que ce que l’élément est et fait.",
            "The written role replaces the element’s own: a screen reader announces something else than what the element is and does.",
        ),
        how,
    )
}

/// The form of the element that ARIA in HTML speaks of; `None` where code decides.
fn key<'a>(view: &View<'_>, node: NodeId, element: &'a Element) -> Option<Cow<'a, str>> {
    let name = element.name.as_str();
    let has = |attribute: &str| match view.attr(element, attribute) {
        Attr::Text(_) | Attr::Computed => Some(true),
        Attr::Absent => Some(false),
        Attr::Unknown => None,
    };
    Some(Cow::Borrowed(match name {
        "a" if has("href")? => "a href",
        "area" if has("href")? => "area href",
        "img" => match view.attr(element, "alt") {
            Attr::Text("") => "img alt=",
            Attr::Absent if view.name_by_author(element, true) == Name::default() => "img",
            _ => "img alt",
        },
        "input" => return input_key(view, element),
        "select" => match view.own_role_at(node, element) {
            Role::Is("listbox") => "select multiple",
            Role::Is(_) => "select",
            Role::None | Role::Unknown => return None,
        },
        "li" => {
            let (_, list) = view.document.ancestors(node).next()?;
            let is_list = matches!(list.name.as_str(), "menu" | "ol" | "ul");
            (is_list && view.attr(list, "role") == Attr::Absent).then_some("li")?
        }
        "td" | "th" | "tr" => match view.own_role_at(node, element) {
            Role::Is("cell" | "columnheader" | "row" | "rowheader") if in_table(view, node) => name,
            _ => return None,
        },
        "summary" if view.native_focus(node, element) != Focus::Tab => return None,
        _ => name,
    }))
}

fn input_key<'a>(view: &View<'_>, element: &Element) -> Option<Cow<'a, str>> {
    let kind = match view.attr(element, "type") {
        Attr::Text(kind) => kind.trim().to_ascii_lowercase(),
        Attr::Absent => "text".to_owned(),
        Attr::Computed | Attr::Unknown => return None,
    };
    let is_text = matches!(kind.as_str(), "text" | "search" | "email" | "tel" | "url");
    let takes_combobox = is_text && view.given_role(element).is_some_and(|role| role.name == "combobox");
    Some(match kind.as_str() {
        // The validator wants it on `text` alone; readers take it on each field of text.
        _ if takes_combobox => Cow::Borrowed("input text"),
        "checkbox" if element.get("aria-pressed").is_some() => Cow::Borrowed("input pressed"),
        _ if aria::element(&format!("input {kind}")).is_some() => Cow::Owned(format!("input {kind}")),
        _ => Cow::Borrowed("input text"),
    })
}

fn in_table(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).any(|(_, around)| around.name == "table" && view.attr(around, "role") == Attr::Absent)
}
