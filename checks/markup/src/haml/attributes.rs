//! The attributes of a HAML tag: `{ruby: "hash"}`, `(html="list")` and `[object]`.

use std::ops::Range;

use super::{Reader, is_tag_name};
use crate::indent::{Given, Start, hash};
use crate::ruby::{self, Value};

impl<'s> Reader<'s> {
    /// Reads the attributes that begin at `at`: where they end, and where the line that they end on does.
    pub(super) fn attributes(&mut self, start: &mut Start<'s>, at: usize, end: usize) -> (usize, usize) {
        let (mut at, mut end) = (at, end);
        loop {
            let source = self.page.context.source;
            let after = match source.as_bytes().get(at).filter(|_| at < end) {
                Some(b'{') => self.closing(at, end).inspect(|&after| hash::read(start, source, at + 1..after - 1)),
                Some(b'(') => self.html(start, at, end),
                Some(b'[') => self.closing(at, end).inspect(|&after| object(start, at..after)),
                _ => return (at, end),
            };
            let Some(after) = after else {
                start.spread();
                return (end, end);
            };
            if after > end {
                end = self.lines.resume_after(after);
            }
            at = after;
        }
    }

    /// One past the bracket or quote that closes the one at `at`, on its line or, while they all are closed, below.
    fn closing(&mut self, at: usize, end: usize) -> Option<usize> {
        let bytes = self.page.context.source.as_bytes();
        let closing = ruby::closing(if self.unclosed { &bytes[..end] } else { bytes }, at);
        self.unclosed |= closing.is_none();
        closing
    }

    /// `(a="x" b=variable c)`: one past its end.
    fn html(&mut self, start: &mut Start<'s>, at: usize, end: usize) -> Option<usize> {
        let source = self.page.context.source;
        let bytes = source.as_bytes();
        let skip = |from: usize| from + bytes[from..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let mut at = skip(at + 1);
        loop {
            if bytes.get(at) == Some(&b')') {
                return Some(at + 1);
            }
            let is_name = |byte: &&u8| is_tag_name(**byte) || matches!(byte, b'@' | b'.');
            let name = at..at + bytes.get(at..)?.iter().take_while(is_name).count();
            if name.is_empty() {
                return None;
            }
            let equals = skip(name.end);
            if bytes.get(equals) != Some(&b'=') {
                start.attribute(name.clone(), name.clone(), Given::Empty);
                at = equals;
                continue;
            }
            let value = skip(equals + 1);
            let after = match bytes.get(value)? {
                b'"' | b'\'' => self.closing(value, end.max(value))?,
                _ => {
                    let is_variable = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@' | b'$');
                    value + bytes[value..].iter().take_while(is_variable).count()
                }
            };
            if after == value {
                return None;
            }
            let given = match ruby::value(source, value..after) {
                Value::Text(text, range) => Given::Text(text, range),
                Value::Partial(known, range) => Given::Computed(known, range),
                _ => Given::Computed(Vec::new(), value..after),
            };
            start.attribute(name.clone(), name.start..after, given);
            at = skip(after);
        }
    }
}

/// `[object]` gives a class and an id.
fn object(start: &mut Start<'_>, range: Range<usize>) {
    for name in ["class", "id"] {
        let mark = range.start..range.start + 1;
        start.attribute_called(name, mark, range.clone(), Given::Computed(Vec::new(), range.clone()));
    }
}
