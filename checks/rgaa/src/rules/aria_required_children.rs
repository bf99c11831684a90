//! A list, a menu, a table by role holds what it is made of.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::aria::{self, RoleFacts};
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, Target, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-required-children",
    level: Level::Failure,
    sources: &["RGAA-7.1.1", "WCAG-1.3.1", "WCAG-4.1.2", "ACT-bc4a75"],
    languages: Language::MARKUP,
    page: include_str!("aria_required_children.md"),
};

/// How many elements are looked through.
const ELEMENTS: usize = 2_048;

/// How deep.
const DEPTH: usize = 64;

/// What an element holds, as roles go.
#[derive(Default)]
struct Owned {
    /// Whether it holds one of the right ones.
    right: bool,
    /// The first wrong one.
    wrong: Option<&'static str>,
    /// Whether it holds words of its own.
    text: bool,
    /// Whether code may put more in it.
    open: bool,
    /// Elements looked at.
    seen: usize,
    /// How deep the look is.
    depth: usize,
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("role")?;
    let role = view.given_role(element).filter(|role| !role.owned.is_empty())?;
    let is_busy = view.attr(element, "aria-busy") != Attr::Absent || element.open_ended;
    if element.is_component || !element.closed || is_busy || view.sight(node) == Sight::Hidden {
        return None;
    }
    let mut owned = Owned::default();
    gather(view, node, role, &mut owned);
    match view.attr(element, "aria-owns") {
        Attr::Text(ids) => {
            for id in ids.split_whitespace().take(64) {
                match view.target(id) {
                    Target::Found(target) => weigh(view, target, role, &mut owned),
                    Target::Missing => {}
                    Target::Unknown => owned.open = true,
                }
            }
        }
        Attr::Absent => {}
        Attr::Computed | Attr::Unknown => owned.open = true,
    }
    let level = match (owned.wrong, owned.right || owned.open) {
        // Something of another kind among the right ones: it may be there for a reason, but readers stumble on it.
        (Some(_), true) => Level::Warning,
        (Some(_), false) => Level::Failure,
        // An empty one waits for a script.
        (None, false) if owned.text => Level::Failure,
        (None, _) => return None,
    };
    let finding = Finding::new(&META, view.file.place(attribute.span), words(role, owned.wrong)).level(level);
    Some(if role.name == "list" {
        finding.sources(&["RGAA-9.3.1", "RGAA-7.1.1", "WCAG-1.3.1", "ACT-bc4a75"])
    } else {
        finding
    })
}

fn gather(view: &View<'_>, node: NodeId, role: &RoleFacts, owned: &mut Owned) {
    if owned.depth > DEPTH {
        owned.open = true;
        return;
    }
    owned.depth += 1;
    for &child in &view.document.node(node).children {
        match &view.document.node(child).kind {
            NodeKind::Element(_) => weigh(view, child, role, owned),
            NodeKind::Text(text) => owned.text |= !crate::view::is_blank(text),
            NodeKind::Dynamic => owned.open = true,
            NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => {}
        }
    }
    owned.depth -= 1;
}

fn weigh(view: &View<'_>, node: NodeId, role: &RoleFacts, owned: &mut Owned) {
    let Some(element) = view.document.element(node) else { return };
    owned.seen += 1;
    if element.is_component || element.name == "slot" || !element.closed || owned.seen > ELEMENTS {
        owned.open = true;
        return;
    }
    match view.own_sight(element) {
        Sight::Hidden => return,
        Sight::Unknown => owned.open = true,
        Sight::Shown => {}
    }
    // Bootstrap's script gives its tabs their role.
    if element.get("data-bs-toggle").is_some() {
        owned.open = true;
        return;
    }
    let tag = element.name.as_str();
    match view.role_at(node, element) {
        _ if matches!(tag, "script" | "style" | "template" | "link" | "meta") => {}
        Role::Unknown => owned.open = true,
        Role::Is("generic" | "presentation") | Role::None => gather(view, node, role, owned),
        // A native group holds what its own name says.
        Role::Is("group") if role.owned.has("group") && tag != "optgroup" => gather(view, node, role, owned),
        Role::Is(child) if role.owned.has(child) || aria::role(child).is_some_and(|child| is_kind_of(child, role)) => {
            owned.right = true;
        }
        Role::Is("separator") => {}
        Role::Is(child) => owned.wrong = owned.wrong.or(Some(child)),
    }
}

fn is_kind_of(child: &RoleFacts, role: &RoleFacts) -> bool {
    role.owned.iter().any(|wanted| child.is_a(wanted))
}

fn words(role: &RoleFacts, wrong: Option<&str>) -> checks_core::Message {
    let wanted: Vec<String> = role
        .owned
        .iter()
        .filter(|name| !matches!(*name, "caption" | "group" | "separator"))
        .map(|name| format!("`{name}`"))
        .collect();
    let (fr, en) = (wanted.join(" ou "), wanted.join(" or "));
    let name = role.name;
    let what = match wrong {
        Some(wrong) => (
            format!("Un élément de rôle `{name}` contient un élément de rôle `{wrong}`."),
            format!("An element of role `{name}` holds an element of role `{wrong}`."),
        ),
        None => (
            format!("Un élément de rôle `{name}` ne contient aucun élément de rôle {fr}."),
            format!("An element of role `{name}` holds no element of role {en}."),
        ),
    };
    message(
        (&what.0, &what.1),
        (
            "Un lecteur d’écran annonce un ensemble dont il ne trouve pas les parties : leur nombre et leur place manquent.",
            "A screen reader announces a set whose parts it does not find: their number and their place are missing.",
        ),
        (
            &format!(
                "Donnez à chaque partie le rôle {fr}, ou prenez les éléments HTML (`<ul>` et `<li>`, `<table>`, `<select>`)."
            ),
            &format!(
                "Give each part the role {en}, or use the HTML elements (`<ul>` and `<li>`, `<table>`, `<select>`)."
            ),
        ),
    )
}
