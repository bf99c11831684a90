//! Django's settings, those of django-csp and of Django 6 included.

use checks_core::{File, Language, Place, Span};
use checks_markup::script::{Assignment, Expr, Kind, Script};
use serde::{Deserialize, Serialize};

use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Hsts, Origin, Plain};
use crate::environment::is_development;

const SECONDS: &str = "SECURE_HSTS_SECONDS";

/// Whether a path holds settings by Django's habits: `settings.py`, `settings/production.py`, `settings_prod.py`.
pub(crate) fn is_django_settings(path: &str) -> bool {
    let Some(stem) = path.strip_suffix(".py") else { return false };
    let (folders, name) = stem.rsplit_once('/').unwrap_or(("", stem));
    name.starts_with("settings") || name.ends_with("settings") || folders.split('/').next_back() == Some("settings")
}

/// What a settings file says that the project's other settings may change.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Settings {
    /// Whether it sets `SECURE_HSTS_SECONDS`, and to something.
    pub(crate) seconds: Seconds,
    /// Where `SECURE_HSTS_INCLUDE_SUBDOMAINS` and `SECURE_HSTS_PRELOAD` are switched on, by their names.
    pub(crate) without_age: Vec<(String, Place)>,
    /// The modules whose every name it takes (`from .base import *`).
    pub(crate) bases: Vec<String>,
    /// A list of middleware without Django's security, and where it would be added.
    pub(crate) middleware: Option<Middleware>,
    /// Whether it names a security middleware anywhere.
    pub(crate) adds_middleware: bool,
}

/// What a settings file says of `SECURE_HSTS_SECONDS`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Seconds {
    /// Nothing.
    Absent,
    /// Nought.
    Zero,
    /// A duration, or what only the environment knows.
    Some,
}

/// A list of middleware.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Middleware {
    /// The name `MIDDLEWARE`.
    pub(crate) place: Place,
    /// The first item, which the missing one goes before.
    pub(crate) first: Place,
    /// What is written to add it.
    pub(crate) insertion: String,
}

/// The last unconditional assignment wins; those under a condition all count. Development's are left out.
fn settings(script: &Script) -> Vec<&Assignment> {
    let all: Vec<&Assignment> =
        script.assignments.iter().filter(|assignment| !is_development(&assignment.around)).collect();
    let is_final = |index: usize, assignment: &Assignment| {
        assignment.operator != "="
            || !all[index + 1..].iter().any(|later| {
                later.target == assignment.target && later.operator == "=" && later.around == assignment.around
            })
    };
    all.iter().enumerate().filter(|(index, assignment)| is_final(*index, assignment)).map(|(_, found)| *found).collect()
}

/// The declarations of a settings file.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    if !is_django_settings(file.path()) {
        return Vec::new();
    }
    let Some(script) = Script::of(file) else { return Vec::new() };
    let settings = settings(&script);
    let mut found = Vec::new();
    for assignment in &settings {
        let header = match assignment.target.as_str() {
            SECONDS => hsts(&assignment.value).map(Header::Hsts),
            "CONTENT_SECURITY_POLICY" => directives(assignment.value.get("DIRECTIVES").map(|entry| &entry.value)),
            "SECURE_CSP" => directives(Some(&assignment.value)),
            "SECURE_REFERRER_POLICY" => plain("referrer-policy", &assignment.value),
            "X_FRAME_OPTIONS" => plain("x-frame-options", &assignment.value),
            _ => None,
        };
        found.extend(header.map(|header| Declaration { header, origin: Origin::Django }));
    }
    found.extend(
        django_csp_3(&settings).map(|policy| Declaration { header: Header::Csp(policy), origin: Origin::Django }),
    );
    found
}

/// The duration: a number, or the default of what the environment may set. Nought sends no header.
fn hsts(value: &Expr) -> Option<Hsts> {
    let (number, is_default) = match &value.kind {
        Kind::Call(call) => {
            let callee = call.callee.to_ascii_lowercase();
            let asks = ["env", "config", "get"].iter().any(|word| callee.contains(word));
            (call.argument(1, "default").filter(|_| asks)?, true)
        }
        _ => (value, false),
    };
    let max_age = number.number().filter(|seconds| *seconds != 0.0)?;
    Some(Hsts { max_age, span: number.span, is_default })
}

/// A header that a setting gives as a text.
fn plain(name: &str, value: &Expr) -> Option<Header> {
    let text = value.text().map(str::trim).filter(|text| !text.is_empty())?;
    Some(Header::Plain(Plain { name: name.to_owned(), value: text.to_owned(), span: value.span }))
}

fn directives(value: Option<&Expr>) -> Option<Header> {
    match &value?.kind {
        Kind::Map(entries) => Some(Header::Csp(Policy::of_map(entries))),
        _ => None,
    }
}

/// The policy that `CSP_SCRIPT_SRC` and its like make, if it is enforced.
fn django_csp_3(settings: &[&Assignment]) -> Option<Policy> {
    let of = |name: &'static str| settings.iter().filter(move |assignment| assignment.target == name);
    if of("CSP_REPORT_ONLY").any(|assignment| assignment.value.bool() != Some(false)) {
        return None;
    }
    let mut policy = Policy::default();
    for assignment in settings.iter().filter(|assignment| assignment.operator == "=") {
        let name = assignment.target.strip_prefix("CSP_").filter(|name| name.ends_with("_SRC"));
        if let Some(name) = name {
            policy.add_value(&name.replace('_', "-"), &assignment.value);
        }
    }
    for assignment in of("CSP_INCLUDE_NONCE_IN") {
        let Kind::List(items) = &assignment.value.kind else { continue };
        for directive in &mut policy.directives {
            directive.may_hold_nonce |= items.iter().any(|item| item.text() == Some(&directive.name));
        }
    }
    (!policy.directives.is_empty()).then_some(policy)
}

impl Settings {
    /// What a settings file says, for the project's conclusion.
    pub(crate) fn of(file: &File) -> Option<Self> {
        if file.language() != Some(Language::Python) || !is_django_settings(file.path()) {
            return None;
        }
        let script = Script::of(file)?;
        let settings = settings(&script);
        let seconds = settings
            .iter()
            .filter(|assignment| assignment.target == SECONDS)
            .map(|assignment| if assignment.value.number() == Some(0.0) { Seconds::Zero } else { Seconds::Some });
        let without_age = settings
            .iter()
            .filter(|assignment| {
                matches!(assignment.target.as_str(), "SECURE_HSTS_INCLUDE_SUBDOMAINS" | "SECURE_HSTS_PRELOAD")
                    && assignment.value.bool() == Some(true)
            })
            .map(|assignment| (assignment.target.clone(), file.place(assignment.span)));
        let bases = script.imports.iter().filter(|import| import.names.iter().any(|(name, _)| name == "*"));
        Some(Self {
            seconds: seconds.fold(Seconds::Absent, |_, last| last),
            without_age: without_age.collect(),
            bases: bases.map(|import| import.module.clone()).collect(),
            middleware: settings.iter().rev().find_map(|assignment| middleware(file, assignment)),
            adds_middleware: names_security(file),
        })
    }
}

fn is_security(name: &str) -> bool {
    name.ends_with("SecurityMiddleware")
}

/// Whether a line that is no comment names a security middleware, whatever is done with it: added to a list, returned by
/// a method, inherited from.
fn names_security(file: &File) -> bool {
    file.text().lines().any(|line| line.split('#').next().is_some_and(|code| code.contains("SecurityMiddleware")))
}

/// A `MIDDLEWARE` that is written out in full, is Django's and has no security middleware.
fn middleware(file: &File, assignment: &Assignment) -> Option<Middleware> {
    if assignment.target != "MIDDLEWARE" || assignment.operator != "=" || assignment.value.is_open_ended() {
        return None;
    }
    let Kind::List(items) = &assignment.value.kind else { return None };
    let known = items.iter().map(Expr::text).collect::<Option<Vec<_>>>()?;
    if known.iter().any(|name| is_security(name)) || !known.iter().any(|name| name.starts_with("django.")) {
        return None;
    }
    let first = items.first()?.span;
    let quote = file.slice(first).chars().next().filter(|c| *c == '\'').unwrap_or('"');
    let line = file.line_span(file.position(first.start).line);
    let before = file.slice(Span::new(line.start as usize, first.start as usize));
    let gap = if before.trim().is_empty() { format!("\n{before}") } else { " ".to_owned() };
    let start = assignment.span.start as usize;
    Some(Middleware {
        place: file.place(Span::new(start, start + assignment.target.len())),
        first: file.place(first),
        insertion: format!("{quote}django.middleware.security.SecurityMiddleware{quote},{gap}"),
    })
}
