//! Java's `.properties`, and `key = value` files like them.

use checks_core::Span;

use crate::script::{Entry, Expr, Kind};

/// One map from whole keys (`server.servlet.session.cookie.secure`) to texts.
pub(super) fn read(text: &str) -> Expr {
    let mut entries = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let trimmed = line.trim_start();
        if trimmed.is_empty() || trimmed.starts_with(['#', '!']) {
            continue;
        }
        let Some(middle) = trimmed.find(['=', ':']) else { continue };
        let value = trimmed[middle + 1..].trim();
        let value_at = start + (value.as_ptr() as usize - line.as_ptr() as usize);
        let key_at = start + (line.len() - trimmed.len());
        let span = Span::new(value_at, value_at + value.len());
        entries.push(Entry {
            key: trimmed[..middle].trim().to_owned(),
            value: Expr { kind: kind(value), span },
            span: Span::new(key_at, value_at + value.len()),
        });
    }
    Expr { kind: Kind::Map(entries), span: Span::new(0, text.len()) }
}

fn kind(value: &str) -> Kind {
    match value {
        "true" => Kind::Bool(true),
        "false" => Kind::Bool(false),
        _ if value.contains("${") => Kind::Name(value.to_owned()),
        _ => value.parse().map_or_else(|_| Kind::Text(value.to_owned()), Kind::Number),
    }
}
