//! A page fits a narrow screen.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::style::{Block, Declaration, Sheet};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "page-width",
    level: Level::Warning,
    sources: &["RGAA-10.11.1", "WCAG-1.4.10"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue],
    page: include_str!("page_width.md"),
};

/// Selectors of the page as a whole.
const PAGE: &[&str] =
    &["html", "body", ":root", "html, body", "html body", "main", "body > main", "#app", "#root", "#__next"];

/// The width that a page must fit, in pixels.
const NARROW: f64 = 320.0;

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    sheet.blocks.iter().filter_map(|block| judge(file, sheet, block)).collect()
}

fn judge(file: &File, sheet: &Sheet, block: &Block) -> Option<Finding> {
    let selector = block.selectors.iter().find(|one| PAGE.contains(&one.as_str()))?;
    if block.open_ended || !block.conditions.is_empty() {
        return None;
    }
    // A later rule may take it back on narrow screens, in this sheet.
    let is_undone = |name: &str| {
        sheet.blocks.iter().any(|other| {
            !other.conditions.is_empty() && other.selectors.contains(selector) && other.get(name).is_some()
        })
    };
    let least = block.get("min-width");
    let fixed = block.get("width").filter(|_| block.get("max-width").is_none());
    let (declaration, width) = [least, fixed]
        .into_iter()
        .flatten()
        .filter_map(|one| Some((one, pixels(one)?)))
        .find(|(one, width)| *width > NARROW && !is_undone(&one.name))?;
    let words = message(
        (
            &format!("`{selector}` a une largeur d’au moins {width} pixels."),
            &format!("`{selector}` is at least {width} pixels wide."),
        ),
        (
            "Une personne malvoyante qui agrandit la page, ou qui la lit sur un téléphone, doit la faire défiler de gauche à droite à chaque ligne.",
            "A person with low vision who enlarges the page, or who reads it on a phone, has to scroll it sideways at each line.",
        ),
        (
            "Écrivez `max-width` à la place : la page doit tenir dans 320 pixels sans défilement horizontal.",
            "Write `max-width` instead: the page has to fit 320 pixels without scrolling sideways.",
        ),
    );
    Some(Finding::new(&META, file.place(declaration.span), words))
}

/// A length in whole pixels; `rem` as browsers count it by default.
fn pixels(declaration: &Declaration) -> Option<f64> {
    if declaration.dynamic {
        return None;
    }
    let value = declaration.value.trim();
    let number = |unit: &str| value.strip_suffix(unit)?.parse::<f64>().ok().filter(|number| number.is_finite());
    number("rem").map(|rem| rem * 16.0).or_else(|| number("px")).map(f64::round)
}
