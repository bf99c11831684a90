//! What appears under the pointer appears under the focus too.

use checks_core::{File, Finding, Language, Level, Meta, Span};
use checks_markup::style::{Block, Sheet};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "hover-only",
    level: Level::Warning,
    sources: &["RGAA-10.14.1", "WCAG-2.1.1"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue, Language::Jsx],
    page: include_str!("hover_only.md"),
};

/// Rules that a sheet written by hand does not have: each one that shows something is compared to all.
const MOST: usize = 5_000;

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    let mut findings = Vec::new();
    if sheet.blocks.len() > MOST {
        return findings;
    }
    let others = |mark: &str| sheet.blocks.iter().flat_map(|block| &block.selectors).any(|one| one.contains(mark));
    for block in &sheet.blocks {
        let Some(span) = revealed(block).filter(|_| !block.is_within("print")) else { continue };
        let fault = |selector: &&str| {
            let Some((_, target)) = selector.rsplit_once(":hover") else { return false };
            let apart = target.starts_with([' ', '>', '+', '~']) && !target.contains(":focus");
            apart && !target.contains("::") && is_hidden_by_default(sheet, target)
        };
        let Some(selector) = block.selectors.iter().map(std::ops::Deref::deref).find(fault) else { continue };
        let target = selector.rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
        // Any other way that the same sheet shows the same thing will do.
        let shown_otherwise = sheet.blocks.iter().any(|other| {
            revealed(other).is_some()
                && other
                    .selectors
                    .iter()
                    .any(|one| !one.contains(":hover") && one.ends_with(target) && one.len() > target.len())
        });
        if !shown_otherwise && !others(":focus-within") {
            findings.push(Finding::new(&META, file.place(span), words()));
        }
    }
    findings
}

/// Where the rule shows something.
fn revealed(block: &Block) -> Option<Span> {
    let shows = |name: &str, value: &str| match name {
        "display" => matches!(value, "block" | "flex" | "grid" | "inline-block" | "inline-flex"),
        "visibility" => value == "visible",
        _ => false,
    };
    block.declarations.iter().find(|one| !one.dynamic && shows(&one.name, &one.value)).map(|one| one.span)
}

/// Whether the same sheet hides the thing when nothing points at it.
fn is_hidden_by_default(sheet: &Sheet, target: &str) -> bool {
    let Some(name) = target.rsplit([' ', '>', '+', '~']).next().filter(|name| !name.is_empty()) else { return false };
    let hides = |block: &Block| {
        block.get("display").is_some_and(|one| one.value == "none")
            || block.get("visibility").is_some_and(|one| one.value == "hidden")
    };
    sheet
        .blocks
        .iter()
        .filter(|block| hides(block))
        .any(|block| block.selectors.iter().any(|one| one.ends_with(name) && !one.contains(":hover")))
}

fn words() -> checks_core::Message {
    message(
        ("Ce contenu n’apparaît qu’au survol de la souris.", "This content only appears when the mouse hovers."),
        (
            "Une personne qui navigue au clavier ou qui touche un écran n’y a pas accès.",
            "A person who uses the keyboard or a touch screen cannot reach it.",
        ),
        (
            "Montrez-le aussi avec `:focus` ou `:focus-within`, ou par un bouton qui l’ouvre.",
            "Show it with `:focus` or `:focus-within` as well, or by a button that opens it.",
        ),
    )
}
