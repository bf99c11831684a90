//! Text in Pug: `#{…}`, `!{…}`, `{{ … }}` and tags within a line, `#[a …]`.

use std::ops::Range;

use super::Reader;
use super::attributes::closing;
use crate::code::{Code, CodeKind};
use crate::document::NodeKind;
use crate::literals::literal;

/// How deep tags are read within tags of a line.
const DEEPEST: u32 = 16;

impl<'s> Reader<'s> {
    /// Text with tags within, `depth` tags deep.
    pub(super) fn text(&mut self, range: Range<usize>, depth: u32) {
        self.marked_text(range, Vec::new(), depth);
    }

    /// The same, `marks` being no part of the text.
    pub(super) fn marked_text(&mut self, range: Range<usize>, marks: Vec<Code<'s>>, depth: u32) {
        let source = self.page.context.source;
        let Some(bytes) = source.as_bytes().get(..range.end) else { return };
        let mut marks = marks.into_iter().peekable();
        let mut codes = Vec::new();
        let (mut from, mut at) = (range.start, range.start);
        let (mut tags, mut filled) = (depth < DEEPEST && !self.page.is_raw(), true);
        while let Some(found) = memchr::memchr2(b'{', b'[', bytes.get(at..).unwrap_or_default()) {
            let open = at + found;
            at = open + 1;
            let before = &bytes[range.start..open];
            let mark = before.last().copied().unwrap_or_default();
            let escaped = before.len() > 1 && before[before.len() - 2] == b'\\';
            let start = if bytes[open] == b'[' {
                if !tags || mark != b'#' || escaped {
                    continue;
                }
                let Some(end) = tag_end(bytes, at) else {
                    tags = false;
                    continue;
                };
                while let Some(mark) = marks.next_if(|mark| mark.end < open) {
                    codes.push(mark);
                }
                self.flush(from..open - 1, &mut codes);
                self.inline(at..end - 1, depth + 1);
                (from, at) = (end, end);
                continue;
            } else if matches!(mark, b'#' | b'!') && !escaped {
                // What is not closed swallows the rest.
                at = closing(bytes, open).unwrap_or(range.end);
                open - 1
            } else if filled && bytes.get(at) == Some(&b'{') {
                let Some(length) = memchr::memmem::find(&bytes[at..], b"}}") else {
                    filled = false;
                    continue;
                };
                at += length + 2;
                open
            } else {
                continue;
            };
            codes.push(Code { start, end: at, kind: CodeKind::Output });
        }
        codes.extend(marks);
        self.flush(from..range.end, &mut codes);
    }

    /// Adds text, with the code in it.
    fn flush(&mut self, range: Range<usize>, codes: &mut Vec<Code<'s>>) {
        let mut codes = std::mem::take(codes);
        codes.sort_by_key(|code| code.start);
        codes.retain(|code| range.start <= code.start && code.end <= range.end);
        codes.dedup_by(|next, code| next.start < code.end);
        self.page.text(range, codes);
    }

    /// `#[a(href="x") text]`, inside of its brackets.
    fn inline(&mut self, range: Range<usize>, depth: u32) {
        let context = self.page.context;
        let before = (self.lines.position(), self.unclosed);
        // Attributes end where the tag does.
        self.unclosed = true;
        let start = self.start(range.start, range.end);
        self.unclosed = before.1;
        self.lines.go_back(before.0);
        let Some((start, after, _)) = start.filter(|(_, after, _)| *after <= range.end) else {
            return self.page.leaf(NodeKind::Dynamic, range);
        };
        self.page.element(start, usize::MAX);
        let rest = context.source.get(after..range.end).unwrap_or_default();
        if let Some(code) = rest.strip_prefix('=').or_else(|| rest.strip_prefix("!=")) {
            let at = range.end - code.len();
            match literal(code) {
                Some((text, within)) => self.page.leaf(NodeKind::Text(text), at + within.start..at + within.end),
                None => self.page.leaf(NodeKind::Dynamic, after..range.end),
            }
        } else {
            self.text(after + usize::from(rest.starts_with(' '))..range.end, depth);
        }
        self.page.close_last();
    }
}

/// One past the `]` that ends the tag whose inside begins at `at`: brackets in its attributes are passed.
fn tag_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut depth = 1_u32;
    let mut at = at;
    // Whether attributes may begin here.
    let mut head = true;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'(' if head => {
                at = closing(bytes, at)?;
                continue;
            }
            b'#' if bytes.get(at + 1) == Some(&b'[') => {
                depth += 1;
                head = true;
                at += 1;
            }
            b']' => {
                depth -= 1;
                head = false;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => head &= !byte.is_ascii_whitespace(),
        }
        at += 1;
    }
    None
}
