//! A text's colour and that of its background are declared together.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::style::{Block, Declaration, Sheet};

use crate::colour::Colour;
use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "colour-alone",
    level: Level::Notice,
    sources: &["RGAA-10.5.1", "RGAA-10.5.2", "WCAG-1.4.3"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue],
    page: include_str!("colour_alone.md"),
};

/// What all the text of a page takes its colours from.
const PAGE: &[&str] = &["html", "body", ":root", "*"];

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    let of_page = |block: &&Block| block.selectors.iter().any(|one| PAGE.contains(&one.as_str()));
    let blocks: Vec<&Block> = sheet.blocks.iter().filter(of_page).collect();
    // Something unseen may set the other colour.
    if blocks.is_empty() || blocks.iter().any(|block| block.open_ended) {
        return Vec::new();
    }
    let text = blocks.iter().find_map(|block| block.get("color"));
    let behind =
        blocks.iter().find_map(|block| block.declarations.iter().find(|one| one.name.starts_with("background")));
    let is_literal = |one: &&Declaration| !one.dynamic && Colour::read(&one.value).is_some();
    let plain = |one: Option<&Declaration>| {
        blocks.iter().any(|block| {
            block.conditions.is_empty()
                && one.is_some_and(|one| block.declarations.iter().any(|own| own.span == one.span))
        })
    };
    let (alone, is_text) = match (text.filter(is_literal), behind.filter(is_literal)) {
        (Some(text), None) if behind.is_none() && plain(Some(text)) => (text, true),
        (None, Some(behind)) if text.is_none() && plain(Some(behind)) => (behind, false),
        _ => return Vec::new(),
    };
    vec![
        Finding::new(&META, file.place(alone.span), words(is_text))
            .sources(&[if is_text { "RGAA-10.5.1" } else { "RGAA-10.5.2" }, "WCAG-1.4.3"]),
    ]
}

fn words(is_text: bool) -> checks_core::Message {
    let (what, how) = if is_text {
        (
            (
                "La page a une couleur de texte, et ce fichier ne lui donne pas de couleur de fond.",
                "The page has a colour of text, and this file gives it no colour of background.",
            ),
            (
                "Vérifiez qu’une couleur de fond est déclarée pour la page, sinon ajoutez `background-color` ici.",
                "Check that a colour of background is declared for the page, otherwise add `background-color` here.",
            ),
        )
    } else {
        (
            (
                "La page a une couleur de fond, et ce fichier ne lui donne pas de couleur de texte.",
                "The page has a colour of background, and this file gives it no colour of text.",
            ),
            (
                "Vérifiez qu’une couleur de texte est déclarée pour la page, sinon ajoutez `color` ici.",
                "Check that a colour of text is declared for the page, otherwise add `color` here.",
            ),
        )
    };
    message(
        what,
        (
            "Une personne qui a changé les couleurs de son navigateur, par exemple pour un fond noir, peut perdre le texte.",
            "A person who has changed the colours of their browser, for a black background for instance, may lose the text.",
        ),
        how,
    )
}
