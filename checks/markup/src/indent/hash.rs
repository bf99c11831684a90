//! Attributes whose values are Ruby, those of a Ruby hash first of all.

use std::ops::Range;

use checks_core::Language;

use super::{Given, Start};
use crate::ruby::{self, Value};

/// Adds the attributes of a hash, inside of its braces.
pub(crate) fn read(start: &mut Start<'_>, source: &str, range: Range<usize>) {
    let Some(items) = ruby::items(source, range) else { return start.spread() };
    for item in items {
        let Some(pair) = ruby::pair(source, item) else {
            start.spread();
            continue;
        };
        let name = source.get(pair.key.clone()).unwrap_or_default();
        let value = ruby::value(source, pair.value.clone());
        add(start, source, name, value, &pair);
    }
}

/// Adds the attribute `name`, given `value` as `pair` writes it.
pub(crate) fn add(start: &mut Start<'_>, source: &str, name: &str, value: Value, pair: &ruby::Pair) {
    match (name, value) {
        ("data" | "aria", Value::Hash(inner)) => nested(start, source, name, inner),
        ("aria", Value::Nil) | ("data", _) => {}
        ("aria", _) => start.spread(),
        (_, value) => {
            if let Some(given) = given(start.language(), source, name, value, pair) {
                start.attribute(pair.key.clone(), pair.span.clone(), given);
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
        let key = source.get(pair.key.clone()).unwrap_or_default();
        let key = if start.language() == Language::Slim { key.to_owned() } else { key.replace('_', "-") };
        let name = format!("{prefix}-{key}");
        let value = ruby::value(source, pair.value.clone());
        if let Some(given) = given(start.language(), source, &name, value, &pair) {
            start.attribute_called(&name, pair.key, pair.span, given);
        }
    }
}

/// What an attribute is given; `None` when the value takes it away.
fn given(language: Language, source: &str, name: &str, value: Value, pair: &ruby::Pair) -> Option<Given> {
    // `{ alt: }` is the variable of that name.
    let written = if pair.value.is_empty() { pair.key.clone() } else { pair.value.clone() };
    Some(match value {
        Value::Text(text, range) => Given::Text(text, range),
        Value::Partial(known, range) => Given::Computed(known, range),
        Value::Nil | Value::False if language == Language::Slim => return None,
        Value::True if language == Language::Slim && !name.starts_with("aria-") => Given::Empty,
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
