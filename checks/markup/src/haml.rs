//! HAML, as its versions 4 to 6 read it.

mod attributes;

use std::ops::Range;

use checks_core::Language;

use crate::code::{Code, CodeKind};
use crate::document::{Node, NodeKind};
use crate::indent::{Line, Lines, Page, Start, beginning, code, interpolations};
use crate::mask::mask;
use crate::ruby;

/// The nodes of `source`, and whether it is a whole page.
pub(crate) fn parse(source: &str) -> (Vec<Node>, bool) {
    let mut page = Page::new(source, Language::Haml);
    let at = beginning(&mut page);
    let mut reader = Reader { page, lines: Lines::new(source, at), unclosed: false };
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
        let written = self.page.slice(line.start..line.end);
        if code::is_middle(written) {
            self.page.middle(line);
            let end = self.code_end(line.start + 1, line.end);
            self.page.leaf(NodeKind::Code, line.start..end);
            return;
        }
        self.page.close_to(line.indent);
        let bytes = written.as_bytes();
        let second = bytes.get(1).copied().unwrap_or_default();
        match bytes[0] {
            b'%' | b'.' | b'#' if !is_plain(bytes) => self.tag(line),
            b'/' => self.comment(line),
            b'=' | b'~' | b'&' | b'!' if !is_plain(bytes) => self.output(line),
            b'-' if second == b'#' => {
                let end = self.lines.skip_below(line.indent).unwrap_or(line.end);
                self.page.leaf(NodeKind::Comment, line.start..end);
            }
            b'-' => self.statement(line),
            b':' if !is_plain(bytes) => self.filter(line),
            b'\\' => self.plain(Line { start: line.start + 1, ..line }),
            _ => self.plain(line),
        }
    }

    /// Lines of text, read together: their HTML may go from one to the next.
    fn plain(&mut self, line: Line) {
        self.page.separate(line);
        let mut codes = Vec::new();
        let mut end = self.wrapped(line.start..line.end, &mut codes);
        while let Some(next) = self.lines.peek() {
            let written = self.page.slice(next.start..next.end);
            if next.indent != line.indent || !is_plain(written.as_bytes()) || written.starts_with('\\') {
                break;
            }
            self.lines.next();
            end = self.wrapped(next.start..next.end, &mut codes);
        }
        self.text(line.start..end, codes);
    }

    fn text(&mut self, range: Range<usize>, mut codes: Vec<Code<'s>>) {
        let outside = !codes.is_empty();
        codes.extend(interpolations(self.page.context.source, range.clone(), ruby::closing));
        if outside {
            codes.sort_by_key(|code| code.start);
            codes.dedup_by(|next, code| next.start < code.end);
        }
        self.page.text(range, codes);
    }

    /// Where the text of a line ends, when ` |` wraps it over several.
    fn wrapped(&mut self, range: Range<usize>, codes: &mut Vec<Code<'s>>) -> usize {
        let mut end = range.end;
        if !self.is_wrapped(range) {
            return end;
        }
        codes.push(Code { start: end - 1, end, kind: CodeKind::Outside });
        while let Some(next) = self.lines.peek().filter(|next| self.is_wrapped(next.start..next.end)) {
            self.lines.next();
            end = next.end;
            codes.push(Code { start: end - 1, end, kind: CodeKind::Outside });
        }
        end
    }

    /// Whether a line ends with ` |` that is not the end of a block's parameters.
    fn is_wrapped(&self, range: Range<usize>) -> bool {
        let Some(before) = self.page.slice(range).strip_suffix(" |") else { return false };
        !before.rsplit_once('|').is_some_and(|(before, _)| before.trim_end().ends_with(" do"))
    }

    /// Where Ruby ends that begins at `start` on a line ending at `end`: it goes on after a comma, and as ` |` wraps it.
    fn code_end(&mut self, start: usize, end: usize) -> usize {
        let mut end = self.wrapped(start..end, &mut Vec::new());
        while end > start + 1 && self.page.slice(start..end).ends_with(',') {
            let Some(next) = self.lines.next() else { break };
            end = next.end;
        }
        end
    }

    /// `= code` and its kin, and `== text`.
    fn output(&mut self, line: Line) {
        let written = self.page.slice(line.start..line.end);
        let marks = written.bytes().take_while(|byte| matches!(byte, b'=' | b'~' | b'&' | b'!')).count();
        if written.starts_with("!!!") {
            self.page.leaf(NodeKind::Doctype, line.start..line.end);
            return;
        }
        self.page.separate(line);
        let is_text = written[..marks].ends_with("==") || !written[..marks].contains(['=', '~']);
        let start = line.end - written[marks..].trim_start().len();
        if is_text {
            self.text(start..line.end, Vec::new());
        } else {
            self.script(line, line.start, start, line.end);
        }
    }

    /// The result of the Ruby at `start`, with its mark at `mark`.
    fn script(&mut self, line: Line, mark: usize, start: usize, end: usize) {
        let end = self.code_end(start, end);
        code::output(&mut self.page, &mut self.lines, line, mark, start..end);
    }

    /// `- code`.
    fn statement(&mut self, line: Line) {
        let end = self.code_end(line.start + 1, line.end);
        code::statement(&mut self.page, &mut self.lines, line, end);
    }

    /// `/ comment`; browsers read what `/![if …]` holds.
    fn comment(&mut self, line: Line) {
        if self.page.slice(line.start..line.end).starts_with("/![") {
            self.page.leaf(NodeKind::Comment, line.start..line.end);
            self.page.transparent(line.indent);
            return;
        }
        let end = self.lines.skip_below(line.indent).unwrap_or(line.end);
        self.page.leaf(NodeKind::Comment, line.start..end);
    }

    /// `:javascript` and what is below it.
    fn filter(&mut self, line: Line) {
        let name = self.page.slice(line.start + 1..line.end);
        let first = self.lines.peek().filter(|next| next.indent > line.indent);
        let end = self.lines.skip_below(line.indent).unwrap_or(line.end);
        let body = first.map_or(end, |first| first.start)..end;
        let element = match name {
            "javascript" | "coffee" | "coffeescript" => "script",
            "css" | "sass" | "scss" | "less" => "style",
            "plain" | "preserve" => {
                self.page.separate(line);
                return self.text(body, Vec::new());
            }
            "erb" => {
                self.page.separate(line);
                let mut codes = mask(self.page.slice(body.clone()), Language::Erb).codes;
                for code in &mut codes {
                    code.start += body.start;
                    code.end += body.start;
                }
                return self.page.text(body, codes);
            }
            "ruby" => return self.page.leaf(NodeKind::Code, line.start..end),
            _ => {
                self.page.separate(line);
                return self.page.leaf(NodeKind::Dynamic, line.start..end);
            }
        };
        self.page.separate(line);
        let mut start = Start::implied(self.page.context, line.start, element);
        start.end_at(line.end);
        self.page.element(start, line.indent);
        self.text(body, Vec::new());
    }

    fn tag(&mut self, line: Line) {
        self.page.separate(line);
        let context = self.page.context;
        let bytes = context.source.as_bytes();
        let mut at = line.start;
        let mut start = if bytes[at] == b'%' {
            let end = at + 1 + bytes[at + 1..line.end].iter().take_while(|byte| is_tag_name(**byte)).count();
            let name = at + 1..end;
            at = end;
            Start::named(context, line.start, name)
        } else {
            Start::implied(context, at, "div")
        };
        while matches!(bytes.get(at), Some(b'.' | b'#')) && bytes.get(at + 1).is_some_and(|byte| is_shorthand(*byte)) {
            let end = at + 1 + bytes[at + 1..line.end].iter().take_while(|byte| is_shorthand(**byte)).count();
            start.shorthand(at, end);
            at = end;
        }
        let (at, end) = self.attributes(&mut start, at, line.end);
        start.end_at(at);
        self.content(line, start, at, end);
    }

    /// What follows a tag on its line.
    fn content(&mut self, line: Line, mut start: Start<'s>, at: usize, end: usize) {
        let rest = self.page.slice(at..end);
        let content = rest.trim_start_matches(['<', '>']);
        let outer = rest[..rest.len() - content.len()].contains('>');
        let at = end - content.len();
        let marks: usize = match content.as_bytes() {
            [b'/', ..] => {
                start.element.closed = true;
                self.page.element(start, line.indent);
                return;
            }
            [b'&' | b'!', b'=' | b'~', ..] => 2,
            [b'=' | b'~' | b'&' | b'!', ..] => 1,
            _ => 0,
        };
        self.page.element(start, line.indent);
        if outer {
            self.page.join();
        }
        let code = content[..marks].contains(['=', '~']);
        let text = content[marks..].strip_prefix('=').filter(|_| code);
        let inner = text.unwrap_or(&content[marks..]).trim_start();
        let inner_start = end - inner.len();
        if inner.is_empty() {
            return;
        }
        if code && text.is_none() {
            self.script(line, at, inner_start, end);
        } else {
            let mut codes = Vec::new();
            let end = self.wrapped(inner_start..end, &mut codes);
            self.text(inner_start..end, codes);
        }
    }
}

/// Whether a line is text: nothing at its beginning makes it more.
fn is_plain(line: &[u8]) -> bool {
    let second = line.get(1).copied().unwrap_or_default();
    match line.first() {
        Some(b'%') => !is_tag_name(second),
        Some(b'.' | b'#') => !is_shorthand(second),
        Some(b'&' | b'!') => {
            !matches!(second, b'=' | b'~' | b' ') && !line.starts_with(b"!!!") && line.get(1..3) != Some(b"#{")
        }
        Some(b':') => line.len() < 2 || !line[1..].iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'),
        Some(b'=' | b'~' | b'-' | b'/') => false,
        _ => true,
    }
}

fn is_tag_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b':' | b'_')
}

fn is_shorthand(byte: u8) -> bool {
    is_tag_name(byte) || byte == b'@'
}
