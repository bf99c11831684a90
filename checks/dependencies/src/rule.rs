//! What a rule is.

use checks_core::{Facts, File, Finding, Inspection, Message, Meta, Project, Question, Text};

/// A rule: what is said of it once, and how it looks.
pub(crate) struct Rule {
    pub(crate) meta: &'static Meta,
    pub(crate) look: Look,
}

/// What a rule looks at.
#[derive(Clone, Copy)]
pub(crate) enum Look {
    /// A file as a whole.
    File(fn(&File) -> Vec<Finding>),
    /// A file, then what the files of a project noted, with what the world says of it.
    World { inspect: fn(&File, &mut Inspection), asks: fn(&Project<'_>) -> Vec<Question>, conclude: Conclude },
}

type Conclude = fn(&Project<'_>, &Facts) -> Vec<Finding>;

/// A message from pairs of French and English.
pub(crate) fn message(what: (&str, &str), why: (&str, &str), how: (&str, &str)) -> Message {
    let text = |(fr, en): (&str, &str)| Text::new(fr, en);
    Message { what: text(what), why: text(why), how: text(how) }
}
