//! HEEx and EEx: `{…}` in tags and between them, `<%= … %>` everywhere.

use memchr::memchr2;

use super::markup;
use super::scan::{Scan, word};
use crate::code::{Code, CodeKind};
use crate::names;

/// The template code of a template.
pub(crate) fn codes(mut scan: Scan<'_>) -> Vec<Code<'_>> {
    let mut at = 0;
    while let Some(found) = memchr2(b'<', b'{', scan.bytes().get(at..).unwrap_or_default()) {
        at += found;
        at = match scan.byte(at) {
            b'{' => braces(&mut scan, at).unwrap_or(at + 1),
            _ if scan.starts(at, "<%") => code(&mut scan, at).unwrap_or(at + 2),
            _ if scan.starts(at, "<!--") => {
                let end = markup::comment_end(&mut scan, at).unwrap_or(scan.source.len());
                codes_until(&mut scan, at, end)
            }
            _ => tag(&mut scan, at).unwrap_or(at + 1),
        };
    }
    scan.codes
}

/// `{…}`; `\{` is text.
fn braces(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if at > 0 && scan.byte(at - 1) == b'\\' {
        return None;
    }
    let end = brace_end(scan, at)?;
    let comment = scan.slice(at + 1, end - 1).trim().starts_with('#');
    scan.push(at, end, if comment { CodeKind::Comment } else { CodeKind::Output });
    Some(end)
}

/// `<% … %>` at `at`: where it ends.
fn code(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if scan.starts(at, "<%%") {
        return None;
    }
    if scan.starts(at, "<%!--") {
        let end = scan.close(at + 5, "--%>")?;
        scan.push(at, end, CodeKind::Comment);
        return Some(end);
    }
    let end = scan.close(at + 2, "%>")?;
    let inner = scan.slice(at + 2, end - 2);
    let kind = match inner.as_bytes().first() {
        Some(b'#') => CodeKind::Comment,
        Some(b'=' | b'/' | b'|') => flow(&inner[1..]).unwrap_or(CodeKind::Output),
        _ => flow(inner).unwrap_or(CodeKind::Statement),
    };
    scan.push(at, end, kind);
    Some(end)
}

/// The `<% … %>` between `at` and `end`, and no other code.
fn codes_until(scan: &mut Scan<'_>, at: usize, end: usize) -> usize {
    let mut at = at;
    while at < end {
        let Some(found) = memchr::memmem::find(&scan.bytes()[at..end], b"<%") else { break };
        at = code(scan, at + found).unwrap_or(at + found + 2);
    }
    at.max(end)
}

/// What Elixir does to the blocks around it, if anything.
fn flow(code: &str) -> Option<CodeKind<'_>> {
    let code = code.trim();
    let first = word(code);
    match first {
        "end" => return Some(CodeKind::End { name: "" }),
        "else" | "rescue" | "catch" | "after" => return Some(CodeKind::Middle),
        _ => {}
    }
    let takes_function = || code.contains("fn ") || code.contains("fn->");
    if code.ends_with("->") && !takes_function() {
        return Some(CodeKind::Middle);
    }
    let begins = code.ends_with("->") || code.ends_with(" do") || code.ends_with("\ndo");
    let decides = matches!(first, "if" | "unless" | "for" | "case" | "cond" | "with");
    begins.then_some(CodeKind::Begin { name: "", conditional: decides, output: !decides })
}

/// The tag at the `<` of `at`, its code found: where reading goes on after it.
fn tag(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let closing = scan.byte(at + 1) == b'/';
    let name_start = at + 1 + usize::from(closing);
    let first = scan.byte(name_start);
    if !(first.is_ascii_alphabetic() || matches!(first, b'.' | b':')) || scan.is_unclosed("<") {
        return None;
    }
    let is_name = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'{' | b'<');
    let name_end = name_start + scan.bytes()[name_start..].iter().take_while(is_name).count();
    let found = scan.codes.len();
    let Some(end) = tag_end(scan, name_end) else {
        scan.codes.truncate(found);
        scan.leave_unclosed("<");
        return None;
    };
    let name = scan.slice(name_start, name_end);
    if !closing && scan.byte(end - 2) != b'/' && matches!(names::lower(name).as_ref(), "script" | "style") {
        let raw = markup::raw_end(scan, name, end);
        return Some(codes_until(scan, end, raw));
    }
    Some(end)
}

fn tag_end(scan: &mut Scan<'_>, from: usize) -> Option<usize> {
    let mut at = from;
    let mut quote = None;
    loop {
        if let Some(open) = quote {
            at += memchr2(open, b'<', scan.bytes().get(at..)?)?;
        }
        let byte = *scan.bytes().get(at)?;
        at = match (byte, quote) {
            (b'<', _) if scan.starts(at, "<%") => code(scan, at).unwrap_or(at + 2),
            (b'{', None) => braces(scan, at).unwrap_or(at + 1),
            (b'"' | b'\'', Some(open)) if open == byte => {
                quote = None;
                at + 1
            }
            (b'"' | b'\'', None) => {
                quote = Some(byte);
                at + 1
            }
            (b'>', None) => return Some(at + 1),
            _ => at + 1,
        };
    }
}

/// One past the `}` that closes the `{` at `at`, past Elixir's strings and what they compute.
fn brace_end(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if scan.is_unclosed("{") {
        return None;
    }
    let end = closing(scan.bytes(), at);
    if end.is_none() {
        scan.leave_unclosed("{");
    }
    end
}

fn closing(bytes: &[u8], at: usize) -> Option<usize> {
    // A brace, or the quote of the string around.
    let mut open: Vec<u8> = Vec::new();
    let mut at = at;
    loop {
        let byte = *bytes.get(at)?;
        let string = open.last().filter(|open| **open != b'{').copied();
        match (byte, string) {
            (b'\\', Some(_)) => at += 1,
            (b'#', Some(_)) if bytes.get(at + 1) == Some(&b'{') => {
                open.push(b'{');
                at += 1;
            }
            (_, Some(quote)) if byte == quote => {
                open.pop();
            }
            // A character: `?{`.
            (b'?', None) if matches!(bytes.get(at + 1), Some(b'{' | b'}' | b'"')) => at += 1,
            (b'{', None) => open.push(b'{'),
            (b'"' | b'\'', None) => open.push(byte),
            (b'}', None) => {
                open.pop();
            }
            _ => {}
        }
        at += 1;
        if open.is_empty() {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{closing, flow};
    use crate::code::CodeKind;

    #[test]
    fn a_brace_is_closed_past_strings() {
        for code in ["{@a}", "{%{b: {c, \"}\"}}}", "{\"a #{if b, do: \"}\"} c\"}", "{?}}", "{'}'}"] {
            assert_eq!(closing(code.as_bytes(), 0), Some(code.len()), "{code}");
        }
        assert_eq!(closing(b"{\"}", 0), None);
    }

    #[test]
    fn elixir_begins_and_ends_blocks() {
        let begin = |conditional| CodeKind::Begin { name: "", conditional, output: !conditional };
        let table = [
            (" if @a do ", Some(begin(true))),
            (" form_for @a, b(), fn f -> ", Some(begin(false))),
            (" link to: a do ", Some(begin(false))),
            (" :a -> ", Some(CodeKind::Middle)),
            (" else ", Some(CodeKind::Middle)),
            (" end ", Some(CodeKind::End { name: "" })),
            (" if @a, do: \"b\" ", None),
            (" @ending ", None),
        ];
        for (code, kind) in table {
            assert_eq!(flow(code), kind, "{code}");
        }
    }
}
