//! A tree as text, and what holds of every tree.

use std::fmt::Write as _;
use std::sync::Arc;

use checks_markup::{Document, File, Language, Node, NodeId, NodeKind, Span, Value};

/// Reads `source` and checks what holds of every tree.
pub(crate) fn read(language: Language, source: &str) -> Document {
    let document = Document::parse(Arc::from(source), language);
    assert_sound(&document, source);
    document
}

/// Each node on a line: where it stands, what it is, `?` when template code decides if it is there (`??` when it decides
/// for the node alone), `+` when open-ended, `!` when its end was not seen, `@` for a component.
pub(crate) fn show(language: Language, source: &str) -> String {
    shown(&read(language, source), &File::new(language.example_path(), source))
}

/// The same of what the file `path` holds.
pub(crate) fn show_file(path: &str, source: &str) -> String {
    let file = File::new(path, source);
    let Some(document) = Document::of(&file) else { return "no page\n".to_owned() };
    assert_sound(&document, source);
    shown(&document, &file)
}

fn shown(document: &Document, file: &File) -> String {
    let mut shown = String::new();
    for (id, node) in document.nodes.iter().enumerate() {
        let start = file.position(node.span.start);
        let depth = std::iter::successors(node.parent, |&id| document.node(id).parent).count();
        let aside = node.parent.is_some_and(|parent| !document.node(parent).children.contains(&(id as NodeId)));
        let indent = "  ".repeat(depth);
        write!(shown, "{indent}{}:{} ", start.line, start.column).expect("a text takes any length");
        shown.push_str(if aside { "(aside) " } else { "" });
        shown.push_str(&describe(document, node));
        shown.push_str(if node.optional {
            " ??"
        } else if node.conditional {
            " ?"
        } else {
            ""
        });
        shown.push('\n');
    }
    shown
}

fn describe(document: &Document, node: &Node) -> String {
    match &node.kind {
        NodeKind::Text(text) => format!("{text:?}"),
        NodeKind::Comment => "comment".to_owned(),
        NodeKind::Dynamic => format!("dynamic {}", line(document.source(node.span))),
        NodeKind::Code => format!("code {}", line(document.source(node.span))),
        NodeKind::Doctype => "doctype".to_owned(),
        NodeKind::Element(element) => {
            let mut shown = format!("<{}", element.name);
            for attribute in &element.attributes {
                let value = match &attribute.value {
                    Value::Empty => String::new(),
                    Value::Text { text, .. } => format!("={text:?}"),
                    Value::Dynamic { span, known } if known.is_empty() => format!("={{{}}}", document.source(*span)),
                    Value::Dynamic { span, known } => format!("={{{} | {known:?}}}", document.source(*span)),
                };
                write!(shown, " {}{value}", attribute.name).expect("a text takes any length");
            }
            shown.push('>');
            for (flag, mark) in [(element.open_ended, "+"), (!element.closed, "!"), (element.is_component, "@")] {
                if flag {
                    shown.push_str(mark);
                }
            }
            shown
        }
    }
}

fn line(text: &str) -> String {
    text.replace('\n', "⏎")
}

/// What holds of every tree.
pub(crate) fn assert_sound(document: &Document, source: &str) {
    let inside = |span: Span| {
        assert!(span.start <= span.end && source.get(span.range()).is_some(), "{span:?} is no part of the source");
    };
    for (id, node) in document.nodes.iter().enumerate() {
        inside(node.span);
        if let Some(parent) = node.parent {
            assert!((parent as usize) < id, "a parent stands before its children");
        }
        for &child in &node.children {
            assert_eq!(document.node(child).parent, Some(id as NodeId));
        }
        let NodeKind::Element(element) = &node.kind else { continue };
        inside(element.tag_span);
        inside(element.name_span);
        assert!(node.span.contains(element.tag_span) && element.tag_span.contains(element.name_span), "{element:?}");
        let written = document.source(element.name_span);
        assert!(written.is_empty() || written.eq_ignore_ascii_case(&element.name), "{element:?}");
        for attribute in &element.attributes {
            inside(attribute.span);
            assert_eq!(document.source(attribute.name_span), attribute.raw_name);
            assert!(element.tag_span.contains(attribute.span) && attribute.span.contains(attribute.name_span));
            if let Some(span) = attribute.value.span() {
                inside(span);
                assert!(attribute.span.contains(span), "{attribute:?}");
            }
        }
    }
}
