//! An item of a list, a menu, a table by role stands in one.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria::RoleFacts;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-required-parent",
    level: Level::Failure,
    sources: &["RGAA-7.1.1", "WCAG-1.3.1", "ACT-ff89c9"],
    languages: Language::MARKUP,
    page: include_str!("aria_required_parent.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("role")?;
    let role = view.given_role(element).filter(|role| !role.context.is_empty() && role.name != "caption")?;
    if element.is_component || view.sight(node) == Sight::Hidden {
        return None;
    }
    let around = match around(view, node, role) {
        Around::Right => return None,
        Around::Wrong(around) => Some(around),
        Around::Nothing => None,
    };
    if view.may_be_owned(element) {
        return None;
    }
    let finding = Finding::new(&META, view.file.place(attribute.span), words(role, around));
    Some(if role.name == "listitem" {
        finding.sources(&["RGAA-9.3.1", "RGAA-7.1.1", "WCAG-1.3.1", "ACT-ff89c9"])
    } else {
        finding
    })
}

/// How far up a set is looked for.
const REACH: usize = 128;

/// What an element stands in, as roles go.
enum Around {
    /// What it must, or what nobody knows.
    Right,
    /// Something else.
    Wrong(&'static str),
    /// Nothing with a role, in the whole page.
    Nothing,
}

fn around(view: &View<'_>, node: NodeId, role: &RoleFacts) -> Around {
    let mut is_grouped = false;
    for (depth, (id, around)) in view.document.ancestors(node).enumerate() {
        if depth > REACH || around.is_component || around.open_ended || around.name == "template" {
            return Around::Right;
        }
        match view.role_at(id, around) {
            Role::Unknown => return Around::Right,
            Role::Is("generic" | "presentation") | Role::None => {}
            Role::Is("group") if role.context.has("group") => is_grouped = true,
            Role::Is(name) if role.context.has(name) => return Around::Right,
            // Nobody says what a group in a document is part of.
            Role::Is(_) if is_grouped => return Around::Right,
            Role::Is(name) => return Around::Wrong(name),
        }
    }
    if is_grouped || !view.document.is_page { Around::Right } else { Around::Nothing }
}

fn words(role: &RoleFacts, around: Option<&str>) -> checks_core::Message {
    let wanted: Vec<String> = role
        .context
        .iter()
        .filter(|name| !matches!(*name, "directory" | "group" | "rowgroup"))
        .map(|name| format!("`{name}`"))
        .collect();
    let (fr, en) = (wanted.join(" ou "), wanted.join(" or "));
    let name = role.name;
    let what = match around {
        Some(around) => (
            format!("Un élément de rôle `{name}` est dans un élément de rôle `{around}`, et non {fr}."),
            format!("An element of role `{name}` is in an element of role `{around}`, not {en}."),
        ),
        None => (
            format!("Un élément de rôle `{name}` n’est dans aucun élément de rôle {fr}."),
            format!("An element of role `{name}` is in no element of role {en}."),
        ),
    };
    message(
        (&what.0, &what.1),
        (
            "Un lecteur d’écran ne peut dire ni de quel ensemble il fait partie, ni à quelle place.",
            "A screen reader can tell neither which set it is part of, nor at which place.",
        ),
        (
            &format!(
                "Mettez autour de lui un élément de rôle {fr}, sans autre rôle entre les deux ; ou retirez `role`."
            ),
            &format!("Put around it an element of role {en}, with no other role between the two; or remove `role`."),
        ),
    )
}
