//! The rules, as a list to read and as JSON.

use std::fmt::Write as _;

use checks_core::{Lang, Language, Level, Meta, Text};
use serde::Serialize;

use crate::review::summary::level_word;

#[derive(Serialize)]
struct Rule {
    id: String,
    check: &'static str,
    level: Level,
    title: Text,
    sources: &'static [&'static str],
    languages: &'static [Language],
    page: &'static str,
}

/// A JSON array: per rule its `id` (`rgaa/img-alt`), `check`, `level`, `title` (`fr`, `en`), `sources`, `languages` and
/// `page` (Markdown).
///
/// # Errors
///
/// Never: every value is text.
pub fn json(rules: &[&'static Meta]) -> serde_json::Result<String> {
    let rules: Vec<Rule> = rules
        .iter()
        .map(|meta| {
            let page = meta.read_page();
            Rule {
                id: meta.full_id(),
                check: meta.check,
                level: meta.level,
                title: Text::new(page.fr.title, page.en.title),
                sources: meta.sources,
                languages: meta.languages,
                page: meta.page,
            }
        })
        .collect();
    Ok(serde_json::to_string_pretty(&rules)? + "\n")
}

/// One line per rule, under its check.
pub fn text(rules: &[&'static Meta], lang: Lang) -> String {
    let mut out = String::new();
    let width = rules.iter().map(|meta| meta.full_id().len()).max().unwrap_or_default();
    let mut check = "";
    for meta in rules {
        if meta.check != check {
            check = meta.check;
            let _ = writeln!(out, "{}{check}", if out.is_empty() { "" } else { "\n" });
        }
        let page = meta.read_page();
        let (id, level, title) = (meta.full_id(), level_word(meta.level, lang), &page.words(lang).title);
        let sources = if meta.sources.is_empty() { String::new() } else { format!(" ({})", meta.sources.join(", ")) };
        let _ = writeln!(out, "  {id:width$}  {level:10}  {title}{sources}");
    }
    out
}
