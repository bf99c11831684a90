//! Expressions as values.

use tree_sitter::Node;

use super::{Reader, Tongue, chain, shape, span, text, unknown};
use crate::script::{Argument, Call, Entry, Expr, Kind, MAX_DEPTH, fold};

impl Reader<'_> {
    /// What an expression is worth.
    pub(super) fn expr(&mut self, node: Node<'_>) -> Expr {
        self.level += 1;
        let value = if self.level > MAX_DEPTH { unknown(node) } else { self.value(node) };
        self.level -= 1;
        value
    }

    fn value(&mut self, node: Node<'_>) -> Expr {
        let source = self.source;
        let kind = match node.kind() {
            "nil" | "null" | "null_literal" => Kind::Null,
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "boolean" | "boolean_literal" => Kind::Bool(text(node, source).eq_ignore_ascii_case("true")),
            "identifier" if matches!(text(node, source), "true" | "false") => Kind::Bool(text(node, source) == "true"),
            "identifier" if text(node, source) == "null" => Kind::Null,
            "integer"
            | "float"
            | "int_literal"
            | "float_literal"
            | "integer_literal"
            | "number_literal"
            | "decimal_integer_literal"
            | "decimal_floating_point_literal" => number(text(node, source)).map_or(Kind::Unknown, Kind::Number),
            _ if is_string(node) => self.string(node),
            "simple_symbol" | "atom" | "delimited_symbol" => Kind::Name(format!(":{}", symbol(text(node, source)))),
            "array" | "list" | "tuple" | "array_initializer" | "array_expression" | "tuple_expression"
            | "string_array" | "symbol_array" | "collection_literal" => self.list(node),
            "array_creation_expression" => self.php_array(node),
            "hash" | "map" | "literal_value" => Kind::Map(self.entries(node)),
            "composite_literal" | "struct_expression" => return self.composite(node),
            "splat_argument" | "variadic_unpacking" | "spread_expression" | "hash_splat_argument" => {
                match node.named_child(0) {
                    Some(inner) => Kind::Spread(Box::new(self.expr(inner))),
                    None => Kind::Unknown,
                }
            }
            "parenthesized_expression"
            | "parenthesized_statements"
            | "literal_element"
            | "expression_list"
            | "argument"
            | "value_argument"
            | "reference_expression"
            | "expression_statement" => {
                return match node.named_child(node.named_child_count().saturating_sub(1) as u32) {
                    Some(inner) => self.expr(inner),
                    None => unknown(node),
                };
            }
            "unary" | "unary_expression" | "unary_op_expression" | "unary_operator" | "prefix_expression" => {
                return self.unary(node);
            }
            "binary"
            | "binary_expression"
            | "binary_operator"
            | "additive_expression"
            | "multiplicative_expression" => self.binary(node),
            "block" if self.tongue == Tongue::Ruby => Kind::Function,
            _ if shape::is_lambda(node) => Kind::Function,
            _ if shape::is_call(node) => return self.call_value(node),
            _ => match chain(node, source) {
                Some(name) => match self.names.resolve(&name, span(node)) {
                    Some(value) => return value,
                    None => Kind::Name(name),
                },
                None => Kind::Unknown,
            },
        };
        Expr { kind, span: span(node) }
    }

    fn unary(&mut self, node: Node<'_>) -> Expr {
        let operand = node
            .child_by_field_name("operand")
            .or_else(|| node.child_by_field_name("argument"))
            .or_else(|| node.named_child(node.named_child_count().saturating_sub(1) as u32));
        let Some(operand) = operand else { return unknown(node) };
        let before = self.source.get(node.start_byte()..operand.start_byte()).unwrap_or_default().trim();
        let value = self.expr(operand);
        let kind = match (before, value.kind) {
            ("-", Kind::Number(number)) => Kind::Number(-number),
            ("!" | "not", Kind::Bool(value)) => Kind::Bool(!value),
            // Go's address of a value is that value.
            ("&", kind) => kind,
            _ => Kind::Unknown,
        };
        Expr { kind, span: span(node) }
    }

    /// A long sum leans to the left: it is walked, not descended into.
    fn binary(&mut self, node: Node<'_>) -> Kind {
        let mut rights = Vec::new();
        let mut left = node;
        while left.kind() == node.kind() {
            let (Some(inner), Some(right)) = (left.child_by_field_name("left"), left.child_by_field_name("right"))
            else {
                return Kind::Unknown;
            };
            let operator = self.source.get(inner.end_byte()..right.start_byte()).unwrap_or_default().trim();
            rights.push((operator, right));
            left = inner;
        }
        let mut value = self.expr(left);
        for (operator, right) in rights.into_iter().rev() {
            let right = self.expr(right);
            let whole = value.span.to(right.span);
            let operator = match (self.tongue, operator) {
                (Tongue::Php, ".") | (Tongue::Elixir, "<>") => "+",
                (_, operator) => operator,
            };
            value = Expr { kind: fold::binary(operator, value, right), span: whole };
        }
        value.kind
    }

    fn list(&mut self, node: Node<'_>) -> Kind {
        let children = named_children(node);
        if let [only] = children.as_slice()
            && only.kind() == "keywords"
        {
            return Kind::Map(self.entries(*only));
        }
        let mut items = Vec::new();
        for child in children {
            match self.expr(child) {
                Expr { kind: Kind::Spread(inner), .. } => items.extend(fold::items_of(*inner)),
                item => items.push(item),
            }
        }
        Kind::List(items)
    }

    /// PHP's array: a map as soon as one of its elements has a key.
    fn php_array(&mut self, node: Node<'_>) -> Kind {
        let elements = named_children(node);
        let is_map = elements.iter().any(|element| element.named_child_count() == 2);
        if is_map { Kind::Map(self.entries(node)) } else { self.php_list(&elements) }
    }

    fn php_list(&mut self, elements: &[Node<'_>]) -> Kind {
        let mut items = Vec::new();
        for element in elements {
            let Some(inner) = element.named_child(0) else { continue };
            match self.expr(inner) {
                Expr { kind: Kind::Spread(inner), .. } => items.extend(fold::items_of(*inner)),
                item => items.push(item),
            }
        }
        Kind::List(items)
    }

    /// The entries of a map, a hash, a keyword list or the fields of a struct.
    fn entries(&mut self, node: Node<'_>) -> Vec<Entry> {
        let mut entries = Vec::new();
        for child in named_children(node) {
            match child.kind() {
                "map_content" | "keywords" => entries.extend(self.entries(child)),
                "hash_splat_argument" | "variadic_unpacking" => {
                    if let Some(inner) = child.named_child(0) {
                        entries.extend(fold::entries_of(self.expr(inner)));
                    }
                }
                _ => {
                    let (Some(key), Some(value)) = pair(child) else { continue };
                    let Some(key) = key_text(key, self.source) else { continue };
                    let value = self.expr(value);
                    entries.push(Entry { key, value, span: span(child) });
                }
            }
        }
        entries
    }

    /// A struct's literal is a call with named arguments; that of a slice or a map is a list or a map.
    fn composite(&mut self, node: Node<'_>) -> Expr {
        let name = node.child_by_field_name("type").or_else(|| node.child_by_field_name("name"));
        let (Some(name), Some(body)) = (name, node.child_by_field_name("body")) else { return unknown(node) };
        let kind = match name.kind() {
            "slice_type" | "array_type" | "implicit_length_array_type" => self.list(body),
            "map_type" => Kind::Map(self.entries(body)),
            _ => {
                let arguments = self.entries(body).into_iter().map(|entry| Argument {
                    name: Some(entry.key),
                    value: entry.value,
                    span: entry.span,
                });
                let arguments = arguments.collect();
                let callee = text(name, self.source).replace("::", ".");
                let around = self.around.clone();
                Kind::Call(Box::new(Call { callee, arguments, span: span(node), callee_span: span(name), around }))
            }
        };
        Expr { kind, span: span(node) }
    }

    /// A call, or what it is sure to give: `1.year`, `List.of("a")`.
    fn call_value(&mut self, node: Node<'_>) -> Expr {
        if self.tongue == Tongue::Ruby
            && let Some((Some(receiver), method)) = shape::called(node)
            && let Some(unit) = seconds(text(method, self.source))
            && let Kind::Number(count) = self.expr(receiver).kind
        {
            return Expr { kind: Kind::Number(count * unit), span: span(node) };
        }
        // Ruby's `a.b` is a name unless something is given to it.
        if !shape::has_parentheses(node) {
            return match chain(node, self.source) {
                Some(name) => Expr { kind: Kind::Name(name.trim_end_matches("()").to_owned()), span: span(node) },
                None => unknown(node),
            };
        }
        let call = self.call(node);
        let is_list = matches!(
            call.callee.as_str(),
            "List.of" | "Set.of" | "Arrays.asList" | "Collections.singletonList" | "listOf" | "setOf" | "arrayOf"
        );
        let kind = if is_list {
            Kind::List(call.arguments.into_iter().map(|argument| argument.value).collect())
        } else {
            Kind::Call(Box::new(call))
        };
        Expr { kind, span: span(node) }
    }

    /// The arguments of a call.
    pub(super) fn arguments(&mut self, call: Node<'_>) -> Vec<Argument> {
        let Some(list) = shape::arguments(call) else { return Vec::new() };
        let mut arguments = Vec::new();
        for child in named_children(list) {
            if child.kind() == "keywords" {
                let named = self.entries(child).into_iter();
                arguments.extend(named.map(|Entry { key, value, span }| Argument { name: Some(key), value, span }));
                continue;
            }
            let named = match child.kind() {
                "pair" => pair(child),
                // PHP's and Kotlin's `name: value`.
                "argument" | "value_argument" if child.named_child_count() == 2 => {
                    (child.named_child(0), child.named_child(1))
                }
                _ => (None, None),
            };
            let (name, value) = match named {
                (Some(name), Some(value)) => (key_text(name, self.source), value),
                _ => (None, child),
            };
            let value = self.expr(value);
            arguments.push(Argument { name, value, span: span(child) });
        }
        arguments
    }

    fn string(&mut self, node: Node<'_>) -> Kind {
        let mut parts = Vec::new();
        for child in named_children(node) {
            match child.kind() {
                kind if is_content(kind) => parts.push(Kind::Text(text(child, self.source).to_owned())),
                "escape_sequence" => parts.push(Kind::Text(unescaped(text(child, self.source)))),
                "quoted_start" | "quoted_end" | "heredoc_start" | "heredoc_end" => {}
                "heredoc_body" | "nowdoc_body" => parts.push(self.string(child)),
                "nowdoc_string" => parts.push(Kind::Text(text(child, self.source).to_owned())),
                "interpolation" => match child.named_child(0) {
                    Some(inner) => parts.push(self.expr(inner).kind),
                    None => parts.push(Kind::Unknown),
                },
                _ => parts.push(self.expr(child).kind),
            }
        }
        // Rust's raw strings have no parts in some versions of its grammar.
        if parts.is_empty() && node.kind() == "raw_string_literal" {
            let whole = text(node, self.source);
            return Kind::Text(whole.trim_start_matches('r').trim_matches('#').trim_matches(['"', '`']).to_owned());
        }
        fold::template(&parts)
    }
}

fn is_string(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "string"
            | "string_literal"
            | "encapsed_string"
            | "interpreted_string_literal"
            | "raw_string_literal"
            | "multiline_string_literal"
            | "bare_string"
            | "heredoc"
            | "nowdoc"
            | "chained_string"
    )
}

fn is_content(kind: &str) -> bool {
    matches!(
        kind,
        "string_content"
            | "string_fragment"
            | "multiline_string_fragment"
            | "interpreted_string_literal_content"
            | "raw_string_literal_content"
            | "quoted_content"
            | "string_value"
    )
}

/// The key and the value of an entry, whatever its grammar calls it.
fn pair(node: Node<'_>) -> (Option<Node<'_>>, Option<Node<'_>>) {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "pair" | "keyed_element" => (
            field("key").or_else(|| node.named_child(0)),
            field("value").or_else(|| node.named_child(node.named_child_count().saturating_sub(1) as u32)),
        ),
        "field_initializer" => (field("field"), field("value")),
        "binary_operator" => (field("left"), field("right")),
        "array_element_initializer" if node.named_child_count() == 2 => (node.named_child(0), node.named_child(1)),
        _ => (None, None),
    }
}

/// The text of a key: a string's, a symbol's, a name's.
pub(super) fn key_text(node: Node<'_>, source: &str) -> Option<String> {
    if is_string(node) {
        let mut out = String::new();
        for child in named_children(node) {
            match child.kind() {
                kind if is_content(kind) => out.push_str(text(child, source)),
                "quoted_start" | "quoted_end" => {}
                _ => return None,
            }
        }
        return Some(out);
    }
    match node.kind() {
        "literal_element" | "argument" => key_text(node.named_child(0)?, source),
        "simple_symbol" | "atom" | "hash_key_symbol" | "keyword" | "quoted_keyword" => {
            Some(symbol(text(node, source)).to_owned())
        }
        _ => chain(node, source),
    }
}

fn symbol(text: &str) -> &str {
    text.trim().trim_matches(':').trim_matches('"')
}

fn named_children(node: Node<'_>) -> Vec<Node<'_>> {
    let mut cursor = node.walk();
    node.named_children(&mut cursor).filter(|child| !child.kind().contains("comment")).collect()
}

fn number(text: &str) -> Option<f64> {
    let text = text.replace('_', "").to_ascii_lowercase();
    if let Some(digits) = text.strip_prefix("0x") {
        return u64::from_str_radix(digits, 16).ok().map(|number| number as f64);
    }
    let end = text.find(|c: char| c.is_ascii_alphabetic() && c != 'e').unwrap_or(text.len());
    text[..end].parse().ok()
}

/// Ruby's durations, as Active Support counts them.
fn seconds(unit: &str) -> Option<f64> {
    Some(match unit {
        "second" | "seconds" | "to_i" => 1.0,
        "minute" | "minutes" => 60.0,
        "hour" | "hours" => 3_600.0,
        "day" | "days" => 86_400.0,
        "week" | "weeks" => 604_800.0,
        "month" | "months" => 2_629_746.0,
        "year" | "years" => 31_556_952.0,
        _ => return None,
    })
}

fn unescaped(escape: &str) -> String {
    match escape {
        "\\n" => "\n".to_owned(),
        "\\t" => "\t".to_owned(),
        "\\r" => "\r".to_owned(),
        _ => escape.strip_prefix('\\').unwrap_or(escape).to_owned(),
    }
}
