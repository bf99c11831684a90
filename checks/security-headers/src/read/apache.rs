//! Apache: `Header` in `.htaccess`, virtual hosts and `httpd.conf`.

use checks_core::{File, Span};
use checks_markup::script::{Expr, Kind};

use super::values;
use crate::declaration::{Declaration, Header, Origin, Removed, Scope};

/// A directive of Apache's language: its words, and whether it only works in a section.
#[derive(Debug)]
pub(crate) struct Line {
    /// The words, quotes taken off.
    pub(crate) words: Vec<Word>,
    /// The first word to the last.
    pub(crate) span: Span,
    /// The innermost `<Location …>`, `<Files …>`, `<FilesMatch …>` around.
    pub(crate) section: Option<Scope>,
}

/// A word and where it is written, without its quotes.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) span: Span,
}

/// Whether a path may hold Apache's language.
pub(crate) fn is_apache_path(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    let (folders, name) = lower.rsplit_once('/').unwrap_or(("", &lower));
    let base = name.trim_end_matches(".erb").trim_end_matches(".template").trim_end_matches(".j2");
    let is_named =
        matches!(base, ".htaccess" | "apache2.conf" | "httpd.conf" | "apache.conf" | "vhost.conf" | "htaccess");
    let is_apache = |word: &str| word.contains("apache") || word.contains("httpd");
    is_named || (base.rsplit('.').next() == Some("conf") && (is_apache(name) || folders.split('/').any(is_apache)))
}

/// The directives of a file, in order.
pub(crate) fn lines(file: &File) -> Vec<Line> {
    let mut found = Vec::new();
    let mut sections: Vec<Option<Scope>> = Vec::new();
    let mut at = 0;
    for line in file.text().split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.trim();
        if code.is_empty() || code.starts_with('#') {
            continue;
        }
        if code.starts_with("</") {
            sections.pop();
            continue;
        }
        let begin = start + (line.len() - line.trim_start().len());
        let span = Span::new(begin, begin + code.len());
        if let Some(open) = code.strip_prefix('<') {
            let name = open.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
            let pattern =
                open.trim_end_matches('>').split_once(' ').map_or("", |(_, rest)| rest).trim().trim_matches('"');
            let narrows = matches!(name.as_str(), "location" | "locationmatch" | "files" | "filesmatch" | "directory");
            let is_all = matches!(pattern, "/" | "*" | ".*") || (name == "directory");
            sections.push((narrows && !is_all).then(|| Scope { pattern: pattern.to_owned(), span }));
            continue;
        }
        let section = sections.iter().rev().flatten().next().cloned();
        found.push(Line { words: words(code, begin), span, section });
    }
    found
}

fn words(code: &str, begin: usize) -> Vec<Word> {
    let mut found = Vec::new();
    let bytes = code.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let quote = Some(bytes[at]).filter(|byte| matches!(byte, b'"' | b'\''));
        let start = at + usize::from(quote.is_some());
        let mut end = start;
        while end < bytes.len() {
            match quote {
                Some(quote) if bytes[end] == b'\\' && bytes.get(end + 1) == Some(&quote) => end += 1,
                Some(quote) if bytes[end] == quote => break,
                None if bytes[end].is_ascii_whitespace() => break,
                _ => {}
            }
            end += 1;
        }
        let end = end.min(bytes.len());
        if let Some(text) = code.get(start..end) {
            found.push(Word { text: text.replace("\\\"", "\""), span: Span::new(begin + start, begin + end) });
        }
        at = end + usize::from(quote.is_some());
        at = at.max(start);
    }
    found
}

/// A `Header` directive.
#[derive(Debug)]
pub(crate) struct Directive<'l> {
    /// `set`, `append`, `unset` …, lower case.
    pub(crate) action: String,
    /// Whether it also holds for errors.
    pub(crate) is_always: bool,
    /// The header's name.
    pub(crate) name: &'l Word,
    /// The value.
    pub(crate) value: Option<&'l Word>,
}

impl Line {
    /// What a `Header` directive does.
    pub(crate) fn header(&self) -> Option<Directive<'_>> {
        let mut words = self.words.iter();
        words.next().filter(|word| word.text.eq_ignore_ascii_case("header"))?;
        let mut action = words.next()?;
        let is_always = action.text.eq_ignore_ascii_case("always");
        if is_always || action.text.eq_ignore_ascii_case("onsuccess") {
            action = words.next()?;
        }
        let name = words.next()?;
        Some(Directive { action: action.text.to_ascii_lowercase(), is_always, name, value: words.next() })
    }
}

/// The declarations of a configuration.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    let mut found = Vec::new();
    for line in lines(file) {
        let Some(directive) = line.header() else { continue };
        let Some(name) = values::known(&directive.name.text) else { continue };
        let headers = match (directive.action.as_str(), directive.value) {
            ("set" | "append" | "merge" | "add" | "setifempty", Some(value)) => {
                let value = Expr { kind: Kind::Text(value.text.clone()), span: value.span };
                values::headers(file, name, &value)
            }
            ("unset", _) if values::PROTECTING.contains(&name) => {
                vec![Header::Removed(Removed { name: name.to_owned(), span: line.span, by_code: false })]
            }
            _ => continue,
        };
        let scope = line.section.clone();
        found.extend(headers.into_iter().map(|header| Declaration {
            header,
            origin: Origin::Apache,
            scope: scope.clone(),
        }));
    }
    found
}
