//! The start of an element, part by part.

use std::ops::Range;

use checks_core::{Language, Span};
use compact_str::CompactString;

use crate::attributes::Attributes;
use crate::bindings::{self, Reads};
use crate::document::{Attribute, Element, Value};
use crate::literals::literal;
use crate::names;
use crate::tag::{TagContext, element_name};

/// Among how many attributes of a tag its class and id are looked for, to be joined with others.
const MERGED: usize = 64;

/// The start of an element while it is read.
pub(crate) struct Start<'s> {
    context: TagContext<'s>,
    /// The element so far.
    pub element: Element,
    /// Whether one of its attributes decides if it is there.
    pub conditional: bool,
    /// Where something is said to fill its content.
    pub filled: Option<Span>,
}

/// What an attribute is given.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Given {
    /// Nothing but its name.
    Empty,
    /// A text, and where it stands without its quotes.
    Text(CompactString, Range<usize>),
    /// Something computed, and the parts of it that are known.
    Computed(Vec<String>, Range<usize>),
}

impl<'s> Start<'s> {
    /// An element whose name stands at `name`.
    pub(crate) fn named(context: TagContext<'s>, start: usize, name: Range<usize>) -> Self {
        let read = element_name(context, name.clone(), &[]);
        Self::new(context, start, name, read.name, read.is_component)
    }

    /// An element whose name is not written there: what stands at `at` implies it.
    pub(crate) fn implied(context: TagContext<'s>, at: usize, name: &str) -> Self {
        Self::new(context, at, at..at, name.into(), false)
    }

    fn new(
        context: TagContext<'s>,
        start: usize,
        written: Range<usize>,
        name: CompactString,
        is_component: bool,
    ) -> Self {
        let closed = names::is_void(&name) && !is_component;
        let name_span = Span::new(written.start, written.end);
        let tag_span = Span::new(start, written.end);
        let fills = matches!(name.as_str(), "slot" | "router-outlet" | "router-view");
        let element = Element {
            name,
            name_span,
            tag_span,
            attributes: Attributes::default(),
            open_ended: false,
            is_component,
            closed,
        };
        Self { context, element, conditional: false, filled: fills.then_some(tag_span) }
    }

    /// What it is written in.
    pub(crate) fn language(&self) -> Language {
        self.context.language
    }

    /// The start tag ends at `end`.
    pub(crate) fn end_at(&mut self, end: usize) {
        self.element.tag_span.end = self.element.tag_span.end.max(end as u32);
    }

    /// Attributes that nobody can see here.
    pub(crate) fn spread(&mut self) {
        self.element.open_ended = true;
    }

    /// Adds the attribute written at `span` whose name stands at `name`.
    pub(crate) fn attribute(&mut self, name: Range<usize>, span: Range<usize>, given: Given) {
        let raw_name = self.context.source.get(name.clone()).unwrap_or_default();
        self.attribute_called(raw_name, name, span, given);
    }

    /// The same for one whose whole name is `called`, of which the part at `name` stands there (`label` in
    /// `aria: { label: "x" }`).
    pub(crate) fn attribute_called(&mut self, called: &str, name: Range<usize>, span: Range<usize>, given: Given) {
        let name_span = Span::new(name.start, name.end);
        let binding = bindings::read(self.context.language, called);
        let given = match given {
            // A page that something in the browser fills: AngularJS, Vue.
            Given::Text(text, range) if text.find("{{").is_some_and(|at| text[at..].contains("}}")) => {
                Given::Computed(Vec::new(), range)
            }
            given => given,
        };
        let value = match (given, binding.reads) {
            (Given::Empty, Reads::Expression) => Value::Dynamic { span: name_span, known: Vec::new() },
            (Given::Empty, _) => Value::Empty,
            (Given::Text(text, range), Reads::Text) => Value::Text { text, span: Span::new(range.start, range.end) },
            (Given::Text(text, range), Reads::Expression) => expression(&text, range),
            (Given::Computed(known, range), Reads::Text) => {
                Value::Dynamic { span: Span::new(range.start, range.end), known }
            }
            (Given::Text(_, range) | Given::Computed(_, range), _) => {
                Value::Dynamic { span: Span::new(range.start, range.end), known: Vec::new() }
            }
        };
        self.element.open_ended |= binding.reads == Reads::Spread;
        self.conditional |= names::decides_presence(called);
        if names::fills_content(&binding.name) {
            self.filled = Some(value.span().unwrap_or(name_span));
        }
        self.end_at(span.end);
        let attribute = Attribute {
            raw_name: self.context.source.get(name).unwrap_or_default().into(),
            name: binding.name.into(),
            span: Span::new(span.start, span.end),
            name_span,
            value,
        };
        self.push(attribute);
    }

    /// Adds a class or an id of the element's own notation (`.fr-btn`, `#menu`); `mark` is the `.` or `#`.
    pub(crate) fn shorthand(&mut self, mark: usize, end: usize) {
        let name = if self.context.source.as_bytes().get(mark) == Some(&b'#') { "id" } else { "class" };
        let text = self.context.source.get(mark + 1..end).unwrap_or_default();
        let given = Given::Text(text.into(), mark + 1..end);
        self.attribute_called(name, mark..mark + 1, mark..end, given);
    }

    /// Adds an attribute; classes and ids written in several ways are one.
    fn push(&mut self, attribute: Attribute) {
        let separator = match attribute.name.as_str() {
            "class" => " ",
            "id" => "_",
            _ => return self.element.attributes.push(attribute),
        };
        let before = self.element.attributes.each_mut().take(MERGED).find(|before| before.name == attribute.name);
        let Some(before) = before else { return self.element.attributes.push(attribute) };
        before.span.end = before.span.end.max(attribute.span.end);
        match (&mut before.value, attribute.value) {
            (Value::Text { text: first, span: from }, Value::Text { text, span }) => {
                // In place: a tag may have very many.
                first.push_str(separator);
                first.push_str(&text);
                from.end = span.end.max(from.end);
            }
            (_, Value::Empty) => {}
            (before, mut after) => {
                let span = after.span().unwrap_or(attribute.span);
                let mut known = known_parts(before);
                known.extend(known_parts(&mut after));
                *before = Value::Dynamic { span, known };
            }
        }
    }
}

/// Takes what is known of a value.
fn known_parts(value: &mut Value) -> Vec<String> {
    match value {
        Value::Empty => Vec::new(),
        Value::Text { text, .. } => vec![std::mem::take(text).into()],
        Value::Dynamic { known, .. } => std::mem::take(known),
    }
}

/// The value of a bound attribute (`":alt" => "'x'"`).
fn expression(text: &str, range: Range<usize>) -> Value {
    match literal(text) {
        Some((text, _)) => Value::Text { text, span: Span::new(range.start, range.end) },
        None => Value::Dynamic { span: Span::new(range.start, range.end), known: Vec::new() },
    }
}
