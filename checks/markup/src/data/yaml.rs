//! YAML, with Helm's template code written over.

use std::borrow::Cow;
use std::collections::HashMap;

use checks_core::Span;
use saphyr_parser::{Event, Parser, ScalarStyle};

use super::MAX_DEPTH;
use crate::script::{Entry, Expr, Kind};

/// Aliases may multiply a document without end: what is copied is counted.
const MAX_COPIED: usize = 20_000;

/// A collection that is being read.
struct Frame {
    entries: Vec<Entry>,
    items: Vec<Expr>,
    /// The key whose value is read, and where it starts.
    key: Option<(String, usize)>,
    is_map: bool,
    start: usize,
    anchor: usize,
}

/// The documents of a text, up to where it stops being YAML.
pub(super) fn read(text: &str) -> Vec<Expr> {
    let readable = without_templates(text);
    let bytes = Bytes::of(&readable);
    let mut documents = Vec::new();
    let mut frames: Vec<Frame> = Vec::new();
    let mut anchors: HashMap<usize, Expr> = HashMap::new();
    let mut copied = 0;
    for event in Parser::new_from_str(&readable) {
        let Ok((event, marks)) = event else { break };
        let (start, end) = (bytes.at(marks.start.index()), bytes.at(marks.end.index()));
        let done = match event {
            Event::MappingStart(anchor, ..) | Event::SequenceStart(anchor, ..) => {
                if frames.len() >= MAX_DEPTH {
                    break;
                }
                let is_map = matches!(event, Event::MappingStart(..));
                frames.push(Frame { entries: Vec::new(), items: Vec::new(), key: None, is_map, start, anchor });
                continue;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                let Some(frame) = frames.pop() else { break };
                let kind = if frame.is_map { Kind::Map(frame.entries) } else { Kind::List(frame.items) };
                let value = Expr { kind, span: Span::new(frame.start, end.max(frame.start)) };
                keep(&mut anchors, frame.anchor, &value);
                value
            }
            Event::Scalar(value, style, anchor, _) => {
                if let Some(Frame { key: key @ None, is_map: true, .. }) = frames.last_mut() {
                    *key = Some((value.into_owned(), start));
                    continue;
                }
                let plain = style == ScalarStyle::Plain;
                let value = Expr { kind: scalar(&value, plain), span: Span::new(start, end) };
                keep(&mut anchors, anchor, &value);
                value
            }
            Event::Alias(anchor) => {
                let value = anchors.get(&anchor).cloned();
                let mut value = value.unwrap_or(Expr { kind: Kind::Unknown, span: Span::new(start, end) });
                copied += size(&value);
                if copied > MAX_COPIED {
                    value.kind = Kind::Unknown;
                }
                value
            }
            _ => continue,
        };
        match frames.last_mut() {
            None => documents.push(done),
            Some(frame) if frame.is_map => match frame.key.take() {
                // `<<: *defaults`
                Some((key, _)) if key == "<<" => {
                    if let Kind::Map(inherited) = done.kind {
                        frame.entries.splice(0..0, inherited);
                    }
                }
                Some((key, at)) => {
                    let span = Span::new(at, (done.span.end as usize).max(at));
                    frame.entries.push(Entry { key, value: done, span });
                }
                // A collection as a key.
                None => frame.key = Some((String::new(), start)),
            },
            Some(frame) => frame.items.push(done),
        }
    }
    documents
}

fn keep(anchors: &mut HashMap<usize, Expr>, anchor: usize, value: &Expr) {
    if anchor > 0 {
        anchors.insert(anchor, value.clone());
    }
}

fn size(value: &Expr) -> usize {
    1 + match &value.kind {
        Kind::List(items) => items.iter().map(size).sum(),
        Kind::Map(entries) => entries.iter().map(|entry| size(&entry.value)).sum(),
        _ => 0,
    }
}

fn scalar(text: &str, plain: bool) -> Kind {
    if !plain {
        return Kind::Text(text.to_owned());
    }
    match text {
        "" | "~" | "null" | "Null" | "NULL" => Kind::Null,
        "true" | "True" | "TRUE" | "yes" | "on" => Kind::Bool(true),
        "false" | "False" | "FALSE" | "no" | "off" => Kind::Bool(false),
        _ => text.parse().map_or_else(|_| Kind::Text(text.to_owned()), Kind::Number),
    }
}

/// The text with `{{ … }}` blanked, byte for byte.
fn without_templates(text: &str) -> Cow<'_, str> {
    if !text.contains("{{") {
        return text.into();
    }
    let mut out = text.to_owned();
    let mut at = 0;
    while let Some(open) = out[at..].find("{{").map(|open| at + open) {
        let Some(close) = out[open..].find("}}").map(|close| open + close + 2) else { break };
        let blank: String =
            out[open..close].chars().map(|c| if c == '\n' { "\n".into() } else { " ".repeat(c.len_utf8()) }).collect();
        out.replace_range(open..close, &blank);
        at = close;
    }
    out.into()
}

/// From the parser's characters to bytes.
struct Bytes(Option<Vec<u32>>);

impl Bytes {
    fn of(text: &str) -> Self {
        if text.is_ascii() {
            return Self(None);
        }
        let starts = text.char_indices().map(|(at, _)| at as u32);
        Self(Some(starts.chain(std::iter::once(text.len() as u32)).collect()))
    }

    fn at(&self, character: usize) -> usize {
        match &self.0 {
            None => character,
            Some(starts) => starts.get(character).or(starts.last()).copied().unwrap_or_default() as usize,
        }
    }
}
