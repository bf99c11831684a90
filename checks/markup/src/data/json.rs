//! JSON, with the comments and the trailing commas that configurations have.

use checks_core::Span;
use jsonc_parser::ast::Value;
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::MAX_DEPTH;
use crate::script::{Entry, Expr, Kind};

pub(super) fn read(text: &str) -> Option<Expr> {
    if deepest(text) > MAX_DEPTH {
        return None;
    }
    let parsed = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()).ok()?;
    Some(expr(&parsed.value?))
}

/// An upper bound of how deep the text nests: the parser goes down a level of the stack for each.
fn deepest(text: &str) -> usize {
    let (mut open, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'{' | b'[' => open += 1,
            b'}' | b']' => open = open.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(open);
    }
    deepest
}

fn expr(value: &Value<'_>) -> Expr {
    let kind = match value {
        Value::StringLit(text) => Kind::Text(text.value.to_string()),
        Value::NumberLit(number) => number.value.parse().map_or(Kind::Unknown, Kind::Number),
        Value::BooleanLit(boolean) => Kind::Bool(boolean.value),
        Value::NullKeyword(_) => Kind::Null,
        Value::Array(array) => Kind::List(array.elements.iter().map(expr).collect()),
        Value::Object(object) => Kind::Map(
            object
                .properties
                .iter()
                .map(|property| {
                    let range = property.range();
                    Entry {
                        key: property.name.as_str().to_owned(),
                        value: expr(&property.value),
                        span: Span::new(range.start, range.end),
                    }
                })
                .collect(),
        ),
    };
    let range = value.range();
    Expr { kind, span: Span::new(range.start, range.end) }
}
