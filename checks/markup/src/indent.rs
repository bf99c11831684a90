//! Pages whose nesting is their indentation: what HAML, Slim and Pug have in common.
//!
//! Each language reads its own lines (`haml`, `slim`, `pug`) and says what they open; a line is in all those above it
//! that are indented less. Text may hold HTML, which is read where it stands.

pub(crate) mod code;
pub(crate) mod hash;
mod start;

use std::ops::Range;

use checks_core::{Language, Span};
use compact_str::CompactString;

use crate::code::{Code, CodeKind};
use crate::document::{Node, NodeKind};
use crate::entities::decode;
use crate::html;
use crate::mask::{Masked, covered};
use crate::rails::{self, Helper};
use crate::tag::TagContext;
use crate::tree::Builder;

pub(crate) use start::{Given, Start};

/// A line that holds something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Line {
    /// How far it is indented.
    pub indent: usize,
    /// Where what it holds begins.
    pub start: usize,
    /// One past what it holds, white space at its end left out.
    pub end: usize,
}

/// Going through a source line by line.
pub(crate) struct Lines<'s> {
    source: &'s str,
    at: usize,
    /// The next line that holds something, looked at already, and where the one after it begins.
    ahead: Option<(Line, usize)>,
}

impl<'s> Lines<'s> {
    /// The lines of `range`.
    pub(crate) fn new(source: &'s str, at: usize) -> Self {
        Self { source, at, ahead: None }
    }

    /// The next line that is not blank.
    pub(crate) fn next(&mut self) -> Option<Line> {
        let line = self.peek()?;
        let (_, after) = self.ahead.take()?;
        self.at = after;
        Some(line)
    }

    /// The same, which stays the next.
    pub(crate) fn peek(&mut self) -> Option<Line> {
        if self.ahead.is_none() {
            self.ahead = self.find();
        }
        self.ahead.map(|(line, _)| line)
    }

    /// Whether the next line is indented more than `indent`.
    pub(crate) fn has_below(&mut self, indent: usize) -> bool {
        self.peek().is_some_and(|line| line.indent > indent)
    }

    /// The next line if it is indented more than `indent`.
    pub(crate) fn next_below(&mut self, indent: usize) -> Option<Line> {
        self.peek().filter(|line| line.indent > indent)?;
        self.next()
    }

    /// Where it is, to come back.
    pub(crate) fn position(&self) -> (usize, Option<(Line, usize)>) {
        (self.at, self.ahead)
    }

    /// Comes back.
    pub(crate) fn go_back(&mut self, (at, ahead): (usize, Option<(Line, usize)>)) {
        (self.at, self.ahead) = (at, ahead);
    }

    /// Passes the lines indented more than `indent`: where the last of them ends.
    pub(crate) fn skip_below(&mut self, indent: usize) -> Option<usize> {
        std::iter::from_fn(|| self.next_below(indent)).last().map(|line| line.end)
    }

    /// Goes on after the line on which `at` stands; that line's end.
    pub(crate) fn resume_after(&mut self, at: usize) -> usize {
        let bytes = self.source.as_bytes();
        let length = memchr::memchr(b'\n', bytes.get(at..).unwrap_or_default());
        let end = length.map_or(bytes.len(), |length| at + length);
        self.at = (end + 1).min(bytes.len());
        self.ahead = None;
        at + self.source.get(at..end).unwrap_or_default().trim_end().len()
    }

    fn find(&self) -> Option<(Line, usize)> {
        let bytes = self.source.as_bytes();
        let mut at = self.at;
        while at < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
            let indent = bytes[at..end].iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
            let start = at + indent;
            let length = self.source.get(start..end).unwrap_or_default().trim_end().len();
            if length > 0 {
                return Some((Line { indent, start, end: start + length }, end + 1));
            }
            at = end + 1;
        }
        None
    }
}

/// What the end of an indented block ends.
enum Close {
    Element(CompactString),
    Block,
    /// White space follows.
    Space,
    Nothing,
}

/// A page that grows line by line.
pub(crate) struct Page<'s> {
    /// What it is read from.
    pub context: TagContext<'s>,
    builder: Builder<'s>,
    open: Vec<(usize, Close)>,
    /// How many are open where a script or a style began: what is in it is no HTML.
    raw: Option<usize>,
    /// Whether nothing stands yet where the next line goes, so that no white space separates it.
    fresh: bool,
    /// Whether it is a whole page, as far as was read.
    whole: bool,
    /// Where what was read last ends.
    end: usize,
}

impl<'s> Page<'s> {
    /// A page without anything on it.
    pub(crate) fn new(source: &'s str, language: Language) -> Self {
        Self {
            context: TagContext { source, language },
            builder: Builder::new(source.len() / 24),
            open: Vec::new(),
            raw: None,
            fresh: true,
            whole: false,
            end: 0,
        }
    }

    /// The finished tree, and whether it is a whole page.
    pub(crate) fn finish(mut self) -> (Vec<Node>, bool) {
        self.close_to(0);
        (self.builder.into_nodes(self.context.source.len()), self.whole)
    }

    /// What stands at a range of the source.
    pub(crate) fn slice(&self, range: Range<usize>) -> &'s str {
        self.context.source.get(range).unwrap_or_default()
    }

    /// Ends what a line indented by `indent` does not stand in.
    pub(crate) fn close_to(&mut self, indent: usize) {
        while self.open.last().is_some_and(|(open, _)| *open >= indent) {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some((_, close)) = self.open.pop() else { return };
        self.raw = self.raw.filter(|&depth| depth <= self.open.len());
        match close {
            Close::Element(name) => {
                self.builder.close_element(&name, Span::new(self.end, self.end));
                self.fresh = false;
            }
            Close::Block => self.builder.finish("", self.end as u32),
            Close::Space => self.builder.leaf(NodeKind::Text(" ".into()), Span::new(self.end, self.end)),
            Close::Nothing => {}
        }
    }

    /// Another branch of the block whose lines are indented as this one, or that this one stands in (`when` in `case`).
    pub(crate) fn middle(&mut self, line: Line) {
        while self.open.last().is_some_and(|(open, _)| *open > line.indent) {
            self.close();
        }
        if matches!(self.open.last(), Some((open, Close::Block)) if *open == line.indent) {
            return self.builder.middle(self.end as u32);
        }
        self.close_to(line.indent);
        if matches!(self.open.last(), Some((_, Close::Block))) {
            self.open.push((line.indent, Close::Nothing));
            self.builder.middle(self.end as u32);
        } else {
            // `when` indented as its `case`.
            self.open.push((line.indent, Close::Block));
            self.builder.begin("", true);
        }
    }

    /// The white space between a line's content and what stands before it.
    pub(crate) fn separate(&mut self, line: Line) {
        if !std::mem::replace(&mut self.fresh, false) {
            let start = self.end.min(line.start);
            self.builder.leaf(NodeKind::Text("\n".into()), Span::new(start, line.start));
        }
    }

    /// What comes next follows without white space.
    pub(crate) fn join(&mut self) {
        self.fresh = true;
    }

    /// Opens the element of a line indented by `indent`: it ends with the block below the line.
    pub(crate) fn element(&mut self, start: Start<'_>, indent: usize) {
        let Start { element, conditional, filled, .. } = start;
        self.end = self.end.max(element.tag_span.end as usize);
        self.whole |= element.name == "html";
        let raw = matches!(element.name.as_str(), "script" | "style");
        let close = if element.closed { Close::Nothing } else { Close::Element(element.name.clone()) };
        self.builder.open_element(element, conditional);
        if let Some(span) = filled {
            self.builder.fill_last(span);
        }
        self.fresh = !matches!(close, Close::Nothing);
        self.open.push((indent, close));
        if raw && self.raw.is_none() {
            self.raw = Some(self.open.len());
        }
    }

    /// Template code; what is below its line is a block of it, that may be left out if `conditional`.
    pub(crate) fn block(&mut self, kind: NodeKind, range: Range<usize>, indent: usize, conditional: bool) {
        self.leaf(kind, range);
        self.builder.begin("", conditional);
        self.open.push((indent, Close::Block));
    }

    /// What the line opens is followed by white space.
    pub(crate) fn followed_by_space(&mut self, indent: usize) {
        self.open.push((indent, Close::Space));
    }

    /// Ends what was opened last.
    pub(crate) fn close_last(&mut self) {
        self.close();
    }

    /// Whether what is read is a script's or a style's content.
    pub(crate) fn is_raw(&self) -> bool {
        self.raw.is_some()
    }

    /// A line that changes nothing for what is below it.
    pub(crate) fn transparent(&mut self, indent: usize) {
        self.open.push((indent, Close::Nothing));
    }

    /// A node without content.
    pub(crate) fn leaf(&mut self, kind: NodeKind, range: Range<usize>) {
        self.end = self.end.max(range.end);
        self.whole |= matches!(kind, NodeKind::Doctype);
        self.fresh &= !matches!(kind, NodeKind::Text(_) | NodeKind::Dynamic);
        self.builder.leaf(kind, Span::new(range.start, range.end));
    }

    /// Text with HTML in it and template code at `codes`.
    pub(crate) fn text(&mut self, range: Range<usize>, codes: Vec<Code<'s>>) {
        let written = self.slice(range.clone());
        if written.is_empty() {
            return;
        }
        self.end = self.end.max(range.end);
        self.fresh = false;
        if self.raw.is_none() && holds_tag(written) {
            self.html(range, codes);
            return;
        }
        let mut from = range.start;
        for code in &codes {
            self.words(from..code.start);
            from = code.end;
            let kind = match code.kind {
                CodeKind::Outside => continue,
                CodeKind::Output if self.raw.is_none() && self.interpolated_helper(code) => continue,
                CodeKind::Comment => NodeKind::Comment,
                CodeKind::Output => NodeKind::Dynamic,
                _ => NodeKind::Code,
            };
            self.builder.leaf(kind, Span::new(code.start, code.end));
        }
        self.words(from..range.end);
    }

    /// The element that a helper of Rails writes, with what is below its line if it takes a block.
    pub(crate) fn helper(&mut self, helper: Helper<'s>, indent: usize) {
        if helper.has_block {
            return self.element(helper.start, indent);
        }
        self.end = self.end.max(helper.start.element.tag_span.end as usize);
        self.fresh = false;
        helper.build(&mut self.builder);
    }

    /// `#{link_to "x", y}`
    fn interpolated_helper(&mut self, code: &Code<'s>) -> bool {
        let ruby = matches!(self.context.language, Language::Haml | Language::Slim);
        if !ruby || !self.slice(code.start..code.end).ends_with('}') {
            return false;
        }
        let helper = rails::read(self.context, code.start..code.end, code.start + 2..code.end - 1);
        let Some(helper) = helper.filter(|helper| !helper.has_block) else { return false };
        helper.build(&mut self.builder);
        true
    }

    /// Text alone.
    fn words(&mut self, range: Range<usize>) {
        let written = self.slice(range.clone());
        if written.is_empty() {
            return;
        }
        let text = if self.raw.is_some() { written.into() } else { decode(written).into() };
        self.builder.leaf(NodeKind::Text(text), Span::new(range.start, range.end));
    }

    fn html(&mut self, range: Range<usize>, mut codes: Vec<Code<'s>>) {
        for code in &mut codes {
            code.start -= range.start;
            code.end -= range.start;
        }
        let source = self.slice(range.clone());
        let context = TagContext { source, language: self.context.language };
        let masked = Masked { text: covered(source, &codes), codes };
        let mut builder = std::mem::replace(&mut self.builder, Builder::new(0));
        builder.count_from(range.start);
        let (mut builder, is_page) = html::read(context, &masked, builder);
        builder.count_from(0);
        self.builder = builder;
        self.whole |= is_page;
    }
}

/// Where a page's text begins: after the byte order mark and the metadata between `---` that site generators read.
pub(crate) fn beginning(page: &mut Page<'_>) -> usize {
    let source = page.context.source;
    let at = if source.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let metadata =
        source.get(at..).and_then(|text| text.strip_prefix("---")).filter(|rest| rest.starts_with(['\r', '\n']));
    let Some(length) = metadata.and_then(|rest| rest.find("\n---")) else { return at };
    let end = at + "---".len() + length + "\n---".len();
    page.leaf(NodeKind::Code, at..end);
    end
}

/// Whether a text may hold a tag or a comment.
fn holds_tag(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes)
        .any(|at| bytes.get(at + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'/' | b'!')))
}

/// The `#{…}` of a text, and the `{{ … }}` of what fills it in the browser; `end` finds one past the `}` that closes
/// the `{` it is given.
pub(crate) fn interpolations<'s>(
    source: &str,
    range: Range<usize>,
    end: impl Fn(&[u8], usize) -> Option<usize>,
) -> Vec<Code<'s>> {
    let Some(bytes) = source.as_bytes().get(..range.end) else { return Vec::new() };
    let mut codes = Vec::new();
    let mut at = range.start;
    let mut is_filled = true;
    while let Some(found) = memchr::memchr(b'{', bytes.get(at..).unwrap_or_default()) {
        let brace = at + found;
        at = brace + 1;
        let mark = bytes[range.start..brace].last();
        let start = if mark == Some(&b'#') && !bytes[range.start..brace].ends_with(b"\\#") {
            // What is not closed swallows the rest.
            at = end(bytes, brace).unwrap_or(range.end);
            brace - 1
        } else if is_filled && bytes.get(at) == Some(&b'{') {
            let Some(length) = memchr::memmem::find(&bytes[at..], b"}}") else {
                is_filled = false;
                continue;
            };
            at += length + 2;
            brace
        } else {
            continue;
        };
        codes.push(Code { start, end: at, kind: CodeKind::Output });
    }
    codes
}
