//! From Markdown, and the HTML or the components in it, to the tree.

use std::ops::Range;

use checks_core::{Language, Span};
use compact_str::CompactString;
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};

use crate::code::{Code, CodeKind};
use crate::document::{Attribute, Element, Node, NodeKind, Value};
use crate::html;
use crate::mask::{self, Masked};
use crate::tag::TagContext;
use crate::tree::Builder;

/// The nodes of `source`, and whether it is a whole page.
pub(crate) fn parse(source: &str, language: Language) -> (Vec<Node>, bool) {
    let start = front_matter_end(source).unwrap_or_default();
    let mut codes = if language == Language::Mdx { mask::mdx(source, start) } else { mask::markdown(source) };
    codes.retain(|code| code.start >= start);
    let mut text = blanked(&mask::covered(source, &codes), &codes);
    if language == Language::Mdx {
        text = without_dots(text);
    }
    let mut reader = Reader {
        source,
        language,
        text: &text,
        codes: &codes,
        builder: Builder::new(source.len() / 24),
        image: None,
        in_head: false,
        is_page: false,
    };
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let page = text.get(start..).unwrap_or_default();
    for (event, range) in Parser::new_ext(page, options).into_offset_iter() {
        reader.read(event, range.start + start..range.end + start);
    }
    (reader.builder.into_nodes(source.len()), reader.is_page)
}

/// Where the front matter ends (`---` … `---`, `+++` … `+++`), if there is one.
pub(crate) fn front_matter_end(source: &str) -> Option<usize> {
    let text = source.trim_start_matches('\u{FEFF}');
    let head = source.len() - text.len();
    let mark = text.get(..3).filter(|mark| matches!(*mark, "---" | "+++"))?;
    let mut end = head + text.find('\n')? + 1;
    if text[3..end - head].trim() != "" {
        return None;
    }
    for line in source[end..].split_inclusive('\n') {
        end += line.len();
        if line.trim_end() == mark {
            return Some(end);
        }
    }
    None
}

/// `text` with a letter for each dot in the name of a component (`<Tabs.Item>`), so that it is a name to Markdown too.
fn without_dots(text: String) -> String {
    let mut bytes = text.into_bytes();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        at += usize::from(bytes.get(at) == Some(&b'/'));
        while let Some(byte) = bytes.get_mut(at).filter(|byte| byte.is_ascii_alphanumeric() || **byte == b'.') {
            if *byte == b'.' {
                *byte = b'x';
            }
            at += 1;
        }
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// `text` with blanks for what stands outside of the page, so that no paragraph is made of it.
fn blanked(text: &str, codes: &[Code<'_>]) -> String {
    let mut bytes = text.as_bytes().to_vec();
    for code in codes.iter().filter(|code| code.kind == CodeKind::Outside) {
        bytes[code.start..code.end].fill(b' ');
    }
    String::from_utf8(bytes).unwrap_or_default()
}

/// An image whose text comes in.
struct Image {
    element: Element,
    /// Images within its text.
    depth: usize,
    alt: String,
    alt_span: Option<Span>,
}

struct Reader<'s> {
    source: &'s str,
    language: Language,
    /// The source with its template code masked.
    text: &'s str,
    codes: &'s [Code<'static>],
    builder: Builder<'s>,
    image: Option<Image>,
    /// Whether the cells read now are a table's headers.
    in_head: bool,
    is_page: bool,
}

impl<'s> Reader<'s> {
    fn read(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.image.is_some() {
            self.read_image(&event, range);
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range.end),
            Event::Text(text) => self.leaf_text(&text, range),
            Event::Code(text) => {
                self.open("code", range.clone(), Vec::new());
                let whole = self.codes(&range).is_empty();
                let kind = if whole { NodeKind::Text(CompactString::from(&*text)) } else { NodeKind::Dynamic };
                self.builder.leaf(kind, span(&range));
                self.close("code", range.end);
            }
            Event::InlineHtml(_) => self.html(range),
            Event::SoftBreak | Event::HardBreak => self.builder.leaf(NodeKind::Text(" ".into()), span(&range)),
            Event::Rule => self.open("hr", range, Vec::new()),
            Event::TaskListMarker(_) | Event::FootnoteReference(_) => {
                self.builder.leaf(NodeKind::Dynamic, span(&range));
            }
            // The lines of a block of HTML, which was read as a whole.
            Event::Html(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::HtmlBlock => self.html(range),
            Tag::Heading { level, id, .. } => {
                let id = id.map(|id| self.attribute("id", &id, &range));
                self.open(heading(level), range, id.into_iter().collect());
            }
            Tag::Link { link_type, dest_url, title, .. } => self.link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::TableHead => {
                self.in_head = true;
                self.open("thead", range.clone(), Vec::new());
                self.open("tr", range, Vec::new());
            }
            Tag::TableCell => self.open(if self.in_head { "th" } else { "td" }, range, Vec::new()),
            tag => {
                if let Some(name) = name(tag.to_end()) {
                    self.open(name, range, Vec::new());
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd, end: usize) {
        match tag {
            TagEnd::TableHead => {
                self.close("tr", end);
                self.close("thead", end);
                self.in_head = false;
            }
            TagEnd::TableCell => self.close(if self.in_head { "th" } else { "td" }, end),
            tag => {
                if let Some(name) = name(tag) {
                    self.close(name, end);
                }
            }
        }
    }

    /// Opens an element that Markdown writes without a tag: its first line stands for one.
    fn open(&mut self, name: &'static str, range: Range<usize>, attributes: Vec<Attribute>) {
        let written = self.source.get(range.clone()).unwrap_or_default();
        let line = written.split('\n').next().unwrap_or(written).trim_end();
        let tag = range.start..range.start + line.len();
        self.builder.open_element(element(name, &tag, attributes), false);
    }

    fn close(&mut self, name: &str, end: usize) {
        self.builder.close_element(name, Span::new(end, end));
    }

    fn link(&mut self, kind: LinkType, address: &str, title: &str, range: Range<usize>) {
        // What stands between `<` and `>` is no tag.
        let bracketed = matches!(kind, LinkType::Autolink | LinkType::Email) && range.len() > 2;
        let range = if bracketed { range.start + 1..range.end - 1 } else { range };
        let mut attributes = vec![self.attribute("href", address, &range)];
        if !title.is_empty() {
            attributes.push(self.attribute("title", title, &range));
        }
        self.builder.open_element(element("a", &range, attributes), false);
    }

    fn start_image(&mut self, address: &str, title: &str, range: Range<usize>) {
        let mut attributes = vec![self.attribute("src", address, &range)];
        if !title.is_empty() {
            attributes.push(self.attribute("title", title, &range));
        }
        let mut element = element("img", &range, attributes);
        element.closed = true;
        self.image = Some(Image { element, depth: 0, alt: String::new(), alt_span: None });
    }

    fn read_image(&mut self, event: &Event<'_>, range: Range<usize>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) | Event::Code(text) => {
                image.alt.push_str(text);
                let at = span(&range);
                image.alt_span = Some(image.alt_span.map_or(at, |before| before.to(at)));
            }
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(Image { mut element, alt, alt_span, .. }) = self.image.take() else { return };
        let tag = element.tag_span;
        let open = Span { start: (tag.start + 2).min(tag.end), end: (tag.start + 2).min(tag.end) };
        let at = alt_span.filter(|at| tag.contains(*at)).unwrap_or(open);
        let value = self.value(&alt, at);
        element.attributes.insert(1, attribute("alt", at, value));
        self.builder.open_element(element, false);
    }

    /// The attribute that `value`, written somewhere in `range`, gives.
    fn attribute(&self, name: &'static str, value: &str, range: &Range<usize>) -> Attribute {
        let written = self.text.get(range.clone()).unwrap_or_default();
        let found = (!value.is_empty()).then(|| written.rfind(value)).flatten();
        let at = found.map_or(span(range), |at| Span::new(range.start + at, range.start + at + value.len()));
        attribute(name, at, self.value(value, at))
    }

    fn value(&self, text: &str, at: Span) -> Value {
        if self.codes(&at.range()).is_empty() {
            return Value::Text { text: text.into(), span: at };
        }
        Value::Dynamic { span: at, known: Vec::new() }
    }

    /// The template code that stands in `range`, wholly or in part.
    fn codes(&self, range: &Range<usize>) -> &[Code<'static>] {
        let first = self.codes.partition_point(|code| code.end <= range.start);
        let count = self.codes[first..].partition_point(|code| code.start < range.end);
        &self.codes[first..first + count]
    }

    fn leaf_text(&mut self, text: &str, range: Range<usize>) {
        let codes = self.codes(&range);
        if codes.is_empty() {
            self.builder.leaf(NodeKind::Text(text.into()), span(&range));
            return;
        }
        let (context, masked) = self.piece(&range);
        self.grow(range.start, |builder| (html::read_text(context, &masked, builder), false));
    }

    fn html(&mut self, range: Range<usize>) {
        let (context, masked) = self.piece(&range);
        self.grow(range.start, |builder| html::read(context, &masked, builder));
    }

    /// A piece of the page, to be read by itself.
    fn piece(&self, range: &Range<usize>) -> (TagContext<'s>, Masked<'s>) {
        let within = |at: usize| at.clamp(range.start, range.end) - range.start;
        let codes = self.codes(range).iter();
        let codes = codes.map(|code| Code { start: within(code.start), end: within(code.end), kind: code.kind });
        let source = self.source.get(range.clone()).unwrap_or_default();
        let text = self.text.get(range.clone()).unwrap_or_default();
        (TagContext { source, language: self.language }, Masked { text: text.into(), codes: codes.collect() })
    }

    /// Adds to the tree what is read from `start` on.
    fn grow(&mut self, start: usize, read: impl FnOnce(Builder<'s>) -> (Builder<'s>, bool)) {
        let mut builder = std::mem::replace(&mut self.builder, Builder::new(0));
        builder.count_from(start);
        let (builder, is_page) = read(builder);
        self.builder = builder;
        self.builder.count_from(0);
        self.is_page |= is_page;
    }
}

fn span(range: &Range<usize>) -> Span {
    Span::new(range.start, range.end)
}

/// An element whose name is nowhere written.
fn element(name: &'static str, tag: &Range<usize>, attributes: Vec<Attribute>) -> Element {
    Element {
        name: name.into(),
        name_span: Span::new(tag.start, tag.start),
        tag_span: span(tag),
        attributes: attributes.into(),
        open_ended: false,
        is_component: false,
        closed: name == "hr",
    }
}

/// An attribute whose name is nowhere written.
fn attribute(name: &'static str, at: Span, value: Value) -> Attribute {
    let before = Span { start: at.start, end: at.start };
    Attribute { name: name.into(), raw_name: CompactString::default(), span: at, name_span: before, value }
}

fn heading(level: HeadingLevel) -> &'static str {
    match level {
        HeadingLevel::H1 => "h1",
        HeadingLevel::H2 => "h2",
        HeadingLevel::H3 => "h3",
        HeadingLevel::H4 => "h4",
        HeadingLevel::H5 => "h5",
        HeadingLevel::H6 => "h6",
    }
}

/// The element that Markdown's construct makes.
fn name(tag: TagEnd) -> Option<&'static str> {
    Some(match tag {
        TagEnd::Paragraph => "p",
        TagEnd::Heading(level) => heading(level),
        TagEnd::BlockQuote(_) => "blockquote",
        TagEnd::CodeBlock => "pre",
        TagEnd::List(true) => "ol",
        TagEnd::List(false) => "ul",
        TagEnd::Item => "li",
        TagEnd::Table => "table",
        TagEnd::TableRow => "tr",
        TagEnd::Emphasis => "em",
        TagEnd::Strong => "strong",
        TagEnd::Strikethrough => "del",
        TagEnd::Link => "a",
        _ => return None,
    })
}
