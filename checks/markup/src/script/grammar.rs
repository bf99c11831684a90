//! Ruby, PHP, Java, Kotlin, Go, Elixir and Rust, read by tree-sitter.
//!
//! Their grammars name the same things alike (`arguments`, `receiver`, `string_content`), so one reader walks them all.
//! Rules ask it for configuration, not for the meaning of programs: what it does not know is [`Kind::Unknown`].

mod names;
mod shape;
mod values;

use checks_core::Language;
use tree_sitter::{Node, Parser};

use super::names::Names;
use super::{Around, Assignment, Call, Expr, Import, Kind, Return, Script, push_around, python};
use names::{chain, span, text};

/// What nests deeper is not configuration; and each level costs stack.
const MAX_DEPTH: usize = 300;
/// Larger files are data.
const MAX_BYTES: usize = 256 << 10;

/// A language that is read here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Tongue {
    Ruby,
    Php,
    Java,
    Kotlin,
    Go,
    Elixir,
    Rust,
}

impl Tongue {
    /// The grammar of a language whose files are code alone: PHP, which is also a language of pages, is asked for by
    /// its name.
    pub(super) fn of(language: Language) -> Option<Self> {
        Some(match language {
            Language::Ruby => Self::Ruby,
            Language::Java => Self::Java,
            Language::Kotlin => Self::Kotlin,
            Language::Go => Self::Go,
            Language::Elixir => Self::Elixir,
            Language::Rust => Self::Rust,
            _ => return None,
        })
    }

    fn grammar(self) -> tree_sitter::Language {
        match self {
            Self::Ruby => tree_sitter_ruby::LANGUAGE.into(),
            Self::Php => tree_sitter_php::LANGUAGE_PHP.into(),
            Self::Java => tree_sitter_java::LANGUAGE.into(),
            Self::Kotlin => tree_sitter_kotlin_ng::LANGUAGE.into(),
            Self::Go => tree_sitter_go::LANGUAGE.into(),
            Self::Elixir => tree_sitter_elixir::LANGUAGE.into(),
            Self::Rust => tree_sitter_rust::LANGUAGE.into(),
        }
    }
}

/// Adds what `source` says to `script`.
pub(super) fn read(source: &str, tongue: Tongue, script: &mut Script) {
    if source.len() > MAX_BYTES {
        return;
    }
    // A fragment of PHP is PHP all the same.
    let bare = tongue == Tongue::Php && !source.contains("<?");
    let grammar = if bare { tree_sitter_php::LANGUAGE_PHP_ONLY.into() } else { tongue.grammar() };
    let mut parser = Parser::new();
    if parser.set_language(&grammar).is_err() {
        return;
    }
    let Some(tree) = python::parse(&mut parser, source) else { return };
    let mut names = Names::default();
    names::count(&mut tree.walk(), source, &mut names);
    let mut reader = Reader::new(source, tongue, names);
    stacker::maybe_grow(4 << 20, 8 << 20, || reader.visit(tree.root_node()));
    if reader.names.has_values() {
        reader = Reader::new(source, tongue, reader.names.again());
        stacker::maybe_grow(4 << 20, 8 << 20, || reader.visit(tree.root_node()));
    }
    script.calls.append(&mut reader.script.calls);
    script.assignments.append(&mut reader.script.assignments);
    script.imports.append(&mut reader.script.imports);
    script.returns.append(&mut reader.script.returns);
}

struct Reader<'s> {
    source: &'s str,
    tongue: Tongue,
    names: Names,
    script: Script,
    around: Vec<Around>,
    /// The callee of the call whose arguments are being read.
    given_to: Option<String>,
    /// Of the tree.
    depth: usize,
    /// Of the value being read.
    level: u32,
}

impl<'s> Reader<'s> {
    fn new(source: &'s str, tongue: Tongue, names: Names) -> Self {
        let script = Script::default();
        Self { source, tongue, names, script, around: Vec::new(), given_to: None, depth: 0, level: 0 }
    }

    fn visit(&mut self, node: Node<'_>) {
        if self.depth >= MAX_DEPTH {
            return;
        }
        self.depth += 1;
        self.enter(node);
        self.depth -= 1;
    }

    fn enter(&mut self, node: Node<'_>) {
        let kind = node.kind();
        if shape::is_call(node) {
            return self.call_node(node);
        }
        if let Some((target, operator, value)) = shape::assignment(node, self.source) {
            self.assign(node, target, &operator, value);
            return self.children(node);
        }
        if let Some(name) = shape::function(node, self.source) {
            return self.within(Around::Function(name), |reader| reader.children(node));
        }
        if let Some(name) = shape::class(node, self.source) {
            return self.within(Around::Class(name), |reader| reader.children(node));
        }
        match kind {
            "return_statement" | "return" | "return_expression" => {
                if let Some(value) = node.named_child(0) {
                    let value = if matches!(value.kind(), "expression_list" | "argument_list") {
                        value.named_child(0).unwrap_or(value)
                    } else {
                        value
                    };
                    let value = self.expr(value);
                    self.script.returns.push(Return { value, around: self.around.clone() });
                }
                self.children(node);
            }
            "composite_literal" | "struct_expression" => {
                if let Kind::Call(call) = self.expr(node).kind {
                    self.script.calls.push(*call);
                }
                self.children(node);
            }
            "use_declaration" | "import_declaration" | "import_spec" | "namespace_use_declaration" => self.import(node),
            _ if shape::is_lambda(node) => match self.given_to.clone() {
                Some(callee) => self.within(Around::CallbackOf(callee), |reader| reader.children(node)),
                None => self.within(Around::Function(String::new()), |reader| reader.children(node)),
            },
            _ => match shape::condition(node) {
                Some(condition) => self.condition(node, &condition),
                None => self.children(node),
            },
        }
    }

    fn children(&mut self, node: Node<'_>) {
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            self.visit(child);
        }
    }

    fn within(&mut self, around: Around, read: impl FnOnce(&mut Self)) {
        let mark = self.around.len();
        push_around(&mut self.around, around);
        read(self);
        self.around.truncate(mark);
    }

    fn condition(&mut self, node: Node<'_>, condition: &shape::Condition<'_>) {
        let test = super::clip(text(condition.test, self.source).trim_start_matches('(').trim_end_matches(')'));
        let around = |holds: bool| if holds { Around::When(test.clone()) } else { Around::Unless(test.clone()) };
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            if child.id() == condition.test.id() {
                self.visit(child);
            } else {
                let holds = shape::is_alternative(node, child) == condition.negated;
                self.within(around(holds), |reader| reader.visit(child));
            }
        }
    }

    fn call_node(&mut self, node: Node<'_>) {
        // Elixir writes its conditions, functions and modules as calls.
        if self.tongue == Tongue::Elixir && self.elixir(node) {
            return;
        }
        let call = self.call(node);
        let callee = call.callee.clone();
        self.script.calls.push(call);
        let given = self.given_to.replace(callee.clone());
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            if matches!(child.kind(), "do_block" | "block") {
                self.within(Around::CallbackOf(callee.clone()), |reader| reader.children(child));
            } else {
                self.visit(child);
            }
        }
        self.given_to = given;
    }

    fn elixir(&mut self, node: Node<'_>) -> bool {
        let Some(target) = node.child_by_field_name("target") else { return false };
        let first = shape::arguments(node).and_then(|arguments| arguments.named_child(0));
        let around = match (text(target, self.source), first) {
            ("if", Some(test)) => Around::When(super::clip(text(test, self.source))),
            ("unless", Some(test)) => Around::Unless(super::clip(text(test, self.source))),
            ("def" | "defp" | "defmacro", Some(head)) => {
                let name = text(head, self.source).split('(').next().unwrap_or_default();
                Around::Function(name.trim().to_owned())
            }
            ("defmodule", Some(name)) => Around::Class(text(name, self.source).to_owned()),
            _ => return false,
        };
        self.within(around, |reader| reader.children(node));
        true
    }

    fn call(&mut self, node: Node<'_>) -> Call {
        let callee = shape::callee(node);
        let name = chain(node, self.source).unwrap_or_default();
        Call {
            callee: name.strip_suffix("()").unwrap_or(&name).to_owned(),
            arguments: self.arguments(node),
            span: span(node),
            callee_span: span(callee.unwrap_or(node)),
            around: self.around.clone(),
        }
    }

    fn assign(&mut self, node: Node<'_>, target: String, operator: &str, value: Node<'_>) {
        let value = self.expr(value);
        if operator == "=" && !self.around.iter().any(|around| matches!(around, Around::When(_) | Around::Unless(_))) {
            self.names.value(&target, &value);
        }
        self.script.assignments.push(Assignment {
            target,
            operator: operator.to_owned(),
            value,
            span: span(node),
            around: self.around.clone(),
        });
    }

    fn import(&mut self, node: Node<'_>) {
        let module = text(node, self.source);
        let module = module.trim_start_matches("import ").trim_start_matches("use ").trim_end_matches(';');
        let module = module.trim_matches('"').to_owned();
        self.script.imports.push(Import { module, names: Vec::new(), span: span(node) });
    }
}

#[cfg(test)]
mod tests;

/// A value that is not known.
fn unknown(node: Node<'_>) -> Expr {
    Expr { kind: Kind::Unknown, span: span(node) }
}
