//! Chains of names, and what each name is bound to.

use checks_core::Span;
use tree_sitter::{Node, TreeCursor};

use super::{shape, values};
use crate::script::MAX_CHAIN;
use crate::script::names::Names;

pub(super) fn text<'s>(node: Node<'_>, source: &'s str) -> &'s str {
    source.get(node.byte_range()).unwrap_or_default()
}

pub(super) fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// The dotted name of a node: `http.headers`, and `http.headers().frameOptions()` where calls follow each other. PHP's
/// `$`, `->` and `::` are left out.
pub(super) fn chain(node: Node<'_>, source: &str) -> Option<String> {
    let mut steps: Vec<String> = Vec::new();
    let mut at = node;
    loop {
        if steps.len() > MAX_CHAIN {
            return None;
        }
        if shape::is_call(at) {
            let (receiver, name) = shape::called(at)?;
            let ending = if shape::has_parentheses(at) || at.id() == node.id() { "()" } else { "" };
            match receiver {
                Some(receiver) => {
                    steps.push(format!("{}{ending}", text(name, source)));
                    at = receiver;
                    continue;
                }
                None if shape::is_name(name) => {
                    steps.push(format!("{}{ending}", plain(name, source)));
                    break;
                }
                None => {
                    // The callee is a chain of its own: `http.headers` in Go and Rust.
                    let (object, member) = shape::member(name)?;
                    steps.push(format!("{}{ending}", plain(member, source)));
                    at = object;
                    continue;
                }
            }
        }
        if let Some((object, key)) = shape::element(at) {
            steps.push(values::key_text(key, source)?);
            at = object;
            continue;
        }
        if let Some((object, member)) = shape::member(at) {
            steps.push(plain(member, source));
            at = object;
            continue;
        }
        if shape::is_name(at) {
            steps.push(plain(at, source));
            break;
        }
        if at.kind() == "parenthesized_expression" {
            at = at.named_child(0)?;
            continue;
        }
        return None;
    }
    steps.reverse();
    Some(steps.join("."))
}

/// A name as its language writes it, `$` apart.
fn plain(node: Node<'_>, source: &str) -> String {
    text(node, source).trim_start_matches(['$', '\\']).replace("::", ".").replace('\\', ".")
}

/// Counts what each name is bound to, without recursion: the tree may be as deep as its author likes.
pub(super) fn count(cursor: &mut TreeCursor<'_>, source: &str, names: &mut Names) {
    loop {
        let node = cursor.node();
        if let Some((target, _, _)) = shape::assignment(node, source) {
            if target.contains('.') {
                names.change(&target);
            } else {
                names.bind(&target);
            }
        } else if shape::is_call(node) {
            if let Some(callee) = chain(node, source) {
                names.call(callee.trim_end_matches("()"));
            }
        } else if node.kind().contains("parameter") {
            let mut inner = node.walk();
            for child in node.named_children(&mut inner) {
                if shape::is_name(child) {
                    names.bind(&plain(child, source));
                }
            }
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return;
            }
        }
    }
}
