//! Rails' helpers that write one element: `link_to`, `image_tag`, `content_tag` and their kin.
//!
//! What is literal is known, the rest is dynamic.

mod builder;

use std::collections::VecDeque;
use std::ops::Range;

use checks_core::Span;
use compact_str::CompactString;

use crate::document::NodeKind;
use crate::indent::{Given, Start, hash};
use crate::names;
use crate::ruby::{self, Value};
use crate::tag::TagContext;
use crate::tree::Builder;

/// How deep a helper is read that is another's content (`link_to image_tag("a.png"), b`).
const DEEPEST: u32 = 4;

/// An element that a helper writes.
pub(crate) struct Helper<'s> {
    /// Its start.
    pub start: Start<'s>,
    /// What it is given as content.
    pub content: Content<'s>,
    /// Whether a block follows that is its content.
    pub has_block: bool,
}

/// The content of an element that a helper writes.
pub(crate) enum Content<'s> {
    /// None, or the block's.
    Nothing,
    /// A text, and where it stands.
    Text(CompactString, Range<usize>),
    /// Another helper's element.
    Helper(Box<Helper<'s>>),
    /// Something computed.
    Computed(Range<usize>),
}

/// Reads the Ruby at `code` as a helper's call; `tag` is that with its fence.
pub(crate) fn read(context: TagContext<'_>, tag: Range<usize>, code: Range<usize>) -> Option<Helper<'_>> {
    nested(context, tag, code, 0)
}

fn nested(context: TagContext<'_>, tag: Range<usize>, code: Range<usize>, depth: u32) -> Option<Helper<'_>> {
    let Range { start, end } = ruby::trim(context.source, code);
    let written = context.source.get(start..end)?;
    let length = written.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '.')).unwrap_or(written.len());
    let name = start..start + length;
    let kind = Kind::of(&written[..length])?;
    let (arguments, has_block) = arguments(context.source, name.end..end)?;
    let call = Call { context, tag, name, arguments: arguments.into(), refused: Vec::new(), has_block, depth };
    call.element(kind)
}

/// What a helper writes.
#[derive(Clone, Copy)]
enum Kind<'s> {
    Image,
    Link,
    Button,
    Submit,
    Label,
    /// A field of a type; an empty one is for what is no `<input>`.
    Input(&'static str),
    Choice(&'static str),
    TextArea,
    Select,
    /// `content_tag :div`
    Named,
    /// `tag.div`
    Tag(&'s str),
    /// `form_with`
    Form,
    /// `f.text_field`
    Built(builder::Method),
}

impl<'s> Kind<'s> {
    fn of(name: &'s str) -> Option<Self> {
        Some(match name {
            "image_tag" | "image_pack_tag" | "vite_image_tag" => Self::Image,
            "link_to" => Self::Link,
            "button_tag" => Self::Button,
            "submit_tag" => Self::Submit,
            "label_tag" => Self::Label,
            "check_box_tag" | "checkbox_tag" => Self::Choice("checkbox"),
            "radio_button_tag" => Self::Choice("radio"),
            "text_area_tag" | "textarea_tag" => Self::TextArea,
            "select_tag" => Self::Select,
            "content_tag" => Self::Named,
            _ if builder::FORMS.contains(&name) => Self::Form,
            _ if let Some(of_type) = name.strip_suffix("_tag").and_then(builder::field_type) => Self::Input(of_type),
            _ if !name.starts_with("tag.") => Self::Built(builder::method(name)?),
            _ => Self::Tag(name.strip_prefix("tag.").filter(|name| *name != "attributes" && !name.contains('.'))?),
        })
    }
}

/// The arguments of a call, and whether a block follows; `None` where the call is but a part of what is there.
fn arguments(source: &str, range: Range<usize>) -> Option<(Vec<Range<usize>>, bool)> {
    let rest = source.get(range.clone())?;
    let (inner, after) = if rest.starts_with('(') {
        let end = ruby::closing(&source.as_bytes()[..range.end], range.start)?;
        (range.start + 1..end - 1, end)
    } else {
        let block = block_start(rest);
        (range.start..range.start + block, range.start + block)
    };
    let after = source.get(after..range.end)?.trim();
    let has_block = is_block(after);
    if !after.is_empty() && !has_block {
        return None;
    }
    let items = ruby::items(source, inner)?;
    // `link_to "a", b if c` is there or not.
    let decided = items
        .last()
        .and_then(|item| source.get(item.clone()))
        .is_some_and(|last| [" if ", " unless ", " rescue ", " and ", " or "].iter().any(|word| last.contains(word)));
    (!decided).then_some((items, has_block))
}

/// Where ` do |x|` begins at the end of a call; the call's end if there is none.
fn block_start(call: &str) -> usize {
    let without = match call.trim_end().strip_suffix('|') {
        Some(parameters) => parameters.rsplit_once('|').map_or(call, |(before, _)| before),
        None => call,
    };
    let trimmed = without.trim_end();
    trimmed.strip_suffix("do").filter(|before| before.is_empty() || before.ends_with(' ')).map_or(call.len(), str::len)
}

fn is_block(text: &str) -> bool {
    text.strip_prefix("do").is_some_and(|rest| {
        let rest = rest.trim();
        rest.is_empty() || rest.len() > 1 && rest.starts_with('|') && rest.ends_with('|')
    })
}

/// A helper's call.
struct Call<'s> {
    context: TagContext<'s>,
    tag: Range<usize>,
    name: Range<usize>,
    arguments: VecDeque<Range<usize>>,
    /// Options given as `nil`.
    refused: Vec<&'s str>,
    has_block: bool,
    depth: u32,
}

impl<'s> Call<'s> {
    fn element(mut self, kind: Kind<'s>) -> Option<Helper<'s>> {
        let mut content = Content::Nothing;
        let start = match kind {
            Kind::Form => return self.form(),
            Kind::Built(method) => return self.built(method),
            Kind::Image => {
                let source = self.positional()?;
                self.with("img", &[("src", Source::Range(source))])
            }
            Kind::Link => {
                if !self.has_block {
                    content = match self.content()? {
                        // The address is the text then.
                        Content::Nothing => Content::Computed(self.name.clone()),
                        content => content,
                    };
                }
                let url = self.positional()?;
                // `link_to "a", action: "b"` has its address in its options.
                self.with("a", &[("href", Source::Range(url))])
            }
            Kind::Button => {
                content = self.content().unwrap_or(Content::Computed(self.name.clone()));
                self.with("button", &[])
            }
            Kind::Submit => {
                let value = self.positional();
                let value = value.map_or(Source::Computed, Source::Range);
                self.with("input", &[("type", Source::Implied("submit")), ("value", value)])
            }
            Kind::Label => {
                let name = self.positional();
                content = self.content().unwrap_or(Content::Computed(self.name.clone()));
                let target = name.map_or(Source::Computed, |name| self.id(name));
                self.with("label", &[("for", target)])
            }
            Kind::Input(of_type) => {
                let name = self.positional()?;
                let value = self.positional().map_or(Source::Computed, Source::Range);
                let id = self.id(name.clone());
                let of_type = ("type", Source::Implied(of_type));
                self.with("input", &[of_type, ("id", id), ("name", Source::Range(name)), ("value", value)])
            }
            Kind::Choice(of_type) => {
                let name = self.positional()?;
                let value = self.positional();
                self.positional();
                // A radio button's id is made of its name and its value.
                let end = value.as_ref().map_or(name.end, |value| value.end);
                let id = if of_type == "checkbox" { self.id(name.clone()) } else { Source::Code(name.start..end) };
                let value = value.map_or(Source::Computed, Source::Range);
                let of_type = ("type", Source::Implied(of_type));
                self.with("input", &[of_type, ("id", id), ("name", Source::Range(name)), ("value", value)])
            }
            Kind::TextArea | Kind::Select => {
                let name = self.positional()?;
                content = Content::Computed(self.positional().unwrap_or(self.name.clone()));
                let element = if matches!(kind, Kind::Select) { "select" } else { "textarea" };
                let id = self.id(name.clone());
                self.with(element, &[("id", id), ("name", Source::Range(name))])
            }
            Kind::Named => {
                let name = self.positional()?;
                let Value::Text(name, _) = ruby::value(self.context.source, name) else { return None };
                content = self.content().unwrap_or(Content::Nothing);
                self.with(&name, &[])
            }
            // `tag` may be a variable, whose methods take no arguments.
            Kind::Tag(_) if self.arguments.is_empty() && !self.has_block => return None,
            Kind::Tag(name) => {
                content = self.content().unwrap_or(Content::Nothing);
                self.with(&name.replace('_', "-"), &[])
            }
        };
        if self.has_block && start.element.closed {
            return None;
        }
        if self.has_block {
            content = Content::Nothing;
        }
        Some(Helper { start, content, has_block: self.has_block })
    }

    /// Takes the next argument, if it is none of a hash.
    fn positional(&mut self) -> Option<Range<usize>> {
        let first = self.arguments.front()?;
        let written = self.context.source.get(first.clone())?;
        if ruby::pair(self.context.source, first.clone()).is_some() || written.starts_with("**") {
            return None;
        }
        self.arguments.pop_front()
    }

    /// Takes the next argument as content.
    fn content(&mut self) -> Option<Content<'s>> {
        if self.has_block {
            return None;
        }
        let range = self.positional()?;
        match ruby::value(self.context.source, range.clone()) {
            Value::Text(text, within) => return Some(Content::Text(text, within)),
            Value::Nil => return Some(Content::Nothing),
            _ => {}
        }
        let helper = (self.depth < DEEPEST)
            .then(|| nested(self.context, range.clone(), range.clone(), self.depth + 1))
            .flatten()
            .filter(|helper| !helper.has_block);
        Some(helper.map_or(Content::Computed(range), |helper| Content::Helper(Box::new(helper))))
    }

    /// The id that Rails makes of a field's name.
    fn id(&self, name: Range<usize>) -> Source {
        match ruby::value(self.context.source, name.clone()) {
            Value::Text(text, _)
                if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')) =>
            {
                Source::Range(name)
            }
            _ => Source::Code(name),
        }
    }

    /// The start of an element with these attributes, and those of the options.
    fn with(&mut self, name: &str, attributes: &[(&str, Source)]) -> Start<'s> {
        let source = self.context.source;
        let mut start = Start::implied(self.context, self.tag.start, name);
        start.end_at(self.tag.end);
        start.element.is_component = !names::is_html(name) && !names::is_foreign(name);
        for item in std::mem::take(&mut self.arguments) {
            match ruby::pair(source, item.clone()) {
                Some(pair) => self.option(&mut start, &pair),
                None => match ruby::value(source, item) {
                    Value::Hash(inner) => {
                        for item in ruby::items(source, inner).unwrap_or_default() {
                            match ruby::pair(source, item) {
                                Some(pair) => self.option(&mut start, &pair),
                                None => start.spread(),
                            }
                        }
                    }
                    _ => start.spread(),
                },
            }
        }
        for (called, given) in attributes {
            if start.element.get(called).is_some() || self.refused.iter().any(|refused| refused == called) {
                continue;
            }
            let (given, end) = match given {
                Source::Implied(text) => (Given::Text((*text).into(), self.name.clone()), self.name.end),
                Source::Computed => (Given::Computed(Vec::new(), self.name.clone()), self.name.end),
                Source::Code(range) => (Given::Computed(Vec::new(), range.clone()), range.end),
                Source::Part(range) => match ruby::value(source, range.clone()) {
                    Value::Text(text, within) => (Given::Computed(vec![text.into()], within), range.end),
                    _ => (Given::Computed(Vec::new(), range.clone()), range.end),
                },
                Source::Range(range) => {
                    let given = match ruby::value(source, range.clone()) {
                        Value::Text(text, within) => Given::Text(text, within),
                        Value::Partial(known, within) => Given::Computed(known, within),
                        _ => Given::Computed(Vec::new(), range.clone()),
                    };
                    (given, range.end)
                }
            };
            start.attribute_called(called, self.name.clone(), self.name.start..end, given);
        }
        start
    }

    fn option(&mut self, start: &mut Start<'s>, pair: &ruby::Pair) {
        let source = self.context.source;
        let name = source.get(pair.key.clone()).unwrap_or_default();
        let value = ruby::value(source, pair.value.clone());
        // `id: nil` takes away the attribute that the helper would write.
        if matches!(value, Value::Nil) {
            self.refused.push(name);
        }
        hash::add(start, source, name, value, pair);
    }
}

/// Where an attribute's value comes from.
enum Source {
    /// The helper itself.
    Implied(&'static str),
    /// An argument.
    Range(Range<usize>),
    /// What Rails makes of arguments.
    Code(Range<usize>),
    /// What Rails makes of an argument, which ends with it.
    Part(Range<usize>),
    /// Something that is not written there.
    Computed,
}

impl Helper<'_> {
    /// Adds the element to a tree: with its content, or open for its block.
    pub(crate) fn build(self, builder: &mut Builder<'_>) {
        let end = self.start.element.tag_span.end;
        let open = builder.open_element(self.start.element, self.start.conditional);
        match self.content {
            Content::Nothing => {}
            Content::Text(text, range) => builder.leaf(NodeKind::Text(text), Span::new(range.start, range.end)),
            Content::Helper(helper) => helper.build(builder),
            Content::Computed(range) => builder.leaf(NodeKind::Dynamic, Span::new(range.start, range.end)),
        }
        if self.has_block {
            builder.begin_in(open);
        } else {
            builder.close(open, end);
        }
    }
}
