//! Colours that one style rule sets are contrasted.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::style::{Block, Declaration, Sheet};

use crate::colour::{Pair, Weight, measured};
use crate::rule::{Look, Rule};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "contrast-style",
    level: Level::Warning,
    sources: &["RGAA-3.2.1", "RGAA-3.2.2", "RGAA-3.2.3", "RGAA-3.2.4", "WCAG-1.4.3"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue, Language::Jsx],
    page: include_str!("contrast_style.md"),
};

/// What a selector says of things that are no text to read, or that the criterion leaves out.
const EXEMPT: &[&str] = &[
    "disabled",
    "inactive",
    "logo",
    "brand",
    "icon",
    "::before",
    ":before",
    "::after",
    ":after",
    "::-",
    ":-moz",
    ":-ms",
    "::selection",
    "svg",
    "path",
    "hidden",
    "spinner",
    "loader",
    "blocked",
    "highlight",
    "hljs",
    "out_of_range",
    "readonly",
    "token",
    "print",
];

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    sheet.blocks.iter().filter_map(|block| judge(file, sheet, block)).collect()
}

fn judge(file: &File, sheet: &Sheet, block: &Block) -> Option<Finding> {
    let declared = block.get("color")?;
    let background = background(block)?;
    let exempt = |text: &str| EXEMPT.iter().any(|mark| text.to_ascii_lowercase().contains(mark));
    if block.selectors.is_empty()
        || block.selectors.iter().all(|one| exempt(one))
        || ["print", "forced-colors"].iter().any(|word| block.is_within(word))
        || ["background-image", "opacity", "mix-blend-mode", "text-indent", "-webkit-text-fill-color", "filter"]
            .iter()
            .any(|name| block.get(name).is_some())
        || block.get("display").is_some_and(|one| one.value == "none")
        || block.get("font-size").is_some_and(|one| matches!(one.value.as_str(), "0" | "0px"))
    {
        return None;
    }
    let value = |one: &'_ Declaration| {
        sheet.value(one).or_else(|| one.value.starts_with("var(--").then_some(&one.value)).map(ToOwned::to_owned)
    };
    let pair = Pair::read(&value(declared)?, &value(background)?)?;
    let size = block.get("font-size").and_then(|one| sheet.value(one));
    let weight = Weight::read(block.get("font-weight").and_then(|one| sheet.value(one)));
    let (sources, level, words) = measured(pair, size, weight, true)?;
    Some(Finding::new(&META, file.place(declared.span), words).sources(&sources).level(level))
}

/// The one background the rule sets.
fn background(block: &Block) -> Option<&Declaration> {
    let mut all =
        block.declarations.iter().filter(|one| matches!(one.name.as_str(), "background" | "background-color"));
    all.next_back().filter(|_| all.next_back().is_none())
}
