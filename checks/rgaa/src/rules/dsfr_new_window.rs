//! A link of the DSFR that opens a window says so, as its documentation asks.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, Value};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-new-window",
    level: Level::Notice,
    sources: &["RGAA-6.1.1", "WCAG-3.2.5"],
    languages: Language::MARKUP,
    page: include_str!("dsfr_new_window.md"),
};

/// Words by which a link says that it opens a window, in lower case.
const WARNINGS: &[&str] = &["fenêtre", "fenetre", "onglet", "window", "new tab", "site externe", "external site"];

/// Said once a file, at its first such link: a page that forgets it forgets it everywhere.
fn look(view: &View<'_>) -> Vec<Finding> {
    let links = view.document.elements().filter(|(id, element)| is_silent(view, *id, element));
    links.take(1).map(|(_, element)| finding(view, element)).collect()
}

fn is_silent(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    // The buttons by which a page is shared are written without, in its documentation.
    let is_share = || {
        view.document.ancestors(node).any(|(_, around)| {
            around.text("class").is_some_and(|class| class.split_whitespace().any(|word| word.starts_with("fr-share")))
        })
    };
    if element.name != "a" || element.open_ended || view.attr(element, "target") != Attr::Text("_blank") || is_share() {
        return false;
    }
    if !is_dsfr(element) || view.role(element) != Role::Is("link") || view.sight(node) != Sight::Shown {
        return false;
    }
    let mut told = String::new();
    for name in ["title", "aria-label", "aria-describedby", "aria-labelledby"] {
        match view.attr(element, name) {
            Attr::Text(text) if !name.ends_with("by") => told.push_str(text),
            Attr::Absent => {}
            Attr::Text(_) | Attr::Computed | Attr::Unknown => return false,
        }
    }
    let name = view.name(node, element);
    let Some(name) = name.whole() else { return false };
    told.push_str(name);
    let told = told.to_lowercase();
    !WARNINGS.iter().any(|word| told.contains(word))
}

/// Whether the link is drawn by the DSFR.
fn is_dsfr(element: &Element) -> bool {
    let Some(class) = element.get("class") else { return false };
    let is_word = |text: &str| text.split_whitespace().any(|word| word.starts_with("fr-"));
    match &class.value {
        Value::Empty => false,
        Value::Text { text, .. } => is_word(text),
        Value::Dynamic { known, .. } => known.iter().any(|part| is_word(part)),
    }
}

fn finding(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Ce lien ouvre une nouvelle fenêtre sans le dire.", "This link opens a new window without saying so."),
        (
            "Qui ne voit pas l’icône ne comprend pas pourquoi le bouton « Précédent » ne marche plus.",
            "Who does not see the icon does not understand why the “Back” button no longer works.",
        ),
        (
            "Ajoutez un `title` comme le demande le DSFR : « Intitulé - nouvelle fenêtre ». Vérifiez aussi les autres liens `target=\"_blank\"` de ce fichier.",
            "Add a `title` as the DSFR asks: “Text - nouvelle fenêtre”. Check the other `target=\"_blank\"` links of this file as well.",
        ),
    );
    Finding::new(&META, view.tag(element), words)
}
