//! What a file declares of a header, whatever the language it is written in.
//!
//! Readers ([`crate::read`]) turn configuration into declarations with the author's positions; rules judge
//! declarations. A new server or framework is a new reader; a rule need not know of it.

use checks_core::Span;

use crate::csp::Policy;

/// A header that a file sets.
#[derive(Debug)]
pub(crate) struct Declaration {
    /// What it says.
    pub(crate) header: Header,
    /// Who sets it.
    pub(crate) origin: Origin,
}

/// Who sets a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// nginx, in any form.
    Nginx,
    /// helmet, in any of its wrappers.
    Helmet,
    /// Django's settings.
    Django,
    /// `<meta http-equiv>`.
    Meta,
}

/// A header, read.
#[derive(Debug)]
pub(crate) enum Header {
    /// `Strict-Transport-Security`.
    Hsts(Hsts),
    /// `Content-Security-Policy`, enforced.
    Csp(Policy),
    /// Any header whose value is written out in full.
    Plain(Plain),
}

/// A header and its value, as text.
#[derive(Debug)]
pub(crate) struct Plain {
    /// Its name, lower case.
    pub(crate) name: String,
    /// Its value, trimmed; never empty.
    pub(crate) value: String,
    /// Where the value is written.
    pub(crate) span: Span,
}

impl Declaration {
    /// The value of the header called `name`, where it is written out in full.
    pub(crate) fn plain(&self, name: &str) -> Option<&Plain> {
        match &self.header {
            Header::Plain(plain) if plain.name == name => Some(plain),
            _ => None,
        }
    }
}

/// `Strict-Transport-Security`, as far as its duration goes.
#[derive(Debug)]
pub(crate) struct Hsts {
    /// Seconds.
    pub(crate) max_age: f64,
    /// Where the seconds are written.
    pub(crate) span: Span,
    /// Whether the environment may decide otherwise: the value is a default.
    pub(crate) is_default: bool,
}
