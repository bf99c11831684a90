//! Pug, and what it was called before, Jade.

mod attributes;
mod text;

use std::ops::Range;

use checks_core::Language;

use crate::code::{Code, CodeKind};
use crate::document::{Node, NodeKind};
use crate::indent::{Line, Lines, Page, Start, beginning};
use crate::literals::literal;

/// The nodes of `source`, and whether it is a whole page.
pub(crate) fn parse(source: &str) -> (Vec<Node>, bool) {
    let mut page = Page::new(source, Language::Pug);
    let at = beginning(&mut page);
    read(page, at)
}

/// The nodes of the template at `range` in a component of Vue.
pub(crate) fn parse_in_vue(source: &str, range: Range<usize>) -> (Vec<Node>, bool) {
    read(Page::new(source.get(..range.end).unwrap_or_default(), Language::Vue), range.start)
}

fn read(page: Page<'_>, at: usize) -> (Vec<Node>, bool) {
    let lines = Lines::new(page.context.source, at);
    let mut reader = Reader { page, lines, unclosed: false };
    while let Some(line) = reader.lines.next() {
        reader.line(line);
    }
    reader.page.finish()
}

struct Reader<'s> {
    page: Page<'s>,
    lines: Lines<'s>,
    /// Whether a bracket proved not to be closed: from then on, they are looked for on their line only.
    unclosed: bool,
}

impl<'s> Reader<'s> {
    fn line(&mut self, line: Line) {
        let mut at = line.start;
        if let Some(length) = middle(self.page.slice(line.start..line.end)) {
            self.page.middle(line);
            self.page.leaf(NodeKind::Code, line.start..line.start + length);
            at = self.after_colon(line.start + length, line.end);
        } else {
            self.page.close_to(line.indent);
        }
        let mut end = line.end;
        // `li: a` goes on after its colon.
        while at < end {
            (at, end) = self.item(line, at, end);
        }
    }

    /// Where what is after the colon at `at` begins; the line's end if there is none.
    fn after_colon(&self, at: usize, end: usize) -> usize {
        let rest = self.page.slice(at..end).trim_start();
        rest.strip_prefix(':').map_or(end, |rest| end - rest.trim_start().len())
    }

    /// Reads what stands at `at`: where the rest of the line does that is to be read by itself.
    fn item(&mut self, line: Line, at: usize, end: usize) -> (usize, usize) {
        let written = self.page.slice(at..end);
        let done = (end, end);
        match written.as_bytes()[0] {
            b'/' if written.starts_with("//") => self.below(line, at, NodeKind::Comment),
            b'|' => self.piped(line),
            b'<' => {
                self.text(at..end, 0);
                self.page.transparent(line.indent);
            }
            b'-' if written.len() == 1 => self.below(line, at, NodeKind::Code),
            b'-' => self.block(line, NodeKind::Code, at..end, true),
            b'=' => self.output(line, at, end),
            b'!' if written.starts_with("!=") => self.output(line, at, end),
            b':' => self.below(line, at, NodeKind::Dynamic),
            _ if self.keyword(line, at..end) => {}
            _ => return self.tag(line, at, end),
        }
        done
    }

    /// A line and all below it, which are no page.
    fn below(&mut self, line: Line, at: usize, kind: NodeKind) {
        let end = self.lines.skip_below(line.indent).unwrap_or(line.end);
        self.page.leaf(kind, at..end);
    }

    /// Template code with what is below it.
    fn block(&mut self, line: Line, kind: NodeKind, range: Range<usize>, conditional: bool) {
        if self.lines.has_below(line.indent) {
            self.page.block(kind, range, line.indent, conditional);
        } else {
            self.page.leaf(kind, range);
        }
    }

    /// Reads a line that begins with a word of Pug's own, if it does.
    fn keyword(&mut self, line: Line, range: Range<usize>) -> bool {
        let written = self.page.slice(range.clone());
        let word = &written[..written.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(written.len())];
        let rest = &written[word.len()..];
        let spaced = rest.is_empty() || rest.starts_with(' ');
        match word {
            "doctype" if spaced => self.page.leaf(NodeKind::Doctype, range),
            "extends" | "extend" | "import" if spaced => self.page.leaf(NodeKind::Code, range),
            "include" if spaced || rest.starts_with(':') => self.block(line, NodeKind::Dynamic, range, false),
            "block" | "append" | "prepend" if spaced => self.block(line, NodeKind::Dynamic, range, false),
            "yield" if rest.is_empty() => self.page.leaf(NodeKind::Dynamic, range),
            "if" | "unless" if spaced || rest.starts_with('(') => self.block(line, NodeKind::Code, range, true),
            "case" | "while" | "mixin" if rest.starts_with(' ') => self.block(line, NodeKind::Code, range, true),
            "each" | "for" if rest.contains(" in ") || rest.contains(" of ") => {
                self.block(line, NodeKind::Code, range, true);
            }
            _ => return false,
        }
        true
    }

    /// `= code` and `!= code`.
    fn output(&mut self, line: Line, at: usize, end: usize) {
        let code = self.page.slice(at..end).trim_start_matches(['!', '=']);
        let start = end - code.len();
        match literal(code) {
            Some((text, range)) => {
                self.page.leaf(NodeKind::Text(text), start + range.start..start + range.end);
            }
            None => self.block(line, NodeKind::Dynamic, at..end, false),
        }
    }

    /// Lines of `| text`, read together.
    fn piped(&mut self, line: Line) {
        let mark = |page: &Page<'_>, line: Line| {
            let end = line.start + 1 + usize::from(page.slice(line.start + 1..line.end).starts_with(' '));
            Code { start: line.start, end: end.min(line.end), kind: CodeKind::Outside }
        };
        self.page.separate(line);
        let mut marks = vec![mark(&self.page, line)];
        let mut end = line.end;
        while let Some(next) = self.lines.peek() {
            if next.indent != line.indent || !self.page.slice(next.start..next.end).starts_with('|') {
                break;
            }
            self.lines.next();
            marks.push(mark(&self.page, next));
            end = next.end;
        }
        let start = marks.remove(0).end;
        self.marked_text(start..end, marks, 0);
        self.page.transparent(line.indent);
    }

    /// The tag at `at`: where what follows its colon stands.
    fn tag(&mut self, line: Line, at: usize, end: usize) -> (usize, usize) {
        let Some((mut start, after, end)) = self.start(at, end) else {
            self.text(at..end, 0);
            return (end, end);
        };
        let rest = self.page.slice(after..end);
        if rest.starts_with('/') {
            start.element.closed = true;
        }
        self.page.element(start, line.indent);
        if rest == "." {
            let first = self.lines.peek();
            if let Some(end) = self.lines.skip_below(line.indent) {
                self.text(first.map_or(end, |first| first.start)..end, 0);
            }
        } else if rest.starts_with(['=', '!']) {
            self.output(line, after, end);
        } else if rest.starts_with(':') {
            return (self.after_colon(after, end), end);
        } else if !rest.starts_with('/') {
            self.text(after + usize::from(rest.starts_with(' '))..end, 0);
        }
        (end, end)
    }

    /// The start of the tag at `at`, where it ends, and where the line that it ends on does.
    fn start(&mut self, at: usize, end: usize) -> Option<(Start<'s>, usize, usize)> {
        let context = self.page.context;
        let written = self.page.slice(at..end);
        let (mut start, mut at) = match written.as_bytes().first()? {
            b'+' => {
                let name = at + 1..at + 1 + name_length(&written[1..]);
                let after = name.end;
                let mut start = Start::named(context, at, name);
                start.element.is_component = true;
                start.element.closed = false;
                (start, self.arguments(after, end))
            }
            b'#' if written.starts_with("#{") => {
                let after = self.closing(at + 1, end)?;
                let mut start = Start::named(context, at, at..after);
                start.element.is_component = true;
                (start, after)
            }
            b'.' | b'#' if written[1..].starts_with(is_shorthand) => (Start::implied(context, at, "div"), at),
            _ => {
                let length = name_length(written);
                if length == 0 {
                    return None;
                }
                (Start::named(context, at, at..at + length), at + length)
            }
        };
        let mut end = end.max(at);
        loop {
            let rest = self.page.slice(at..end);
            let mark = rest.starts_with(['.', '#']) && rest[1..].starts_with(is_shorthand);
            if mark {
                let length = rest[1..].find(|c| !is_shorthand(c)).unwrap_or(rest.len() - 1) + 1;
                start.shorthand(at, at + length);
                at += length;
            } else if rest.starts_with('(') {
                let Some(after) = self.closing(at, end) else {
                    start.spread();
                    at = end;
                    break;
                };
                attributes::read(&mut start, context.source, at + 1..after - 1);
                at = after;
            } else if rest.starts_with("&attributes(") {
                start.spread();
                at = self.closing(at + "&attributes".len(), end).unwrap_or(end);
            } else {
                break;
            }
            if at > end {
                end = self.lines.resume_after(at);
            }
        }
        start.end_at(at);
        Some((start, at, end))
    }

    /// Where the arguments of a mixin's call end, if it has any; its attributes are in parentheses too.
    fn arguments(&mut self, at: usize, end: usize) -> usize {
        let rest = self.page.slice(at..end);
        let Some(list) = rest.strip_prefix('(') else { return at };
        let name = name_length(list.trim_start());
        let is_attributes = name > 0 && list.trim_start()[name..].trim_start().starts_with('=');
        if is_attributes { at } else { self.closing(at, end).unwrap_or(at) }
    }

    /// One past the bracket that closes the one at `at`.
    fn closing(&mut self, at: usize, end: usize) -> Option<usize> {
        let bytes = self.page.context.source.as_bytes();
        let closing = attributes::closing(if self.unclosed { &bytes[..end] } else { bytes }, at);
        self.unclosed |= closing.is_none();
        closing
    }
}

/// How long the word is that makes a line another branch of the block above it, with what it tests.
fn middle(line: &str) -> Option<usize> {
    let code = line.trim_start_matches(['-', ' ', '}']);
    let word = &code[..code.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(code.len())];
    let rest = &code[word.len()..];
    match word {
        "else" if rest.is_empty() || rest.starts_with([' ', '{']) => Some(line.len()),
        "default" if rest.is_empty() || rest.starts_with(':') => Some(word.len()),
        "when" if rest.starts_with(' ') => {
            // A colon in a text is none.
            let mut quote = None;
            let ends = |c: char| {
                match quote {
                    Some(open) if open == c => quote = None,
                    None if matches!(c, '"' | '\'') => quote = Some(c),
                    _ => {}
                }
                c == ':' && quote.is_none()
            };
            Some(line.find(ends).unwrap_or(line.len()))
        }
        _ => None,
    }
}

/// How long the name at the beginning of `text` is: it may hold colons and hyphens, but not end with one.
fn name_length(text: &str) -> usize {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ':');
    let name = &text[..text.find(|c| !is_name(c)).unwrap_or(text.len())];
    if name.starts_with(['-', ':']) { 0 } else { name.trim_end_matches(['-', ':']).len() }
}

fn is_shorthand(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-')
}
