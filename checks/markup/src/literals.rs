//! Values that a bound attribute (`:alt="'x'"`, `alt={"x"}`) spells out.

use std::ops::Range;

use compact_str::CompactString;

/// The text of an expression that is one literal, and where in the expression it stands, without its quotes.
///
/// `undefined`, `null` and `false` take an attribute away: they are no text.
pub(crate) fn literal(expression: &str) -> Option<(CompactString, Range<usize>)> {
    let start = expression.len() - expression.trim_start().len();
    let trimmed = expression.trim();
    let within = |from: usize, to: usize| start + from..start + to;
    if trimmed == "true" || is_number(trimmed) {
        return Some((trimmed.into(), within(0, trimmed.len())));
    }
    let quote = trimmed.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let inner = trimmed.get(1..trimmed.len().checked_sub(1)?)?;
    if !trimmed.ends_with(quote) {
        return None;
    }
    let mut text = CompactString::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' => text.push(unescape(characters.next()?)?),
            '$' if quote == '`' && characters.peek() == Some(&'{') => return None,
            _ if c == quote => return None,
            _ => text.push(c),
        }
    }
    Some((text, within(1, trimmed.len() - 1)))
}

/// What `\c` stands for; escapes by number are left out.
fn unescape(c: char) -> Option<char> {
    match c {
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        'u' | 'x' | '0'..='9' => None,
        _ => Some(c),
    }
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

#[cfg(test)]
mod tests {
    use super::literal;

    #[test]
    fn one_literal_and_nothing_else() {
        assert_eq!(literal(" 'a \\'b' "), Some(("a 'b".into(), 2..7)));
        assert_eq!(literal("\"\""), Some((compact_str::CompactString::default(), 1..1)));
        assert_eq!(literal("-1"), Some(("-1".into(), 0..2)));
        assert_eq!(literal("`été`").map(|(text, _)| text), Some("été".into()));
        for computed in
            ["'a' + 'b'", "`a ${b}`", "name", "'", "", "null", "false", "undefined", "'a\\", "t('x')", "1px"]
        {
            assert_eq!(literal(computed), None, "{computed}");
        }
    }
}
