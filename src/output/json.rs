//! Findings as JSON of our own. What is here stays; what is added comes beside it.
//!
//! - `version`: 1.
//! - `base`: what the head was compared with, or null.
//! - `checks`: per check its `check`, `conclusion` (GitHub's word), `new` by level, `fixed`, `remaining`, `waived`,
//!   `unread` and `too_large` (paths).
//! - `findings`: per finding its `rule`, `check`, `level` (`failure`, `warning`, `notice`), `path`, `start` and `end`
//!   (`line`, `column`, from 1, in code points, `end` one past the last), `message` (`what`, `why`, `how`), `sources`,
//!   `fingerprint`, `fix` (`title`, `edits`: `start`, `end`, `replacement`) or null, `related` (`path`, `start`, `end`).
//! - `unknown`: what the world did not answer about.

use std::io::{self, Write};

use checks_core::{Finding, Place, Position};
use serde::Serialize;

use super::{Item, Report};
use crate::review::{Counts, Outcome};

#[derive(Serialize)]
struct Log<'a> {
    version: u32,
    base: Option<&'a str>,
    checks: Vec<CheckSaid<'a>>,
    findings: Vec<Found<'a>>,
    unknown: Vec<String>,
}

#[derive(Serialize)]
struct CheckSaid<'a> {
    check: &'a str,
    conclusion: &'a str,
    new: Counts,
    fixed: usize,
    remaining: usize,
    waived: usize,
    unread: &'a [String],
    too_large: &'a [String],
}

#[derive(Serialize)]
struct Found<'a> {
    rule: &'a str,
    check: &'a str,
    level: &'a str,
    path: &'a str,
    start: Position,
    end: Position,
    message: Said<'a>,
    sources: &'a [String],
    fingerprint: String,
    fix: Option<Mend<'a>>,
    related: Vec<Elsewhere<'a>>,
}

#[derive(Serialize)]
struct Said<'a> {
    what: &'a str,
    why: &'a str,
    how: &'a str,
}

#[derive(Serialize)]
struct Mend<'a> {
    title: &'a str,
    edits: Vec<Replace<'a>>,
}

#[derive(Serialize)]
struct Replace<'a> {
    start: Position,
    end: Position,
    replacement: &'a str,
}

#[derive(Serialize)]
struct Elsewhere<'a> {
    path: &'a str,
    start: Position,
    end: Position,
}

/// Writes the report as pretty JSON, ending with a line break.
///
/// # Errors
///
/// When `out` cannot be written.
pub fn json(report: &Report<'_>, mut out: impl Write) -> io::Result<()> {
    let items = report.items();
    let log = Log {
        version: 1,
        base: report.base,
        checks: report.outcomes.iter().map(check).collect(),
        findings: items.iter().map(|item| found(item, report)).collect(),
        unknown: report.unknown().into_iter().collect(),
    };
    serde_json::to_writer_pretty(&mut out, &log)?;
    out.write_all(b"\n")
}

fn check(outcome: &Outcome) -> CheckSaid<'_> {
    CheckSaid {
        check: outcome.check,
        conclusion: outcome.conclusion.as_str(),
        new: outcome.counts(),
        fixed: outcome.fixed.len(),
        remaining: outcome.remaining.len(),
        waived: outcome.waived,
        unread: &outcome.unread,
        too_large: &outcome.too_large,
    }
}

fn found<'a>(item: &'a Item<'a>, report: &Report<'_>) -> Found<'a> {
    let finding: &Finding = item.finding;
    let Finding { place, message, .. } = finding;
    let lang = report.lang;
    Found {
        rule: &finding.rule,
        check: finding.check(),
        level: finding.level.as_str(),
        path: &place.path,
        start: place.region.start,
        end: place.region.end,
        message: Said { what: message.what.get(lang), why: message.why.get(lang), how: message.how.get(lang) },
        sources: &finding.sources,
        fingerprint: item.fingerprint.clone(),
        fix: finding.fix.as_ref().map(|fix| Mend {
            title: fix.title.get(lang),
            edits: fix
                .edits
                .iter()
                .map(|edit| Replace { start: edit.region.start, end: edit.region.end, replacement: &edit.replacement })
                .collect(),
        }),
        related: finding.related.iter().map(elsewhere).collect(),
    }
}

fn elsewhere(place: &Place) -> Elsewhere<'_> {
    Elsewhere { path: &place.path, start: place.region.start, end: place.region.end }
}
