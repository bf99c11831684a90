//! A field that changes does not change the page.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &[], attributes: &["onfocus", "onblur", "onchange", "oninput", "onselect"], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "change-navigates",
    level: Level::Warning,
    sources: &["RGAA-7.4.1", "WCAG-3.2.2"],
    languages: Language::MARKUP,
    page: include_str!("change_navigates.md"),
};

/// Code that leaves the page, sends the form or opens a window.
const LEAVES: &[&str] = &[
    ".submit(",
    ".requestSubmit(",
    "location.href",
    "location=",
    "location =",
    "location.assign",
    "location.replace",
    "window.open(",
    "Turbo.visit(",
    "Turbolinks.visit(",
];

/// Code that may only change a part of the page: a router is used for filters too.
const MAY_LEAVE: &[&str] = &["router.push(", "router.replace(", "navigate(", "goto(", "history.push(", "submitForm("];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !matches!(element.name.as_str(), "input" | "select" | "textarea") {
        return None;
    }
    let on_focus = view.listener_among(element, &["onfocus", "onblur"]);
    let listener = view.listener_among(element, &["onchange", "oninput", "onselect"]).or(on_focus)?;
    let is_button = element
        .text("type")
        .is_some_and(|kind| matches!(kind, "submit" | "button" | "image" | "reset" | "file" | "search"));
    if is_button || view.sight(node) == Sight::Hidden {
        return None;
    }
    let code = view.code(listener);
    let level = if LEAVES.iter().any(|word| code.contains(word)) {
        Level::Warning
    } else if MAY_LEAVE.iter().any(|word| code.contains(word)) {
        Level::Notice
    } else {
        return None;
    };
    let what = if listener.name == "onfocus" || listener.name == "onblur" {
        ("Passer par ce champ suffit à changer de page.", "Going through this field is enough to change the page.")
    } else {
        (
            "Changer ce champ envoie le formulaire ou change de page.",
            "Changing this field sends the form or changes the page.",
        )
    };
    let how = if level == Level::Warning {
        (
            "Ajoutez un bouton qui le fait à la demande, ou un texte avant le champ qui prévient.",
            "Add a button that does it on request, or a text before the field that warns.",
        )
    } else {
        (
            "Vérifiez que la personne reste sur la même page, ou qu’un texte avant le champ la prévient.",
            "Verify that the person stays on the same page, or that a text before the field warns.",
        )
    };
    let words = message(
        what,
        (
            "Une personne qui parcourt les choix au clavier, ou n’y voit pas, part sans l’avoir voulu.",
            "A person who goes through the choices with the keyboard, or does not see, leaves without meaning to.",
        ),
        how,
    );
    Some(Finding::new(&META, view.file.place(listener.span), words).level(level))
}
