//! nginx: `add_header` and headers-more.

use checks_core::{File, Span};

use super::values::PROTECTING;
use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Hsts, Origin, Plain, Removed, Scope};
use crate::nginx::{Config, Directive, Part, Variables};

/// Whether a path may hold nginx's language: a configuration, a fragment, a template of either.
pub(crate) fn is_nginx_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let templates = [".erb", ".template", ".tmpl", ".tpl", ".j2", ".envsubst"];
    let name = templates.iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
    let (_, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    let folder_is = |folder: &str| {
        folder.contains("nginx") || matches!(folder, "conf.d" | "sites-available" | "sites-enabled" | "snippets")
    };
    match ending {
        "conf" | "nginx" => true,
        // Scalingo's `.scalingo/nginx/server.location`, and fragments without an ending of their own.
        "location" | "inc" | "include" => folders.split('/').any(folder_is),
        "" => !matches!(name, "dockerfile" | "makefile" | "license") && folders.split('/').any(folder_is),
        _ => false,
    }
}

/// The header that a directive sets: its lower-case name and the parts of its value.
pub(crate) fn header(directive: &Directive, variables: &Variables) -> Vec<(String, Vec<Part>)> {
    match directive.name.as_str() {
        "add_header" => {
            let (Some(name), Some(value)) = (directive.text(0), directive.arguments.get(1)) else { return Vec::new() };
            vec![(name.to_ascii_lowercase(), variables.resolve(value))]
        }
        "more_set_headers" => {
            directive.arguments.iter().filter_map(|argument| one_of_more(variables.resolve(argument))).collect()
        }
        _ => Vec::new(),
    }
}

/// `"Name: value"`.
fn one_of_more(mut parts: Vec<Part>) -> Option<(String, Vec<Part>)> {
    let Part::Text(text, at) = parts.first_mut()? else { return None };
    let (name, value) = text.split_once(':')?;
    let blanks = value.len() - value.trim_start().len();
    let start = *at + (name.len() + 1 + blanks) as u32;
    let name = name.trim().to_ascii_lowercase();
    *text = value.trim_start().to_owned();
    *at = start;
    (!name.starts_with('-')).then_some((name, parts))
}

/// The declarations of a configuration.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    match Config::of(file) {
        Some(config) => config.as_ref().as_ref().map_or_else(Vec::new, of_config),
        None => Vec::new(),
    }
}

/// The declarations of a configuration that is read.
pub(super) fn of_config(config: &Config) -> Vec<Declaration> {
    let mut found = Vec::new();
    collect(&config.directives, &mut Walk::default(), &mut found);
    found
}

/// Where the reader stands.
#[derive(Default)]
struct Walk {
    variables: Variables,
    under_condition: bool,
    scope: Option<Scope>,
}

fn collect(directives: &[Directive], walk: &mut Walk, found: &mut Vec<Declaration>) {
    for directive in directives {
        walk.variables.read(directive, walk.under_condition);
        let declared = |header| Declaration { header, origin: Origin::Nginx, scope: walk.scope.clone() };
        for (name, value) in header(directive, &walk.variables) {
            let header = match name.as_str() {
                "strict-transport-security" => hsts(&value).map(Header::Hsts),
                "content-security-policy" => Some(Header::Csp(Policy::of_parts(&value))),
                "content-security-policy-report-only" => Some(Header::ReportOnly(directive.span)),
                _ => None,
            };
            let plain = plain(name, &value).map(Header::Plain);
            found.extend(header.into_iter().chain(plain).map(declared));
        }
        found.extend(removed(directives, directive).map(declared));
        if let Some(block) = &directive.block {
            let outer = (walk.under_condition, walk.scope.clone());
            walk.under_condition |= directive.name == "if";
            if let Some(scope) = location(directive) {
                walk.scope = Some(scope);
            }
            collect(block, walk, found);
            (walk.under_condition, walk.scope) = outer;
        }
    }
}

/// The part of a server that a block is for; `None` for all of it.
fn location(directive: &Directive) -> Option<Scope> {
    let last = directive.arguments.last().filter(|_| directive.name == "location")?;
    let pattern = last.text().unwrap_or_default();
    (pattern != "/").then(|| Scope { pattern: pattern.to_owned(), span: last.span })
}

/// A header that a directive takes away: `more_clear_headers X;`, or `proxy_hide_header X;` with nothing in its place.
fn removed(beside: &[Directive], directive: &Directive) -> Option<Header> {
    let is_removal = matches!(
        directive.name.as_str(),
        "more_clear_headers" | "proxy_hide_header" | "fastcgi_hide_header" | "uwsgi_hide_header"
    );
    let name = directive.text(0).filter(|_| is_removal)?.to_ascii_lowercase();
    let sets_it = |other: &Directive| {
        let same = |index| other.text(index).is_some_and(|text: &str| text.to_ascii_lowercase().starts_with(&name));
        matches!(other.name.as_str(), "add_header" | "more_set_headers") && same(0)
    };
    if !PROTECTING.contains(&name.as_str()) || beside.iter().any(sets_it) {
        return None;
    }
    Some(Header::Removed(Removed { name, span: directive.span, by_code: true }))
}

/// A value without a variable. nginx does not send a header whose value is empty.
fn plain(name: String, parts: &[Part]) -> Option<Plain> {
    let [Part::Text(text, at)] = parts else { return None };
    let value = text.trim();
    let start = *at as usize + (text.len() - text.trim_start().len());
    (!value.is_empty()).then(|| Plain { name, value: value.to_owned(), span: Span::new(start, start + value.len()) })
}

/// The `max-age` of a value, when it is written out.
fn hsts(parts: &[Part]) -> Option<Hsts> {
    parts.iter().find_map(|part| {
        let Part::Text(text, at) = part else { return None };
        let lower = text.to_ascii_lowercase();
        let after = lower.find("max-age")? + "max-age".len();
        let value = lower[after..].trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
        let digits = value.len() - value.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let start = *at as usize + lower.len() - value.len();
        let max_age = value[..digits].parse().ok()?;
        Some(Hsts { max_age, span: Span::new(start, start + digits), is_default: false })
    })
}
