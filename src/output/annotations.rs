//! Findings as annotations of a check run. [`Output::within_limits`](crate::github::check_run::Output::within_limits)
//! sees to GitHub's limits.

use std::fmt::Write as _;

use checks_core::{Finding, Lang, Level};

use crate::github::check_run::{Annotation, AnnotationLevel};

/// A finding as an annotation in `lang`.
pub fn annotation(finding: &Finding, lang: Lang) -> Annotation {
    let (start, end) = (finding.place.region.start, finding.place.region.end);
    // A span that ends with its line's break ends on that line.
    let end_line = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
    let one_line = start.line == end.line;
    Annotation {
        path: finding.place.path.clone(),
        start_line: start.line.into(),
        end_line: end_line.into(),
        start_column: one_line.then_some(start.column.into()),
        end_column: one_line.then(|| end.column.saturating_sub(1).max(start.column).into()),
        annotation_level: match finding.level {
            Level::Failure => AnnotationLevel::Failure,
            Level::Warning => AnnotationLevel::Warning,
            Level::Notice => AnnotationLevel::Notice,
        },
        title: Some(finding.rule.clone()),
        message: message(finding, lang),
        raw_details: details(finding, lang),
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
