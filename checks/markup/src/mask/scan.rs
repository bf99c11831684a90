//! Going through a source for the fences of template code.

use memchr::{memchr2, memchr3, memmem};

use crate::code::{Code, CodeKind};

/// A source and the template code found in it so far.
pub(crate) struct Scan<'s> {
    /// The source.
    pub source: &'s str,
    /// What was found, in order.
    pub codes: Vec<Code<'s>>,
    /// Fences known not to be closed in what is left.
    unclosed: Vec<&'static str>,
    /// Whether quotes in code are paired; where they proved not to be, they are no longer looked at.
    paired_quotes: bool,
}

impl<'s> Scan<'s> {
    /// Nothing found yet.
    pub(crate) fn new(source: &'s str) -> Self {
        Self { source, codes: Vec::new(), unclosed: Vec::new(), paired_quotes: true }
    }

    /// All of the template code that `code` sees at one of the bytes of `openers`.
    pub(crate) fn run(
        mut self,
        openers: [u8; 3],
        mut code: impl FnMut(&mut Self, usize) -> Option<Code<'s>>,
    ) -> Vec<Code<'s>> {
        let [first, second, third] = openers;
        let mut at = 0;
        while let Some(found) = memchr3(first, second, third, &self.bytes()[at..]) {
            at += found;
            match code(&mut self, at) {
                Some(code) => {
                    at = code.end.max(at + 1);
                    self.codes.push(code);
                }
                None => at += 1,
            }
        }
        self.codes
    }

    /// The source's bytes.
    pub(crate) fn bytes(&self) -> &'s [u8] {
        self.source.as_bytes()
    }

    /// The byte at `at`, 0 past the end.
    pub(crate) fn byte(&self, at: usize) -> u8 {
        self.bytes().get(at).copied().unwrap_or_default()
    }

    /// Whether `text` stands at `at`.
    pub(crate) fn starts(&self, at: usize, text: &str) -> bool {
        self.bytes().get(at..).is_some_and(|rest| rest.starts_with(text.as_bytes()))
    }

    /// The source between two places.
    pub(crate) fn slice(&self, start: usize, end: usize) -> &'s str {
        self.source.get(start..end.max(start)).unwrap_or_default()
    }

    /// The first place from `at` on that is no white space.
    pub(crate) fn skip_space(&self, at: usize) -> usize {
        let rest = self.bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    }

    /// One past the first `closer` from `from` on.
    pub(crate) fn close(&mut self, from: usize, closer: &'static str) -> Option<usize> {
        if self.is_unclosed(closer) {
            return None;
        }
        let found = memmem::find(self.bytes().get(from..)?, closer.as_bytes());
        if found.is_none() {
            self.leave_unclosed(closer);
        }
        found.map(|found| from + found + closer.len())
    }

    /// One past the first `closer` from `from` on that stands in no string.
    pub(crate) fn close_unquoted(&mut self, from: usize, closer: &'static str) -> Option<usize> {
        let plain = self.close(from, closer)?;
        let quoted = memchr2(b'"', b'\'', &self.bytes()[from..plain]).is_some();
        if !quoted || !self.paired_quotes {
            return Some(plain);
        }
        let first = closer.as_bytes()[0];
        let mut at = from;
        while let Some(found) = memchr3(b'"', b'\'', first, &self.bytes()[at..]) {
            at += found;
            if self.byte(at) != first {
                at = string_end(self.bytes(), at).unwrap_or(at + 1);
            } else if self.starts(at, closer) {
                return Some(at + closer.len());
            } else {
                at += 1;
            }
        }
        self.paired_quotes = false;
        Some(plain)
    }

    /// One past the `)` that closes the `(` at `at`.
    pub(crate) fn parentheses(&mut self, at: usize) -> Option<usize> {
        if self.is_unclosed("(") {
            return None;
        }
        let mut depth = 0_usize;
        let mut at = at;
        while let Some(&byte) = self.bytes().get(at) {
            match byte {
                b'(' => depth += 1,
                b')' => depth -= 1,
                b'"' | b'\'' => at = string_end(self.bytes(), at).map_or(at, |end| end - 1),
                _ => {}
            }
            at += 1;
            if depth == 0 {
                return Some(at);
            }
        }
        self.leave_unclosed("(");
        None
    }

    /// Whether it is known that nothing more closes `opener`.
    pub(crate) fn is_unclosed(&self, opener: &'static str) -> bool {
        self.unclosed.contains(&opener)
    }

    /// Says that nothing more closes `opener`: nobody looks again.
    pub(crate) fn leave_unclosed(&mut self, opener: &'static str) {
        if !self.is_unclosed(opener) {
            self.unclosed.push(opener);
        }
    }

    /// Adds code.
    pub(crate) fn push(&mut self, start: usize, end: usize, kind: CodeKind<'s>) {
        self.codes.push(Code { start, end, kind });
    }
}

/// One past the string that the quote at `at` begins; `None` when the line ends first.
pub(crate) fn string_end(bytes: &[u8], at: usize) -> Option<usize> {
    let quote = *bytes.get(at)?;
    let mut end = at + 1;
    while let Some(&byte) = bytes.get(end) {
        match byte {
            b'\\' => end += 1,
            b'\n' => return None,
            _ if byte == quote => return Some(end + 1),
            _ => {}
        }
        end += 1;
    }
    None
}

/// The letters, digits, `_` and `-` that `text` begins with.
pub(crate) fn word(text: &str) -> &str {
    let length = text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    &text[..length]
}
