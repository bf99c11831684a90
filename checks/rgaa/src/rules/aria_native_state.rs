//! An ARIA state says the same as the element's own.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At {
        names: &[],
        attributes: &["aria-checked", "aria-disabled", "aria-readonly", "aria-required"],
        look,
    },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-native-state",
    level: Level::Warning,
    sources: &["RGAA-7.1.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("aria_native_state.md"),
};

/// The states that HTML has as well (<https://www.w3.org/TR/html-aria/#docconformance-attr>).
const STATES: &[(&str, &str)] = &[
    ("aria-checked", "checked"),
    ("aria-disabled", "disabled"),
    ("aria-readonly", "readonly"),
    ("aria-required", "required"),
];

/// Attributes by which frameworks tick a box.
const BOUND: &[&str] = &["bind:checked", "bind:group", "defaultchecked", "formcontrolname", "ngmodel", "v-model"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_field = matches!(element.name.as_str(), "button" | "input" | "select" | "textarea");
    if !is_field || element.is_component || view.sight(node) != Sight::Shown {
        return None;
    }
    let (aria, native) = STATES.iter().find(|(aria, native)| contradicts(view, element, aria, native))?;
    let attribute = element.get(aria)?;
    let words = message(
        (&format!("`{aria}` dit le contraire de `{native}`."), &format!("`{aria}` says the contrary of `{native}`.")),
        (
            "Le navigateur suit l’un, et des lecteurs d’écran annoncent l’autre : la personne croit le champ dans un autre état.",
            "The browser follows one, and some screen readers announce the other: people believe the field to be in another state.",
        ),
        (
            &format!("Retirez `{aria}` : `{native}` suffit, et suit ce que fait la personne."),
            &format!("Remove `{aria}`: `{native}` is enough, and follows what people do."),
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}

/// Whether both states are written out and differ.
fn contradicts(view: &View<'_>, element: &Element, aria: &str, native: &str) -> bool {
    let Attr::Text(said) = view.attr(element, aria) else { return false };
    if matches!(view.attr(element, native), Attr::Computed | Attr::Unknown) {
        return false;
    }
    let is_set = view.is_set(element, native);
    match (aria, said.trim()) {
        ("aria-checked", "true" | "mixed") => {
            let is_bound = BOUND.iter().any(|name| element.get(name).is_some());
            is_box(view, element) && !is_set && !is_bound && element.lacks(native)
        }
        ("aria-checked", "false") => is_box(view, element) && is_set,
        // The other way round is a way of its own: what is said to be disabled, and is not, stays on the keyboard's path.
        (_, "false") => is_set,
        _ => false,
    }
}

fn is_box(view: &View<'_>, element: &Element) -> bool {
    let is_own = element.lacks("role");
    is_own && matches!(view.attr(element, "type"), Attr::Text(kind) if matches!(kind.trim(), "checkbox" | "radio"))
}
