//! EJS, and what code with braces does to the blocks around it.

use super::markup;
use super::scan::{Scan, string_end, word};
use crate::code::{Code, CodeKind};

/// The code at `at`.
pub(crate) fn code<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    if !scan.starts(at, "<%") {
        return markup::interpolation(scan, at);
    }
    if scan.starts(at, "<%%") {
        return None;
    }
    let end = scan.close(at + 2, "%>")?;
    let inner = scan.slice(at + 2, end - 2);
    let inner = inner.strip_suffix(['-', '_']).unwrap_or(inner);
    let kind = match inner.as_bytes().first() {
        Some(b'#') => CodeKind::Comment,
        Some(b'=' | b'-') => match flow(&inner[1..]) {
            (0, 0, _) => CodeKind::Output,
            (ends, begins, middle) => kind(ends, begins, middle),
        },
        _ => {
            let (ends, begins, middle) = flow(inner.strip_prefix('_').unwrap_or(inner));
            kind(ends, begins, middle)
        }
    };
    Some(Code { start: at, end, kind })
}

/// The kind of code that ends and begins so many blocks.
pub(crate) fn kind(ends: u8, begins: u8, middle: bool) -> CodeKind<'static> {
    match (ends, begins) {
        (ends, begins) if middle && ends == begins => CodeKind::Middle,
        (0, 0) => CodeKind::Statement,
        (0, 1) => CodeKind::Begin { name: "", conditional: true, output: false },
        (1, 0) => CodeKind::End { name: "" },
        _ => CodeKind::Flow { ends, begins },
    }
}

/// How many blocks the code ends, how many it begins, and whether it goes on with another branch (`} else {`).
///
/// Counts braces and PHP's `if (…):` … `endif` outside of strings and comments.
pub(crate) fn flow(code: &str) -> (u8, u8, bool) {
    let bytes = code.as_bytes();
    let (mut ends, mut begins, mut middle) = (0_u8, 0_u8, false);
    // Whether the last block that ended began here: its `else` is a branch of this very code.
    let mut ended_own = false;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'{' => begins = begins.saturating_add(1),
            b'}' if begins > 0 => {
                begins -= 1;
                ended_own = true;
            }
            b'}' => {
                ends = ends.saturating_add(1);
                ended_own = false;
            }
            b'"' | b'\'' | b'`' => at = string_end(bytes, at).map_or(at, |end| end - 1),
            b'/' if bytes[at..].starts_with(b"//") => at = line_end(bytes, at),
            b'/' if bytes[at..].starts_with(b"/*") => {
                at = memchr::memmem::find(&bytes[at + 2..], b"*/").map_or(bytes.len(), |end| at + end + 3);
            }
            _ if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') => {
                let name = word(code.get(at + 1..).unwrap_or_default());
                let name = &code[at..at + 1 + name.len()];
                match name {
                    "else" | "elseif" if begins == 0 => middle |= !ended_own,
                    "case" | "default" if begins == 0 => middle = true,
                    "endif" | "endfor" | "endforeach" | "endwhile" | "endswitch" => {
                        if begins > 0 {
                            begins -= 1;
                        } else {
                            ends = ends.saturating_add(1);
                        }
                    }
                    "if" | "for" | "foreach" | "while" | "switch" if has_colon(bytes, at + name.len()) => {
                        begins = begins.saturating_add(1);
                    }
                    _ => {}
                }
                at += name.len() - 1;
            }
            _ => {}
        }
        at += 1;
    }
    (ends, begins, middle)
}

fn line_end(bytes: &[u8], at: usize) -> usize {
    memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end)
}

/// Whether `(…)` and a colon follow, not too far.
fn has_colon(bytes: &[u8], at: usize) -> bool {
    let bytes = &bytes[..bytes.len().min(at + 2_000)];
    let mut depth = 0_usize;
    let mut at = at;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'(' => depth += 1,
            b')' if depth > 0 => depth -= 1,
            b'"' | b'\'' => at = string_end(bytes, at).map_or(at, |end| end - 1),
            b':' if depth == 0 => return bytes.get(at + 1) != Some(&b':'),
            _ if depth == 0 && !byte.is_ascii_whitespace() => return false,
            _ => {}
        }
        at += 1;
    }
    false
}
