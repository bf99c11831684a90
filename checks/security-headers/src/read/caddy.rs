//! Caddy: the `header` directive of a Caddyfile.

use checks_core::{File, Span};
use checks_markup::script::{Expr, Kind};

use super::values;
use crate::declaration::{Declaration, Header, Origin, Removed, Scope};

/// Whether a path is a Caddyfile's.
pub(crate) fn is_caddy_path(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
    name.starts_with("caddyfile") || matches!(name.rsplit('.').next(), Some("caddy" | "caddyfile"))
}

/// The declarations of a Caddyfile.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    let mut found = Vec::new();
    // What each open brace belongs to: the matcher of a `header` block, or something else.
    let mut open: Vec<Option<Option<Scope>>> = Vec::new();
    let mut at = 0;
    for line in file.text().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.split(" #").next().unwrap_or_default().trim();
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        let begin = start + (line.len() - line.trim_start().len());
        let words = words(code, begin);
        if code == "}" {
            open.pop();
            continue;
        }
        let opens = code.ends_with('{');
        let is_header = words.first().is_some_and(|(word, _)| *word == "header");
        let mut rest = if is_header { &words[1..] } else { &words[..] };
        if opens {
            rest = rest.split_last().map_or(rest, |(_, rest)| rest);
        }
        let mut scope = None;
        if is_header && let Some((word, span)) = rest.first().filter(|(word, _)| word.starts_with(['/', '@', '*'])) {
            scope = (!matches!(*word, "*" | "/*")).then(|| Scope { pattern: (*word).to_owned(), span: *span });
            rest = &rest[1..];
        }
        if opens {
            open.push(is_header.then_some(scope));
            continue;
        }
        if let Some(Some(outer)) = open.last() {
            scope.clone_from(outer);
        } else if !is_header {
            continue;
        }
        found.extend(field(file, rest, scope.as_ref()));
    }
    found
}

/// `Name "value"`, `-Name`, `+Name "value"`, `?Name "value"`.
fn field(file: &File, words: &[(&str, Span)], scope: Option<&Scope>) -> Vec<Declaration> {
    let Some((written, span)) = words.first() else { return Vec::new() };
    let Some(name) = values::known(written.trim_start_matches(['-', '+', '?', '>'])) else { return Vec::new() };
    let headers = if written.starts_with('-') {
        let is_lost = values::PROTECTING.contains(&name);
        let removed = Header::Removed(Removed { name: name.to_owned(), span: *span, by_code: false });
        is_lost.then_some(removed).into_iter().collect()
    } else {
        let Some((value, span)) = words.get(1) else { return Vec::new() };
        values::headers(file, name, &Expr { kind: Kind::Text((*value).to_owned()), span: *span })
    };
    headers.into_iter().map(|header| Declaration { header, origin: Origin::Caddy, scope: scope.cloned() }).collect()
}

/// The words of a line, quotes taken off.
fn words(code: &str, begin: usize) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    let mut rest = code;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return found;
        }
        let at = code.len() - rest.len();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '`'));
        let (start, end, next) = if let Some(quote) = quote {
            let end = rest[1..].find(quote).map_or(code.len(), |end| at + 1 + end);
            (at + 1, end, (end + 1).min(code.len()))
        } else {
            let end = rest.find(char::is_whitespace).map_or(code.len(), |end| at + end);
            (at, end, end)
        };
        found.push((&code[start..end], Span::new(begin + start, begin + end)));
        rest = &code[next..];
    }
}
