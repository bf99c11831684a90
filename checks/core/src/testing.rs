//! Runs rule pages as tests (feature `testing`).
//!
//! A check's `tests/pages.rs` is one call: [`run`]. It fails when
//!
//! - a file of `src/rules/` is not in the check's rules, or a rule has no page beside it;
//! - a page lacks a part, or its rule reads a language ([`Language::SHOWN`] alone among those of pages) that no example
//!   shows in both states;
//! - a rule speaks in a conforming example or another fails it, or speaks on other lines than those a non-conforming
//!   one names;
//! - a fix does not apply, or does not silence its own finding;
//! - a message lacks a language.
//!
//! What each rule says of its non-conforming examples is kept as a snapshot, to be read aloud.
#![expect(clippy::disallowed_methods, reason = "the test harness reads the rules' folder")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use serde::Deserialize;
use time::Date;

use crate::{
    Answer, Check, Example, Facts, File, Finding, Interest, Lang, Language, Level, Meta, Note, Page, Project, Question,
    project_roots, root_of,
};

/// The date of examples that name none.
const TODAY: Date = match Date::from_calendar_date(2026, time::Month::November, 23) {
    Ok(date) => date,
    Err(_) => panic!("a date of the calendar"),
};

#[derive(Deserialize)]
struct FactsFence {
    #[serde(default)]
    today: Option<Date>,
    answers: Vec<Answered>,
}

#[derive(Deserialize)]
struct Answered {
    question: Question,
    answer: Answer,
}

/// Checks a check whole over in-memory files: inspect, then conclude project by project.
pub fn review(check: &dyn Check, files: &[(&str, &str)], facts: &Facts) -> Vec<Finding> {
    let mut paths: Vec<&str> = files.iter().map(|(path, _)| *path).collect();
    paths.sort_unstable();
    let roots = project_roots(paths.iter().copied());
    let mut projects: BTreeMap<&str, (Vec<String>, Vec<Note>)> = BTreeMap::new();
    for path in &paths {
        let (inside, _) = projects.entry(root_of(&roots, path)).or_default();
        inside.push((*path).to_owned());
    }
    let mut findings = Vec::new();
    for (path, text) in files {
        if check.interest(path) == Interest::Ignored {
            continue;
        }
        let inspection = check.inspect(&File::new(*path, *text));
        findings.extend(inspection.findings);
        if let Some((_, notes)) = projects.get_mut(root_of(&roots, path)) {
            notes.extend(inspection.notes);
        }
    }
    for (root, (paths, notes)) in &projects {
        findings.extend(check.conclude(&Project { root, paths, notes: notes.iter().collect() }, facts));
    }
    findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
    findings
}

/// Runs every page of a check. `folder` is the check's `CARGO_MANIFEST_DIR`.
///
/// # Panics
///
/// When a page, a rule or an example is not as this module says; the message names it.
pub fn run(check: &dyn Check, folder: &str) {
    let rules = check.rules();
    let mut faults = unlisted(&rules, &Path::new(folder).join("src/rules"));
    for pair in rules.windows(2) {
        if pair[0].id >= pair[1].id {
            faults.push(format!("rules() is not sorted by id at {}", pair[1].id));
        }
    }
    for meta in &rules {
        faults.extend(page_faults(check, meta));
    }
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));

    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(folder).join("tests/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| {
        for meta in &rules {
            insta::assert_snapshot!(meta.id, told(check, meta));
        }
    });
}

fn unlisted(rules: &[&Meta], folder: &Path) -> Vec<String> {
    let listed: BTreeSet<&str> = rules.iter().map(|meta| meta.id).collect();
    let mut faults = Vec::new();
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(folder).expect("the rules' folder").flatten() {
        let path = entry.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if path.extension().is_some_and(|end| end == "rs") && stem != "mod" {
            let id = stem.replace('_', "-");
            if !listed.contains(id.as_str()) {
                faults.push(format!("{} is on disk and not in RULES", path.display()));
            }
            if !path.with_extension("md").exists() {
                faults.push(format!("{} has no page beside it", path.display()));
            }
            found.insert(id);
        }
    }
    faults.extend(
        rules
            .iter()
            .filter(|meta| !found.contains(meta.id))
            .map(|meta| format!("rule {} has no file rules/{}.rs", meta.id, meta.id.replace('-', "_"))),
    );
    faults
}

fn page_faults(check: &dyn Check, meta: &Meta) -> Vec<String> {
    let page = meta.read_page();
    let mut faults = page.problems();
    if meta.check != check.name() {
        faults.push(format!("its check is named {}", meta.check));
    }
    let is_to_show = |language: &Language| !language.is_markup() || Language::SHOWN.contains(language);
    for &language in meta.languages.iter().filter(|&language| is_to_show(language)) {
        for (state, examples) in [("Conforme", &page.conforming), ("Non conforme", &page.non_conforming)] {
            let shown =
                examples.iter().flat_map(|example| &example.samples).any(|sample| sample.language == Some(language));
            if !shown {
                faults.push(format!("it claims {language:?} and « {state} » has no example in it"));
            }
        }
    }
    for example in &page.conforming {
        // People copy a conforming example: no other rule may fail it either.
        let is_against = |finding: &Finding| finding.rule == meta.full_id() || finding.level == Level::Failure;
        for finding in all_said(check, example).into_iter().filter(is_against) {
            let Finding { place, rule, .. } = &finding;
            faults.push(format!(
                "{rule} speaks in a conforming example, {}:{}: {}",
                place.path,
                place.region.start.line,
                finding.text(Lang::Fr)
            ));
        }
    }
    for example in &page.non_conforming {
        faults.extend(example_faults(check, meta, example));
    }
    faults.into_iter().map(|fault| format!("{}: {fault}", meta.full_id())).collect()
}

fn example_faults(check: &dyn Check, meta: &Meta, example: &Example) -> Vec<String> {
    let mut faults = Vec::new();
    let findings = speaks(check, meta, example);
    for sample in &example.samples {
        let said: Vec<u32> = findings
            .iter()
            .filter(|finding| finding.place.path == sample.path)
            .map(|finding| finding.place.region.start.line)
            .collect();
        if said != sample.lines {
            faults.push(format!(
                "in « {} » ({}) it should speak on lines {:?} and speaks on {said:?}",
                sample.text.lines().next().unwrap_or_default(),
                sample.path,
                sample.lines
            ));
        }
    }
    for finding in &findings {
        for text in [&finding.message.what, &finding.message.why, &finding.message.how] {
            if text.fr.is_empty() != text.en.is_empty() {
                faults.push(format!("a message is in one language only: {text:?}"));
            }
        }
        if let Some(fix) = &finding.fix {
            faults.extend(fix_fault(check, meta, example, finding, fix));
        }
    }
    faults
}

fn fix_fault(check: &dyn Check, meta: &Meta, example: &Example, finding: &Finding, fix: &crate::Fix) -> Option<String> {
    let mut mended = example.clone();
    let sample = mended.samples.iter_mut().find(|sample| sample.path == finding.place.path)?;
    let Some(text) = fix.apply(&sample.text) else {
        return Some(format!("the fix « {} » does not apply", fix.title.fr));
    };
    sample.text = text;
    let (before, after) = (speaks(check, meta, example).len(), speaks(check, meta, &mended).len());
    (after >= before).then(|| format!("the fix « {} » does not silence its finding", fix.title.fr))
}

fn facts_of(example: &Example) -> Facts {
    let Some(json) = &example.facts else { return Facts::new(TODAY, BTreeMap::new()) };
    let fence: FactsFence = serde_json::from_str(json).expect("the facts fence is {\"today\", \"answers\": […]}");
    let answers = fence.answers.into_iter().map(|answered| (answered.question, answered.answer)).collect();
    Facts::new(fence.today.unwrap_or(TODAY), answers)
}

fn speaks(check: &dyn Check, meta: &Meta, example: &Example) -> Vec<Finding> {
    let id = meta.full_id();
    all_said(check, example).into_iter().filter(|finding| finding.rule == id).collect()
}

fn all_said(check: &dyn Check, example: &Example) -> Vec<Finding> {
    let files: Vec<(&str, &str)> =
        example.samples.iter().map(|sample| (sample.path.as_str(), sample.text.as_str())).collect();
    review(check, &files, &facts_of(example))
}

/// What the rule says of its page, as a person would read it.
fn told(check: &dyn Check, meta: &Meta) -> String {
    let page: Page = meta.read_page();
    let mut out = format!("{} ({})\n{}\n{}\n", meta.full_id(), meta.level.as_str(), page.fr.title, page.en.title);
    for example in &page.non_conforming {
        for finding in speaks(check, meta, example) {
            let Finding { place, .. } = &finding;
            let start = place.region.start;
            let shown = example
                .samples
                .iter()
                .find(|sample| sample.path == place.path)
                .and_then(|sample| sample.text.lines().nth(start.line as usize - 1))
                .unwrap_or_default();
            let _ = write!(
                out,
                "\n{}:{}:{} {} {}\n  | {}\n  fr {}\n  en {}\n",
                place.path,
                start.line,
                start.column,
                finding.level.as_str(),
                finding.sources.join(" "),
                shown.trim(),
                finding.text(Lang::Fr),
                finding.text(Lang::En),
            );
            if let Some(fix) = &finding.fix {
                let _ = writeln!(out, "  fix {} / {}", fix.title.fr, fix.title.en);
            }
        }
    }
    out
}
