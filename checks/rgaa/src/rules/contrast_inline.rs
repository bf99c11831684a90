//! Colours that an element's own style sets are contrasted.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::style::{Declaration, declarations};
use checks_markup::{Element, NodeId, Value};

use crate::colour::{Pair, Weight, measured};
use crate::rule::{Look, Rule};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["style", "sx"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "contrast-inline",
    level: Level::Failure,
    sources: &[
        "RGAA-3.2.1",
        "RGAA-3.2.2",
        "RGAA-3.2.3",
        "RGAA-3.2.4",
        "WCAG-1.4.3",
        "WCAG-1.4.6",
        "ACT-afw4f7",
        "ACT-09o5cg",
    ],
    languages: Language::MARKUP,
    page: include_str!("contrast_inline.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let style = element.get("style").or_else(|| element.get("sx"))?;
    let span = style.value.span()?;
    // `sx` is of MUI, whose components hand it to the element they render.
    let is_sx = style.name == "sx";
    let own = match &style.value {
        Value::Text { text, .. } if text.contains("color") && !is_sx => declarations(text, 0),
        Value::Dynamic { .. } if view.document.language == Language::Jsx => of_object(view.document.source(span))?,
        _ => return None,
    };
    let is_known = |one: &&Declaration| !one.dynamic || one.value.starts_with("var(--");
    let get = |name: &str| own.iter().rev().find(|one| one.name == name).filter(is_known);
    let background = get("background-color").or_else(|| get("background"))?;
    let pair = Pair::read(&get("color")?.value, &background.value)?;
    let is_whole = !own.iter().any(|one| {
        ["background-image", "opacity", "text-indent", "filter", "mix-blend-mode"].contains(&one.name.as_str())
    }) && own.iter().filter(|one| one.name.starts_with("background")).count() == 1;
    if !is_whole
        || (element.is_component && !is_sx)
        || !view.has_own_words(node)
        || view.may_lack_contrast(node, element)
    {
        return None;
    }
    let size = get("font-size").map(|one| one.value.as_str());
    let weight = Weight::read(get("font-weight").map(|one| one.value.as_str()));
    let may_be_large = element.get("class").is_some()
        || is_sx
        || element.open_ended
        || matches!(element.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th" | "strong" | "b" | "big");
    let (sources, level, words) = measured(pair, size, weight, may_be_large)?;
    let sources: Vec<&str> = sources.into_iter().chain(["ACT-afw4f7", "ACT-09o5cg"]).collect();
    Some(Finding::new(&META, view.file.place(style.span), words).sources(&sources).level(level))
}

/// The declarations of a literal style object: `{ color: '#777', backgroundColor: "#888" }`. Other values are dynamic.
/// `None` where it is no plain object.
fn of_object(code: &str) -> Option<Vec<Declaration>> {
    let code = code.trim().trim_start_matches('{').trim_end_matches('}');
    if code.contains("...") || code.contains(['{', '`', '[']) || !code.contains("olor") {
        return None;
    }
    let mut found = Vec::new();
    for pair in split(code) {
        let Some((name, value)) = pair.split_once(':') else { continue };
        let value = value.trim().trim_end_matches("as const").trim();
        let text = ['\'', '"'].iter().find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
        let mut css = String::new();
        for c in name.trim().trim_matches(['\'', '"']).chars() {
            if c.is_ascii_uppercase() {
                css.push('-');
            }
            css.push(c.to_ascii_lowercase());
        }
        // MUI's own word.
        if css == "bgcolor" {
            "background-color".clone_into(&mut css);
        }
        let number = value.parse::<f64>().is_ok();
        let value = match text {
            Some(text) if !text.contains(['\'', '"']) => text.to_owned(),
            _ if number && css != "font-weight" => format!("{value}px"),
            _ => value.to_owned(),
        };
        found.push(Declaration {
            name: css.into(),
            value: value.into(),
            important: false,
            dynamic: text.is_none_or(|text| text.contains(['\'', '"']) || text.contains("var(")) && !number,
            span: checks_core::Span::default(),
        });
    }
    Some(found)
}

/// Splits at commas outside quotes and parentheses.
fn split(code: &str) -> Vec<&str> {
    let (mut depth, mut quote) = (0_i32, None);
    let pieces = code.split(move |c: char| {
        match (quote, c) {
            (Some(open), _) if open == c => quote = None,
            (None, '\'' | '"') => quote = Some(c),
            (None, '(') => depth += 1,
            (None, ')') => depth -= 1,
            _ => {}
        }
        c == ',' && depth <= 0 && quote.is_none()
    });
    pieces.collect()
}
