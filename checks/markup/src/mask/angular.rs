//! Angular: `{{ … }}`, and blocks (`@if (…) { … }`).

use memchr::memchr;

use super::markup::{self, Fence};
use super::scan::{Scan, word};
use crate::code::{Code, CodeKind};

/// The template code of a template.
pub(crate) fn codes(mut scan: Scan<'_>) -> Vec<Code<'_>> {
    let mut at = 0;
    let mut blocks = 0_usize;
    while let Some(&byte) = scan.bytes().get(at) {
        let next = match byte {
            b'<' => markup_end(&mut scan, at),
            b'{' => braces(&mut scan, at),
            b'@' => block(&mut scan, at, &mut blocks),
            b'}' if blocks > 0 => block_end(&mut scan, at, &mut blocks),
            _ => None,
        };
        at = next.unwrap_or(at + 1);
    }
    scan.codes
}

fn markup_end(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if let Some(end) = markup::comment_end(scan, at) {
        return Some(end);
    }
    let tag = markup::tag(scan, at, Fence::DoubleBrace)?;
    let raw = tag.opens() && matches!(tag.name, "script" | "style");
    Some(if raw { markup::raw_end(scan, tag.name, tag.end) } else { tag.end })
}

/// `{{ … }}`, or a plural or a choice of `{count, plural, …}`.
fn braces(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let end = if scan.starts(at, "{{") {
        scan.close_unquoted(at + 2, "}}")?
    } else {
        let head = scan.bytes().get(at + 1..)?;
        let head = &head[..memchr(b'{', head)?.min(200)];
        let head = std::str::from_utf8(head).ok()?;
        let kind = head.split(',').nth(1)?.trim();
        if !matches!(kind, "plural" | "select" | "selectordinal") || scan.is_unclosed("plural") {
            return None;
        }
        let end = icu_end(scan.bytes(), at);
        if end.is_none() {
            scan.leave_unclosed("plural");
        }
        end?
    };
    scan.push(at, end, CodeKind::Output);
    Some(end)
}

fn icu_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (offset, byte) in bytes.get(at..)?.iter().take(20_000).enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(at + offset + 1);
        }
    }
    None
}

/// `@if (…) {` and its kind; `@let a = b;`.
fn block(scan: &mut Scan<'_>, at: usize, blocks: &mut usize) -> Option<usize> {
    let name = word(scan.source.get(at + 1..)?);
    if name == "let" {
        let end = scan.close_unquoted(at, ";")?;
        scan.push(at, end, CodeKind::Statement);
        return Some(end);
    }
    if !matches!(name, "if" | "for" | "switch" | "case" | "default" | "defer") {
        return None;
    }
    let end = head_end(scan, at + 1 + name.len())?;
    *blocks += 1;
    scan.push(at, end, CodeKind::Begin { name: "", conditional: true, output: false });
    Some(end)
}

/// `}`, or `} @else {` and its kind.
fn block_end(scan: &mut Scan<'_>, at: usize, blocks: &mut usize) -> Option<usize> {
    let next = scan.skip_space(at + 1);
    if scan.byte(next) == b'@' {
        let name = word(scan.source.get(next + 1..)?);
        if matches!(name, "else" | "empty" | "placeholder" | "loading" | "error") {
            let end = head_end(scan, next + 1 + name.len())?;
            scan.push(at, end, CodeKind::Middle);
            return Some(end);
        }
    }
    *blocks -= 1;
    scan.push(at, at + 1, CodeKind::End { name: "" });
    Some(at + 1)
}

/// One past the `{` that begins a block's content.
fn head_end(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    let mut at = scan.skip_space(at);
    if scan.starts(at, "if") {
        at = scan.skip_space(at + 2);
    }
    if scan.byte(at) == b'(' {
        let end = scan.parentheses(at)?;
        at = scan.skip_space(end);
    }
    (scan.byte(at) == b'{' && scan.byte(at + 1) != b'{').then_some(at + 1)
}
