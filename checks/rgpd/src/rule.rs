//! What a rule is.

use checks_core::{File, Finding, Message, Meta, Text};

/// A rule: what is said of it once, and how it looks at a file.
pub(crate) struct Rule {
    pub(crate) meta: &'static Meta,
    pub(crate) look: fn(&File) -> Vec<Finding>,
}

/// A message from pairs of French and English.
pub(crate) fn message(what: (&str, &str), why: (&str, &str), how: (&str, &str)) -> Message {
    let text = |(fr, en): (&str, &str)| Text::new(fr, en);
    Message { what: text(what), why: text(why), how: text(how) }
}
