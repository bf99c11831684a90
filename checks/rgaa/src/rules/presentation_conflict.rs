//! What is said to be decorative stays so.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria;
use crate::focus::Focus;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["img"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "presentation-conflict",
    level: Level::Warning,
    sources: &["RGAA-7.1.1", "WCAG-4.1.2", "ACT-46ca7f"],
    languages: Language::MARKUP,
    page: include_str!("presentation_conflict.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_image = element.name == "img" && view.attr(element, "role") == Attr::Absent;
    let is_decorative_image = is_image && view.attr(element, "alt") == Attr::Text("");
    let is_undone_by_role =
        || view.given_role(element).is_some_and(|role| matches!(role.name, "none" | "presentation"));
    if element.is_component || !(is_decorative_image || is_undone_by_role()) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let has_own_role = is_image
        || element.name == "svg"
        || !matches!(view.own_role_at(node, element), Role::Is("generic") | Role::None | Role::Unknown);
    let attribute = element.attributes.iter().find(|attribute| {
        let is_global = aria::attribute(&attribute.name).is_some_and(|facts| facts.is_global);
        is_global && attribute.name != "aria-hidden" && !view.attr(element, &attribute.name).is_blank()
    });
    let clue = match (view.focus(node, element), attribute) {
        (_, Some(attribute)) if has_own_role => format!("`{}`", attribute.name),
        (Focus::Tab, _) if has_own_role || element.get("tabindex").is_some() => String::new(),
        (Focus::Script, _) if has_own_role => String::new(),
        _ => return None,
    };
    let said = if is_decorative_image { "`alt=\"\"`" } else { "`role`" };
    let why = (
        "Les navigateurs tranchent chacun à sa façon : l’élément est annoncé alors qu’il devait être ignoré, ou sans son rôle.",
        "Browsers decide each in its own way: the element is announced though it was to be ignored, or without its role.",
    );
    let how = if is_decorative_image {
        (
            format!("Gardez l’un des deux : retirez {clue} si l’image est décorative ; sinon, remplissez `alt`."),
            format!("Keep one of the two: remove {clue} if the image is decorative; if not, fill `alt`."),
        )
    } else {
        (
            format!(
                "Gardez l’un des deux : retirez {clue} si l’élément est décoratif, ou `role` s’il apporte une information."
            ),
            format!("Keep one of the two: remove {clue} if the element is decorative, or `role` if it informs."),
        )
    };
    let words = if clue.is_empty() {
        message(
            (
                &format!("{said} dit cet élément décoratif, mais il prend le focus."),
                &format!("{said} says that this element is decorative, but it takes the focus."),
            ),
            why,
            (
                "Si l’on agit dessus, retirez ce qui le dit décoratif ; sinon, retirez ce qui lui donne le focus.",
                "If people act on it, remove what says it is decorative; if not, remove what gives it the focus.",
            ),
        )
    } else {
        message(
            (
                &format!("{said} dit cet élément décoratif, mais {clue} demande qu’il soit lu."),
                &format!("{said} says that this element is decorative, but {clue} asks that it be read."),
            ),
            why,
            (&how.0, &how.1),
        )
    };
    let finding = Finding::new(&META, view.tag(element), words);
    Some(if element.name == "img" { finding.sources(&["RGAA-1.2.1", "WCAG-1.1.1", "ACT-46ca7f"]) } else { finding })
}
