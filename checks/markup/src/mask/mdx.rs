//! Markdown whose pages hold template code: Liquid, shortcodes, Vue's braces; and MDX.

use memchr::{memchr, memmem};

use super::js::{Cursor, Stop};
use super::percent;
use super::scan::Scan;
use crate::code::{Code, CodeKind};

/// The template code of Markdown: what generators of sites put into it.
pub(crate) fn markdown(source: &str) -> Vec<Code<'static>> {
    let codes = percent::codes(Scan::new(source), percent::Comments::Tag);
    let plain = |code: &Code<'_>| {
        let written = source.get(code.start..code.end).unwrap_or_default();
        // Two braces of a sample, and two others in another paragraph.
        let strays = written.starts_with("{{") && (written.contains("\n\n") || written.contains("\n\r\n"));
        (!strays).then(|| Code { start: code.start, end: code.end, kind: without_flow(code.kind) })
    };
    codes.iter().filter_map(plain).collect()
}

/// Blocks of code begin and end in paragraphs of their own: they are no branches of the tree.
fn without_flow(kind: CodeKind<'_>) -> CodeKind<'static> {
    match kind {
        CodeKind::Comment => CodeKind::Comment,
        kind if kind.is_output() => CodeKind::Output,
        _ => CodeKind::Statement,
    }
}

/// The code of MDX from `from` on: `import` and `export`, and `{…}` outside of samples.
pub(crate) fn mdx(source: &str, from: usize) -> Vec<Code<'static>> {
    let mut reader =
        Reader { bytes: source.as_bytes(), codes: Vec::new(), unclosed: false, unpaired: Vec::new(), blank: 0 };
    let mut at = from;
    let mut blank = true;
    while at < source.len() {
        let end = memchr(b'\n', &reader.bytes[at..]).map_or(source.len(), |length| at + length + 1);
        let line = reader.bytes[at..end].trim_ascii();
        let fence = fence(line);
        at = if fence > 0 {
            fence_end(reader.bytes, end, line[0], fence)
        } else if blank && (reader.bytes[at..].starts_with(b"import ") || reader.bytes[at..].starts_with(b"export ")) {
            reader.module(at)
        } else {
            reader.line(at, end)
        };
        blank = line.is_empty();
    }
    reader.codes
}

/// How many marks begin a block of code on a line; 0 if none does.
fn fence(line: &[u8]) -> usize {
    let Some(&mark @ (b'`' | b'~')) = line.first() else { return 0 };
    let length = line.iter().take_while(|byte| **byte == mark).count();
    if length < 3 || mark == b'`' && line[length..].contains(&b'`') { 0 } else { length }
}

/// One past the line that ends a block of code.
fn fence_end(bytes: &[u8], from: usize, mark: u8, length: usize) -> usize {
    let mut at = from;
    while at < bytes.len() {
        let end = memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length + 1);
        let line = bytes[at..end].trim_ascii();
        at = end;
        if line.len() >= length && line.iter().all(|byte| *byte == mark) {
            break;
        }
    }
    at
}

struct Reader<'s> {
    bytes: &'s [u8],
    codes: Vec<Code<'static>>,
    /// Whether it is known that a brace is not closed in what is left.
    unclosed: bool,
    /// Lengths of runs of backticks known to have no other of their kind in what is left.
    unpaired: Vec<usize>,
    /// The blank line found last: there is none before it, back to where it was looked for.
    blank: usize,
}

impl Reader<'_> {
    /// Passes `import` or `export`, to a blank line outside of its braces.
    fn module(&mut self, start: usize) -> usize {
        let mut cursor = Cursor::new(self.bytes, start);
        let mut depth = 0_usize;
        let mut next = cursor.next_stop();
        let mut at = start;
        loop {
            let end = blank_line(self.bytes, at);
            while let Some((_, stop)) = next.filter(|(place, _)| *place < end) {
                match stop {
                    Stop::Open => depth += 1,
                    Stop::Close => depth = depth.saturating_sub(1),
                    Stop::Less | Stop::Template => {}
                }
                next = cursor.next_stop();
            }
            if depth == 0 || end == self.bytes.len() {
                self.codes.push(Code { start, end, kind: CodeKind::Outside });
                return end;
            }
            at = end + 1;
        }
    }

    /// Finds the code of a line, which may end lines below: where reading goes on.
    fn line(&mut self, start: usize, end: usize) -> usize {
        let mut at = start;
        while at < end {
            at = match self.bytes[at] {
                b'\\' => at + 2,
                b'`' => self.sample(at),
                b'{' => self.braces(at).unwrap_or(at + 1),
                _ => at + 1,
            };
        }
        at
    }

    /// Where the sample ends that the backticks at `at` begin, or they end themselves.
    fn sample(&mut self, at: usize) -> usize {
        let length = self.bytes[at..].iter().take_while(|byte| **byte == b'`').count();
        let from = at + length;
        if self.unpaired.contains(&length) {
            return from;
        }
        let mut next = from;
        while let Some(found) = memchr(b'`', &self.bytes[next..]) {
            let run = next + found;
            next = run + self.bytes[run..].iter().take_while(|byte| **byte == b'`').count();
            if next - run == length {
                if self.blank < from {
                    self.blank = blank_line(self.bytes, from);
                }
                return if run < self.blank { next } else { from };
            }
        }
        self.unpaired.push(length);
        from
    }

    fn braces(&mut self, at: usize) -> Option<usize> {
        if self.unclosed {
            return None;
        }
        let Some(end) = Cursor::new(self.bytes, at + 1).closing_brace() else {
            self.unclosed = true;
            return None;
        };
        let inner = self.bytes[at + 1..end - 1].trim_ascii();
        let comment = inner.starts_with(b"/*") && inner.ends_with(b"*/");
        self.codes.push(Code { start: at, end, kind: if comment { CodeKind::Comment } else { CodeKind::Output } });
        Some(end)
    }
}

/// Where the first blank line from `at` on begins, or the end.
fn blank_line(bytes: &[u8], at: usize) -> usize {
    let breaks = memmem::find_iter(&bytes[at.min(bytes.len())..], b"\n").map(|found| at + found + 1);
    breaks
        .into_iter()
        .find(|&line| {
            let rest = bytes[line..].iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
            rest.is_none_or(|byte| *byte == b'\n')
        })
        .unwrap_or(bytes.len())
}
