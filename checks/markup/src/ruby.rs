//! The little of Ruby that templates spell out: literals, hashes, lists and where brackets end.

use std::ops::Range;

use compact_str::CompactString;

/// One past the bracket or quote that closes the one at `open`; `None` when it is not closed or not well nested.
pub(crate) fn closing(bytes: &[u8], open: usize) -> Option<usize> {
    closing_in(bytes, open, Dialect::Ruby)
}

/// What brackets and quotes are closed in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Dialect {
    /// `"#{…}"`, `# comments`, `?"`.
    Ruby,
    /// `${…}` in templates.
    JavaScript,
}

/// The same in either language.
pub(crate) fn closing_in(bytes: &[u8], open: usize, dialect: Dialect) -> Option<usize> {
    let is_ruby = dialect == Dialect::Ruby;
    let mut closers = vec![closer(*bytes.get(open)?)?];
    let mut at = open + 1;
    while let Some(&byte) = bytes.get(at) {
        let top = *closers.last()?;
        if is_quote(top) {
            match byte {
                b'\\' => at += 1,
                b'#' | b'$' if interpolates(byte, top, is_ruby) && bytes.get(at + 1) == Some(&b'{') => {
                    closers.push(b'}');
                    at += 1;
                }
                _ if byte == top => drop(closers.pop()),
                _ => {}
            }
        } else if byte == top {
            closers.pop();
        } else if let Some(closer) = closer(byte).filter(|_| !is_ruby || !is_character(bytes, at)) {
            closers.push(closer);
        } else if matches!(byte, b')' | b']' | b'}') {
            return None;
        } else if is_ruby && byte == b'#' && bytes[at - 1].is_ascii_whitespace() {
            at += memchr::memchr(b'\n', &bytes[at..])?;
        }
        at += 1;
        if closers.is_empty() {
            return Some(at);
        }
    }
    None
}

/// Whether `mark` before a brace begins code in a text that ends with `quote`.
fn interpolates(mark: u8, quote: u8, is_ruby: bool) -> bool {
    if is_ruby { mark == b'#' && quote != b'\'' } else { mark == b'$' && quote == b'`' }
}

fn closer(open: u8) -> Option<u8> {
    match open {
        b'(' => Some(b')'),
        b'[' => Some(b']'),
        b'{' => Some(b'}'),
        b'"' | b'\'' | b'`' => Some(open),
        _ => None,
    }
}

fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Whether the quote at `at` is Ruby's `?"`, a character.
fn is_character(bytes: &[u8], at: usize) -> bool {
    is_quote(bytes[at]) && at >= 2 && bytes[at - 1] == b'?' && !bytes[at - 2].is_ascii_alphanumeric()
}

/// A value, as far as source tells it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Value {
    /// A text, and where it stands without its quotes.
    Text(CompactString, Range<usize>),
    /// A text with computed parts: those that are known.
    Partial(Vec<String>, Range<usize>),
    /// `true`.
    True,
    /// `false`.
    False,
    /// `nil`.
    Nil,
    /// A hash; the range is inside of its braces.
    Hash(Range<usize>),
    /// A list; the range is inside of its brackets.
    List(Range<usize>),
    /// Something computed.
    Computed,
}

/// What stands at `range`.
pub(crate) fn value(source: &str, range: Range<usize>) -> Value {
    let Range { start, end } = trim(source, range);
    let written = source.get(start..end).unwrap_or_default();
    let bytes = written.as_bytes();
    let whole = || closing(bytes, 0) == Some(bytes.len());
    match bytes.first() {
        Some(b'"') if whole() => quoted(written, start),
        Some(b'\'') if whole() => {
            single(&written[1..written.len() - 1]).map_or(Value::Computed, |text| Value::Text(text, start + 1..end - 1))
        }
        Some(b'{') if whole() => Value::Hash(start + 1..end - 1),
        Some(b'[') if whole() => Value::List(start + 1..end - 1),
        Some(b'%') => words(written, start).unwrap_or(Value::Computed),
        Some(b':') if is_name(&bytes[1..]) => Value::Text(written[1..].into(), start + 1..end),
        Some(b':') if matches!(bytes.get(1), Some(b'"' | b'\'')) && bytes.len() > 2 => value(source, start + 1..end),
        Some(b'0'..=b'9' | b'-') if is_number(written) => Value::Text(written.into(), start..end),
        _ => match written {
            "true" => Value::True,
            "false" => Value::False,
            "nil" => Value::Nil,
            _ => Value::Computed,
        },
    }
}

/// A text in double quotes.
fn quoted(written: &str, start: usize) -> Value {
    let inner = &written[1..written.len() - 1];
    let range = start + 1..start + 1 + inner.len();
    let mut known = Vec::new();
    let mut text = String::with_capacity(inner.len());
    let mut computed = false;
    let mut rest = inner;
    while let Some(at) = memchr::memchr2(b'\\', b'#', rest.as_bytes()) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("#{") {
            computed = true;
            if !text.is_empty() {
                known.push(std::mem::take(&mut text));
            }
            let Some(end) = closing(rest.as_bytes(), 1) else { return Value::Computed };
            rest = &rest[end..];
        } else if let Some(escaped) = rest.strip_prefix('\\') {
            let mut characters = escaped.chars();
            match characters.next() {
                Some('n') => text.push('\n'),
                Some('t') => text.push('\t'),
                Some('u' | 'x' | 'c' | 'C' | 'M' | '0'..='9') | None => return Value::Computed,
                Some(c) => text.push(c),
            }
            rest = characters.as_str();
        } else {
            text.push('#');
            rest = &rest[1..];
        }
    }
    text.push_str(rest);
    if !computed {
        return Value::Text(text.into(), range);
    }
    if !text.is_empty() {
        known.push(text);
    }
    Value::Partial(known, range)
}

/// The inside of a text in single quotes, where only the quote and the backslash are escaped.
fn single(inner: &str) -> Option<CompactString> {
    if !inner.contains('\\') {
        return (!inner.contains('\'')).then(|| inner.into());
    }
    let mut text = CompactString::with_capacity(inner.len());
    let mut characters = inner.chars().peekable();
    while let Some(c) = characters.next() {
        match c {
            '\\' if matches!(characters.peek(), Some('\\' | '\'')) => text.extend(characters.next()),
            '\'' => return None,
            _ => text.push(c),
        }
    }
    Some(text)
}

/// `%w[a b]` and `%i[a b]`, as the words joined by spaces.
fn words(written: &str, start: usize) -> Option<Value> {
    let rest = written.strip_prefix("%w").or_else(|| written.strip_prefix("%i"))?;
    let inner = rest.get(1..rest.len().checked_sub(1)?)?;
    let ends = (rest.as_bytes()[0], rest.as_bytes()[rest.len() - 1]);
    let balanced = matches!(ends, (b'[', b']') | (b'(', b')') | (b'{', b'}') | (b'<', b'>') | (b'|', b'|'));
    if !balanced || inner.contains(['[', '(', '{', ']', ')', '}', '\\']) {
        return None;
    }
    let text = inner.split_whitespace().collect::<Vec<_>>().join(" ");
    Some(Value::Text(text.into(), start + 3..start + 3 + inner.len()))
}

fn is_name(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'_')
        && bytes.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_')
}

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    digits.bytes().next().is_some_and(|byte| byte.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

/// `range` without the white space at its ends.
pub(crate) fn trim(source: &str, range: Range<usize>) -> Range<usize> {
    let written = source.get(range.clone()).unwrap_or_default();
    let start = range.start + (written.len() - written.trim_start().len());
    start..start + written.trim().len()
}

/// The items between the commas of `range`; `None` when brackets or quotes in it do not match.
pub(crate) fn items(source: &str, range: Range<usize>) -> Option<Vec<Range<usize>>> {
    let bytes = source.as_bytes().get(..range.end)?;
    let mut items = Vec::new();
    let mut start = range.start;
    let mut at = range.start;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b',' => {
                items.push(trim(source, start..at));
                at += 1;
                start = at;
            }
            b'"' | b'\'' | b'`' | b'(' | b'[' | b'{' if !(at >= 2 && is_character(bytes, at)) => {
                at = closing(bytes, at)?;
            }
            b')' | b']' | b'}' => return None,
            b'#' if at > start && bytes[at - 1].is_ascii_whitespace() => {
                // A comment between items: what follows begins on the next line.
                let end = memchr::memchr(b'\n', &bytes[at..]).map_or(range.end, |length| at + length);
                if source.get(start..at).is_some_and(|before| before.trim().is_empty()) {
                    start = end;
                }
                at = end;
            }
            _ => at += 1,
        }
    }
    items.push(trim(source, start..range.end));
    items.retain(|item| !item.is_empty());
    Some(items)
}

/// An item of a hash.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pair {
    /// The key without its quotes, colon or arrow.
    pub key: Range<usize>,
    /// The value; empty where it is the variable of the key's name (`{ alt: }`).
    pub value: Range<usize>,
    /// Both.
    pub span: Range<usize>,
}

/// Reads an item as `key: value` or `key => value`; `None` for anything else (`**attributes`, a method's result).
pub(crate) fn pair(source: &str, item: Range<usize>) -> Option<Pair> {
    let written = source.get(item.clone())?;
    let bytes = written.as_bytes();
    let symbol = usize::from(bytes.first() == Some(&b':'));
    let (key, after) = if matches!(bytes.get(symbol), Some(b'"' | b'\'')) {
        let end = closing(bytes, symbol)?;
        if written[symbol..end].contains("#{") {
            return None;
        }
        (symbol + 1..end - 1, end)
    } else {
        let name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
        let end = symbol + bytes.get(symbol..)?.iter().take_while(name).count();
        (symbol..end, end)
    };
    let rest = &written[after..];
    let value = if symbol == 0 && rest.starts_with(':') && !rest.starts_with("::") {
        after + 1
    } else {
        let quoted = key.end != after;
        let arrow = rest.trim_start().strip_prefix("=>").filter(|_| symbol == 1 || quoted)?;
        written.len() - arrow.len()
    };
    if key.is_empty() {
        return None;
    }
    let start = item.start;
    Some(Pair { key: start + key.start..start + key.end, value: trim(source, start + value..item.end), span: item })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(source: &str) -> Value {
        value(source, 0..source.len())
    }

    #[test]
    fn brackets_end_past_strings_and_interpolations() {
        for whole in ["{ a: \"}\", b: '{' }", "\"a #{b(\"}\")} c\"", "[?\", 1]", "{ a: 1, # it's }\n }"] {
            assert_eq!(closing(whole.as_bytes(), 0), Some(whole.len()), "{whole}");
        }
        for broken in ["{ a: [ }", "{ 'a }", "(", "\"#{"] {
            assert_eq!(closing(broken.as_bytes(), 0), None, "{broken}");
        }
    }

    #[test]
    fn literals_are_known_and_the_rest_is_computed() {
        let text = |source: &str| match read(source) {
            Value::Text(text, range) => Some((text.to_string(), source[range].to_owned())),
            _ => None,
        };
        assert_eq!(text(" \"l'\\\"été\\n\""), Some(("l'\"été\n".into(), "l'\\\"été\\n".into())));
        assert_eq!(text("'a\\'b'"), Some(("a'b".into(), "a\\'b".into())));
        assert_eq!(text(":off"), Some(("off".into(), "off".into())));
        assert_eq!(text("-1"), Some(("-1".into(), "-1".into())));
        assert_eq!(text("%w[a  b]"), Some(("a b".into(), "a  b".into())));
        assert_eq!(read("\"a #{b} c\""), Value::Partial(vec!["a ".into(), " c".into()], 1..9));
        assert_eq!((read("true"), read("false"), read("nil")), (Value::True, Value::False, Value::Nil));
        for computed in ["a", "\"a\" + b", "'a' 'b'", "t('x')", "a ? 'b' : 'c'", "'a\\", "\"\\u00e9\"", "", ":"] {
            assert_eq!(read(computed), Value::Computed, "{computed}");
        }
    }

    #[test]
    fn hashes_are_read_item_by_item() {
        let source = "a: 1, \"b-c\" => d(e, f), :\"g\": 2, :h => 'i,', **j, k, l:, 'm': {n: [o, p]} # fin, 'q";
        let read: Vec<_> = items(source, 0..source.len())
            .expect("well nested")
            .into_iter()
            .map(|item| pair(source, item).map(|pair| (&source[pair.key], &source[pair.value])))
            .collect();
        let expected = [
            Some(("a", "1")),
            Some(("b-c", "d(e, f)")),
            None,
            Some(("h", "'i,'")),
            None,
            None,
            Some(("l", "")),
            Some(("m", "{n: [o, p]} # fin, 'q")),
        ];
        assert_eq!(read, expected);
        assert_eq!(items("a: ]", 0..4), None);
    }
}
