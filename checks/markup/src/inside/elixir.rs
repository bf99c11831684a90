//! Phoenix's sigils in modules: `~H"""…"""`.

use memchr::{memchr, memmem};

use super::Template;
use crate::mask;

/// Whether a module may have a template.
pub(super) fn holds_sigil(source: &str) -> bool {
    memmem::find(source.as_bytes(), b"~H").is_some()
}

/// The templates of a module, in order.
pub(super) fn sigils(source: &str) -> Vec<Template<'_>> {
    let bytes = source.as_bytes();
    let mut templates = Vec::new();
    let mut at = 0;
    // Once nothing closes one kind of sigil, nothing closes the next of that kind.
    let mut unclosed = Vec::new();
    while let Some(found) = memmem::find(&bytes[at..], b"~H") {
        let sigil = at + found;
        let opener = sigil + 2;
        at = opener;
        if is_in_comment(bytes, sigil) {
            continue;
        }
        let heredoc = bytes[opener..].starts_with(b"\"\"\"") || bytes[opener..].starts_with(b"'''");
        let Some(closer) = bytes.get(opener).and_then(|&byte| closer(byte)) else { continue };
        if unclosed.contains(&(closer, heredoc)) {
            continue;
        }
        let start = opener + if heredoc { 3 } else { 1 };
        let end = if heredoc { heredoc_end(bytes, start, closer) } else { memchr(closer, &bytes[start..]) };
        let Some(end) = end.map(|length| start + length) else {
            unclosed.push((closer, heredoc));
            continue;
        };
        templates.push(Template { range: start..end, codes: mask::heex(&source[start..end]) });
        at = end + 1;
    }
    templates
}

fn closer(opener: u8) -> Option<u8> {
    Some(match opener {
        b'(' => b')',
        b'[' => b']',
        b'{' => b'}',
        b'<' => b'>',
        b'"' | b'\'' | b'|' | b'/' => opener,
        _ => return None,
    })
}

/// How far the three quotes are that stand first on a line.
fn heredoc_end(bytes: &[u8], start: usize, quote: u8) -> Option<usize> {
    let mark = [quote; 3];
    memmem::find_iter(&bytes[start..], &mark).find(|&at| {
        let before = bytes[start..start + at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        before == Some(&b'\n')
    })
}

fn is_in_comment(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(200)..at];
    let line = memchr::memrchr(b'\n', before).map_or(before, |start| &before[start + 1..]);
    line.trim_ascii_start().starts_with(b"#")
}
