//! `_headers`: the file of Netlify, Cloudflare Pages and their like.

use checks_core::{File, Span};
use checks_markup::script::{Expr, Kind};

use super::values;
use crate::declaration::{Declaration, Header, Origin, Removed, Scope};

/// Whether a path is that of a `_headers` file.
pub(crate) fn is_headers_path(path: &str) -> bool {
    path.rsplit('/').next() == Some("_headers")
}

/// A line below a path.
#[derive(Debug)]
pub(crate) struct Line {
    /// The path it is for.
    pub(crate) scope: Option<Scope>,
    /// The whole line, trimmed.
    pub(crate) text: String,
    /// Where it is.
    pub(crate) span: Span,
}

/// The lines that set headers.
pub(crate) fn lines(file: &File) -> Vec<Line> {
    let mut found = Vec::new();
    let mut scope = None;
    let mut at = 0;
    for line in file.text().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim();
        if text.is_empty() || text.starts_with('#') {
            continue;
        }
        let begin = start + (line.len() - line.trim_start().len());
        let span = Span::new(begin, begin + text.len());
        if !line.starts_with([' ', '\t']) && (text.starts_with('/') || text.starts_with("http")) {
            scope = (!matches!(text, "/*" | "/**")).then(|| Scope { pattern: text.to_owned(), span });
            continue;
        }
        found.push(Line { scope: scope.clone(), text: text.to_owned(), span });
    }
    found
}

/// The declarations of a `_headers` file.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    let mut found = Vec::new();
    for line in lines(file) {
        let start = line.span.start as usize;
        // Cloudflare's `! Name` takes a header away.
        if let Some(name) = line.text.strip_prefix('!').and_then(|name| values::known(name.trim())) {
            if values::PROTECTING.contains(&name) {
                let removed = Removed { name: name.to_owned(), span: line.span, by_code: false };
                found.push(Declaration { header: Header::Removed(removed), origin: Origin::Host, scope: line.scope });
            }
            continue;
        }
        let Some((name, value)) = line.text.split_once(':') else { continue };
        let Some(known) = values::known(name.trim()) else { continue };
        let blank = value.len() - value.trim_start().len();
        let at = start + name.len() + 1 + blank;
        let value = value.trim();
        let value = Expr { kind: Kind::Text(value.to_owned()), span: Span::new(at, at + value.len()) };
        let headers = values::headers(file, known, &value).into_iter();
        found.extend(headers.map(|header| Declaration { header, origin: Origin::Host, scope: line.scope.clone() }));
    }
    found
}
