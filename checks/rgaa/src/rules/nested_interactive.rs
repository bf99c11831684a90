//! Nothing that takes the focus stands in a button or a link.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria::{self, RoleFacts};
use crate::focus::Focus;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At {
        names: &[
            "a", "area", "audio", "button", "details", "embed", "iframe", "input", "label", "select", "summary",
            "textarea", "video",
        ],
        attributes: &["tabindex", "contenteditable"],
        look,
    },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "nested-interactive",
    level: Level::Failure,
    sources: &["RGAA-7.1.1", "WCAG-4.1.2", "ACT-307n5z"],
    languages: Language::MARKUP,
    page: include_str!("nested_interactive.md"),
};

/// How far up what holds an element is looked for.
const REACH: usize = 64;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || !may_act(element) {
        return None;
    }
    let focus = view.focus(node, element);
    let is_interactive = is_interactive(view, element);
    if focus != Focus::Tab && !is_interactive {
        return None;
    }
    let (container, is_native) = container(view, node)?;
    if view.sight(node) != Sight::Shown {
        return None;
    }
    let container_name = &container.name;
    let inner = &element.name;
    // HTML forbids it: the page is not valid, whatever readers make of it.
    let is_invalid = is_native && (is_interactive || view.attr(element, "tabindex") != Attr::Absent);
    let is_lost = focus == Focus::Tab && loses_content(view, container);
    let sources: &[&str] = match (is_invalid, is_lost) {
        (true, true) => &["RGAA-8.2.1", "RGAA-7.1.1", "WCAG-4.1.2", "ACT-307n5z"],
        (true, false) => &["RGAA-8.2.1", "WCAG-4.1.2"],
        (false, true) => &["RGAA-7.1.1", "WCAG-4.1.2", "ACT-307n5z"],
        (false, false) => return None,
    };
    let role = view.given_role(container).map(|role| role.name);
    let (fr, en) = match role {
        Some(role) => {
            (format!("`<{container_name}>` de rôle `{role}`"), format!("`<{container_name}>` of role `{role}`"))
        }
        None => (format!("`<{container_name}>`"), format!("`<{container_name}>`")),
    };
    let words = message(
        (
            &format!("Un `<{inner}>` sur lequel on peut agir est dans un {fr}."),
            &format!("A `<{inner}>` that people can act on is in a {en}."),
        ),
        (
            "Un lecteur d’écran lit le tout comme un seul élément : ce qui est dedans peut n’être ni trouvé, ni activé.",
            "A screen reader reads it all as one element: what is inside may be neither found nor activated.",
        ),
        (
            "Sortez-le : placez les deux côte à côte dans un même `<div>`.",
            "Take it out: place the two side by side in one `<div>`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).sources(sources).related(view.tag(container)))
}

/// A quick look, before the ancestors: whether the element may take the focus.
fn may_act(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "a" | "area"
            | "audio"
            | "button"
            | "details"
            | "embed"
            | "iframe"
            | "input"
            | "label"
            | "select"
            | "summary"
            | "textarea"
            | "video"
    ) || element.get("tabindex").is_some()
        || element.get("contenteditable").is_some()
}

/// What HTML calls interactive content, which neither a link nor a button may hold.
fn is_interactive(view: &View<'_>, element: &Element) -> bool {
    match element.name.as_str() {
        "button" | "details" | "embed" | "iframe" | "label" | "select" | "textarea" => true,
        "a" => !matches!(view.attr(element, "href"), Attr::Absent | Attr::Unknown),
        "audio" | "video" => element.get("controls").is_some(),
        "input" => {
            !matches!(view.attr(element, "type"), Attr::Text(kind) if kind.trim().eq_ignore_ascii_case("hidden"))
        }
        _ => false,
    }
}

/// The nearest link, button or the like around `node`, and whether HTML makes it one.
fn container<'a>(view: &'a View<'_>, node: NodeId) -> Option<(&'a Element, bool)> {
    for (id, around) in view.document.ancestors(node).take(REACH) {
        // A component may place what it is given elsewhere.
        if around.is_component || !around.closed {
            return None;
        }
        let is_native = around.name == "button" || (around.name == "a" && is_interactive(view, around));
        if is_native {
            return Some((around, true));
        }
        // Without a `role`, the elements that nearly all others stand in have none that matters here.
        let is_plain = !around.open_ended && around.get("role").is_none() && is_plain(&around.name);
        if !is_plain
            && let Role::Is(role) = view.role_at(id, around)
            && aria::role(role).is_some_and(RoleFacts::has_presentational_children)
        {
            return Some((around, false));
        }
        if matches!(around.name.as_str(), "dialog" | "form" | "template" | "body") {
            return None;
        }
    }
    None
}

fn is_plain(name: &str) -> bool {
    const PLAIN: &[&str] =
        &["div", "li", "span", "p", "td", "tr", "ul", "nav", "section", "tbody", "table", "main", "header"];
    PLAIN.contains(&name)
}

/// Whether readers are given nothing of what is in `container`.
fn loses_content(view: &View<'_>, container: &Element) -> bool {
    let role = match view.role(container) {
        Role::Is(role) => aria::role(role),
        Role::None | Role::Unknown => None,
    };
    role.is_some_and(RoleFacts::has_presentational_children)
}
