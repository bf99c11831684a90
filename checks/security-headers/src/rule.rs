//! What a rule is.

use checks_core::{File, Finding, Fix, Message, Meta, Project, Span, Text};

use crate::declaration::Declaration;
use crate::nginx::Directive;

/// A rule: what is said of it once, and the ways it looks.
pub(crate) struct Rule {
    pub(crate) meta: &'static Meta,
    pub(crate) looks: &'static [Look],
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub(crate) enum Look {
    /// Each header that a file declares.
    Declaration(fn(&File, &Declaration) -> Vec<Finding>),
    /// Each directive of an nginx configuration.
    Nginx(fn(&File, &Directive) -> Option<Finding>),
    /// A file as a whole.
    File(fn(&File) -> Vec<Finding>),
    /// What the files of a project noted.
    Project(fn(&Project<'_>) -> Vec<Finding>),
}

/// A message from pairs of French and English.
pub(crate) fn message(what: (&str, &str), why: (&str, &str), how: (&str, &str)) -> Message {
    let text = |(fr, en): (&str, &str)| Text::new(fr, en);
    Message { what: text(what), why: text(why), how: text(how) }
}

/// A finding with the fix that turns a written `false` into `true`, where `span` ends with one.
pub(crate) fn switched_on(file: &File, span: Span, finding: Finding) -> Finding {
    let written = file.slice(span);
    let pair = [("false", "true"), ("False", "True")].into_iter().find(|(off, _)| written.ends_with(off));
    let Some((off, on)) = pair else { return finding };
    let end = span.end as usize;
    let title = Text::new(format!("Écrire `{on}`"), format!("Write `{on}`"));
    finding.fix(Fix::replace(file, title, Span::new(end - off.len(), end), on))
}
