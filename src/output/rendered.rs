//! What a browser saw of pages, as text, JSON, and Markdown for a check run's summary.

use std::fmt::Write as _;

use checks_core::{Lang, Level};
use serde_json::{Value, json};

use super::text::plain;
use crate::review::summary::{count, level_word, others};
use crate::scan::axe::{Contrast, VERSION};
use crate::scan::{Element, Scan, Violation};

/// Elements told one by one for a rule.
const MOST_ELEMENTS: usize = 5;

/// Whether something is wrong for sure.
pub fn fails(scan: &Scan) -> bool {
    scan.pages.iter().flat_map(|page| &page.violations).any(|violation| violation.level == Level::Failure)
}

/// In words, page by page.
pub fn text(scan: &Scan, lang: Lang) -> String {
    let mut out = String::new();
    for page in &scan.pages {
        let _ = writeln!(out, "{} ({})", plain(page.url.as_str()), plain(&page.title));
        if page.violations.is_empty() {
            let nothing = match lang {
                Lang::Fr => "rien trouvé par les règles d’axe-core",
                Lang::En => "nothing found by axe-core’s rules",
            };
            let _ = writeln!(out, "  {nothing}");
        }
        for violation in &page.violations {
            let Violation { rule, help, level, sources, .. } = violation;
            let _ = writeln!(out, "  {} · {} [{rule}] {}", level_word(*level, lang), plain(help), sources.join(" "));
            for element in violation.elements.iter().take(MOST_ELEMENTS) {
                let _ = writeln!(out, "      {}{}", plain(&element.selector), colours(element, lang));
            }
            if let Some(more) = beyond(violation, lang) {
                let _ = writeln!(out, "      {more}");
            }
        }
        out.push('\n');
    }
    let _ = writeln!(out, "{}", total(scan, lang));
    out
}

fn beyond(violation: &Violation, lang: Lang) -> Option<String> {
    let more = violation.more + violation.elements.len().saturating_sub(MOST_ELEMENTS);
    (more > 0).then(|| others(more, lang))
}

fn colours(element: &Element, lang: Lang) -> String {
    let Some(Contrast { foreground, background, ratio, expected }) = &element.contrast else { return String::new() };
    let (foreground, background, ratio, expected) =
        (plain(foreground), plain(background), plain(ratio), plain(expected));
    match lang {
        Lang::Fr => format!(" : {foreground} sur {background}, contraste {ratio}, attendu {expected}"),
        Lang::En => format!(": {foreground} on {background}, contrast {ratio}, expected {expected}"),
    }
}

fn total(scan: &Scan, lang: Lang) -> String {
    let found: usize = scan
        .pages
        .iter()
        .flat_map(|page| &page.violations)
        .map(|violation| violation.elements.len() + violation.more)
        .sum();
    let pages = count(scan.pages.len(), lang, ("page vue", "page seen"), ("pages vues", "pages seen"));
    let found = count(found, lang, ("élément en défaut", "faulty element"), ("éléments en défaut", "faulty elements"));
    match lang {
        Lang::Fr => format!("{pages} par axe-core {VERSION} : {found}. Le reste demande une personne."),
        Lang::En => format!("{pages} by axe-core {VERSION}: {found}. The rest takes a person."),
    }
}

/// As JSON: `engine`, and per page its `url`, `title` and `violations` (`rule`, `level`, `help`, `help_url`, `sources`,
/// `elements`, `more`), then `missed` (`url`, `why`).
///
/// # Errors
///
/// Never: every value is text or a number.
pub fn json(scan: &Scan) -> serde_json::Result<String> {
    let element = |element: &Element| {
        let mut value = json!({ "selector": element.selector });
        if let Some(contrast) = &element.contrast {
            value["contrast"] = json!({
                "foreground": contrast.foreground,
                "background": contrast.background,
                "ratio": contrast.ratio,
                "expected": contrast.expected,
            });
        }
        value
    };
    let violation = |violation: &Violation| {
        json!({
            "rule": violation.rule,
            "level": violation.level,
            "help": violation.help,
            "help_url": violation.help_url,
            "sources": violation.sources,
            "elements": violation.elements.iter().map(element).collect::<Vec<Value>>(),
            "more": violation.more,
        })
    };
    let pages: Vec<Value> = scan
        .pages
        .iter()
        .map(|page| {
            let violations: Vec<Value> = page.violations.iter().map(violation).collect();
            json!({ "url": page.url.as_str(), "title": page.title, "violations": violations })
        })
        .collect();
    let missed: Vec<Value> =
        scan.missed.iter().map(|missed| json!({ "url": missed.url.as_str(), "why": missed.why.to_string() })).collect();
    let all = json!({ "engine": format!("axe-core {VERSION}"), "pages": pages, "missed": missed });
    Ok(serde_json::to_string_pretty(&all)? + "\n")
}
