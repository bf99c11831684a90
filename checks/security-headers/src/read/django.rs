//! Django's settings, those of django-csp and of Django 6 included.

use std::collections::BTreeMap;

use checks_core::{File, Language, Note, Place, Project, Span};
use checks_markup::script::{Assignment, Expr, Kind, Script};
use serde::{Deserialize, Serialize};

use super::values::or_default;
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
    /// The first setting of django-csp 3, which version 4 does not read.
    pub(crate) old_csp: Option<Place>,
    /// What it says of the settings that another module may say otherwise, by name.
    pub(crate) flags: BTreeMap<String, Flag>,
}

/// What a settings file says of a setting.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Flag {
    /// Its value: `False`, `None`, `'None'`; empty where it is anything else.
    pub(crate) value: String,
    /// Whether that is a default which the environment may change.
    pub(crate) is_default: bool,
    /// The value.
    pub(crate) place: Place,
    /// The setting, to the end of its value.
    pub(crate) whole: Place,
}

/// The settings whose values are noted.
const FLAGS: &[&str] = &[
    "SESSION_COOKIE_SECURE",
    "CSRF_COOKIE_SECURE",
    "SESSION_COOKIE_HTTPONLY",
    "SESSION_COOKIE_SAMESITE",
    "SECURE_SSL_REDIRECT",
    "SECURE_CONTENT_TYPE_NOSNIFF",
    "SECURE_REFERRER_POLICY",
    "X_FRAME_OPTIONS",
    "SECURE_CSP",
    "CONTENT_SECURITY_POLICY",
];

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
            "SECURE_CSP_REPORT_ONLY" | "CONTENT_SECURITY_POLICY_REPORT_ONLY" => {
                matches!(&assignment.value.kind, Kind::Map(entries) if !entries.is_empty())
                    .then_some(Header::ReportOnly(assignment.span))
            }
            "CSP_REPORT_ONLY" => (assignment.value.bool() == Some(true)).then_some(Header::ReportOnly(assignment.span)),
            _ => None,
        };
        found.extend(header.map(|header| Declaration::new(header, Origin::Django)));
    }
    found.extend(django_csp_3(&settings).map(|policy| Declaration::new(Header::Csp(policy), Origin::Django)));
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
            old_csp: settings
                .iter()
                .find(|assignment| is_old_csp(&assignment.target))
                .map(|found| file.place(found.span)),
            flags: settings.iter().filter_map(|assignment| flag(file, assignment)).collect(),
        })
    }
}

fn is_old_csp(name: &str) -> bool {
    name.strip_prefix("CSP_")
        .is_some_and(|rest| rest.ends_with("_SRC") || matches!(rest, "FRAME_ANCESTORS" | "BASE_URI" | "FORM_ACTION"))
}

fn flag(file: &File, assignment: &Assignment) -> Option<(String, Flag)> {
    let name = FLAGS.iter().find(|name| **name == assignment.target)?;
    let (told, is_default) = or_default(&assignment.value);
    let value = match &told.kind {
        Kind::Bool(true) => "True".to_owned(),
        Kind::Bool(false) => "False".to_owned(),
        Kind::Null => "None".to_owned(),
        Kind::Text(text) => format!("'{text}'"),
        Kind::Map(entries) if entries.is_empty() => "{}".to_owned(),
        _ => String::new(),
    };
    let (place, whole) = (file.place(assignment.value.span), file.place(assignment.span));
    Some(((*name).to_owned(), Flag { value, is_default, place, whole }))
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

/// What the settings of a project say of `name` where it is one of `weak`: in production's own module, or in another that no
/// module says otherwise of.
pub(crate) fn weak_settings(project: &Project<'_>, name: &str, weak: &[&str]) -> Vec<Flag> {
    let all: Vec<(&Note, Settings)> = project.on(crate::DJANGO).filter_map(|note| Some((note, note.read()?))).collect();
    let said = |settings: &Settings| settings.flags.get(name).cloned();
    let is_weak = |flag: &Flag| weak.contains(&flag.value.as_str());
    let decided = all.iter().any(|(_, settings)| said(settings).is_some_and(|flag| !is_weak(&flag)));
    all.iter()
        .filter_map(|(note, settings)| {
            let flag = said(settings).filter(is_weak)?;
            (note.place.path.contains("prod") || !decided).then_some(flag)
        })
        .collect()
}
