//! From the tokens of HTML, template code masked, to the tree.

use std::borrow::Cow;
use std::convert::Infallible;

use checks_core::{Language, Span};
use compact_str::CompactString;
use html5gum::emitters::ForwardingEmitter;
use html5gum::emitters::callback::{Callback, CallbackEmitter, CallbackEvent};
use html5gum::{Emitter, State, Tokenizer};

use crate::code::{Code, CodeKind};
use crate::document::{Element, Node, NodeKind};
use crate::entities::decode;
use crate::mask::{Masked, mask};
use crate::names;
use crate::rails::{self, Helper};
use crate::tag::{self, RawAttribute, RawTag, TagContext};
use crate::tree::Builder;

/// The nodes of `source`, and whether it is a whole page.
pub(crate) fn parse(source: &str, language: Language) -> (Vec<Node>, bool) {
    let masked = mask(source, language);
    if is_only_code(source, &masked.codes) {
        return (Vec::new(), false);
    }
    let builder = Builder::new(source.len() / 24);
    let (builder, is_page) = read(TagContext { source, language }, &masked, builder);
    (builder.into_nodes(source.len()), is_page)
}

/// Reads a page or a piece of one into `builder`, and says whether it makes the whole a page.
pub(crate) fn read<'s>(context: TagContext<'_>, masked: &Masked<'s>, builder: Builder<'s>) -> (Builder<'s>, bool) {
    let mut reader = Reader::new(context, masked, builder);
    let emitter = Switching(CallbackEmitter::new(Hook(&mut reader)));
    let Ok(()) = Tokenizer::new_with_emitter(&*masked.text, emitter).finish();
    let end = if reader.tag.is_open { reader.tag.start } else { context.source.len() };
    reader.flush_text(end);
    (reader.builder, reader.is_page)
}

/// Reads a piece of text, in which `<` begins no tag, and its template code into `builder`.
pub(crate) fn read_text<'s>(context: TagContext<'_>, masked: &Masked<'s>, builder: Builder<'s>) -> Builder<'s> {
    let mut reader = Reader::new(context, masked, builder);
    reader.flush_text(context.source.len());
    reader.builder
}

/// Whether a file is one stretch of code, as PHP's classes are.
fn is_only_code(source: &str, codes: &[Code<'_>]) -> bool {
    let [code] = codes else { return false };
    let around = [source.get(..code.start), source.get(code.end..)];
    source[code.start..].starts_with("<?") && around.into_iter().flatten().all(|text| text.trim().is_empty())
}

/// Tells the tokenizer which elements hold raw text: that depends on the language and on what stands around.
struct Switching<'r, 'c, 's>(CallbackEmitter<Hook<'r, 'c, 's>, Infallible, usize>);

impl ForwardingEmitter for Switching<'_, '_, '_> {
    type Token = Infallible;

    fn inner(&mut self) -> &mut impl Emitter<Token = Infallible> {
        &mut self.0
    }

    fn emit_current_tag(&mut self) -> Option<State> {
        let _ = self.0.emit_current_tag();
        let state = self.0.callback_mut().0.next_state.take();
        if state.is_some() {
            self.0.init_string();
        }
        state
    }

    fn should_emit_errors(&mut self) -> bool {
        false
    }
}

struct Hook<'r, 'c, 's>(&'r mut Reader<'c, 's>);

impl Callback<Infallible, usize> for Hook<'_, '_, '_> {
    fn handle_event(&mut self, event: CallbackEvent<'_>, span: html5gum::Span<usize>) -> Option<Infallible> {
        self.0.read(&event, span.start, span.end);
        None
    }
}

struct Reader<'c, 's> {
    context: TagContext<'c>,
    /// The source with `x` for every byte of template code: same length, same positions.
    masked: &'c str,
    /// Template code that was not passed yet.
    codes: &'c [Code<'s>],
    builder: Builder<'s>,
    /// Where the last tag, comment or doctype ended.
    text_start: usize,
    /// The text since then, decoded.
    text: Vec<u8>,
    /// Whether that text is a script's or a style's: it has no character references.
    raw_text: bool,
    tag: RawTag,
    next_state: Option<State>,
    is_page: bool,
}

impl<'c, 's> Reader<'c, 's> {
    fn new(context: TagContext<'c>, masked: &'c Masked<'s>, builder: Builder<'s>) -> Self {
        Self {
            context,
            masked: &masked.text,
            codes: &masked.codes,
            builder,
            text_start: 0,
            text: Vec::new(),
            raw_text: false,
            tag: RawTag::default(),
            next_state: None,
            is_page: false,
        }
    }

    fn read(&mut self, event: &CallbackEvent<'_>, start: usize, end: usize) {
        match event {
            CallbackEvent::String { value } => self.text.extend_from_slice(value),
            CallbackEvent::OpenStartTag { .. } => {
                self.flush_text(start);
                self.tag.open(start, name_end(self.masked, start + 1));
            }
            CallbackEvent::AttributeName { .. } => {
                let name = start..attribute_name_end(self.masked, start);
                self.tag.attributes.push(RawAttribute::new(self.masked, name));
            }
            CallbackEvent::AttributeValue { value } => {
                if let Some(attribute) = self.tag.attributes.last_mut() {
                    attribute.decode(self.context, value);
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => self.start_tag(*self_closing, end),
            CallbackEvent::EndTag { .. } => self.end_tag(start, end),
            CallbackEvent::Comment { .. } => self.comment(start, end),
            CallbackEvent::Doctype { .. } => {
                self.flush_text(start);
                self.is_page = true;
                self.builder.leaf(NodeKind::Doctype, Span::new(start, end));
                self.pass(end);
            }
            CallbackEvent::Error(_) => {}
        }
    }

    fn start_tag(&mut self, self_closing: bool, end: usize) {
        self.tag.end = end;
        self.tag.is_open = false;
        let codes = self.pass(end);
        let mut tag = tag::read(self.context, &mut self.tag, codes);
        let name = tag.element.name.as_str();
        self.is_page |= name == "html";
        let foreign = names::is_foreign(name) || self_closing && self.builder.is_in_svg();
        let closes_itself = self_closing && (tag.element.is_component || foreign || self.context.closes_any());
        tag.element.closed = closes_itself || names::is_void(name) && !tag.element.is_component;
        self.next_state = (!tag.element.closed && !foreign).then(|| text_state(&tag.element)).flatten();
        self.raw_text = matches!(self.next_state, Some(State::RawText | State::ScriptData | State::PlainText));
        self.builder.open_element(tag.element, tag.conditional);
        if let Some(span) = tag.filled {
            self.builder.fill_last(span);
        }
        for kind in tag.unfinished {
            self.apply_flow(kind);
        }
    }

    fn end_tag(&mut self, start: usize, end: usize) {
        self.flush_text(start);
        self.raw_text = false;
        let codes = self.pass(end);
        let name = start + 2..name_end(self.masked, start + 2);
        let name = tag::element_name(self.context, name, codes).name;
        self.builder.close_element(&name, Span::new(start, end));
    }

    fn comment(&mut self, start: usize, end: usize) {
        self.flush_text(start);
        self.builder.leaf(NodeKind::Comment, Span::new(start, end));
        // A template engine does not know HTML's comments: blocks begin and end in them all the same.
        for code in self.pass(end) {
            self.apply_flow(code.kind);
        }
    }

    /// Adds the text before `end` and the template code in it.
    fn flush_text(&mut self, end: usize) {
        let start = std::mem::replace(&mut self.text_start, end);
        let codes = self.pass(end);
        if codes.is_empty() {
            if !self.text.is_empty() {
                let text = CompactString::from_utf8_lossy(&self.text);
                self.builder.leaf(NodeKind::Text(text), Span::new(start, end));
                self.text.clear();
            }
            return;
        }
        self.text.clear();
        let mut from = start;
        for code in codes {
            self.piece(from, code.start);
            self.apply(code);
            from = code.end;
        }
        self.piece(from, end);
    }

    fn piece(&mut self, start: usize, end: usize) {
        let Some(written) = self.context.source.get(start..end).filter(|written| !written.is_empty()) else { return };
        let text = if self.raw_text { Cow::Borrowed(written) } else { decode(written) };
        self.builder.leaf(NodeKind::Text(text.into()), Span::new(start, end));
    }

    /// The template code before `end`, which is then behind.
    fn pass(&mut self, end: usize) -> &'c [Code<'s>] {
        let count = self.codes.iter().take_while(|code| code.start < end).count();
        let (passed, rest) = self.codes.split_at(count);
        self.codes = rest;
        self.text_start = end;
        passed
    }

    fn apply(&mut self, code: &Code<'s>) {
        let span = Span::new(code.start, code.end);
        if let Some((text, span)) = self.literal(code) {
            self.builder.leaf(NodeKind::Text(text), span);
            return;
        }
        if let Some(helper) = self.helper(code) {
            helper.build(&mut self.builder);
            return;
        }
        let leaf = match code.kind {
            CodeKind::Outside => None,
            CodeKind::Comment => Some(NodeKind::Comment),
            kind if kind.is_output() => Some(NodeKind::Dynamic),
            _ => Some(NodeKind::Code),
        };
        // The tags of a block belong to what stands around it.
        let begins = matches!(code.kind, CodeKind::Begin { .. });
        if !begins {
            self.apply_flow_at(code.kind, code.start);
        }
        if let Some(leaf) = leaf {
            self.builder.leaf(leaf, span);
        }
        if begins {
            self.apply_flow_at(code.kind, code.start);
        }
    }

    /// The element that a helper of Rails writes: `<%= link_to "Accueil", root_path %>`, `#{image_tag "a.png"}`.
    fn helper(&self, code: &Code<'s>) -> Option<Helper<'c>> {
        if !code.kind.is_output() || self.raw_text {
            return None;
        }
        let written = self.context.source.get(code.start..code.end)?;
        let inner = match self.context.language {
            Language::Erb => {
                let inner = written.strip_prefix("<%=")?.strip_suffix("%>")?;
                inner.strip_suffix('-').unwrap_or(inner)
            }
            Language::Haml | Language::Slim => written.strip_prefix("#{")?.strip_suffix('}')?,
            _ => return None,
        };
        let start = code.start + if self.context.language == Language::Erb { 3 } else { 2 };
        let helper = rails::read(self.context, code.start..code.end, start..start + inner.len())?;
        let begins = matches!(code.kind, CodeKind::Begin { .. });
        (helper.has_block == begins).then_some(helper)
    }

    /// The text of code that is nothing else: `{"Nom"}`, `{{ 'Nom' }}`.
    fn literal(&self, code: &Code<'s>) -> Option<(CompactString, Span)> {
        if code.kind != CodeKind::Output {
            return None;
        }
        let written = self.context.source.get(code.start..code.end)?;
        let inner = written.strip_prefix('{')?.strip_suffix('}')?;
        let (inner, start) = match inner.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
            Some(inner) => (inner, code.start + 2),
            None => (inner, code.start + 1),
        };
        let (text, within) = self.context.literal(inner)?;
        Some((text, Span::new(start + within.start, start + within.end)))
    }

    fn apply_flow(&mut self, kind: CodeKind<'s>) {
        self.apply_flow_at(kind, self.text_start);
    }

    fn apply_flow_at(&mut self, kind: CodeKind<'s>, at: usize) {
        match kind {
            CodeKind::Begin { name, conditional, .. } => self.builder.begin(name, conditional),
            CodeKind::Middle => self.builder.middle(at as u32),
            CodeKind::End { name } => self.builder.finish(name, at as u32),
            CodeKind::Flow { ends, begins } => {
                (0..ends).for_each(|_| self.builder.finish("", at as u32));
                (0..begins).for_each(|_| self.builder.begin("", true));
            }
            CodeKind::Output | CodeKind::Statement | CodeKind::Comment | CodeKind::Outside => {}
        }
    }
}

/// How the tokenizer reads on after the start tag of `element`.
fn text_state(element: &Element) -> Option<State> {
    if element.is_component {
        return None;
    }
    match element.name.as_str() {
        "textarea" | "title" => Some(State::RcData),
        "script" => Some(State::ScriptData),
        "style" | "iframe" | "xmp" | "noembed" | "noframes" => Some(State::RawText),
        "plaintext" => Some(State::PlainText),
        _ => None,
    }
}

fn name_end(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'>')).count()
}

fn attribute_name_end(text: &str, start: usize) -> usize {
    let rest = text.as_bytes().get(start..).unwrap_or_default();
    // A name may begin with `=`.
    let ends = |(at, byte): &(usize, &u8)| {
        matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0C | b'/' | b'>') || **byte == b'=' && *at > 0
    };
    start + rest.iter().enumerate().take_while(|item| !ends(item)).count()
}
