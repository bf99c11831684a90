//! From a header's name and an expression to what is declared.

use checks_core::{File, Span};
use checks_markup::script::{Entry, Expr, Kind};

use crate::csp::Policy;
use crate::declaration::{Header, Hsts, Plain, Scope};

/// The headers that are read.
const KNOWN: &[&str] = &[
    "access-control-allow-credentials",
    "access-control-allow-origin",
    "content-security-policy",
    "content-security-policy-report-only",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "server",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
    "x-powered-by",
    "x-xss-protection",
];

/// The headers that protect: taking one away is a loss.
pub(crate) const PROTECTING: &[&str] = &[
    "content-security-policy",
    "cross-origin-embedder-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "referrer-policy",
    "strict-transport-security",
    "x-content-type-options",
    "x-frame-options",
];

/// The lower-case name of a header that is read, from how a program writes it: `X-Frame-Options`, and a library's constant
/// for it, `header::X_FRAME_OPTIONS`.
pub(super) fn known(written: &str) -> Option<&'static str> {
    let last = written.rsplit(['.', ':']).next().unwrap_or(written).trim_matches('"');
    let is_constant = !last.bytes().any(|byte| byte.is_ascii_lowercase());
    find(last).filter(|_| is_constant || !last.contains('_'))
}

/// The same from a setting's name in small letters: `config.x_frame_options`.
pub(super) fn known_setting(name: &str) -> Option<&'static str> {
    find(name)
}

fn find(written: &str) -> Option<&'static str> {
    if !(6..=40).contains(&written.len()) {
        return None;
    }
    let matches = |name: &&&str| {
        name.len() == written.len()
            && name
                .bytes()
                .zip(written.bytes())
                .all(|(known, byte)| known == byte.to_ascii_lowercase() || (known == b'-' && byte == b'_'))
    };
    KNOWN.iter().find(matches).copied()
}

/// The name of a header that an expression is: a text, or a library's constant.
pub(super) fn name_of(value: &Expr) -> Option<&'static str> {
    match &value.kind {
        Kind::Text(text) => known(text),
        Kind::Name(name) if name.contains(['.', '_']) => known(name),
        _ => None,
    }
}

/// What setting `name` to `value` declares.
pub(super) fn headers(file: &File, name: &str, value: &Expr) -> Vec<Header> {
    let mut found = Vec::new();
    match name {
        "content-security-policy" => {
            if let Some(policy) = policy(file, value) {
                found.push(Header::Csp(policy));
            }
        }
        "content-security-policy-report-only" if is_something(value) => found.push(Header::ReportOnly(value.span)),
        "strict-transport-security" => found.extend(hsts(file, value).map(Header::Hsts)),
        _ => {}
    }
    if let Some(text) = text_of(value) {
        let trimmed = text.trim();
        if !trimmed.is_empty() {
            let span = within(file, value.span, trimmed);
            found.push(Header::Plain(Plain { name: name.to_owned(), value: trimmed.to_owned(), span }));
        }
    }
    found
}

/// A policy that is given as a text, as parts of one, or by what only the program knows.
pub(super) fn policy(file: &File, value: &Expr) -> Option<Policy> {
    match &value.kind {
        Kind::Text(text) if text.trim().is_empty() => None,
        Kind::Text(_) | Kind::Partial(_) | Kind::List(_) | Kind::Name(_) | Kind::Unknown => {
            Some(Policy::of_expr(file, value))
        }
        // `parts.join("; ")`, `HeaderValue::from_static("…")`, `"…".replace(…)`
        Kind::Call(call) => match call.arguments.first() {
            Some(argument)
                if call.arguments.len() == 1 && text_of(&argument.value).is_some_and(|text| text.contains('-')) =>
            {
                Some(Policy::of_expr(file, &argument.value))
            }
            _ => Some(Policy::of_expr(file, value)),
        },
        _ => None,
    }
}

/// The route that a map of headers is for: `{ source: "/embed", headers: [...] }`.
pub(super) fn route_of_map(map: &Expr) -> Option<Scope> {
    const KEYS: [&str; 7] = ["source", "for", "path", "src", "pattern", "matcher", "route"];
    map.get("headers").or_else(|| map.get("values"))?;
    let entry = KEYS.iter().find_map(|key| map.get(key))?;
    Some(Scope { pattern: entry.value.text()?.to_owned(), span: entry.value.span })
}

/// The route that an entry is for by its key: `"/embed/**": { ... }`, Nelmio's `^/carte`.
pub(super) fn route_of_key(entry: &Entry) -> Option<Scope> {
    let start = entry.span.start as usize;
    let span = Span::new(start, start + entry.key.len());
    entry.key.starts_with(['/', '^']).then(|| Scope { pattern: entry.key.clone(), span })
}

fn is_something(value: &Expr) -> bool {
    match &value.kind {
        Kind::Text(text) => !text.trim().is_empty(),
        Kind::Null | Kind::Bool(false) => false,
        _ => true,
    }
}

/// A text, also where a library's constructor wraps it: `HeaderValue::from_static("DENY")`.
pub(super) fn text_of(value: &Expr) -> Option<&str> {
    match &value.kind {
        Kind::Text(text) => Some(text),
        Kind::Call(call) if call.callee.contains("HeaderValue") => call.arguments.first()?.value.text(),
        _ => None,
    }
}

/// The place of `text` within `span`; where a constant stands for it, its place if the file has it once; else the whole.
pub(super) fn within(file: &File, span: Span, text: &str) -> Span {
    if let Some(at) = file.slice(span).find(text) {
        return Span::new(span.start as usize + at, span.start as usize + at + text.len());
    }
    let mut elsewhere = file.text().match_indices(text);
    match (elsewhere.next(), elsewhere.next()) {
        (Some((at, _)), None) => Span::new(at, at + text.len()),
        _ => span,
    }
}

/// The `max-age` of a value, when it is known.
pub(super) fn hsts(file: &File, value: &Expr) -> Option<Hsts> {
    let text = text_of(value)?;
    let lower = text.to_ascii_lowercase();
    let after = lower.find("max-age")? + "max-age".len();
    let rest = lower[after..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches('"');
    let digits = &rest[..rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len()];
    let max_age = digits.parse().ok()?;
    Some(Hsts { max_age, span: within(file, value.span, digits), is_default: false })
}

/// A duration that an option gives in seconds.
pub(super) fn seconds(value: &Expr) -> Option<Hsts> {
    Some(Hsts { max_age: value.number()?, span: value.span, is_default: false })
}

/// What a value is unless the environment says otherwise: `env.bool("X", default=False)`, `env('X', false)`,
/// `os.environ.get("X", False)`. The flag says whether it is such a default.
pub(super) fn or_default(value: &Expr) -> (&Expr, bool) {
    if let Kind::Call(call) = &value.kind {
        let callee = call.callee.to_ascii_lowercase();
        let asks = ["env", "config", "getenv"].iter().any(|word| callee.contains(word));
        if asks && let Some(default) = call.argument(1, "default") {
            return (default, true);
        }
    }
    (value, false)
}
