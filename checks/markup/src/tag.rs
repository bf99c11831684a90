//! A start tag: its name and its attributes, with the template code among them.

use std::ops::Range;

use checks_core::{Language, Span};
use compact_str::CompactString;

use crate::attributes::Attributes;
use crate::bindings::{self, Reads};
use crate::code::{Code, CodeKind};
use crate::document::{Attribute, Element, Value};
use crate::entities::decode;
use crate::literals::literal;
use crate::names;

/// What a tag is read in.
#[derive(Clone, Copy)]
pub(crate) struct TagContext<'s> {
    /// The author's text.
    pub source: &'s str,
    /// Its language.
    pub language: Language,
}

impl<'s> TagContext<'s> {
    /// Whether `/>` ends any element, as in languages that are compiled.
    pub(crate) fn closes_any(self) -> bool {
        matches!(self.language, Language::Vue | Language::Svelte | Language::Astro | Language::Heex | Language::Mdx)
    }

    /// Whether a capital letter makes a component.
    fn has_components(self) -> bool {
        self.closes_any() || self.language == Language::Handlebars
    }

    /// Whether `{…}` is a value by itself.
    fn has_braces(self) -> bool {
        matches!(self.language, Language::Svelte | Language::Astro | Language::Heex | Language::Mdx)
    }

    /// The text of code that is one literal, and where in the code it stands; Elixir's strings may compute.
    pub(crate) fn literal(self, code: &str) -> Option<(CompactString, Range<usize>)> {
        if self.language == Language::Heex && code.contains("#{") { None } else { literal(code) }
    }

    fn slice(self, range: Range<usize>) -> &'s str {
        self.source.get(range).unwrap_or_default()
    }
}

/// A start tag while its tokens come in.
#[derive(Default)]
pub(crate) struct RawTag {
    /// Its `<`.
    pub start: usize,
    /// Where its name ends.
    pub name_end: usize,
    /// One past its `>`.
    pub end: usize,
    /// Whether its `>` was not seen yet.
    pub is_open: bool,
    /// Its attributes so far.
    pub attributes: Vec<RawAttribute>,
}

impl RawTag {
    /// Begins a tag.
    pub(crate) fn open(&mut self, start: usize, name_end: usize) {
        self.start = start;
        self.name_end = name_end;
        self.is_open = true;
        self.attributes.clear();
    }
}

/// An attribute as it stands in a tag.
pub(crate) struct RawAttribute {
    name: Range<usize>,
    value: Option<Range<usize>>,
    /// One past the value's closing quote.
    end: usize,
    /// The value, where decoding its character references changed it.
    decoded: Option<CompactString>,
}

impl RawAttribute {
    /// The attribute whose name stands at `name`; `masked` is the source without its template code.
    pub(crate) fn new(masked: &str, name: Range<usize>) -> Self {
        let bytes = masked.as_bytes();
        let skip = |from: usize| {
            from + bytes[from.min(bytes.len())..].iter().take_while(|byte| byte.is_ascii_whitespace()).count()
        };
        let equals = skip(name.end);
        if bytes.get(equals) != Some(&b'=') {
            return Self { end: name.end, name, value: None, decoded: None };
        }
        let start = skip(equals + 1);
        let rest = &bytes[start.min(bytes.len())..];
        let (value, end) = if let Some(&quote @ (b'"' | b'\'')) = rest.first() {
            let length = memchr::memchr(quote, &rest[1..]).unwrap_or(rest.len() - 1);
            (start + 1..start + 1 + length, (start + length + 2).min(bytes.len()))
        } else {
            let length = rest.iter().take_while(|byte| !byte.is_ascii_whitespace() && **byte != b'>').count();
            (start..start + length, start + length)
        };
        Self { name, value: Some(value), end, decoded: None }
    }
}

impl RawAttribute {
    /// Keeps the value as decoded, if that is not how it is written.
    pub(crate) fn decode(&mut self, context: TagContext<'_>, value: &[u8]) {
        let written = self.value.clone().map_or("", |value| context.slice(value));
        self.decoded = (written.as_bytes() != value).then(|| CompactString::from_utf8_lossy(value));
    }

    /// The value, decoded.
    fn text<'r>(&'r self, context: TagContext<'r>) -> &'r str {
        let written = || self.value.clone().map_or("", |value| context.slice(value));
        self.decoded.as_deref().unwrap_or_else(written)
    }
}

/// A start tag, read.
pub(crate) struct ReadTag<'s> {
    /// The element it opens.
    pub element: Element,
    /// Whether one of its attributes decides if it is there.
    pub conditional: bool,
    /// Where something is said to fill the element's content.
    pub filled: Option<Span>,
    /// Template blocks that begin in the tag and do not end in it.
    pub unfinished: Vec<CodeKind<'s>>,
}

/// Reads a tag; `codes` are those in it.
pub(crate) fn read<'c, 's>(context: TagContext<'c>, tag: &mut RawTag, codes: &'c [Code<'s>]) -> ReadTag<'s> {
    let name = element_name(context, tag.start + 1..tag.name_end, codes);
    let in_name = codes.iter().take_while(|code| code.start < tag.name_end).count();
    let mut walk = Walk {
        context,
        codes: &codes[in_name..],
        attributes: Attributes::with_capacity(tag.attributes.len()),
        open_ended: false,
        conditional: false,
        filled: None,
        begun: Vec::new(),
    };
    for attribute in tag.attributes.drain(..) {
        walk.attribute(&attribute);
    }
    let tag_span = Span::new(tag.start, tag.end);
    if matches!(name.name.as_str(), "slot" | "ng-content" | "router-outlet" | "router-view") {
        walk.filled = Some(tag_span);
    }
    ReadTag {
        element: Element {
            name: name.name,
            name_span: Span::new(tag.start + 1, tag.name_end),
            tag_span,
            attributes: walk.attributes,
            open_ended: walk.open_ended,
            is_component: name.is_component,
            closed: false,
        },
        conditional: walk.conditional,
        filled: walk.filled,
        unfinished: walk.begun,
    }
}

/// An element's name, read.
pub(crate) struct ElementName {
    /// The name: lower case unless it is a component's.
    pub name: CompactString,
    /// Whether it is no element of HTML or SVG.
    pub is_component: bool,
}

/// Reads the name at `range`; one that template code makes (`h{{ level }}`) may be anything: a component.
pub(crate) fn element_name(context: TagContext<'_>, range: Range<usize>, codes: &[Code<'_>]) -> ElementName {
    let written = context.slice(range.clone());
    let made = codes.iter().any(|code| code.start < range.end && range.start < code.end);
    let capital = context.has_components() && written.bytes().any(|byte| byte.is_ascii_uppercase());
    if made || capital && !names::is_foreign(&written.to_ascii_lowercase()) || capital && starts_with_capital(written) {
        return ElementName { name: written.into(), is_component: true };
    }
    let lower = names::lower(written);
    if names::is_html(&lower) || names::is_foreign(&lower) {
        // Vue's own templates leave nothing in the page but their content.
        let is_component = context.language == Language::Vue && lower == "template";
        return ElementName { name: lower.into(), is_component };
    }
    ElementName { name: written.into(), is_component: true }
}

fn starts_with_capital(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
}

struct Walk<'c, 's> {
    context: TagContext<'c>,
    codes: &'c [Code<'s>],
    attributes: Attributes,
    open_ended: bool,
    conditional: bool,
    filled: Option<Span>,
    begun: Vec<CodeKind<'s>>,
}

impl<'c, 's> Walk<'c, 's> {
    fn attribute(&mut self, raw: &RawAttribute) {
        let in_name = self.take(raw.name.end);
        let in_value = raw.value.as_ref().map_or(&[][..], |value| self.take(value.end));
        match in_name {
            [] => self.push(raw.name.clone(), Some(raw), in_value),
            [code] if self.context.has_braces() && code.start == raw.name.start && code.end == raw.name.end => {
                self.braces(code);
            }
            _ => self.fenced(raw, in_name, in_value),
        }
    }

    /// The codes before `end`.
    fn take(&mut self, end: usize) -> &'c [Code<'s>] {
        let count = self.codes.iter().take_while(|code| code.start < end).count();
        let (taken, rest) = self.codes.split_at(count);
        self.codes = rest;
        taken
    }

    /// `{name}` and `{...spread}`.
    fn braces(&mut self, code: &Code<'s>) {
        let written = self.context.slice(code.start + 1..code.end.saturating_sub(1).max(code.start + 1));
        let name = written.trim();
        if name.starts_with("/*") || name.starts_with("//") {
            return;
        }
        let is_name = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$'));
        if name.is_empty() || !is_name {
            self.open_ended = true;
            return;
        }
        let start = code.start + 1 + (written.len() - written.trim_start().len());
        let span = Span::new(start, start + name.len());
        self.attributes.push(Attribute {
            name: names::lower(name).into(),
            raw_name: name.into(),
            span: Span::new(code.start, code.end),
            name_span: span,
            value: Value::Dynamic { span, known: Vec::new() },
        });
    }

    /// A name with template code before, in or after it: `{% if a %}checked{% endif %}`, `data-{{ b }}`.
    fn fenced(&mut self, raw: &RawAttribute, codes: &'c [Code<'s>], in_value: &'c [Code<'s>]) {
        let mut from = raw.name.start;
        let mut made = false;
        for code in codes {
            if from < code.start && !made && !code.kind.is_output() {
                self.push(from..code.start, None, &[]);
            }
            self.open_ended |= code.kind.opens_tag();
            self.flow(code.kind);
            made = code.kind.is_output();
            from = code.end;
        }
        if from < raw.name.end && !made {
            self.push(from..raw.name.end, Some(raw), in_value);
        }
    }

    fn flow(&mut self, kind: CodeKind<'s>) {
        match kind {
            CodeKind::Begin { .. } => self.begun.push(kind),
            CodeKind::End { .. } => {
                self.begun.pop();
            }
            CodeKind::Flow { ends, begins } => {
                self.begun.truncate(self.begun.len().saturating_sub(ends.into()));
                let block = CodeKind::Begin { name: "", conditional: true, output: false };
                self.begun.extend((0..begins).map(|_| block));
            }
            _ => {}
        }
    }

    /// Adds the attribute named at `name`, with the value of `raw` if it is that one's.
    fn push(&mut self, name: Range<usize>, raw: Option<&RawAttribute>, in_value: &'c [Code<'s>]) {
        let raw_name = self.context.slice(name.clone());
        let binding = bindings::read(self.context.language, raw_name);
        let name_span = Span::new(name.start, name.end);
        let end = raw.map_or(name.end, |raw| raw.end);
        let value = raw.map_or(Value::Empty, |raw| self.value(raw, in_value, binding.reads));
        let value = if self.begun.is_empty() { value } else { uncertain(value, name_span) };
        let value = match (value, binding.reads) {
            (Value::Empty, Reads::Expression) => Value::Dynamic { span: name_span, known: Vec::new() },
            (value, _) => value,
        };
        self.open_ended |= binding.reads == Reads::Spread;
        self.conditional |= names::decides_presence(raw_name);
        if names::fills_content(&binding.name) {
            self.filled = Some(value.span().unwrap_or(name_span));
        }
        self.attributes.push(Attribute {
            name: binding.name.into(),
            raw_name: raw_name.into(),
            span: Span::new(name.start, end),
            name_span,
            value,
        });
    }

    fn value(&self, raw: &RawAttribute, codes: &[Code<'_>], reads: Reads) -> Value {
        let Some(range) = raw.value.clone() else { return Value::Empty };
        let span = Span::new(range.start, range.end);
        let dynamic = Value::Dynamic { span, known: Vec::new() };
        match (codes, reads) {
            ([], Reads::Text) => Value::Text { text: raw.text(self.context).into(), span },
            ([], Reads::Expression) => {
                let Some((text, within)) = literal(raw.text(self.context)) else { return dynamic };
                let verbatim = raw.decoded.is_none();
                let inner = Span::new(range.start + within.start, range.start + within.end);
                Value::Text { text, span: if verbatim { inner } else { span } }
            }
            ([code], _) if self.context.has_braces() && code.start == range.start && code.end == range.end => {
                self.braced_value(code).unwrap_or(dynamic)
            }
            (_, Reads::Text) => Value::Dynamic { span, known: self.known(range, codes) },
            _ => dynamic,
        }
    }

    /// `{…}`, or a template literal by itself.
    fn braced_value(&self, code: &Code<'_>) -> Option<Value> {
        let braced = usize::from(self.context.slice(code.start..code.end).starts_with('{'));
        let start = code.start + braced;
        let end = code.end.checked_sub(braced).filter(|end| start <= *end)?;
        Some(match self.context.literal(self.context.slice(start..end)) {
            Some((text, within)) => Value::Text { text, span: Span::new(start + within.start, start + within.end) },
            None => Value::Dynamic { span: Span::new(start, end), known: Vec::new() },
        })
    }

    /// The text between `codes`.
    fn known(&self, range: Range<usize>, codes: &[Code<'_>]) -> Vec<String> {
        let starts = std::iter::once(range.start).chain(codes.iter().map(|code| code.end));
        let ends = codes.iter().map(|code| code.start).chain(std::iter::once(range.end));
        starts
            .zip(ends)
            .map(|(start, end)| self.context.slice(start..end.max(start)))
            .filter(|written| !written.is_empty())
            .map(|written| decode(written).into_owned())
            .collect()
    }
}

/// The value of an attribute that template code may leave out.
fn uncertain(value: Value, name_span: Span) -> Value {
    match value {
        Value::Empty => Value::Dynamic { span: name_span, known: Vec::new() },
        Value::Text { text, span } => Value::Dynamic { span, known: vec![text.into()] },
        dynamic @ Value::Dynamic { .. } => dynamic,
    }
}
