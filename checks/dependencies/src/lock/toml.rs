//! What `uv.lock` and `Cargo.lock` share: `[[package]]` tables.

use checks_core::{File, Span};
use toml_edit::{Document, Table, TableLike};

use super::Unreadable;

/// The text as TOML.
pub(super) fn parse(file: &File) -> Result<Document<String>, Unreadable> {
    Document::parse(file.text().to_owned()).map_err(|error| {
        let span = error.span().unwrap_or(0..0);
        Unreadable { span: Span::new(span.start, span.end) }
    })
}

/// The tables under `[[key]]`.
pub(super) fn tables<'a>(document: &'a Document<String>, key: &str) -> Vec<&'a Table> {
    document
        .as_table()
        .get(key)
        .and_then(|item| item.as_array_of_tables())
        .map(|tables| tables.iter().collect())
        .unwrap_or_default()
}

/// The string at `key`.
pub(super) fn string<'a>(table: &'a dyn TableLike, key: &str) -> Option<&'a str> {
    table.get(key)?.as_str()
}

/// From the name of a package to its version.
pub(super) fn name_span(table: &Table) -> Span {
    let span = |key| table.get(key).and_then(toml_edit::Item::span).map(|span| Span::new(span.start, span.end));
    let name = span("name").unwrap_or_default();
    span("version").map_or(name, |version| name.to(version))
}
