//! What rules say of a cookie that carries a session, whatever language sets it.

use checks_core::{Finding, Level, Meta, Place};

use crate::rule::message;

/// What one flaw of a cookie is told with, French and English: what it does, why it matters, what to do. The first goes on
/// after the cookie's name.
pub(crate) struct Words {
    pub(crate) what: (&'static str, &'static str),
    pub(crate) why: (&'static str, &'static str),
    pub(crate) how: (&'static str, &'static str),
}

/// A finding on a cookie. Where the environment may decide otherwise it is a warning at most.
pub(crate) fn told(meta: &'static Meta, name: Option<&str>, is_default: bool, place: Place, words: &Words) -> Finding {
    let (fr, en) = match name {
        Some(name) => (format!("e cookie {name}"), format!("he cookie {name}")),
        None => ("e cookie de session".to_owned(), "he session cookie".to_owned()),
    };
    let (before_fr, before_en) = if is_default {
        ("Sans réglage dans l’environnement, l", "Unless the environment says otherwise, t")
    } else {
        ("L", "T")
    };
    let what = (format!("{before_fr}{fr} {}", words.what.0), format!("{before_en}{en} {}", words.what.1));
    let told = message((&what.0, &what.1), words.why, words.how);
    let level = if is_default { meta.level.min(Level::Warning) } else { meta.level };
    Finding::new(meta, place, told).level(level)
}
