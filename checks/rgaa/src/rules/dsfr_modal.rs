//! A modal of the design system has a name and can be closed.

use checks_core::{Finding, Language, Level, Message, Meta};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::has_class;
use crate::rule::{Look, Rule, message};
use crate::view::{Attr, Target, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-modal",
    level: Level::Warning,
    sources: &["RGAA-7.1.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("dsfr_modal.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !view.speaks_dsfr() || element.is_component {
        return None;
    }
    let words = if has_class(element, "fr-modal") {
        fault(view, element)?
    } else if has_class(element, "fr-btn--close") && closes_nothing(view, node, element) {
        no_target()
    } else {
        return None;
    };
    Some(Finding::new(&META, view.tag(element), words))
}

/// The design system's script makes it a dialog where its element does not: what is left to the page is its name.
fn fault(view: &View<'_>, element: &Element) -> Option<Message> {
    (view.attr(element, "aria-label").is_blank() && is_nameless(view, element)).then(no_name)
}

fn is_nameless(view: &View<'_>, element: &Element) -> bool {
    match view.attr(element, "aria-labelledby") {
        Attr::Text(ids) => ids.split_whitespace().all(|id| matches!(view.target(id), Target::Missing)),
        other => other.is_blank(),
    }
}

/// The design system's script finds what a button closes by its `aria-controls`; another script may listen itself.
fn closes_nothing(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    let listens = element.attributes.iter().any(|attribute| {
        let name = attribute.name.as_str();
        name.starts_with("on") || name.starts_with("data-") || matches!(name, "form" | "formmethod" | "id")
    });
    !listens
        && element.lacks("aria-controls")
        && view.document.ancestors(node).take(32).any(|(_, around)| has_class(around, "fr-modal"))
}

fn no_name() -> Message {
    message(
        ("Cette modale du DSFR n’a pas de nom.", "This DSFR modal has no name."),
        (
            "Quand elle s’ouvre, un lecteur d’écran annonce une fenêtre sans dire laquelle.",
            "When it opens, a screen reader announces a window without saying which.",
        ),
        (
            "Donnez-lui un `aria-labelledby` qui désigne l’`id` de son titre (`fr-modal__title`).",
            "Give it an `aria-labelledby` that points to the `id` of its title (`fr-modal__title`).",
        ),
    )
}

fn no_target() -> Message {
    message(
        (
            "Ce bouton « Fermer » ne dit pas quelle modale il ferme : `aria-controls` manque.",
            "This close button does not say which modal it closes: `aria-controls` is missing.",
        ),
        (
            "Le script du DSFR s’en sert pour fermer la modale et rendre le focus ; sans lui, le bouton ne fait rien.",
            "The DSFR’s script uses it to close the modal and give the focus back; without it the button does nothing.",
        ),
        (
            "Ajoutez au bouton un `aria-controls` dont la valeur est l’`id` de la modale.",
            "Add to the button an `aria-controls` whose value is the modal’s `id`.",
        ),
    )
}
