//! An `aria-` attribute is one that the role takes.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria;
use crate::components::dsfr::has_class;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["aria-*"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-attribute-allowed",
    level: Level::Warning,
    sources: &["RGAA-8.2.1", "RGAA-7.1.1", "WCAG-4.1.2", "ACT-5c01ea"],
    languages: Language::MARKUP,
    page: include_str!("aria_attribute_allowed.md"),
};

/// Elements that browsers give no role, and that mean something all the same.
const PLAIN: &[&str] =
    &["abbr", "audio", "canvas", "cite", "dl", "iframe", "kbd", "label", "legend", "object", "var", "video"];

/// What is wrong with an attribute.
enum Fault {
    /// The role does not take it.
    Unsupported,
    /// The role did until WAI-ARIA 1.2.
    Outdated,
    /// The role forbids it: names on what has none.
    Prohibited,
    /// It is newer than WAI-ARIA 1.2.
    Draft,
    /// The row of a table or a grid does not take it: that of a tree grid does.
    OutOfTree,
}

/// Attributes that WAI-ARIA 1.3 brings.
const DRAFTS: &[&str] = &["aria-actions", "aria-braillelabel", "aria-brailleroledescription", "aria-description"];

/// What rows say of their place in a tree (<https://www.w3.org/TR/wai-aria-1.2/#row>).
const OF_TREES: &[&str] = &["aria-expanded", "aria-level", "aria-posinset", "aria-setsize"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || !element.attributes.iter().any(|attribute| attribute.name.starts_with("aria-")) {
        return None;
    }
    // The design system's script makes a dialog of it.
    if has_class(element, "fr-modal") {
        return None;
    }
    let name = match view.role_at(node, element) {
        Role::Is(name) => name,
        // Without a role, the attributes that every element takes.
        Role::None if PLAIN.contains(&element.name.as_str()) => "generic",
        Role::None | Role::Unknown => return None,
    };
    let role = aria::role(name)?;
    let is_written = view.given_role(element).is_some();
    let (attribute, fault) = element.attributes.iter().find_map(|attribute| {
        let facts = aria::attribute(&attribute.name)?;
        let value = view.attr(element, facts.name);
        let fault = match value {
            Attr::Absent => return None,
            _ if role.prohibited.has(facts.name) => {
                let is_open = PLAIN.contains(&element.name.as_str())
                    || !is_written
                        && matches!(element.name.as_str(), "aside" | "footer" | "form" | "header" | "section");
                let is_silent = value.is_blank() || is_open || (!is_written && becomes_window(view, element));
                (!is_silent).then_some(Fault::Prohibited)
            }
            _ if DRAFTS.contains(&facts.name) => Some(Fault::Draft),
            _ if name == "row" && OF_TREES.contains(&facts.name) && stands_in_table(view, node) => {
                Some(Fault::OutOfTree)
            }
            _ if facts.is_global || role.supported.has(facts.name) => None,
            _ if facts.was_global => (is_written || name != "generic").then_some(Fault::Outdated),
            _ => Some(Fault::Unsupported),
        };
        fault.map(|fault| (attribute, fault))
    })?;
    // Conflicts over `presentation` have a rule of their own.
    if view.sight(node) == Sight::Hidden || (name == "presentation" && element.name != "div" && element.name != "span")
    {
        return None;
    }
    let words = words(element, name, is_written, &attribute.name, &fault);
    let finding = Finding::new(&META, view.file.place(attribute.span), words);
    Some(match fault {
        Fault::Unsupported => finding,
        // Some readers announce them all the same.
        Fault::Outdated | Fault::OutOfTree => finding.level(Level::Notice).sources(&["RGAA-8.2.1", "WCAG-4.1.2"]),
        Fault::Draft => finding.level(Level::Notice).sources(&["RGAA-7.1.2", "WCAG-4.1.2"]),
        Fault::Prohibited => {
            let finding = finding.sources(&["RGAA-8.2.1", "WCAG-4.1.2", "ACT-5c01ea", "ACT-kb1m8s"]);
            // A container tied to the button that opens it, as libraries of style sheets write it: it harms nobody.
            let is_tied = element.name == "div" && attribute.name == "aria-labelledby";
            if is_tied { finding.level(Level::Notice) } else { finding }
        }
    })
}

/// Whether a row is certainly one of a table or a grid.
fn stands_in_table(view: &View<'_>, row: NodeId) -> bool {
    let table = view.document.ancestors(row).find(|(_, around)| {
        around.is_component
            || around.name == "table"
            || matches!(around.text("role"), Some("table" | "grid" | "treegrid"))
    });
    table.is_some_and(|(_, table)| match view.attr(table, "role") {
        Attr::Text(role) => role != "treegrid",
        Attr::Absent => table.name == "table",
        Attr::Computed | Attr::Unknown => false,
    })
}

/// Whether the scripts of DSFR or Bootstrap make the element a window when they open it.
fn becomes_window(view: &View<'_>, element: &Element) -> bool {
    let class = element.get("class").and_then(|attribute| attribute.value.span());
    class.is_some_and(|span| {
        let written = view.document.source(span);
        ["modal", "offcanvas", "dialog", "fr-header__menu", "fr-header__search"]
            .iter()
            .any(|class| written.contains(class))
    })
}

fn words(element: &Element, role: &str, is_written: bool, attribute: &str, fault: &Fault) -> checks_core::Message {
    let tag = format!("<{}>", element.name);
    let (fr, en) = if is_written {
        (format!("le rôle `{role}`"), format!("the role `{role}`"))
    } else if role == "generic" {
        (format!("un `{tag}` sans rôle"), format!("a `{tag}` without a role"))
    } else {
        (format!("un `{tag}`, dont le rôle est `{role}`"), format!("a `{tag}`, whose role is `{role}`"))
    };
    match fault {
        Fault::Prohibited => message(
            (&format!("`{attribute}` n’est pas permis sur {fr}."), &format!("`{attribute}` is not allowed on {en}.")),
            (
                "Beaucoup de lecteurs d’écran ne lisent pas un nom donné à un élément de ce genre.",
                "Many screen readers do not read a name that is given to such an element.",
            ),
            if attribute == "aria-labelledby" {
                (
                    "Retirez l’attribut, ou donnez à l’élément le rôle qu’il a vraiment : `role=\"group\"` pour un groupe, `role=\"dialog\"` pour une fenêtre.",
                    "Remove the attribute, or give the element the role it really has: `role=\"group\"` for a group, `role=\"dialog\"` for a window.",
                )
            } else {
                (
                    "Écrivez ce texte dans l’élément, au besoin dans un `<span class=\"fr-sr-only\">` ; ou donnez à l’élément le rôle qu’il a vraiment (`role=\"img\"` pour une icône, `role=\"group\"` pour un groupe).",
                    "Write that text in the element, if need be in a `<span class=\"fr-sr-only\">`; or give the element the role it really has (`role=\"img\"` for an icon, `role=\"group\"` for a group).",
                )
            },
        ),
        Fault::Draft => message(
            (
                &format!("`{attribute}` ne fait pas partie de WAI-ARIA 1.2."),
                &format!("`{attribute}` is not part of WAI-ARIA 1.2."),
            ),
            (
                "Il vient de la version suivante, que tous les lecteurs d’écran ne suivent pas encore.",
                "It comes from the next version, which not all screen readers follow yet.",
            ),
            (
                "Vérifiez que l’information reste lue sans lui : par le texte de la page, ou par `aria-describedby`.",
                "Check that the information is still read without it: in the text of the page, or with `aria-describedby`.",
            ),
        ),
        Fault::OutOfTree => message(
            (
                &format!("`{attribute}` n’est prévu que pour les lignes d’une arborescence (`treegrid`)."),
                &format!("`{attribute}` is meant only for the rows of a tree grid (`treegrid`)."),
            ),
            (
                "Dans un tableau, les lecteurs d’écran l’ignorent ou l’annoncent hors de propos.",
                "In a table, screen readers ignore it or announce it out of place.",
            ),
            (
                "Mettez `aria-expanded` sur le bouton qui déplie la ligne, ou donnez au tableau `role=\"treegrid\"` et son clavier.",
                "Put `aria-expanded` on the button that unfolds the row, or give the table `role=\"treegrid\"` and its keyboard.",
            ),
        ),
        Fault::Outdated => message(
            (
                &format!("Depuis WAI-ARIA 1.2, `{attribute}` n’est plus prévu pour {fr}."),
                &format!("Since WAI-ARIA 1.2, `{attribute}` is no longer meant for {en}."),
            ),
            (
                "Les lecteurs d’écran peuvent ne pas l’annoncer à cet endroit.",
                "Screen readers may not announce it there.",
            ),
            (
                "Vérifiez que l’attribut est sur l’élément avec lequel on agit, et non sur ce qui l’entoure.",
                "Check that the attribute is on the element that people act on, and not on what is around it.",
            ),
        ),
        Fault::Unsupported => message(
            (&format!("`{attribute}` n’est pas prévu pour {fr}."), &format!("`{attribute}` is not meant for {en}.")),
            (
                "Les lecteurs d’écran l’ignorent, ou l’annoncent hors de propos.",
                "Screen readers ignore it, or announce it out of place.",
            ),
            (
                "Déplacez l’attribut sur l’élément avec lequel on agit, donnez à celui-ci le rôle qui convient, ou retirez l’attribut.",
                "Move the attribute to the element that people act on, give this one the role that fits, or remove the attribute.",
            ),
        ),
    }
}
