//! Findings as annotations of a check run, in GitHub's words and within its limits.

use std::fmt::Write as _;

use checks_core::{Finding, Lang, Level};
use serde::Serialize;

/// Bytes that GitHub takes of a message or of raw details; the documents say 64 KB, and bytes are what is counted.
const MOST_BYTES: usize = 60_000;
/// Bytes of a title: GitHub says 255 characters.
const MOST_TITLE: usize = 250;

/// An annotation, with GitHub's field names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Annotation {
    /// Path from the root of the repository.
    pub path: String,
    /// First line, from 1.
    pub start_line: u32,
    /// Last line.
    pub end_line: u32,
    /// First column, from 1; only where both lines are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_column: Option<u32>,
    /// Column of the last character; only where both lines are the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_column: Option<u32>,
    /// `notice`, `warning` or `failure`.
    pub annotation_level: &'static str,
    /// The rule.
    pub title: String,
    /// What, why, what to do: plain text.
    pub message: String,
    /// Sources, and the fix where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub raw_details: Option<String>,
}

/// A finding as an annotation in `lang`.
pub fn annotation(finding: &Finding, lang: Lang) -> Annotation {
    let (start, end) = (finding.place.region.start, finding.place.region.end);
    // A span that ends with its line's break ends on that line.
    let end_line = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
    let one_line = start.line == end.line;
    Annotation {
        path: finding.place.path.clone(),
        start_line: start.line,
        end_line,
        start_column: one_line.then_some(start.column),
        end_column: one_line.then(|| end.column.saturating_sub(1).max(start.column)),
        annotation_level: match finding.level {
            Level::Failure => "failure",
            Level::Warning => "warning",
            Level::Notice => "notice",
        },
        title: cut(&finding.rule, MOST_TITLE),
        message: cut(&message(finding, lang), MOST_BYTES),
        raw_details: details(finding, lang).map(|details| cut(&details, MOST_BYTES)),
    }
}

/// What is there, why it matters, what to do: a paragraph each.
fn message(finding: &Finding, lang: Lang) -> String {
    let message = &finding.message;
    let parts = [&message.what, &message.why, &message.how].map(|text| text.get(lang));
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
}

fn details(finding: &Finding, lang: Lang) -> Option<String> {
    let mut details = String::new();
    if let Some(fix) = &finding.fix {
        let (fix_is, line) = match lang {
            Lang::Fr => ("Correction sûre", "ligne"),
            Lang::En => ("Certain fix", "line"),
        };
        let _ = writeln!(details, "{fix_is} : {}", fix.title.get(lang));
        for edit in &fix.edits {
            let _ = writeln!(details, "  {line} {} : {}", edit.region.start.line, edit.replacement.trim());
        }
    }
    if !finding.related.is_empty() {
        details.push_str(match lang {
            Lang::Fr => "Voir aussi :\n",
            Lang::En => "See also:\n",
        });
        for place in &finding.related {
            let _ = writeln!(details, "  {}:{}", place.path, place.region.start.line);
        }
    }
    if !finding.sources.is_empty() {
        let _ = writeln!(details, "Sources : {}", finding.sources.join(", "));
    }
    (!details.is_empty()).then(|| details.trim_end().to_owned())
}

/// At most `most` bytes of `text`, cut between characters.
fn cut(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let mut end = most - "…".len();
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    format!("{}…", &text[..end])
}
