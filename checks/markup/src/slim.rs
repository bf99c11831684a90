//! Slim, as its versions 3 to 5 read it.

mod attributes;

use std::ops::Range;

use checks_core::Language;

use crate::document::{Node, NodeKind};
use crate::indent::{Line, Lines, Page, Start, beginning, code, interpolations};
use crate::ruby;

/// The nodes of `source`, and whether it is a whole page.
pub(crate) fn parse(source: &str) -> (Vec<Node>, bool) {
    let mut page = Page::new(source, Language::Slim);
    let at = beginning(&mut page);
    let mut reader = Reader { page, lines: Lines::new(source, at) };
    while let Some(line) = reader.lines.next() {
        reader.line(line);
    }
    reader.page.finish()
}

struct Reader<'s> {
    page: Page<'s>,
    lines: Lines<'s>,
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
        match written.as_bytes()[0] {
            b'/' => {
                let end = self.lines.skip_below(line.indent).unwrap_or(line.end);
                self.page.leaf(NodeKind::Comment, line.start..end);
            }
            mark @ (b'|' | b'\'') => {
                let start = line.start + 1 + usize::from(written[1..].starts_with(' '));
                let end = self.text(line, start);
                if mark == b'\'' {
                    self.page.leaf(NodeKind::Text(" ".into()), end..end);
                }
            }
            b'<' => {
                self.interpolated(line.start..line.end);
                self.page.transparent(line.indent);
            }
            b'-' => {
                let end = self.code_end(line.start + 1, line.end);
                code::statement(&mut self.page, &mut self.lines, line, end);
            }
            b'=' => self.output(line, line.start, line.end),
            _ if word(written) == "doctype" => self.page.leaf(NodeKind::Doctype, line.start..line.end),
            _ => match written.find(':').filter(|&colon| is_engine(&written[..colon])) {
                Some(colon) => self.engine(line, &written[..colon]),
                None => self.tag(line, line.start, line.end),
            },
        }
    }

    /// The text from `start` on and all below its line; where it ends.
    fn text(&mut self, line: Line, start: usize) -> usize {
        let end = self.lines.skip_below(line.indent).unwrap_or(line.end);
        self.interpolated(start.min(end)..end);
        end
    }

    fn interpolated(&mut self, range: Range<usize>) {
        let codes = interpolations(self.page.context.source, range.clone(), ruby::closing);
        self.page.text(range, codes);
    }

    /// `= code`, whose mark stands at `mark`.
    fn output(&mut self, line: Line, mark: usize, end: usize) {
        let code = self.page.slice(mark..end).trim_start_matches(['=', '<', '>', '\'']).trim_start();
        let start = end - code.len();
        let end = self.code_end(start, end);
        code::output(&mut self.page, &mut self.lines, line, mark, start..end);
    }

    /// Where Ruby ends that begins on a line ending at `end`: it goes on after a comma and a backslash.
    fn code_end(&mut self, start: usize, end: usize) -> usize {
        let mut end = end;
        while self.page.slice(start..end).ends_with([',', '\\']) {
            let Some(next) = self.lines.next() else { break };
            end = next.end;
        }
        end
    }

    /// `javascript:` and what is below it.
    fn engine(&mut self, line: Line, name: &str) {
        let start = line.start + name.len() + 1;
        let element = match name {
            "javascript" | "coffee" | "opal" => "script",
            "css" | "sass" | "scss" | "less" => "style",
            _ => {
                let end = self.lines.skip_below(line.indent).unwrap_or(line.end);
                let kind = if name == "ruby" { NodeKind::Code } else { NodeKind::Dynamic };
                return self.page.leaf(kind, line.start..end);
            }
        };
        let mut implied = Start::implied(self.page.context, line.start, element);
        implied.end_at(start);
        self.page.element(implied, line.indent);
        self.text(line, start);
    }

    /// The tag at `at`, on a line that ends at `end`.
    fn tag(&mut self, line: Line, at: usize, end: usize) {
        let (mut at, mut end) = (at, end);
        loop {
            let Some((mut start, after)) = self.name(at, end) else {
                return self.interpolated(at..end);
            };
            let written = self.page.slice(after..end);
            let rest = written.trim_start_matches(['<', '>', '\'']);
            let marks = &written[..written.len() - rest.len()];
            if marks.contains('<') {
                self.page.leaf(NodeKind::Text(" ".into()), at..at);
            }
            if marks.contains(['>', '\'']) {
                self.page.followed_by_space(line.indent);
            }
            (at, end) = self.attributes(&mut start, end - rest.len(), end);
            let written = self.page.slice(at..end);
            let content = written.trim_start();
            let content_at = end - content.len();
            if content.starts_with('/') {
                start.element.closed = true;
                return self.page.element(start, line.indent);
            }
            self.page.element(start, line.indent);
            if content.is_empty() {
                return;
            }
            if content.starts_with('=') {
                return self.output(line, content_at, end);
            }
            let Some(inner) = content.strip_prefix(':') else {
                self.text(line, at + usize::from(written.starts_with(' ')));
                return;
            };
            at = end - inner.trim_start().len();
        }
    }

    /// The name of the tag at `at`, with the classes and ids after it, and where they end.
    fn name(&self, at: usize, end: usize) -> Option<(Start<'s>, usize)> {
        let context = self.page.context;
        let written = self.page.slice(at..end);
        let name = if written.starts_with('*') { "*" } else { word(written) };
        let mut start = match written.as_bytes().first()? {
            b'.' | b'#' => Start::implied(context, at, "div"),
            _ if name.is_empty() => return None,
            _ => Start::named(context, at, at..at + name.len()),
        };
        let mut after = at + name.len();
        if name == "*" {
            start.spread();
            after = end - self.page.slice(after..end).trim_start_matches(|c: char| !c.is_whitespace()).len();
        }
        loop {
            let rest = self.page.slice(after..end);
            let marks = rest.len() - rest.trim_start_matches(['.', '#']).len();
            let length = shorthand(&rest[marks..]);
            if marks == 0 || length == 0 {
                break;
            }
            start.shorthand(after + marks - 1, after + marks + length);
            after += marks + length;
        }
        start.end_at(after);
        (after > at).then_some((start, after))
    }
}

/// The name at the beginning of a line: it may hold colons, but not end with one.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | ':')).unwrap_or(text.len());
    if !text.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return "";
    }
    text[..end].trim_end_matches([':', '-'])
}

/// How long the class or id at the beginning of `text` is: `md:w-1/2` is one, the colon of `a: b` is none of it.
fn shorthand(text: &str) -> usize {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-');
    let mut end = 0;
    loop {
        let rest = &text[end..];
        end += rest.find(|c| !is_word(c)).unwrap_or(rest.len());
        let mut next = text[end..].chars();
        let goes_on = match (next.next(), next.next()) {
            (Some(':'), Some(c)) => is_word(c),
            (Some('/'), Some(c)) => c.is_ascii_digit(),
            _ => false,
        };
        if !goes_on {
            return end;
        }
        end += 1;
    }
}

/// Whether what is below a line is another language's.
fn is_engine(name: &str) -> bool {
    matches!(
        name,
        "asciidoc"
            | "coffee"
            | "creole"
            | "css"
            | "erb"
            | "haml"
            | "javascript"
            | "less"
            | "liquid"
            | "markdown"
            | "mediawiki"
            | "nokogiri"
            | "opal"
            | "org"
            | "rdoc"
            | "ruby"
            | "sass"
            | "scss"
            | "textile"
            | "wiki"
    )
}
