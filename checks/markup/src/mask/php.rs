//! PHP.

use super::scan::{Scan, word};
use super::{markup, scriptlet};
use crate::code::{Code, CodeKind};

/// The code at `at`.
pub(crate) fn code<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    if scan.starts(at, "<?") { tag(scan, at) } else { markup::interpolation(scan, at) }
}

/// `<?php … ?>`, `<?= … ?>` or `<? … ?>` at `at`, to the end of the file if it is not closed.
pub(crate) fn tag<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    let (inside, output) = if scan.starts(at, "<?=") {
        (at + 3, true)
    } else if scan.bytes().get(at..at + 5).is_some_and(|open| open.eq_ignore_ascii_case(b"<?php")) {
        (at + 5, false)
    } else if scan.starts(at, "<?") && scan.byte(at + 2).is_ascii_whitespace() {
        (at + 2, false)
    } else {
        return None;
    };
    let end = code_end(scan.bytes(), inside);
    let inner = scan.slice(inside, end).trim_end_matches("?>");
    let kind = if output { CodeKind::Output } else { classify(inner) };
    Some(Code { start: at, end, kind })
}

fn classify(code: &str) -> CodeKind<'_> {
    let (ends, begins, middle) = scriptlet::flow(code);
    match scriptlet::kind(ends, begins, middle) {
        CodeKind::Statement if may_print(code) => CodeKind::Output,
        kind => kind,
    }
}

/// Whether statements may print: they do so themselves or call something.
fn may_print(code: &str) -> bool {
    let code = without_comments(code);
    code.split([';', '\n']).map(str::trim).any(|statement| {
        let silent = statement.starts_with("//")
            || statement.starts_with('#')
            || statement.starts_with('*')
            || matches!(word(statement), "use" | "namespace" | "declare" | "global" | "if" | "return" | "exit" | "die")
            || statement.starts_with('$') && statement.contains('=');
        let prints = ["echo", "print", "printf", "include", "include_once", "require", "require_once"];
        !silent && (prints.contains(&word(statement)) || statement.contains('('))
    })
}

/// `code` without what stands between `/*` and `*/`.
fn without_comments(code: &str) -> std::borrow::Cow<'_, str> {
    if !code.contains("/*") {
        return code.into();
    }
    let mut pieces = code.split("/*");
    let first = pieces.next().unwrap_or_default().to_owned();
    let rest = pieces.map(|piece| piece.split_once("*/").map_or("", |(_, after)| after));
    (first + &rest.collect::<String>()).into()
}

/// One past the `?>` that ends the code, which may be the end of the file. Strings and comments are passed over; a
/// comment to the end of the line ends with `?>` too.
fn code_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(&byte) = bytes.get(at) {
        let rest = &bytes[at..];
        at = match byte {
            b'?' if rest.starts_with(b"?>") => return at + 2,
            b'"' | b'\'' | b'`' => quoted_end(bytes, at),
            b'#' => comment_end(bytes, at),
            b'/' if rest.starts_with(b"//") => comment_end(bytes, at),
            b'/' if rest.starts_with(b"/*") => {
                memchr::memmem::find(&rest[2..], b"*/").map_or(bytes.len(), |end| at + end + 4)
            }
            b'<' if rest.starts_with(b"<<<") => heredoc_end(bytes, at),
            _ => at + 1,
        };
    }
    bytes.len()
}

fn quoted_end(bytes: &[u8], at: usize) -> usize {
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            _ if byte == bytes[at] => return end + 1,
            _ => {}
        }
        end += 1;
    }
    bytes.len()
}

fn comment_end(bytes: &[u8], at: usize) -> usize {
    let rest = &bytes[at..];
    let line = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
    at + memchr::memmem::find(&rest[..line], b"?>").unwrap_or(line)
}

/// One past the mark that ends `<<<MARK`.
fn heredoc_end(bytes: &[u8], at: usize) -> usize {
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || **byte == b'_';
    let quotes = bytes[at + 3..].iter().take_while(|byte| matches!(byte, b' ' | b'"' | b'\'')).count();
    let start = at + 3 + quotes;
    let length = bytes[start..].iter().take_while(is_name).count();
    if length == 0 {
        return at + 3;
    }
    let mark = &bytes[start..start + length];
    let mut line = start + length;
    while let Some(next) = memchr::memchr(b'\n', &bytes[line..]) {
        line += next + 1;
        let indent = bytes[line..].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
        let after = &bytes[line + indent..];
        if after.starts_with(mark) && after.get(length).is_none_or(|byte| !is_name(&byte)) {
            return line + indent + length;
        }
    }
    bytes.len()
}
