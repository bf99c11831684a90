//! What a file declares of a header, whatever the language it is written in.
//!
//! Readers ([`crate::read`]) turn configuration into declarations with the author's positions; rules judge
//! declarations. A new server or framework is a new reader; a rule need not know of it.

use checks_core::Span;

use crate::csp::Policy;

/// A header that a file sets, takes away or spoils.
#[derive(Debug)]
pub(crate) struct Declaration {
    /// What it says.
    pub(crate) header: Header,
    /// Who sets it.
    pub(crate) origin: Origin,
    /// Which answers it is for; `None` for all that its file serves.
    pub(crate) scope: Option<Scope>,
}

/// The answers that a declaration is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Scope {
    /// A route, a location, a page, a controller: `/embed/:path*`.
    pub(crate) pattern: String,
    /// Where it is written.
    pub(crate) span: Span,
}

/// Who sets a header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// nginx, in any form.
    Nginx,
    /// Apache.
    Apache,
    /// Caddy.
    Caddy,
    /// Traefik.
    Traefik,
    /// ingress-nginx.
    Ingress,
    /// A host's file: `vercel.json`, `netlify.toml`, `_headers`.
    Host,
    /// helmet, in any of its wrappers.
    Helmet,
    /// Django's settings.
    Django,
    /// Symfony's Nelmio bundles.
    Nelmio,
    /// Go.
    Go,
    /// Rust.
    Rust,
    /// Any other program or configuration.
    Code,
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
    /// `Content-Security-Policy-Report-Only`, or a policy that is switched to it.
    ReportOnly(Span),
    /// Any header whose value is written out in full.
    Plain(Plain),
    /// A header that is taken away from an answer.
    Removed(Removed),
    /// What a cookie lacks.
    Cookie(Cookie),
    /// Which origins may read the answers.
    Cors(Cors),
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

/// A header taken away.
#[derive(Debug)]
pub(crate) struct Removed {
    /// Its name, lower case.
    pub(crate) name: String,
    /// Where that is written.
    pub(crate) span: Span,
    /// Whether a program takes it off one answer, rather than a server off all of them.
    pub(crate) by_code: bool,
}

/// What a cookie lacks.
#[derive(Debug)]
pub(crate) struct Cookie {
    /// Its name, when it is known.
    pub(crate) name: Option<String>,
    /// What it lacks.
    pub(crate) flaw: Flaw,
    /// Where that is written, or where it would be.
    pub(crate) span: Span,
    /// Whether the environment may decide otherwise: the value is a default.
    pub(crate) is_default: bool,
}

/// A flaw of a cookie that carries a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flaw {
    /// No `Secure`.
    NotSecure,
    /// No `HttpOnly`.
    NotHttpOnly,
    /// `SameSite=None`.
    CrossSite,
    /// `SameSite` switched off.
    NoSameSite,
}

/// Which origins may read the answers.
#[derive(Debug)]
pub(crate) struct Cors {
    /// Whether cookies may come along.
    pub(crate) credentials: bool,
    /// Whether reading is all that is allowed.
    pub(crate) is_read_only: bool,
    /// Whether it is written out, rather than a library's default.
    pub(crate) is_written: bool,
    /// Where it is written.
    pub(crate) span: Span,
}

/// Words that say that something is made to be shown in other sites' pages.
const EMBEDDED: &[&str] = &["embed", "iframe", "widget", "oembed", "integration", "frame-"];

/// Whether a route, a name or a path says that what it serves is made to be shown in other sites' pages.
pub(crate) fn is_embedded(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    EMBEDDED.iter().any(|word| lower.contains(word))
}

impl Declaration {
    /// A declaration for all that its file serves.
    pub(crate) fn new(header: Header, origin: Origin) -> Self {
        Self { header, origin, scope: None }
    }

    /// The value of the header called `name`, where it is written out in full.
    pub(crate) fn plain(&self, name: &str) -> Option<&Plain> {
        match &self.header {
            Header::Plain(plain) if plain.name == name => Some(plain),
            _ => None,
        }
    }

    /// Whether it is for what other sites show in their pages, by its route.
    pub(crate) fn is_for_embedding(&self) -> bool {
        self.scope.as_ref().is_some_and(|scope| is_embedded(&scope.pattern))
    }

    /// Where it is written, and what tells it from another declaration written there.
    pub(crate) fn key(&self) -> (Span, u8) {
        match &self.header {
            Header::Hsts(hsts) => (hsts.span, 0),
            Header::Csp(policy) => (policy.span(), 1),
            Header::ReportOnly(span) => (*span, 2),
            Header::Plain(plain) => (plain.span, 3),
            Header::Removed(removed) => (removed.span, 4),
            Header::Cookie(cookie) => (cookie.span, 5 + cookie.flaw as u8),
            Header::Cors(cors) => (cors.span, 10),
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
