//! The attributes of a Pug tag: `(a="x", b=code c)`.

use std::ops::Range;

use crate::indent::{Given, Start};
use crate::literals::literal;
use crate::ruby::{Dialect, closing_in, trim};

/// One past the bracket or quote that closes the one at `open`.
pub(super) fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    closing_in(bytes, open, Dialect::JavaScript)
}

/// Adds the attributes at `range`, inside of the parentheses.
pub(super) fn read(start: &mut Start<'_>, source: &str, range: Range<usize>) {
    let Some(bytes) = source.as_bytes().get(..range.end) else { return };
    let mut at = range.start;
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at += rest.iter().take_while(|byte| byte.is_ascii_whitespace() || **byte == b',').count();
        let Some(&first) = bytes.get(at) else { return };
        if bytes[at..].starts_with(b"...") {
            start.spread();
            at = value_end(bytes, at + 3);
            continue;
        }
        let (name, after) = if matches!(first, b'"' | b'\'') {
            let Some(end) = closing(bytes, at) else { return start.spread() };
            (at + 1..end - 1, end)
        } else {
            let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'!' | b',');
            let end = bytes[at..].iter().position(ends).map_or(bytes.len(), |length| at + length);
            (at..end, end)
        };
        let spaces = bytes[after..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let sign = &bytes[after + spaces..];
        let length = usize::from(sign.starts_with(b"=")) + 2 * usize::from(sign.starts_with(b"!="));
        if length == 0 {
            // A name cannot be empty: what stands there is none.
            if name.is_empty() {
                start.spread();
                at += 1;
                continue;
            }
            start.attribute(name.clone(), name, Given::Empty);
            at = after.max(at + 1);
            continue;
        }
        let value = after + spaces + length;
        let end = value_end(bytes, value);
        let value = trim(source, value..end);
        at = end.max(at + 1);
        if name.is_empty() {
            start.spread();
            continue;
        }
        let called = source.get(name.clone()).unwrap_or_default();
        if let Some(given) = given(source, called, value.clone()) {
            start.attribute(name.clone(), at_most(name.start, value.end), given);
        }
    }
}

fn at_most(start: usize, end: usize) -> Range<usize> {
    start..end.max(start)
}

/// What an attribute is given; `None` when the value takes it away.
fn given(source: &str, name: &str, range: Range<usize>) -> Option<Given> {
    let written = source.get(range.clone()).unwrap_or_default();
    match written {
        "false" | "null" | "undefined" => return None,
        "true" if !name.starts_with("aria-") => return Some(Given::Empty),
        "true" => return Some(Given::Computed(Vec::new(), range)),
        _ => {}
    }
    Some(match literal(written) {
        Some((text, within)) => Given::Text(text, range.start + within.start..range.start + within.end),
        None => Given::Computed(Vec::new(), range),
    })
}

/// Where the expression that begins at `from` ends: at a comma, or at white space that no operator stands beside.
fn value_end(bytes: &[u8], from: usize) -> usize {
    let mut at =
        from + bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    let mut operand = false;
    // Conditions whose colon is still to come.
    let mut questions = 0_usize;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b',' => return at,
            b'?' if matches!(bytes.get(at + 1), Some(b'?' | b'.')) => {
                operand = false;
                at += 2;
            }
            b'?' => {
                operand = false;
                questions += 1;
                at += 1;
            }
            b':' => {
                operand = false;
                questions = questions.saturating_sub(1);
                at += 1;
            }
            b'"' | b'\'' | b'`' | b'(' | b'[' | b'{' => {
                let Some(end) = closing(bytes, at) else { return bytes.len() };
                at = end;
                operand = true;
            }
            _ if byte.is_ascii_whitespace() => {
                let next = at + bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
                let goes_on = bytes.get(next).is_some_and(|byte| is_operator(*byte) || *byte == b':' && questions > 0)
                    && !bytes[next..].starts_with(b"...");
                if operand && !goes_on {
                    return at;
                }
                at = next;
            }
            _ => {
                operand =
                    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b')' | b']' | b'}') || byte >= 0x80;
                at += 1;
            }
        }
    }
    bytes.len()
}

/// Whether an expression goes on with the byte; `:`, `@` and `#` begin a name rather.
fn is_operator(byte: u8) -> bool {
    matches!(
        byte,
        b'+' | b'-'
            | b'*'
            | b'/'
            | b'%'
            | b'<'
            | b'>'
            | b'='
            | b'!'
            | b'&'
            | b'|'
            | b'^'
            | b'?'
            | b'.'
            | b'('
            | b'['
            | b'{'
            | b')'
            | b']'
            | b'}'
    )
}

#[cfg(test)]
mod tests {
    use super::value_end;

    #[test]
    fn an_expression_ends_where_the_next_attribute_begins() {
        let table = [
            ("\"a b\" c", "\"a b\""),
            ("a + b c", "a + b"),
            ("a ? b : c, d", "a ? b : c"),
            ("a?.b ?? c :d", "a?.b ?? c"),
            ("f(a, b) @c", "f(a, b)"),
            ("a\n  :b", "a"),
            (" [a, b]\n ...c", " [a, b]"),
            ("(a ? b : c) d", "(a ? b : c)"),
            ("'a", "'a"),
        ];
        for (text, value) in table {
            assert_eq!(&text[..value_end(text.as_bytes(), 0)], value, "{text}");
        }
    }
}
