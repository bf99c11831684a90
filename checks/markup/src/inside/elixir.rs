//! Phoenix's sigils in modules: `~H"""…"""`.

use std::ops::Range;

use memchr::{memchr, memchr3, memmem};

use super::Template;
use crate::mask::{self, string_end};

/// Whether a module may have a template.
pub(super) fn holds_sigil(source: &str) -> bool {
    memmem::find(source.as_bytes(), b"~H").is_some()
}

/// The templates of a module, in order; what its documentation shows is none.
pub(super) fn sigils(source: &str) -> Vec<Template<'_>> {
    let mut module = Module { bytes: source.as_bytes(), unclosed: Vec::new() };
    let mut templates = Vec::new();
    let mut at = 0;
    while let Some(found) = memchr3(b'~', b'"', b'\'', module.bytes.get(at..).unwrap_or_default()) {
        let start = at + found;
        at = start + 1;
        if module.bytes[start] != b'~' {
            at = module.text_end(start).unwrap_or(at);
        } else if module.bytes[at..].starts_with(b"H")
            && let Some(range) = module.template(start)
        {
            at = range.end + 1;
            templates.push(Template { codes: mask::heex(&source[range.clone()]), range });
        }
    }
    templates
}

struct Module<'s> {
    bytes: &'s [u8],
    /// Marks of heredocs, and closing characters, that are known to be missing in what is left.
    unclosed: Vec<(u8, bool)>,
}

impl Module<'_> {
    /// One past the string or the heredoc whose first quote stands at `at`.
    fn text_end(&mut self, at: usize) -> Option<usize> {
        let quote = self.bytes[at];
        if self.bytes[at..].starts_with(&[quote; 3]) {
            return Some(self.end(at + 3, quote, true)? + 3);
        }
        let is_character = self.bytes[..at].ends_with(b"?");
        if is_character { None } else { string_end(self.bytes, at) }
    }

    /// The text of the sigil whose `~` stands at `at`.
    fn template(&mut self, at: usize) -> Option<Range<usize>> {
        if is_in_comment(self.bytes, at) {
            return None;
        }
        let opener = at + 2;
        let heredoc = self.bytes[opener..].starts_with(b"\"\"\"") || self.bytes[opener..].starts_with(b"'''");
        let closer = closer(*self.bytes.get(opener)?)?;
        let start = opener + if heredoc { 3 } else { 1 };
        Some(start..self.end(start, closer, heredoc)?)
    }

    /// Where the closing character, or the three of them that stand first on a line, begin.
    fn end(&mut self, start: usize, closer: u8, heredoc: bool) -> Option<usize> {
        if self.unclosed.contains(&(closer, heredoc)) {
            return None;
        }
        let rest = self.bytes.get(start..).unwrap_or_default();
        let length = if heredoc { heredoc_end(rest, closer) } else { memchr(closer, rest) };
        if length.is_none() {
            self.unclosed.push((closer, heredoc));
        }
        length.map(|length| start + length)
    }
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
fn heredoc_end(text: &[u8], quote: u8) -> Option<usize> {
    memmem::find_iter(text, &[quote; 3]).find(|&at| {
        let before = text[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t'));
        before == Some(&b'\n')
    })
}

fn is_in_comment(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(200)..at];
    let line = memchr::memrchr(b'\n', before).map_or(before, |start| &before[start + 1..]);
    line.trim_ascii_start().starts_with(b"#")
}
