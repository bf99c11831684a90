//! A role comes with the attributes it needs.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::focus::Focus;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-required-attribute",
    level: Level::Failure,
    sources: &["RGAA-7.1.1", "WCAG-4.1.2", "ACT-4e8ab6"],
    languages: Language::MARKUP,
    page: include_str!("aria_required_attribute.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("role")?;
    if element.is_component || element.open_ended {
        return None;
    }
    let role = view.given_role(element)?;
    let is_missing = |name: &str| view.attr(element, name).is_blank();
    let missing = match role.name {
        _ if has_native_state(view, element, role.name) => return None,
        // Readers wait for a value only from a separator that moves.
        "separator" if is_moved(view, node, element) && is_missing("aria-valuenow") => "aria-valuenow",
        "separator" | "doc-pagebreak" => return None,
        "option" if is_missing("aria-selected") && is_missing("aria-checked") => "aria-selected",
        // A closed list need not be in the page.
        "combobox" if is_missing("aria-expanded") => "aria-expanded",
        "combobox" if view.attr(element, "aria-expanded") != Attr::Text("true") || owns(view, element) => return None,
        _ => role.required.iter().find(|name| is_missing(name))?,
    };
    if view.sight(node) == Sight::Hidden {
        return None;
    }
    let finding = Finding::new(&META, view.file.place(attribute.span), words(role.name, missing));
    Some(match role.name {
        "heading" => finding.level(Level::Warning).sources(&["RGAA-9.1.3", "WCAG-1.3.1"]),
        "option" => finding.level(Level::Notice).sources(&["RGAA-7.1.1", "WCAG-4.1.2"]),
        // A script that is not in sight may set what starts its component.
        _ if !view.is_rendered() => finding.level(Level::Warning),
        _ => finding,
    })
}

/// Whether a separator takes the focus, to be moved.
fn is_moved(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    matches!(view.focus(node, element), Focus::Tab | Focus::Script)
}

/// Whether HTML itself tells browsers the state: a checkbox is checked or not.
fn has_native_state(view: &View<'_>, element: &Element, role: &str) -> bool {
    match element.name.as_str() {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "meter" | "option" | "progress" | "select" => true,
        "input" => match view.attr(element, "type") {
            Attr::Text(kind) => match kind.trim().to_ascii_lowercase().as_str() {
                "checkbox" | "radio" => {
                    matches!(role, "checkbox" | "menuitemcheckbox" | "menuitemradio" | "option" | "radio" | "switch")
                }
                "range" | "number" => matches!(role, "slider" | "spinbutton"),
                _ => false,
            },
            Attr::Absent => false,
            Attr::Computed | Attr::Unknown => true,
        },
        _ => false,
    }
}

/// Whether a combobox is tied to its list as WAI-ARIA 1.0 had it.
fn owns(view: &View<'_>, element: &Element) -> bool {
    !view.attr(element, "aria-owns").is_blank()
}

fn words(role: &str, missing: &str) -> checks_core::Message {
    let how = match missing {
        "aria-checked" => (
            "Ajoutez `aria-checked=\"true\"` ou `\"false\"` et tenez-le à jour ; ou prenez un `<input>` natif, qui le fait seul.",
            "Add `aria-checked=\"true\"` or `\"false\"` and keep it up to date; or use a native `<input>`, which does so by itself.",
        ),
        "aria-expanded" => (
            "Ajoutez `aria-expanded=\"false\"`, et mettez-le à `true` quand la liste s’ouvre.",
            "Add `aria-expanded=\"false\"`, and set it to `true` when the list opens.",
        ),
        "aria-level" => (
            "Ajoutez `aria-level` avec le niveau du titre, ou mieux écrivez-le avec `<h2>`, `<h3>`…",
            "Add `aria-level` with the heading’s level, or better write it with `<h2>`, `<h3>`…",
        ),
        "aria-controls" => (
            "Ajoutez `aria-controls` avec l’`id` de ce que l’élément commande.",
            "Add `aria-controls` with the `id` of what the element controls.",
        ),
        "aria-selected" => (
            "Vérifiez que le script pose `aria-selected=\"true\"` ou `\"false\"` sur chaque option.",
            "Check that the script sets `aria-selected=\"true\"` or `\"false\"` on each option.",
        ),
        _ => (
            "Ajoutez `aria-valuenow` avec la valeur du moment, et tenez-le à jour.",
            "Add `aria-valuenow` with the current value, and keep it up to date.",
        ),
    };
    message(
        (
            &format!("Le rôle `{role}` demande l’attribut `{missing}`, qui n’y est pas."),
            &format!("The role `{role}` needs the attribute `{missing}`, which is not there."),
        ),
        if role == "heading" {
            (
                "Un lecteur d’écran annonce un titre sans sa place dans le plan de la page.",
                "A screen reader announces a heading without its place in the outline of the page.",
            )
        } else {
            (
                "Un lecteur d’écran annonce l’élément sans dire dans quel état il est.",
                "A screen reader announces the element without saying in which state it is.",
            )
        },
        how,
    )
}
