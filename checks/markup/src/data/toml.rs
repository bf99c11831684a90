//! TOML.

use checks_core::Span;
use toml_edit::{Document, Item, TableLike, Value};

use crate::script::{Entry, Expr, Kind};

pub(super) fn read(text: &str) -> Option<Expr> {
    let document = Document::parse(text).ok()?;
    Some(Expr { kind: Kind::Map(table(document.as_table())), span: Span::new(0, text.len()) })
}

fn at(range: Option<std::ops::Range<usize>>) -> Span {
    range.map_or_else(Span::default, |range| Span::new(range.start, range.end))
}

fn table(table: &dyn TableLike) -> Vec<Entry> {
    let entries = table.iter().map(|(key, item)| {
        let value = of_item(item);
        let key_span = at(table.key(key).and_then(toml_edit::Key::span));
        let span = if key_span.is_empty() { value.span } else { key_span.to(value.span) };
        // A table's place is its header's.
        let span = if span.start > span.end { value.span } else { span };
        Entry { key: key.to_owned(), value, span }
    });
    entries.collect()
}

fn of_item(item: &Item) -> Expr {
    let kind = match item {
        Item::Value(value) => return of_value(value),
        Item::Table(inner) => Kind::Map(table(inner)),
        Item::ArrayOfTables(tables) => Kind::List(
            tables.iter().map(|inner| Expr { kind: Kind::Map(table(inner)), span: at(inner.span()) }).collect(),
        ),
        Item::None => Kind::Unknown,
    };
    Expr { kind, span: at(item.span()) }
}

fn of_value(value: &Value) -> Expr {
    let kind = match value {
        Value::String(text) => Kind::Text(text.value().clone()),
        Value::Integer(number) => Kind::Number(*number.value() as f64),
        Value::Float(number) => Kind::Number(*number.value()),
        Value::Boolean(boolean) => Kind::Bool(*boolean.value()),
        Value::Datetime(_) => Kind::Unknown,
        Value::Array(items) => Kind::List(items.iter().map(of_value).collect()),
        Value::InlineTable(inner) => Kind::Map(table(inner)),
    };
    Expr { kind, span: at(value.span()) }
}
