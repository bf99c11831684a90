//! YAML with the place of every value.

use std::fmt;

use checks_core::{File, Span};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_saphyr::{DuplicateKeyPolicy, Location, Spanned};

/// A value of a YAML document.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Node {
    /// Where it stands.
    pub(super) span: Span,
    /// What it is.
    pub(super) kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Node>),
    Map(Vec<(Key, Node)>),
}

/// The key of an entry.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Key {
    pub(super) span: Span,
    pub(super) text: String,
}

/// Why a document cannot be read.
pub(super) struct Broken {
    pub(super) span: Span,
    pub(super) reason: String,
}

/// Reads a file of settings; an empty one is [`Kind::Null`].
pub(super) fn parse(file: &File) -> Result<Node, Broken> {
    let text = file.text();
    let nothing = text.lines().all(|line| {
        let line = line.trim();
        line.is_empty() || line.starts_with('#') || line == "---"
    });
    if nothing {
        return Ok(Node { span: file.line_span(1), kind: Kind::Null });
    }
    // Settings are small and shallow; whatever is not is refused before it costs anything.
    let budget = serde_saphyr::budget! { max_depth: 8, flow_nesting_limit: 8, max_nodes: 20_000, max_events: 50_000 };
    let options = serde_saphyr::options! { duplicate_keys: DuplicateKeyPolicy::PassThrough, budget: budget };
    match serde_saphyr::from_str_with_options::<Spanned<Raw>>(text, options) {
        Ok(raw) => Ok(node(raw, file)),
        Err(error) => {
            let span = error.location().map_or_else(|| file.line_span(1), |at| line_of(file, at.line() as u32));
            let reason = error.without_snippet().to_string();
            Err(Broken { span, reason: reason.lines().next().unwrap_or_default().to_owned() })
        }
    }
}

/// A value as serde brings it, with the parser's places.
enum Raw {
    Null,
    Bool(bool),
    Text(String),
    List(Vec<Spanned<Raw>>),
    Map(Vec<(Spanned<String>, Spanned<Raw>)>),
}

fn node(raw: Spanned<Raw>, file: &File) -> Node {
    let kind = match raw.value {
        Raw::Null => Kind::Null,
        Raw::Bool(value) => Kind::Bool(value),
        Raw::Text(text) => Kind::Text(text),
        Raw::List(items) => Kind::List(items.into_iter().map(|item| node(item, file)).collect()),
        Raw::Map(entries) => Kind::Map(
            entries
                .into_iter()
                .map(|(key, value)| (Key { span: span_of(file, key.referenced), text: key.value }, node(value, file)))
                .collect(),
        ),
    };
    Node { span: span_of(file, raw.referenced), kind }
}

/// The place of a value on its first line.
fn span_of(file: &File, at: Location) -> Span {
    let line = line_of(file, at.line() as u32);
    let span = at.span();
    let (Some(start), Some(len)) = (span.byte_offset(), span.byte_len()) else { return line };
    let span = Span::new(start as usize, ((start + len) as usize).min(line.end as usize));
    if file.slice(span).is_empty() { line } else { span }
}

/// A line without its indentation.
fn line_of(file: &File, line: u32) -> Span {
    let span = file.line_span(line.max(1));
    let text = file.slice(span);
    Span::new(span.start as usize + (text.len() - text.trim_start().len()), span.end as usize)
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_string()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}
