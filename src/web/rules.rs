//! The pages of the rules.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use checks_core::{Lang, Meta, Sample};

use super::Web;
use super::markdown::render;
use super::pages::{html, missing};
use super::words::{Words, level_name, words};

struct Group {
    name: &'static str,
    title: String,
    rules: Vec<Line>,
}

struct Line {
    id: String,
    title: String,
}

#[derive(Template)]
#[template(path = "rules.html", config = "src/web/askama.toml")]
struct RulesPage {
    w: &'static Words,
    here: &'static str,
    checks: Vec<Group>,
}

struct Shown {
    id: String,
    title: String,
    sources: String,
    why: String,
    how: String,
    references: String,
}

struct ShownSample {
    path: String,
    lines: String,
    text: String,
}

#[derive(Template)]
#[template(path = "rule.html", config = "src/web/askama.toml")]
struct RulePage {
    w: &'static Words,
    here: String,
    rule: Shown,
    level: &'static str,
    level_name: &'static str,
    conforming: Vec<ShownSample>,
    non_conforming: Vec<ShownSample>,
}

/// `GET /regles`.
pub(super) fn list(State(web): State<Web>, lang: Lang) -> Response {
    let checks = web
        .checks
        .iter()
        .map(|check| Group {
            name: check.name(),
            title: check.title().get(lang).to_owned(),
            rules: check
                .rules()
                .into_iter()
                .map(|meta| Line { id: meta.full_id(), title: meta.read_page().words(lang).title.clone() })
                .collect(),
        })
        .collect();
    html(&RulesPage { w: words(lang), here: "/regles", checks })
}

/// `GET /regles/{check}/{rule}`.
pub(super) fn one(State(web): State<Web>, Path((check, rule)): Path<(String, String)>, lang: Lang) -> Response {
    let mut metas = web.checks.iter().filter(|known| known.name() == check).flat_map(|known| known.rules());
    match metas.find(|meta| meta.id == rule) {
        Some(meta) => show(meta, lang),
        None => missing(lang),
    }
}

fn show(meta: &Meta, lang: Lang) -> Response {
    let page = meta.read_page();
    let words_of_page = page.words(lang);
    let rule = Shown {
        id: meta.full_id(),
        title: words_of_page.title.clone(),
        sources: meta.sources.join(", "),
        why: render(&words_of_page.why),
        how: render(&words_of_page.how),
        references: render(&page.references),
    };
    html(&RulePage {
        w: words(lang),
        here: format!("/regles/{}", meta.full_id()),
        rule,
        level: meta.level.as_str(),
        level_name: level_name(meta.level.as_str(), lang),
        conforming: page.conforming.into_iter().flat_map(|example| example.samples).map(shown).collect(),
        non_conforming: page.non_conforming.into_iter().flat_map(|example| example.samples).map(shown).collect(),
    })
}

fn shown(sample: Sample) -> ShownSample {
    let lines = sample.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    ShownSample { path: sample.path, lines, text: sample.text }
}
