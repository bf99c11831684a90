//! An `id` that an `aria-` attribute names is in the page.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria::{self, Kind};
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, Target, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["aria-*"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-reference",
    level: Level::Warning,
    sources: &["RGAA-8.2.1", "RGAA-7.1.1", "WCAG-4.1.2"],
    languages: &[Language::Html],
    page: include_str!("aria_reference.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || !element.attributes.iter().any(|attribute| attribute.name.starts_with("aria-")) {
        return None;
    }
    let role = view.given_role(element);
    let (attribute, missing, is_whole) = element.attributes.iter().find_map(|attribute| {
        aria::attribute(&attribute.name).filter(|facts| matches!(facts.kind, Kind::Id | Kind::Ids))?;
        let Attr::Text(ids) = view.attr(element, &attribute.name) else { return None };
        let is_missing = |id: &&str| matches!(view.target(id), Target::Missing);
        let missing = ids.split_whitespace().take(16).find(is_missing)?;
        Some((attribute, missing, ids.split_whitespace().take(16).all(|id| is_missing(&id))))
    })?;
    // Where the attribute itself is out of place, `aria-attribute-allowed` says so.
    let takes_name = matches!(element.name.as_str(), "aside" | "footer" | "form" | "header" | "section");
    let is_prohibited = !takes_name
        && matches!(view.role_at(node, element), Role::Is(role)
        if aria::role(role).is_some_and(|role| role.prohibited.has(&attribute.name)));
    if is_prohibited || view.sight(node) == Sight::Hidden {
        return None;
    }
    let name = attribute.name.as_str();
    // A list, a panel or an error that a script adds when it is needed.
    let comes_later = matches!(
        name,
        "aria-actions"
            | "aria-activedescendant"
            | "aria-controls"
            | "aria-details"
            | "aria-errormessage"
            | "aria-flowto"
            | "aria-owns"
    );
    let is_required = role.is_some_and(|role| role.required.has(name))
        && (name != "aria-controls" || view.attr(element, "aria-expanded") != Attr::Text("false"));
    let words = message(
        (
            &format!("`{name}` nomme « {missing} », qui n’est l’`id` d’aucun élément de la page."),
            &format!("`{name}` names “{missing}”, which is the `id` of no element of the page."),
        ),
        (
            "Le lien entre les deux éléments n’existe pas pour les lecteurs d’écran : le nom, la description ou la commande manque.",
            "The tie between the two elements does not exist for screen readers: the name, the description or the command is missing.",
        ),
        (
            "Corrigez l’`id`, ajoutez l’élément qui manque, ou retirez l’attribut ; si un script ajoute l’élément, vérifiez qu’il a bien cet `id`.",
            "Mend the `id`, add the missing element, or remove the attribute; if a script adds the element, check that it does have that `id`.",
        ),
    );
    let level = if is_required || (is_whole && !comes_later) { Level::Warning } else { Level::Notice };
    let finding = Finding::new(&META, view.file.place(attribute.span), words).level(level);
    Some(if is_required && is_whole {
        finding.sources(&["RGAA-7.1.1", "RGAA-8.2.1", "WCAG-4.1.2", "ACT-6a7281"])
    } else {
        finding
    })
}
