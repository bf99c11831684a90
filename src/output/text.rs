//! Findings as text for a terminal: file by file, the source under each, one line of total at the end.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use annotate_snippets::renderer::Renderer;
use annotate_snippets::{AnnotationKind, Level as Shown, Snippet};
use checks_core::{File, Finding, Lang, Level, Span};

use super::Report;
use crate::review::Counts;
use crate::review::summary::{count, others};

/// Lines of source shown under a finding.
const MOST_LINES: u32 = 4;
/// Findings of one rule shown one by one; the others are counted.
const MOST_OF_A_RULE: usize = 20;

/// The report in words, with colours (ANSI), ending with a line break. `read` brings the source of a path, `None` where
/// it cannot be had; `width` is the terminal's.
pub fn text(report: &Report<'_>, read: impl Fn(&str) -> Option<Vec<u8>>, width: usize) -> String {
    let renderer = Renderer::styled().term_width(width);
    let mut out = String::new();
    let mut met: BTreeMap<&str, usize> = BTreeMap::new();
    let mut file: Option<File> = None;
    let items = report.items();
    for item in &items {
        let finding: &Finding = item.finding;
        let before = met.entry(&finding.rule).or_default();
        *before += 1;
        if *before > MOST_OF_A_RULE {
            continue;
        }
        // What a rule means is said once; the next ones show where.
        let first = *before == 1;
        if file.as_ref().is_none_or(|file| file.path() != finding.place.path) {
            let bytes = read(&finding.place.path).unwrap_or_default();
            file = Some(File::new(finding.place.path.as_str(), bytes));
        }
        if let Some(file) = &file {
            let _ = writeln!(out, "{}\n", shown(finding, file, first, &renderer, report.lang));
        }
    }
    for (rule, number) in met.iter().filter(|(_, number)| **number > MOST_OF_A_RULE) {
        let _ = writeln!(out, "{rule} : {} (--format json)\n", others(number - MOST_OF_A_RULE, report.lang));
    }
    gaps(&mut out, report);
    out.push_str(&total(report, &items.iter().map(|item| item.finding).collect::<Vec<_>>()));
    out
}

fn shown(finding: &Finding, file: &File, first: bool, renderer: &Renderer, lang: Lang) -> String {
    let word = |fr: &'static str, en: &'static str| if lang == Lang::Fr { fr } else { en };
    let level = match finding.level {
        Level::Failure => Shown::ERROR.with_name(word("à corriger", "to fix")),
        Level::Warning => Shown::WARNING.with_name(word("probable", "likely")),
        Level::Notice => Shown::NOTE.with_name(word("à vérifier", "to verify")),
    };
    let message = &finding.message;
    let path = plain(&finding.place.path);
    let start = finding.place.region.start;
    let (source, span) = excerpt(file, finding);
    let mut group = level.primary_title(plain(message.what.get(lang))).id(finding.rule.as_str()).element(
        Snippet::source(source)
            .line_start(start.line as usize)
            .path(path)
            .fold(false)
            .annotation(AnnotationKind::Primary.span(span)),
    );
    if first {
        let why = Shown::NOTE.with_name(word("pourquoi", "why"));
        let how = Shown::HELP.with_name(word("que faire", "what to do"));
        for (level, text) in [(why, message.why.get(lang)), (how, message.how.get(lang))] {
            if !text.is_empty() {
                group = group.element(level.message(plain(text)));
            }
        }
        if let Some(fix) = &finding.fix {
            let mend = Shown::HELP.with_name(word("correction sûre", "certain fix"));
            group = group.element(mend.message(plain(fix.title.get(lang))));
        }
        if !finding.sources.is_empty() {
            let sources = Shown::NOTE.with_name("sources").message(plain(&finding.sources.join(", ")));
            group = group.element(sources);
        }
    }
    renderer.render(&[group])
}

/// The lines of a finding, made harmless, and its bytes in them: its first line alone when it spans many.
fn excerpt(file: &File, finding: &Finding) -> (String, std::ops::Range<usize>) {
    let region = finding.place.region;
    let last = if region.end.line - region.start.line < MOST_LINES { region.end.line } else { region.start.line };
    let lines = file.line_span(region.start.line).to(file.line_span(last));
    let at = |offset: u32| harmless(file.slice(Span { start: lines.start, end: offset })).len();
    let (start, end) = (at(finding.place.span.start), at(finding.place.span.end));
    let source = harmless(file.slice(lines));
    let end = if region.end.line > last { source.len() } else { end.min(source.len()) };
    (source, start.min(end)..end)
}

/// Source in which nothing moves the cursor or the direction of reading.
fn harmless(text: &str) -> String {
    let shown = |c: char| if is_harmful(c) && !matches!(c, '\n' | '\r' | '\t') { '?' } else { c };
    text.chars().map(shown).collect()
}

/// Words of ours or of a path on one line, in which nothing moves the cursor.
pub(crate) fn plain(text: &str) -> String {
    text.chars().map(|c| if is_harmful(c) { '?' } else { c }).collect()
}

fn is_harmful(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What was not looked at, and why.
fn gaps(out: &mut String, report: &Report<'_>) {
    let word = |fr: &'static str, en: &'static str| if report.lang == Lang::Fr { fr } else { en };
    let unknown = report.unknown();
    if !unknown.is_empty() {
        let names: Vec<String> = unknown.iter().take(5).map(|name| plain(name)).collect();
        let more = unknown.len() - names.len();
        let more = if more > 0 { format!(", +{more}") } else { String::new() };
        let told = word("Sans réponse, donc non jugés :", "Without an answer, hence not judged:");
        let _ = writeln!(out, "{told} {}{more}", names.join(", "));
    }
    let elsewhere = report.outcomes.iter().flat_map(|outcome| &outcome.elsewhere);
    for finding in elsewhere {
        let (path, line) = (plain(&finding.place.path), finding.place.region.start.line);
        let _ = writeln!(out, "{path}:{line}: {}", plain(finding.message.what.get(report.lang)));
    }
}

/// The last line.
fn total(report: &Report<'_>, findings: &[&Finding]) -> String {
    let lang = report.lang;
    let word = |fr: &'static str, en: &'static str| if lang == Lang::Fr { fr } else { en };
    let counts = Counts::of(findings.iter().copied());
    let paths: BTreeSet<&str> = findings.iter().map(|finding| finding.place.path.as_str()).collect();
    let mut parts = Vec::new();
    for (number, one, several) in [
        (counts.failures, ("point à corriger", "point to fix"), ("points à corriger", "points to fix")),
        (
            counts.warnings,
            ("point probablement à corriger", "likely problem"),
            ("points probablement à corriger", "likely problems"),
        ),
        (counts.notices, ("point à vérifier", "point to verify"), ("points à vérifier", "points to verify")),
    ] {
        if number > 0 {
            parts.push(count(number, lang, one, several));
        }
    }
    let mut line = if findings.is_empty() {
        match report.base {
            Some(_) => word("Rien de nouveau", "Nothing new").to_owned(),
            None => word("Rien à signaler", "Nothing to report").to_owned(),
        }
    } else {
        let files = count(paths.len(), lang, ("fichier", "file"), ("fichiers", "files"));
        format!("{} {} {files}", parts.join(", "), word("dans", "in"))
    };
    let sum = |of: fn(&crate::review::Outcome) -> usize| report.outcomes.iter().map(of).sum::<usize>();
    let looked = match report.base {
        None => {
            count(report.files, lang, ("fichier regardé", "file looked at"), ("fichiers regardés", "files looked at"))
        }
        Some(_) => count(report.files, lang, ("fichier touché", "file touched"), ("fichiers touchés", "files touched")),
    };
    let mut asides = vec![looked];
    for (number, one, several) in [
        (sum(|outcome| outcome.fixed.len()), ("corrigé", "fixed"), ("corrigés", "fixed")),
        (sum(|outcome| outcome.remaining.len()), ("déjà là", "there before"), ("déjà là", "there before")),
        (
            sum(|outcome| outcome.waived),
            ("accepté par une dérogation", "waived"),
            ("acceptés par une dérogation", "waived"),
        ),
    ] {
        if number > 0 {
            asides.push(count(number, lang, one, several));
        }
    }
    let _ = writeln!(line, " ({}).", asides.join(", "));
    line
}
