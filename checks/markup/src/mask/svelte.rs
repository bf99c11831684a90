//! Svelte.

use memchr::memchr2;

use super::markup::{self, Fence};
use super::scan::{Scan, word};
use crate::code::{Code, CodeKind};

/// The template code of a component; its own script and style are no part of the page.
pub(crate) fn codes(mut scan: Scan<'_>) -> Vec<Code<'_>> {
    let mut at = 0;
    let mut in_head = false;
    while let Some(found) = memchr2(b'<', b'{', &scan.bytes()[at..]) {
        at += found;
        if scan.byte(at) == b'{' {
            at = expression(&mut scan, at).unwrap_or(at + 1);
            continue;
        }
        if let Some(end) = markup::comment_end(&mut scan, at) {
            at = end;
            continue;
        }
        let before = scan.codes.len();
        let Some(tag) = markup::tag(&mut scan, at, Fence::Brace) else {
            at += 1;
            continue;
        };
        at = tag.end;
        match tag.name {
            "svelte:head" => in_head = tag.opens(),
            "script" | "style" if tag.opens() => {
                at = markup::raw_end(&scan, tag.name, tag.end);
                if !in_head {
                    scan.codes.truncate(before);
                    at = scan.close(at, ">").unwrap_or(scan.source.len());
                    scan.push(tag.start, at, CodeKind::Outside);
                }
            }
            _ => {}
        }
    }
    scan.codes
}

fn expression(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    // `{/if}` would read as the beginning of a regular expression.
    let closes_block = scan.byte(at + 1) == b'/' && scan.byte(at + 2).is_ascii_alphabetic();
    let end = if closes_block { scan.close(at, "}")? } else { markup::brace_end(scan, at)? };
    let inner = scan.slice(at + 1, end - 1).trim();
    let kind = match inner.as_bytes() {
        [b'#', ..] => {
            let name = word(&inner[1..]);
            CodeKind::Begin { name, conditional: name != "key", output: false }
        }
        [b':', ..] => CodeKind::Middle,
        [b'/', b'*', ..] if inner.ends_with("*/") => CodeKind::Comment,
        [b'/', letter, ..] if letter.is_ascii_alphabetic() => CodeKind::End { name: word(&inner[1..]) },
        [b'@', ..] if matches!(word(&inner[1..]), "const" | "debug") => CodeKind::Statement,
        _ => CodeKind::Output,
    };
    scan.push(at, end, kind);
    Some(end)
}
