//! Expressions as values.

use tree_sitter::Node;

use super::{Reader, chain, fold, span, text};
use crate::script::{Argument, Entry, Expr, Kind, MAX_DEPTH};

impl Reader<'_> {
    /// What an expression is worth.
    pub(super) fn expr(&mut self, node: Node<'_>) -> Expr {
        self.level += 1;
        let value =
            if self.level > MAX_DEPTH { Expr { kind: Kind::Unknown, span: span(node) } } else { self.value(node) };
        self.level -= 1;
        value
    }

    fn value(&mut self, node: Node<'_>) -> Expr {
        let kind = match node.kind() {
            "none" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "integer" | "float" => number(text(node, self.source)).map_or(Kind::Unknown, Kind::Number),
            "string" => self.string(node),
            "concatenated_string" => {
                let parts: Vec<Kind> = named_children(node).into_iter().map(|part| self.expr(part).kind).collect();
                fold::template(&parts)
            }
            "list" | "tuple" | "set" => Kind::List(self.items(node)),
            "dictionary" => Kind::Map(self.entries(node)),
            "lambda" => Kind::Function,
            "list_splat" | "dictionary_splat" => match node.named_child(0) {
                Some(inner) => Kind::Spread(Box::new(self.expr(inner))),
                None => Kind::Unknown,
            },
            "parenthesized_expression" => match named_children(node).first() {
                Some(&inner) => return self.expr(inner),
                None => Kind::Unknown,
            },
            "await" => match node.named_child(0) {
                Some(inner) => return self.expr(inner),
                None => Kind::Unknown,
            },
            "unary_operator" => self.unary(node),
            "not_operator" => match node.child_by_field_name("argument").map(|argument| self.expr(argument).kind) {
                Some(Kind::Bool(value)) => Kind::Bool(!value),
                _ => Kind::Unknown,
            },
            "binary_operator" => self.binary(node),
            "call" => self.call_value(node),
            "identifier" | "attribute" | "subscript" => match chain(node, self.source) {
                Some(name) => match self.names.resolve(&name, span(node)) {
                    Some(value) => return value,
                    None => Kind::Name(name),
                },
                None => Kind::Unknown,
            },
            _ => Kind::Unknown,
        };
        Expr { kind, span: span(node) }
    }

    fn unary(&mut self, node: Node<'_>) -> Kind {
        let operator = node.child_by_field_name("operator").map(|operator| operator.kind().to_owned());
        let value = node.child_by_field_name("argument").map(|argument| self.expr(argument).kind);
        match (operator.as_deref(), value) {
            (Some("-"), Some(Kind::Number(number))) => Kind::Number(-number),
            (Some("+"), Some(Kind::Number(number))) => Kind::Number(number),
            _ => Kind::Unknown,
        }
    }

    /// A long sum leans to the left: it is walked, not descended into.
    fn binary(&mut self, node: Node<'_>) -> Kind {
        let mut rights = Vec::new();
        let mut left = node;
        while left.kind() == "binary_operator" {
            let (Some(inner), Some(operator), Some(right)) = (
                left.child_by_field_name("left"),
                left.child_by_field_name("operator"),
                left.child_by_field_name("right"),
            ) else {
                return Kind::Unknown;
            };
            rights.push((operator.kind(), right));
            left = inner;
        }
        let mut value = self.expr(left);
        for (operator, right) in rights.into_iter().rev() {
            let right = self.expr(right);
            let whole = value.span.to(right.span);
            let kind = match (operator, &value.kind) {
                ("%", Kind::Text(text)) => fold::formatted(text, percent_hole),
                _ => fold::binary(operator, value, right),
            };
            value = Expr { kind, span: whole };
        }
        value.kind
    }

    fn items(&mut self, node: Node<'_>) -> Vec<Expr> {
        let mut items = Vec::new();
        for child in named_children(node) {
            match (child.kind(), child.named_child(0)) {
                ("list_splat", Some(inner)) => items.extend(fold::items_of(self.expr(inner))),
                _ => items.push(self.expr(child)),
            }
        }
        items
    }

    fn entries(&mut self, node: Node<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for child in named_children(node) {
            match (child.kind(), child.named_child(0)) {
                ("dictionary_splat", Some(inner)) => entries.extend(fold::entries_of(self.expr(inner))),
                ("pair", _) => {
                    let (Some(key), Some(value)) =
                        (child.child_by_field_name("key"), child.child_by_field_name("value"))
                    else {
                        continue;
                    };
                    let key = self.expr(key).text().unwrap_or_default().to_owned();
                    let value = self.expr(value);
                    entries.push(Entry { key, value, span: span(child) });
                }
                _ => {}
            }
        }
        entries
    }

    /// A call, or what it is sure to give: `"; ".join([…])`, `"…".format(…)`.
    fn call_value(&mut self, node: Node<'_>) -> Kind {
        if let Some(callee) = node.child_by_field_name("function").filter(|callee| callee.kind() == "attribute")
            && let Some(object) = callee.child_by_field_name("object")
            && let Some(method) = callee.child_by_field_name("attribute").map(|method| text(method, self.source))
            && matches!(method, "join" | "format" | "strip")
            && let Kind::Text(receiver) = self.expr(object).kind
        {
            match method {
                "format" => return fold::formatted(&receiver, brace_hole),
                "strip" => return Kind::Text(receiver.trim().to_owned()),
                _ => {
                    if let Some(Argument { value: Expr { kind: Kind::List(items), .. }, .. }) =
                        self.arguments(node).first()
                    {
                        return fold::join(items, &receiver);
                    }
                }
            }
        }
        Kind::Call(Box::new(self.call(node)))
    }

    /// The arguments of a call.
    pub(super) fn arguments(&mut self, call: Node<'_>) -> Vec<Argument> {
        let Some(list) = call.child_by_field_name("arguments").filter(|list| list.kind() == "argument_list") else {
            return Vec::new();
        };
        let mut arguments = Vec::new();
        for child in named_children(list) {
            let named = child.kind() == "keyword_argument";
            let name = child.child_by_field_name("name").filter(|_| named);
            let value = child.child_by_field_name("value").filter(|_| named).unwrap_or(child);
            arguments.push(Argument {
                name: name.map(|name| text(name, self.source).to_owned()),
                value: self.expr(value),
                span: span(child),
            });
        }
        arguments
    }

    fn string(&mut self, node: Node<'_>) -> Kind {
        let start = node.child(0).map_or("", |start| text(start, self.source)).to_ascii_lowercase();
        if start.contains('b') {
            return Kind::Unknown;
        }
        let mut parts = Vec::new();
        for child in named_children(node) {
            match child.kind() {
                "string_content" => {
                    let content = text(child, self.source);
                    parts.push(Kind::Text(if start.contains('r') { content.to_owned() } else { unescaped(content) }));
                }
                "interpolation" => match child.child_by_field_name("expression") {
                    Some(expression) => parts.push(self.expr(expression).kind),
                    None => parts.push(Kind::Unknown),
                },
                _ => {}
            }
        }
        fold::template(&parts)
    }
}

/// The text of a string without computed parts.
pub(super) fn string_text(node: Node<'_>, source: &str) -> Option<String> {
    let mut out = String::new();
    for child in named_children(node) {
        match child.kind() {
            "string_content" => out.push_str(&unescaped(text(child, source))),
            "interpolation" => return None,
            _ => {}
        }
    }
    Some(out)
}

fn named_children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| child.kind() != "comment").collect()
}

fn number(text: &str) -> Option<f64> {
    let text = text.replace('_', "").to_ascii_lowercase();
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] {
        if let Some(digits) = text.strip_prefix(prefix) {
            return u64::from_str_radix(digits, radix).ok().map(|number| number as f64);
        }
    }
    text.parse().ok()
}

fn unescaped(content: &str) -> String {
    if !content.contains('\\') {
        return content.to_owned();
    }
    let mut out = String::with_capacity(content.len());
    let mut chars = content.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('\n') | None => {}
            Some(quoted @ ('\\' | '\'' | '"')) => out.push(quoted),
            Some(other) => out.extend(['\\', other]),
        }
    }
    out
}

/// `%s`, `%d`, `%(name)s`.
fn percent_hole(text: &str) -> Option<(usize, usize)> {
    let start = text.find('%')?;
    let rest = &text[start + 1..];
    let skip = if rest.starts_with('(') { rest.find(')')? + 1 } else { 0 };
    let kind = rest[skip..].chars().next()?;
    Some((start, start + 1 + skip + kind.len_utf8()))
}

/// `{}`, `{0}`, `{name}`.
fn brace_hole(text: &str) -> Option<(usize, usize)> {
    let start = text.find('{')?;
    let end = text[start..].find('}')?;
    Some((start, start + end + 1))
}
