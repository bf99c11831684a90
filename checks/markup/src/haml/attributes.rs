//! The attributes of a HAML tag: `{ruby: "hash"}`, `(html="list")` and `[object]`.

use std::ops::Range;

use super::{Reader, is_tag_name};
use crate::indent::{Given, Start};
use crate::ruby::{self, Value};

impl<'s> Reader<'s> {
    /// Reads the attributes that begin at `at`: where they end, and where the line that they end on does.
    pub(super) fn attributes(&mut self, start: &mut Start<'s>, at: usize, end: usize) -> (usize, usize) {
        let (mut at, mut end) = (at, end);
        loop {
            let source = self.page.context.source;
            let after = match source.as_bytes().get(at).filter(|_| at < end) {
                Some(b'{') => self.closing(at, end).inspect(|&after| hash(start, source, at + 1..after - 1)),
                Some(b'(') => self.html(start, at, end),
                Some(b'[') => self.closing(at, end).inspect(|&after| object(start, at..after)),
                _ => return (at, end),
            };
            let Some(after) = after else {
                start.spread();
                return (end, end);
            };
            if after > end {
                end = self.lines.resume_after(after);
            }
            at = after;
        }
    }

    /// One past the bracket or quote that closes the one at `at`, on its line or, while they all are closed, below.
    fn closing(&mut self, at: usize, end: usize) -> Option<usize> {
        let bytes = self.page.context.source.as_bytes();
        let closing = ruby::closing(if self.unclosed { &bytes[..end] } else { bytes }, at);
        self.unclosed |= closing.is_none();
        closing
    }

    /// `(a="x" b=variable c)`: one past its end.
    fn html(&mut self, start: &mut Start<'s>, at: usize, end: usize) -> Option<usize> {
        let source = self.page.context.source;
        let bytes = source.as_bytes();
        let skip = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let mut at = skip(at + 1);
        loop {
            if bytes.get(at) == Some(&b')') {
                return Some(at + 1);
            }
            let is_name = |byte: &&u8| is_tag_name(**byte) || matches!(byte, b'@' | b'.');
            let name = at..at + bytes.get(at..)?.iter().take_while(is_name).count();
            if name.is_empty() {
                return None;
            }
            let equals = skip(name.end);
            if bytes.get(equals) != Some(&b'=') {
                start.attribute(name.clone(), name.clone(), Given::Empty);
                at = equals;
                continue;
            }
            let value = skip(equals + 1);
            let after = match bytes.get(value)? {
                b'"' | b'\'' => self.closing(value, end.max(value))?,
                _ => {
                    let is_variable = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'$');
                    value + bytes[value..].iter().take_while(is_variable).count()
                }
            };
            if after == value {
                return None;
            }
            let given = match ruby::value(source, value..after) {
                Value::Text(text, range) => Given::Text(text, range),
                Value::Partial(known, range) => Given::Computed(known, range),
                _ => Given::Computed(Vec::new(), value..after),
            };
            start.attribute(name.clone(), name.start..after, given);
            at = skip(after);
        }
    }
}

/// `[object]` gives a class and an id.
fn object(start: &mut Start<'_>, range: Range<usize>) {
    for name in ["class", "id"] {
        let mark = range.start..range.start + 1;
        start.attribute_called(name, mark, range.clone(), Given::Computed(Vec::new(), range.clone()));
    }
}

/// The attributes of a Ruby hash, inside of its braces.
fn hash(start: &mut Start<'_>, source: &str, range: Range<usize>) {
    let Some(items) = ruby::items(source, range) else { return start.spread() };
    for item in items {
        let Some(pair) = ruby::pair(source, item) else {
            start.spread();
            continue;
        };
        let name = source.get(pair.key.clone()).unwrap_or_default();
        let value = ruby::value(source, pair.value.clone());
        match (name, value) {
            ("data" | "aria", Value::Hash(inner)) => nested(start, source, name, inner),
            ("aria", Value::Nil) | ("data", _) => {}
            ("aria", _) => start.spread(),
            (_, value) => {
                if let Some(given) = given(source, name, value, &pair) {
                    start.attribute(pair.key, pair.span, given);
                }
            }
        }
    }
}

/// `aria: { label: "x" }`
fn nested(start: &mut Start<'_>, source: &str, prefix: &str, range: Range<usize>) {
    let Some(items) = ruby::items(source, range) else { return start.spread() };
    for item in items {
        let Some(pair) = ruby::pair(source, item) else {
            start.element.open_ended |= prefix == "aria";
            continue;
        };
        let key = source.get(pair.key.clone()).unwrap_or_default().replace('_', "-");
        let name = format!("{prefix}-{key}");
        let value = ruby::value(source, pair.value.clone());
        if let Some(given) = given(source, &name, value, &pair) {
            start.attribute_called(&name, pair.key, pair.span, given);
        }
    }
}

/// What an attribute is given; `None` when the value takes it away.
fn given(source: &str, name: &str, value: Value, pair: &ruby::Pair) -> Option<Given> {
    // `{ alt: }` is the variable of that name.
    let written = if pair.value.is_empty() { pair.key.clone() } else { pair.value.clone() };
    Some(match value {
        Value::Text(text, range) => Given::Text(text, range),
        Value::Partial(known, range) => Given::Computed(known, range),
        // Versions differ in how they write it; what is meant is clear.
        Value::True if !is_switch(name) => Given::Text("true".into(), written),
        Value::True => Given::Empty,
        Value::Nil if is_switch(name) || name.starts_with("aria-") || matches!(name, "class" | "id") => return None,
        Value::False if is_switch(name) || matches!(name, "class" | "id") => return None,
        Value::List(items) => list(source, name, items, written),
        Value::Nil | Value::False | Value::Hash(_) | Value::Computed => Given::Computed(Vec::new(), written),
    })
}

/// `["a", b]`, as classes and ids are joined.
fn list(source: &str, name: &str, range: Range<usize>, written: Range<usize>) -> Given {
    let separator = if name == "id" { "_" } else { " " };
    let items = ruby::items(source, range).unwrap_or_default();
    let count = items.len();
    let texts: Vec<String> = items
        .into_iter()
        .filter_map(|item| match ruby::value(source, item) {
            Value::Text(text, _) => Some(text.into()),
            _ => None,
        })
        .collect();
    if texts.len() == count && matches!(name, "class" | "id") && count > 0 {
        Given::Text(texts.join(separator).into(), written)
    } else {
        Given::Computed(texts, written)
    }
}

/// Whether an attribute is there or not, without a value (HTML's boolean attributes), `data-` ones included.
fn is_switch(name: &str) -> bool {
    name.starts_with("data-")
        || matches!(
            name,
            "allowfullscreen"
                | "async"
                | "autofocus"
                | "autoplay"
                | "checked"
                | "controls"
                | "default"
                | "defer"
                | "disabled"
                | "formnovalidate"
                | "hidden"
                | "inert"
                | "ismap"
                | "itemscope"
                | "loop"
                | "multiple"
                | "muted"
                | "nomodule"
                | "novalidate"
                | "open"
                | "readonly"
                | "required"
                | "reversed"
                | "selected"
        )
}
