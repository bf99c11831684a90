//! Python, read by tree-sitter.

mod values;

use std::ops::ControlFlow;

use tree_sitter::{Node, ParseOptions, ParseState, Parser, Point, Tree, TreeCursor};

use super::names::Names;
use super::{Around, Assignment, Call, Expr, Import, Return, Script, fold, push_around};
use checks_core::Span;

/// What nests deeper is not configuration; and each level costs stack.
const MAX_DEPTH: usize = 300;
/// Larger files are data.
const MAX_BYTES: usize = 256 << 10;

/// Adds what `source` says to `script`.
pub(super) fn read(source: &str, script: &mut Script) {
    if source.len() > MAX_BYTES {
        return;
    }
    let mut parser = Parser::new();
    if parser.set_language(&tree_sitter_python::LANGUAGE.into()).is_err() {
        return;
    }
    let Some(tree) = parse(&mut parser, source) else { return };
    let mut names = Names::default();
    count(&mut tree.walk(), source, &mut names);
    let mut reader = Reader { source, names, script: Script::default(), around: Vec::new(), depth: 0, level: 0 };
    stacker::maybe_grow(4 << 20, 8 << 20, || reader.visit(tree.root_node()));
    *script = reader.script;
}

/// tree-sitter takes long to make sense of what is not its language at all: it is given twice what Python takes.
pub(super) fn parse(parser: &mut Parser, source: &str) -> Option<Tree> {
    let mut left = 500 + source.len() / 18;
    let mut progress = |_: &ParseState| {
        left = left.saturating_sub(1);
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let options = ParseOptions::new().progress_callback(&mut progress);
    let mut text = |at: usize, _: Point| source.as_bytes().get(at..).unwrap_or_default();
    parser.parse_with_options(&mut text, None, Some(options))
}

/// Counts what each name is bound to, without recursion: the tree may be as deep as its author likes.
fn count(cursor: &mut TreeCursor<'_>, source: &str, names: &mut Names) {
    loop {
        let node = cursor.node();
        match node.kind() {
            "assignment" | "augmented_assignment" | "for_statement" | "for_in_clause" => {
                if let Some(left) = node.child_by_field_name("left") {
                    bind(left, source, names);
                }
            }
            "as_pattern_target" | "parameters" | "lambda_parameters" | "global_statement" => bind(node, source, names),
            "aliased_import" => {
                if let Some(alias) = node.child_by_field_name("alias") {
                    bind(alias, source, names);
                }
            }
            "call" => {
                if let Some(callee) = node.child_by_field_name("function").and_then(|callee| chain(callee, source)) {
                    names.call(&callee);
                }
            }
            _ => {}
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

fn bind(target: Node<'_>, source: &str, names: &mut Names) {
    match target.kind() {
        "identifier" => names.bind(text(target, source)),
        "attribute" | "subscript" => {
            if let Some(chain) = chain(target, source) {
                names.change(&chain);
            } else if let Some(root) = target.child(0).and_then(|object| chain(object, source)) {
                names.change(&format!("{root}.x"));
            }
        }
        _ => {
            let mut cursor = target.walk();
            for child in target.named_children(&mut cursor) {
                if matches!(child.kind(), "identifier" | "attribute" | "subscript") {
                    bind(child, source, names);
                } else if let Some(name) = child.child_by_field_name("name").or_else(|| child.named_child(0)) {
                    // `name=default`, `name: type`, `*names`, `(a, b)`.
                    if name.kind() == "identifier" {
                        names.bind(text(name, source));
                    }
                }
            }
        }
    }
}

fn text<'s>(node: Node<'_>, source: &'s str) -> &'s str {
    source.get(node.byte_range()).unwrap_or_default()
}

fn span(node: Node<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

/// The dotted name of a node, when it is a chain of names: `env.int`, `os.environ["X"]`.
fn chain(node: Node<'_>, source: &str) -> Option<String> {
    let mut steps: Vec<String> = Vec::new();
    let mut at = node;
    loop {
        if steps.len() > super::MAX_CHAIN {
            return None;
        }
        match at.kind() {
            "identifier" => {
                steps.push(text(at, source).to_owned());
                steps.reverse();
                return Some(steps.join("."));
            }
            "attribute" => {
                steps.push(text(at.child_by_field_name("attribute")?, source).to_owned());
                at = at.child_by_field_name("object")?;
            }
            "subscript" => {
                let key = at.child_by_field_name("subscript").filter(|key| key.kind() == "string")?;
                steps.push(values::string_text(key, source)?);
                at = at.child_by_field_name("value")?;
            }
            "parenthesized_expression" => at = at.named_child(0)?,
            _ => return None,
        }
    }
}

struct Reader<'s> {
    source: &'s str,
    names: Names,
    script: Script,
    around: Vec<Around>,
    /// Of the tree.
    depth: usize,
    /// Of the value being read.
    level: u32,
}

impl Reader<'_> {
    fn visit(&mut self, node: Node<'_>) {
        if self.depth >= MAX_DEPTH {
            return;
        }
        self.depth += 1;
        self.enter(node);
        self.depth -= 1;
    }

    fn enter(&mut self, node: Node<'_>) {
        match node.kind() {
            "assignment" => self.assignment(node, "="),
            "augmented_assignment" => {
                let operator = node.child_by_field_name("operator").map_or("", |operator| text(operator, self.source));
                self.assignment(node, operator);
            }
            "call" => {
                let call = self.call(node);
                self.script.calls.push(call);
                self.children(node);
            }
            "import_statement" | "import_from_statement" | "future_import_statement" => self.import(node),
            "return_statement" => {
                if let Some(value) = node.named_child(0) {
                    let value = self.expr(value);
                    self.script.returns.push(Return { value, around: self.around.clone() });
                }
                self.children(node);
            }
            "if_statement" => self.condition(node),
            "conditional_expression" => {
                let (Some(body), Some(test), Some(other)) =
                    (node.named_child(0), node.named_child(1), node.named_child(2))
                else {
                    return;
                };
                let (when, unless) = (self.when(test), self.unless(test));
                self.visit(test);
                self.within(Some(when), |reader| reader.visit(body));
                self.within(Some(unless), |reader| reader.visit(other));
            }
            "boolean_operator" => {
                let (Some(left), Some(right)) = (node.child_by_field_name("left"), node.child_by_field_name("right"))
                else {
                    return;
                };
                let is_and = node.child_by_field_name("operator").is_some_and(|operator| operator.kind() == "and");
                let around = if is_and { self.when(left) } else { self.unless(left) };
                self.visit(left);
                self.within(Some(around), |reader| reader.visit(right));
            }
            "function_definition" => {
                let name = self.field(node, "name");
                self.within(Some(Around::Function(name)), |reader| reader.children(node));
            }
            "lambda" => self.within(Some(Around::Function(String::new())), |reader| reader.children(node)),
            "class_definition" => {
                let name = self.field(node, "name");
                self.within(Some(Around::Class(name)), |reader| reader.children(node));
            }
            "module" | "block" => self.statements(node),
            _ => self.children(node),
        }
    }

    fn field(&self, node: Node<'_>, name: &str) -> String {
        node.child_by_field_name(name).map_or_else(String::new, |child| text(child, self.source).to_owned())
    }

    fn children(&mut self, node: Node<'_>) {
        let mut cursor = node.walk();
        for child in node.named_children(&mut cursor) {
            self.visit(child);
        }
    }

    fn within(&mut self, around: Option<Around>, read: impl FnOnce(&mut Self)) {
        let mark = self.around.len();
        if let Some(around) = around {
            push_around(&mut self.around, around);
        }
        read(self);
        self.around.truncate(mark);
    }

    fn when(&self, test: Node<'_>) -> Around {
        Around::When(super::clip(text(test, self.source)))
    }

    fn unless(&self, test: Node<'_>) -> Around {
        Around::Unless(super::clip(text(test, self.source)))
    }

    fn statements(&mut self, block: Node<'_>) {
        let mark = self.around.len();
        let mut cursor = block.walk();
        for statement in block.named_children(&mut cursor) {
            self.visit(statement);
            // What follows `if not production: return` is done only in production.
            if statement.kind() == "if_statement"
                && statement.child_by_field_name("alternative").is_none()
                && statement.child_by_field_name("consequence").is_some_and(leaves)
                && let Some(test) = statement.child_by_field_name("condition")
            {
                let unless = self.unless(test);
                push_around(&mut self.around, unless);
            }
        }
        self.around.truncate(mark);
    }

    fn condition(&mut self, node: Node<'_>) {
        let mark = self.around.len();
        let Some(test) = node.child_by_field_name("condition") else { return self.children(node) };
        self.visit(test);
        if let Some(consequence) = node.child_by_field_name("consequence") {
            let when = self.when(test);
            self.within(Some(when), |reader| reader.visit(consequence));
        }
        let mut last = test;
        let mut cursor = node.walk();
        for alternative in node.children_by_field_name("alternative", &mut cursor) {
            let unless = self.unless(last);
            push_around(&mut self.around, unless);
            if alternative.kind() == "elif_clause" {
                let Some(test) = alternative.child_by_field_name("condition") else { continue };
                self.visit(test);
                if let Some(consequence) = alternative.child_by_field_name("consequence") {
                    let when = self.when(test);
                    self.within(Some(when), |reader| reader.visit(consequence));
                }
                last = test;
            } else {
                self.children(alternative);
            }
        }
        self.around.truncate(mark);
    }

    fn assignment(&mut self, node: Node<'_>, operator: &str) {
        let left = node.child_by_field_name("left");
        if let (Some(left), Some(right)) = (left, node.child_by_field_name("right")) {
            // `A = B = 1` gives both the last value.
            let mut value_node = right;
            while let ("assignment", Some(next)) = (value_node.kind(), value_node.child_by_field_name("right")) {
                value_node = next;
            }
            if let Some(target) = chain(left, self.source) {
                let value = self.expr(value_node);
                if left.kind() == "identifier" && self.around.is_empty() && operator == "=" {
                    self.names.value(&target, &value);
                }
                self.push_assignment(target, operator, value, node);
            }
        }
        self.children(node);
    }

    fn push_assignment(&mut self, target: String, operator: &str, value: Expr, node: Node<'_>) {
        let around = self.around.clone();
        self.script.assignments.push(Assignment {
            target,
            operator: operator.to_owned(),
            value,
            span: span(node),
            around,
        });
    }

    fn import(&mut self, node: Node<'_>) {
        let plain = |child: Node<'_>| {
            let name = child.child_by_field_name("name").unwrap_or(child);
            let alias = child.child_by_field_name("alias").unwrap_or(name);
            (text(name, self.source).to_owned(), text(alias, self.source).to_owned())
        };
        let mut cursor = node.walk();
        let names: Vec<(String, String)> = node.children_by_field_name("name", &mut cursor).map(plain).collect();
        let span = span(node);
        if node.kind() == "import_statement" {
            let imports =
                names.into_iter().map(|(module, local)| Import { module, names: vec![("*".into(), local)], span });
            self.script.imports.extend(imports);
            return;
        }
        let module = match node.child_by_field_name("module_name") {
            Some(module) => text(module, self.source).to_owned(),
            None => "__future__".to_owned(),
        };
        let mut cursor = node.walk();
        let all = node.named_children(&mut cursor).any(|child| child.kind() == "wildcard_import");
        let names = if all { vec![("*".to_owned(), "*".to_owned())] } else { names };
        self.script.imports.push(Import { module, names, span });
    }

    fn call(&mut self, node: Node<'_>) -> Call {
        let callee = node.child_by_field_name("function").unwrap_or(node);
        Call {
            callee: chain(callee, self.source).unwrap_or_default(),
            arguments: self.arguments(node),
            span: span(node),
            callee_span: span(callee),
            around: self.around.clone(),
        }
    }
}

/// Whether nothing is done after this block.
fn leaves(block: Node<'_>) -> bool {
    let last = block.named_child_count().checked_sub(1).and_then(|last| block.named_child(last as u32));
    last.is_some_and(|last| {
        matches!(last.kind(), "return_statement" | "raise_statement" | "continue_statement" | "break_statement")
    })
}
