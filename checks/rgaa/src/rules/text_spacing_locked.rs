//! Readers may widen the spacing of text.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::style::{Declaration, declarations};
use checks_markup::{Element, NodeId, NodeKind, Value};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["style"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "text-spacing-locked",
    level: Level::Warning,
    sources: &["RGAA-10.12.1", "WCAG-1.4.12", "ACT-24afc2", "ACT-9e45ec", "ACT-78fd32"],
    languages: &[Language::Html, Language::Vue, Language::Erb, Language::Haml, Language::Twig, Language::Jinja],
    page: include_str!("text_spacing_locked.md"),
};

/// The properties, what they must at least be in font sizes, and the ACT rule of each.
const SPACINGS: [(&str, f64, &str); 3] =
    [("letter-spacing", 0.12, "ACT-24afc2"), ("line-height", 1.5, "ACT-78fd32"), ("word-spacing", 0.16, "ACT-9e45ec")];

/// Text that is shorter stays on one line: the height of lines does not matter.
const SHORT: usize = 40;

/// Where the size of the font is not written, the smallest that text is set in, in pixels: what is too tight for it is
/// too tight for any.
const SMALLEST: f64 = 9.0;

/// Nodes that are looked at for text.
const REACH: usize = 256;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let style = element.get("style")?;
    let Value::Text { text, span } = &style.value else { return None };
    if !text.contains('!') || element.is_component || view.sight(node) == Sight::Hidden {
        return None;
    }
    // The span differs from the text where entities were written.
    let written = view.document.source(*span) == text.as_str();
    let own = declarations(text, if written { span.start } else { 0 });
    if own.iter().any(|one| one.name == "position") && text.contains("-9") {
        return None;
    }
    let (name, _, act, declaration) = SPACINGS.iter().find_map(|&(name, least, act)| {
        let declaration = own.iter().rev().find(|one| one.name == name)?;
        let narrow = declaration.important && is_narrow(view, node, declaration, least);
        (narrow && has_text(view, node, name)).then_some((name, least, act, declaration))
    })?;
    let place = if written { declaration.span } else { style.span };
    let words = message(
        (
            &format!("`{name}` est fixé ici avec `!important`, à une valeur trop serrée."),
            &format!("`{name}` is fixed here with `!important`, at a value that is too tight."),
        ),
        (
            "Une personne dyslexique ou malvoyante qui élargit l’espacement du texte pour le lire n’y parvient pas.",
            "A person with dyslexia or low vision who widens the spacing of text to read it cannot.",
        ),
        (
            "Retirez `!important`, et de préférence écrivez cette valeur dans la feuille de style.",
            "Remove `!important`, and preferably write this value in the style sheet.",
        ),
    );
    Some(Finding::new(&META, view.file.place(place), words).sources(&["RGAA-10.12.1", "WCAG-1.4.12", act]))
}

/// Whether the value is certainly under `least` font sizes.
fn is_narrow(view: &View<'_>, node: NodeId, declaration: &Declaration, least: f64) -> bool {
    let value = declaration.value.trim().to_ascii_lowercase();
    if matches!(value.as_str(), "initial" | "normal") {
        return true;
    }
    let number = |unit: &str| value.strip_suffix(unit)?.trim().parse::<f64>().ok();
    let ratio = if let Some(pixels) = number("px") {
        Some(pixels / font_size(view, node).unwrap_or(SMALLEST))
    } else if let Some(ems) = number("em").filter(|_| !value.ends_with("rem")) {
        Some(ems)
    } else if let Some(percent) = number("%") {
        (declaration.name == "line-height").then_some(percent / 100.0)
    } else {
        number("").filter(|&number| declaration.name == "line-height" || number == 0.0)
    };
    ratio.is_some_and(|ratio| ratio < least - 1e-9)
}

/// The size of the font in pixels, where the file writes it.
fn font_size(view: &View<'_>, node: NodeId) -> Option<f64> {
    let pixels = |all: &[Declaration]| {
        let size = all.iter().rev().find(|one| one.name == "font-size")?;
        size.value.strip_suffix("px")?.trim().parse::<f64>().ok().filter(|&size| size > 0.0)
    };
    let element = view.document.element(node)?;
    let inline = element.text("style").and_then(|text| pixels(&declarations(text, 0)));
    let sheet = checks_markup::style::Sheet::of(view.file);
    let named = || {
        let mut blocks = sheet.blocks.iter().rev().filter(|block| block.conditions.is_empty());
        blocks.find(|block| block.selectors.contains(&element.name)).and_then(|block| pixels(&block.declarations))
    };
    inline.or_else(named)
}

/// Whether the element has text that takes the spacing: its own, or that of what it holds and that sets no other.
fn has_text(view: &View<'_>, node: NodeId, name: &str) -> bool {
    let least = if name == "line-height" { SHORT } else { 2 };
    view.document.descendants(node).take(REACH).any(|below| match &view.document.node(below).kind {
        NodeKind::Text(text) if text.trim().chars().count() >= least => {
            let mut between = view.document.ancestors(below).take_while(|&(up, _)| up != node);
            between.all(|(_, around)| {
                // The spacing is held against the size of the font that the text has.
                let keeps = |style: &str| !style.contains(name) && !style.contains("font");
                around.lacks("style") || around.text("style").is_some_and(keeps)
            })
        }
        _ => false,
    })
}
