//! Links in a text are told by more than their colour, as style sheets have it.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::style::{Block, Sheet};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "link-underline-style",
    level: Level::Warning,
    sources: &["RGAA-10.6.1", "WCAG-1.4.1"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue, Language::Jsx],
    page: include_str!("link_underline_style.md"),
};

/// Properties by which a link stands out of a text without its colour.
pub(crate) const CUES: &[&str] = &[
    "background",
    "background-color",
    "background-image",
    "border",
    "border-bottom",
    "border-bottom-style",
    "border-bottom-width",
    "box-shadow",
    "display",
    "font-style",
    "font-weight",
    "outline",
    "padding",
    "text-shadow",
];

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    sheet.blocks.iter().filter_map(|block| judge(file, sheet, block)).collect()
}

fn judge(file: &File, sheet: &Sheet, block: &Block) -> Option<Finding> {
    let decoration = ["text-decoration", "text-decoration-line"].iter().find_map(|name| block.get(name))?;
    if decoration.dynamic || decoration.value != "none" || block.open_ended || block.is_within("print") {
        return None;
    }
    let selector = block.selectors.iter().find(|one| is_link_in_text(one))?;
    // Anything that the same sheet says of links elsewhere may mark them, or mark them under the pointer.
    let marks = |other: &Block| {
        let is_of_links = other.selectors.iter().any(|one| {
            let last = one.rsplit([' ', '>', '+', '~']).next().unwrap_or_default();
            last == "a" || last.starts_with("a:") || last.starts_with("a[")
        });
        is_of_links
            && (other.open_ended
                || other.declarations.iter().any(|one| {
                    let is_nothing = matches!(one.value.as_str(), "none" | "0" | "normal" | "transparent" | "inherit");
                    !is_nothing && (CUES.contains(&one.name.as_str()) || one.name.starts_with("text-decoration"))
                }))
    };
    if sheet.blocks.iter().any(marks) {
        return None;
    }
    let selector: String = selector.chars().take(80).collect();
    let words = message(
        (
            &format!("Les liens de `{selector}` ne se distinguent du texte que par leur couleur."),
            &format!("The links of `{selector}` differ from the text by their colour alone."),
        ),
        (
            "Une personne daltonienne ou malvoyante ne voit pas qu’il y a là un lien.",
            "A person who is colour-blind or has low vision cannot see that there is a link.",
        ),
        (
            "Laissez le soulignement aux liens qui sont dans un texte.",
            "Leave the underline to the links that are in a text.",
        ),
    );
    Some(Finding::new(&META, file.place(decoration.span), words))
}

/// Whether a selector names the links of paragraphs: `p a`, `.article p > a`.
fn is_link_in_text(selector: &str) -> bool {
    let parts: Vec<&str> = selector.split([' ', '>']).filter(|part| !part.is_empty()).collect();
    let [.., around, last] = parts.as_slice() else { return false };
    let apart = ["nav", "menu", "foot", "head", "breadcrumb", "card", "btn", "button", "pag", "list", "+", "~"];
    matches!(*last, "a" | "a:link" | "a:visited")
        && (*around == "p" || around.starts_with("p."))
        && !apart.iter().any(|word| selector.to_ascii_lowercase().contains(word))
}
