//! A navigation of the design system is a `nav` that has a name.

use checks_core::{Finding, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::has_class;
use crate::rule::{Look, Rule};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-navigation",
    level: Level::Warning,
    sources: &["RGAA-9.2.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("dsfr_navigation.md"),
};

/// The design system's navigations.
const NAVIGATIONS: &[&str] = &["fr-breadcrumb", "fr-nav", "fr-pagination", "fr-sidemenu", "fr-summary"];

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    if !view.speaks_dsfr() || element.is_component {
        return None;
    }
    // The choice of a language wears the class of a menu without being one.
    if has_class(element, "fr-translate") {
        return None;
    }
    let class = NAVIGATIONS.iter().find(|class| has_class(element, class))?;
    let is_navigation = match view.attr(element, "role") {
        Attr::Text(role) => role.trim() == "navigation" || element.name == "nav",
        Attr::Absent => element.name == "nav",
        Attr::Computed | Attr::Unknown => true,
    };
    let place = view.tag(element);
    if !is_navigation {
        return Some(Finding::new(&META, place, no_navigation(class)));
    }
    // The RGAA asks for no name where there is one navigation: it is the design system that does.
    let is_nameless = ["aria-label", "aria-labelledby", "title"].iter().all(|name| view.attr(element, name).is_blank());
    is_nameless.then(|| Finding::new(&META, place, no_name(class)).level(Level::Notice))
}

fn no_navigation(class: &str) -> Message {
    Message {
        what: Text::new(
            format!("Ce bloc `{class}` du DSFR n’est pas une navigation."),
            format!("This DSFR `{class}` block is no navigation."),
        ),
        why: Text::new(
            "Un lecteur d’écran ne le compte pas parmi les navigations de la page, où l’on va d’un coup.",
            "A screen reader does not count it among the page’s navigations, where one goes at once.",
        ),
        how: Text::new(
            format!("Écrivez-le `<nav class=\"{class}\">`, avec un `aria-label`."),
            format!("Write it `<nav class=\"{class}\">`, with an `aria-label`."),
        ),
    }
}

fn no_name(class: &str) -> Message {
    Message {
        what: Text::new(
            format!("Cette navigation `{class}` du DSFR n’a pas de nom."),
            format!("This DSFR `{class}` navigation has no name."),
        ),
        why: Text::new(
            "Dans la liste des navigations de la page, un lecteur d’écran ne la distingue pas des autres.",
            "In the list of the page’s navigations a screen reader does not tell it from the others.",
        ),
        how: Text::new(
            "Ajoutez l’`aria-label` que le DSFR demande, ou un `aria-labelledby` qui désigne son titre.",
            "Add the `aria-label` that the DSFR asks for, or an `aria-labelledby` that points to its title.",
        ),
    }
}
