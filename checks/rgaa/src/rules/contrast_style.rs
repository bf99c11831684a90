//! Colours that one style rule sets are contrasted.

use std::collections::HashMap;

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

/// What makes a text's colours unlike those that its rule writes.
const BLENDING: &[&str] =
    &["background-image", "opacity", "mix-blend-mode", "text-indent", "-webkit-text-fill-color", "filter"];

/// States in which an element keeps what the state does not change.
const STATES: &[&str] = &[":hover", ":focus", ":active", ":focus-visible"];

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    let mut findings: Vec<Finding> = sheet.blocks.iter().filter_map(|block| of_rule(file, sheet, block)).collect();
    let states: Vec<(&Block, &str)> = sheet.blocks.iter().filter_map(|block| Some((block, state_of(block)?))).collect();
    if !states.is_empty() {
        let index = by_selector(sheet);
        findings.extend(states.into_iter().filter_map(|(block, usual)| {
            let usual = alone(index.get(usual)?, block)?;
            // Its colours lack contrast already: that is said once.
            if of_rule(file, sheet, usual).is_some() {
                return None;
            }
            let (text, behind) = match (block.get("color"), background(block)) {
                (Some(text), None) => (text, background(usual)?),
                (None, Some(behind)) => (usual.get("color")?, behind),
                _ => return None,
            };
            // The state must not be told again elsewhere in the sheet.
            alone(index.get(block.selectors.first()?.as_str())?, block)?;
            judge(file, sheet, block, text, behind, usual)
        }));
    }
    findings
}

/// What is said of the two colours that one rule writes.
fn of_rule(file: &File, sheet: &Sheet, block: &Block) -> Option<Finding> {
    judge(file, sheet, block, block.get("color")?, background(block)?, block)
}

/// The selector whose state the rule is for, where it says one of the two colours of it.
fn state_of(block: &Block) -> Option<&str> {
    let [selector] = block.selectors.as_slice() else { return None };
    let usual = STATES.iter().find_map(|state| selector.strip_suffix(state))?;
    let says_one =
        block.get("color").is_some() != block.declarations.iter().any(|one| one.name.starts_with("background"));
    (says_one && !block.open_ended && !usual.contains(':')).then_some(usual)
}

fn by_selector(sheet: &Sheet) -> HashMap<&str, Vec<&Block>> {
    let mut index: HashMap<&str, Vec<&Block>> = HashMap::new();
    for block in &sheet.blocks {
        for selector in &block.selectors {
            index.entry(selector).or_default().push(block);
        }
    }
    index
}

/// The one rule that says colours, under the conditions of `like`.
fn alone<'s>(blocks: &[&'s Block], like: &Block) -> Option<&'s Block> {
    let says = |block: &&&Block| {
        block.declarations.iter().any(|one| one.name == "color" || one.name.starts_with("background"))
    };
    let mut all = blocks.iter().filter(says);
    let one = all.next().filter(|_| all.next().is_none())?;
    (!one.open_ended && one.conditions == like.conditions).then_some(*one)
}

/// What is said of the two colours, at the rule `block`; `usual` is the rule that says the size.
fn judge(
    file: &File,
    sheet: &Sheet,
    block: &Block,
    text: &Declaration,
    behind: &Declaration,
    usual: &Block,
) -> Option<Finding> {
    let value = |one| sheet.value(one).or_else(|| Some(one.value.as_str()).filter(|value| value.starts_with("var(--")));
    let pair = Pair::read(value(text)?, value(behind)?)?;
    let size = usual.get("font-size").and_then(|one| sheet.value(one));
    let weight = Weight::read(usual.get("font-weight").and_then(|one| sheet.value(one)));
    let (sources, level, words) = measured(pair, size, weight, true)?;
    let own = [text, behind].into_iter().find(|one| block.declarations.iter().any(|other| other.span == one.span))?;
    let is_exempt = [block, usual].into_iter().any(is_exempt);
    (!is_exempt).then(|| Finding::new(&META, file.place(own.span), words).sources(&sources).level(level))
}

/// Whether a rule is of what is no text to read, or what its colours are is not what is seen.
fn is_exempt(block: &Block) -> bool {
    let exempt = |selector: &str| {
        let selector = selector.to_ascii_lowercase();
        EXEMPT.iter().any(|mark| selector.contains(mark))
    };
    block.selectors.iter().all(|one| exempt(one))
        || ["print", "forced-colors"].iter().any(|word| block.is_within(word))
        || BLENDING.iter().any(|name| block.get(name).is_some())
        || block.get("display").is_some_and(|one| one.value == "none")
        || block.get("font-size").is_some_and(|one| matches!(one.value.as_str(), "0" | "0px"))
}

/// The one background the rule sets.
fn background(block: &Block) -> Option<&Declaration> {
    let mut all =
        block.declarations.iter().filter(|one| matches!(one.name.as_str(), "background" | "background-color"));
    all.next_back().filter(|_| all.next_back().is_none())
}
