//! The attributes of a Slim tag.

use std::ops::Range;

use super::Reader;
use crate::indent::{Given, Start, hash, interpolations};
use crate::ruby::{self, Pair};

impl<'s> Reader<'s> {
    /// Reads the attributes that begin at `at`: where they end, and where the line that they end on does.
    pub(super) fn attributes(&mut self, start: &mut Start<'s>, at: usize, end: usize) -> (usize, usize) {
        let skipped = end - self.page.slice(at..end).trim_start().len();
        let wrapper = self.page.context.source.as_bytes().get(skipped).filter(|_| skipped < end);
        let closer = match wrapper {
            Some(b'(') => Some(b')'),
            Some(b'[') => Some(b']'),
            Some(b'{') => Some(b'}'),
            _ => None,
        };
        let mut list = List { reader: self, closer, at, end };
        if closer.is_some() {
            list.at = skipped + 1;
        }
        list.read(start);
        let (at, end) = (list.at, list.end);
        start.end_at(at);
        (at, end)
    }
}

/// Attributes while they are read.
struct List<'r, 's> {
    reader: &'r mut Reader<'s>,
    /// The bracket that ends them.
    closer: Option<u8>,
    at: usize,
    /// Where the line ends.
    end: usize,
}

impl<'s> List<'_, 's> {
    fn slice(&self) -> &'s str {
        self.reader.page.slice(self.at..self.end)
    }

    /// Goes on with the next line.
    fn wrap(&mut self) -> bool {
        let Some(next) = self.reader.lines.next() else { return false };
        (self.at, self.end) = (next.start, next.end);
        true
    }

    fn read(&mut self, start: &mut Start<'s>) {
        loop {
            let rest = self.slice().trim_start();
            let name_at = self.end - rest.len();
            match self.closer {
                Some(_) if rest.is_empty() => {
                    if !self.wrap() {
                        return start.spread();
                    }
                    continue;
                }
                Some(closer) if rest.as_bytes()[0] == closer => {
                    self.at = name_at + 1;
                    return;
                }
                _ => {}
            }
            if rest.starts_with('*') && rest[1..].starts_with(|c: char| !c.is_whitespace()) {
                start.spread();
                self.at = name_at + 1;
                self.code();
                continue;
            }
            let name = rest.find(|c: char| !is_name(c)).unwrap_or(rest.len());
            let after = rest[name..].trim_start();
            let range = name_at..name_at + name;
            if name > 0 && after.starts_with('=') {
                let value = after.trim_start_matches('=').trim_start();
                self.at = self.end - value.len();
                self.value(start, range);
            } else if self.closer.is_none() {
                return;
            } else if name > 0 {
                self.at = range.end;
                start.attribute(range.clone(), range, Given::Empty);
            } else {
                // No attribute can stand there.
                start.spread();
                self.at = name_at + rest.chars().next().map_or(0, char::len_utf8);
            }
        }
    }

    fn value(&mut self, start: &mut Start<'s>, name: Range<usize>) {
        let source = self.reader.page.context.source;
        let from = self.at;
        if let Some(quote) = self.slice().chars().next().filter(|c| matches!(c, '"' | '\'')) {
            let inner = from + 1..self.quoted(quote);
            let codes = interpolations(source, inner.clone(), ruby::closing);
            let given = if codes.is_empty() {
                let text = source.get(inner.clone()).unwrap_or_default();
                Given::Text(text.into(), inner)
            } else {
                let starts = std::iter::once(inner.start).chain(codes.iter().map(|code| code.end));
                let ends = codes.iter().map(|code| code.start).chain(std::iter::once(inner.end));
                let known = starts.zip(ends).filter_map(|(start, end)| source.get(start..end));
                Given::Computed(known.filter(|text| !text.is_empty()).map(str::to_owned).collect(), inner)
            };
            return start.attribute(name.clone(), name.start..self.at, given);
        }
        self.code();
        let called = source.get(name.clone()).unwrap_or_default();
        let pair = Pair { key: name.clone(), value: from..self.at, span: name.start..self.at };
        if pair.value.is_empty() {
            return start.attribute(name.clone(), name.start..from, Given::Computed(Vec::new(), from..from));
        }
        hash::add(start, source, called, ruby::value(source, from..self.at), &pair);
    }

    /// Passes a quoted value, in which braces of interpolations hide quotes: where its text ends.
    fn quoted(&mut self, quote: char) -> usize {
        let mut depth = 0_usize;
        self.at += 1;
        loop {
            for (at, c) in self.slice().char_indices() {
                match c {
                    '{' => depth += 1,
                    '}' => depth = depth.saturating_sub(1),
                    _ if c == quote && depth == 0 => {
                        self.at += at + 1;
                        return self.at - 1;
                    }
                    _ => {}
                }
            }
            if !self.wrap() {
                self.at = self.end;
                return self.end;
            }
        }
    }

    /// Passes Ruby, which ends at white space or at the bracket around, unless brackets of its own are open.
    fn code(&mut self) {
        let mut open: Option<(char, char)> = None;
        let mut depth = 0_usize;
        loop {
            let written = self.slice();
            for (at, c) in written.char_indices() {
                match open {
                    Some((opener, _)) if c == opener => depth += 1,
                    Some((_, closer)) if c == closer => {
                        depth -= 1;
                        if depth == 0 {
                            open = None;
                        }
                    }
                    Some(_) => {}
                    None if c.is_whitespace() || self.closer.is_some_and(|closer| c == char::from(closer)) => {
                        self.at += at;
                        return;
                    }
                    None => {
                        open = [('(', ')'), ('[', ']'), ('{', '}')].into_iter().find(|(opener, _)| c == *opener);
                        depth = usize::from(open.is_some());
                    }
                }
            }
            let goes_on = written.ends_with([',', '\\']);
            if !goes_on || !self.wrap() {
                self.at = self.end;
                return;
            }
        }
    }
}

fn is_name(c: char) -> bool {
    !c.is_whitespace() && !matches!(c, '"' | '\'' | '>' | '<' | '/' | '=' | '(' | ')' | '[' | ']' | '{' | '}' | '\0')
}
