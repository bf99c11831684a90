//! Words, blocks and ends.

use checks_core::Span;
use memchr::memmem;

use super::{Argument, Part};

/// A piece of a configuration.
#[derive(Debug)]
pub(super) enum Token<'t> {
    /// A name or an argument.
    Word(Argument),
    /// `;`, with the byte after it.
    End(usize),
    /// `{`, with the byte after it.
    Open(usize),
    /// `}`.
    Close,
    /// ERB that prints nothing: `<% if … %>`.
    Code(&'t str),
}

pub(super) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    fn starts(&self, mark: &str) -> bool {
        self.text.as_bytes()[self.at..].starts_with(mark.as_bytes())
    }

    /// Passes over `<% … %>`; what stands within.
    fn template(&mut self) -> &'t str {
        let inner = self.at + 2;
        let end = memmem::find(&self.text.as_bytes()[inner..], b"%>").map(|found| inner + found);
        self.at = end.map_or(self.text.len(), |end| end + 2);
        self.text.get(inner..end.unwrap_or(self.text.len())).unwrap_or_default()
    }

    /// Passes over what is left of a block that was just opened, whatever it holds (Lua).
    pub(super) fn skip_block(&mut self) {
        let mut depth = 1;
        while let Some(byte) = self.byte(self.at) {
            self.at += 1;
            match byte {
                b'{' => depth += 1,
                b'}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return;
            }
        }
    }

    pub(super) fn next_token(&mut self) -> Option<Token<'t>> {
        loop {
            let byte = self.byte(self.at)?;
            match byte {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                b'#' => {
                    let rest = &self.text.as_bytes()[self.at..];
                    self.at += memchr::memchr(b'\n', rest).unwrap_or(rest.len());
                }
                b';' => {
                    self.at += 1;
                    return Some(Token::End(self.at));
                }
                b'{' => {
                    self.at += 1;
                    return Some(Token::Open(self.at));
                }
                b'}' => {
                    self.at += 1;
                    return Some(Token::Close);
                }
                b'<' if self.starts("<%") && !self.starts("<%=") => {
                    if self.starts("<%#") {
                        self.template();
                    } else {
                        return Some(Token::Code(self.template()));
                    }
                }
                b'"' | b'\'' => return Some(Token::Word(self.quoted(byte))),
                _ => return Some(Token::Word(self.plain())),
            }
        }
    }

    fn quoted(&mut self, quote: u8) -> Argument {
        let start = self.at;
        self.at += 1;
        let mut parts = Parts::default();
        while let Some(byte) = self.byte(self.at) {
            if byte == quote {
                self.at += 1;
                break;
            }
            self.part(byte, &mut parts);
        }
        Argument { parts: parts.done(), span: Span::new(start, self.at) }
    }

    fn plain(&mut self) -> Argument {
        let start = self.at;
        let mut parts = Parts::default();
        while let Some(byte) = self.byte(self.at) {
            if matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'{') {
                break;
            }
            self.part(byte, &mut parts);
        }
        Argument { parts: parts.done(), span: Span::new(start, self.at) }
    }

    /// Reads one character, variable or template tag of a word.
    fn part(&mut self, byte: u8, parts: &mut Parts) {
        match byte {
            b'<' if self.starts("<%") => {
                self.template();
                parts.add(Part::Dynamic);
            }
            b'$' => {
                if let Some(name) = self.variable() {
                    parts.add(Part::Variable(name));
                } else {
                    parts.push('$', self.at);
                    self.at += 1;
                }
            }
            b'\\' if self.byte(self.at + 1).is_some() => {
                // A backslash before anything but a quote, itself or a blank stays: `\.` of a pattern.
                let next = self.char_at(self.at + 1);
                let kept = !matches!(next, '"' | '\'' | '\\' | ' ');
                let at = self.at;
                if kept {
                    parts.push('\\', at);
                }
                parts.push(next, at + 1);
                self.at = at + 1 + next.len_utf8();
            }
            _ => {
                let c = self.char_at(self.at);
                parts.push(c, self.at);
                self.at += c.len_utf8();
            }
        }
    }

    fn char_at(&self, at: usize) -> char {
        self.text.get(at..).and_then(|rest| rest.chars().next()).unwrap_or(' ')
    }

    /// Passes over `$name` or `${name}`.
    fn variable(&mut self) -> Option<String> {
        let bytes = self.text.as_bytes();
        let braced = self.byte(self.at + 1) == Some(b'{');
        let start = self.at + 1 + usize::from(braced);
        let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
        let length = bytes.get(start..)?.iter().take_while(|byte| is_name(byte)).count();
        let end = start + length;
        if length == 0 || (braced && self.byte(end) != Some(b'}')) {
            return None;
        }
        self.at = end + usize::from(braced);
        self.text.get(start..end).map(ToOwned::to_owned)
    }
}

/// Parts being put together. A text part is in one piece of the source: where an escape breaks it, another begins.
#[derive(Default)]
struct Parts {
    done: Vec<Part>,
    next: usize,
}

impl Parts {
    fn add(&mut self, part: Part) {
        self.done.push(part);
    }

    fn push(&mut self, c: char, at: usize) {
        match self.done.last_mut() {
            Some(Part::Text(text, _)) if self.next == at => text.push(c),
            _ => self.done.push(Part::Text(c.to_string(), at as u32)),
        }
        self.next = at + c.len_utf8();
    }

    fn done(self) -> Vec<Part> {
        self.done
    }
}
