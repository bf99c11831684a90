//! Going through JavaScript for its braces, past strings, comments, templates and regular expressions.

use memchr::{memchr, memmem};

use super::scan::string_end;

/// What a [`Cursor`] stops at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stop {
    /// A `{`.
    Open,
    /// A `}`.
    Close,
    /// A `<` that may begin an element: an operand may stand there.
    Less,
    /// The end of a template that holds code.
    Template,
}

/// A place in JavaScript.
#[derive(Debug, Clone)]
pub(crate) struct Cursor<'s> {
    bytes: &'s [u8],
    /// The next byte.
    pub at: usize,
    /// Braces open here.
    depth: usize,
    /// The depths at which a template's `${` was opened.
    templates: Vec<usize>,
    /// Whether an operand may stand here, rather than an operator.
    operand: bool,
}

impl<'s> Cursor<'s> {
    /// The beginning of an expression.
    pub(crate) fn new(bytes: &'s [u8], at: usize) -> Self {
        Self { bytes, at, depth: 0, templates: Vec::new(), operand: true }
    }

    /// Says that an operand ended here.
    pub(crate) fn after_operand(&mut self, at: usize) {
        self.at = at;
        self.operand = false;
    }

    /// The next stop and where it is; the cursor is then behind it.
    pub(crate) fn next_stop(&mut self) -> Option<(usize, Stop)> {
        while let Some(&byte) = self.bytes.get(self.at) {
            let at = self.at;
            self.at += 1;
            match byte {
                b'{' => {
                    self.depth += 1;
                    self.operand = true;
                    return Some((at, Stop::Open));
                }
                b'}' if self.templates.last() == Some(&self.depth) => {
                    self.templates.pop();
                    self.depth -= 1;
                    self.template();
                    return Some((at, Stop::Template));
                }
                b'}' => {
                    self.depth = self.depth.saturating_sub(1);
                    self.operand = true;
                    return Some((at, Stop::Close));
                }
                b'"' | b'\'' => {
                    self.at = string_end(self.bytes, at).unwrap_or(self.at);
                    self.operand = false;
                }
                b'`' => self.template(),
                b'/' => self.slash(at),
                b'<' if self.operand => return Some((at, Stop::Less)),
                _ if byte.is_ascii_whitespace() => {}
                _ if is_name(byte) => self.name(at),
                _ => self.operand = !matches!(byte, b')' | b']'),
            }
        }
        None
    }

    /// One past the `}` that closes what was open before the cursor.
    pub(crate) fn closing_brace(mut self) -> Option<usize> {
        let mut depth = 0_usize;
        while let Some((at, stop)) = self.next_stop() {
            match stop {
                Stop::Open => depth += 1,
                Stop::Close if depth == 0 => return Some(at + 1),
                Stop::Close => depth -= 1,
                Stop::Less | Stop::Template => {}
            }
        }
        None
    }

    /// One past the template literal that begins at `at`.
    pub(crate) fn template_end(bytes: &'s [u8], at: usize) -> Option<usize> {
        let mut cursor = Self::new(bytes, at + 1);
        cursor.template();
        while !cursor.templates.is_empty() {
            cursor.next_stop()?;
        }
        (cursor.at > at + 1 && bytes.get(cursor.at - 1) == Some(&b'`')).then_some(cursor.at)
    }

    /// The text of a template, to its end or its next `${`.
    fn template(&mut self) {
        self.operand = false;
        while let Some(&byte) = self.bytes.get(self.at) {
            self.at += 1;
            match byte {
                b'\\' => self.at += 1,
                b'`' => return,
                b'$' if self.bytes.get(self.at) == Some(&b'{') => {
                    self.at += 1;
                    self.depth += 1;
                    self.templates.push(self.depth);
                    self.operand = true;
                    return;
                }
                _ => {}
            }
        }
    }

    fn slash(&mut self, at: usize) {
        let rest = &self.bytes[at..];
        match rest.get(1) {
            Some(b'/') => self.at = at + memchr(b'\n', rest).unwrap_or(rest.len()),
            Some(b'*') => self.at = at + memmem::find(&rest[2..], b"*/").map_or(rest.len(), |end| end + 4),
            _ if self.operand => {
                self.at = regex_end(self.bytes, at).unwrap_or(self.at);
                self.operand = false;
            }
            _ => self.operand = true,
        }
    }

    fn name(&mut self, start: usize) {
        let rest = &self.bytes[start..];
        let length = rest.iter().take_while(|byte| is_name(**byte)).count();
        self.at = start + length;
        self.operand = matches!(
            &rest[..length],
            b"return" | b"typeof" | b"case" | b"in" | b"of" | b"await" | b"yield" | b"void" | b"else" | b"do" | b"new"
        );
    }
}

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$') || byte >= 0x80
}

/// One past the regular expression at `at`; `None` when the line ends first.
fn regex_end(bytes: &[u8], at: usize) -> Option<usize> {
    let mut class = false;
    let mut end = at + 1;
    loop {
        match *bytes.get(end)? {
            b'\\' => end += 1,
            b'\n' => return None,
            b'[' => class = true,
            b']' => class = false,
            b'/' if !class => return Some(end + 1),
            _ => {}
        }
        end += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Cursor;

    #[test]
    fn the_closing_brace_is_the_right_one() {
        for code in [
            "a}",
            "{ b: 1 }}",
            "'}' + \"}\" + `}${ {c: `}`} }`}",
            "/* } */ d // }\n}",
            "e.replace(/[/}'\"]/g, '')}",
            "(f / 2 < g / '}'.length)}",
            "l'}",
        ] {
            assert_eq!(Cursor::new(code.as_bytes(), 0).closing_brace(), Some(code.len()), "{code}");
        }
        assert_eq!(Cursor::new(b"{ a }", 0).closing_brace(), None);
    }
}
