//! From the syntax tree of JavaScript with JSX to the element tree.
//!
//! What an element's children are is decided by what React renders: the two sides of a condition, what the function
//! given to `map` returns, and so on through `&&`, `??` and arrays. JSX that stands elsewhere in an element (in a
//! property: `icon={<Icon />}`, in a call's arguments) has that element as its parent and is not among its children.

use std::borrow::Cow;

use checks_core::Span;
use compact_str::CompactString;
use oxc_allocator::Allocator;
use oxc_ast::ast::{
    Argument, ArrayExpressionElement, ArrowFunctionBody, ConditionalExpression, DoWhileStatement, Expression,
    ForInStatement, ForOfStatement, ForStatement, FunctionBody, IfStatement, JSXAttribute, JSXAttributeItem,
    JSXAttributeName, JSXAttributeValue, JSXChild, JSXElement, JSXElementName, JSXExpression, JSXFragment,
    LogicalExpression, LogicalOperator, ReturnStatement, SwitchStatement, TemplateLiteral, WhileStatement,
};
use oxc_ast_visit::{Visit, walk};
use oxc_parser::{ParseOptions, Parser};
use oxc_span::{GetSpan, SourceType};

use crate::attributes::Attributes;
use crate::document::{Attribute, Element, Node, NodeId, NodeKind, Value};
use crate::entities::decode;
use crate::module::{self, Module};
use crate::{names, stack};

/// The nodes of `source`, and whether it is a whole page; what it is as a module goes into `module`.
pub(crate) fn parse(source: &str, module: &mut Module) -> (Vec<Node>, bool) {
    let (nodes, is_page, read) = stack::with_enough(source, || nodes(source)).unwrap_or_default();
    *module = read;
    (nodes, is_page)
}

fn nodes(source: &str) -> (Vec<Node>, bool, Module) {
    let allocator = Allocator::default();
    let options = ParseOptions { allow_return_outside_function: true, ..ParseOptions::default() };
    let read = |dialect| Parser::new(&allocator, source, dialect).with_options(options).parse();
    let mut parsed = read(SourceType::tsx());
    if parsed.panicked {
        parsed = read(SourceType::jsx());
    }
    let mut walker = Walker { source, nodes: Vec::new(), parent: None, content: false, returns: None, conditions: 0 };
    walker.visit_program(&parsed.program);
    let is_page =
        walker.nodes.iter().any(|node| matches!(&node.kind, NodeKind::Element(element) if element.name == "html"));
    (walker.nodes, is_page, module::read(&parsed.program, source))
}

struct Walker<'s> {
    source: &'s str,
    nodes: Vec<Node>,
    /// The element around.
    parent: Option<NodeId>,
    /// Whether what is met now is content of `parent`.
    content: bool,
    /// What a `return` hands over, in a function whose result is rendered: content of `parent` or not.
    returns: Option<bool>,
    /// Conditions between here and `parent`.
    conditions: u32,
}

impl<'a> Visit<'a> for Walker<'_> {
    fn visit_jsx_element(&mut self, it: &JSXElement<'a>) {
        self.aside(|walker| walker.element(it));
    }

    fn visit_jsx_fragment(&mut self, it: &JSXFragment<'a>) {
        self.aside(|walker| walker.children(&it.children));
    }

    fn visit_return_statement(&mut self, it: &ReturnStatement<'a>) {
        match (&it.argument, self.returns) {
            (Some(value), Some(content)) => {
                let before = std::mem::replace(&mut self.content, content);
                self.render(value);
                self.content = before;
            }
            _ => walk::walk_return_statement(self, it),
        }
    }

    fn visit_function_body(&mut self, it: &FunctionBody<'a>) {
        let returns = self.returns.take();
        walk::walk_function_body(self, it);
        self.returns = returns;
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.conditional(|walker| walk::walk_if_statement(walker, it));
    }

    fn visit_switch_statement(&mut self, it: &SwitchStatement<'a>) {
        self.conditional(|walker| walk::walk_switch_statement(walker, it));
    }

    fn visit_for_statement(&mut self, it: &ForStatement<'a>) {
        self.conditional(|walker| walk::walk_for_statement(walker, it));
    }

    fn visit_for_of_statement(&mut self, it: &ForOfStatement<'a>) {
        self.conditional(|walker| walk::walk_for_of_statement(walker, it));
    }

    fn visit_for_in_statement(&mut self, it: &ForInStatement<'a>) {
        self.conditional(|walker| walk::walk_for_in_statement(walker, it));
    }

    fn visit_while_statement(&mut self, it: &WhileStatement<'a>) {
        self.conditional(|walker| walk::walk_while_statement(walker, it));
    }

    fn visit_do_while_statement(&mut self, it: &DoWhileStatement<'a>) {
        self.conditional(|walker| walk::walk_do_while_statement(walker, it));
    }

    fn visit_conditional_expression(&mut self, it: &ConditionalExpression<'a>) {
        self.conditional(|walker| walk::walk_conditional_expression(walker, it));
    }

    fn visit_logical_expression(&mut self, it: &LogicalExpression<'a>) {
        self.conditional(|walker| walk::walk_logical_expression(walker, it));
    }
}

impl Walker<'_> {
    /// What is met in `walk` is no content of the element around.
    fn aside(&mut self, walk: impl FnOnce(&mut Self)) {
        let content = std::mem::replace(&mut self.content, false);
        walk(self);
        self.content = content;
    }

    fn conditional(&mut self, walk: impl FnOnce(&mut Self)) {
        self.conditions += 1;
        walk(self);
        self.conditions -= 1;
    }

    fn add(&mut self, kind: NodeKind, span: Span) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let optional = self.conditions > 0;
        let mut conditional = optional;
        if let Some(parent) = self.parent.and_then(|parent| self.nodes.get_mut(parent as usize)) {
            conditional |= parent.conditional;
            if self.content {
                parent.children.push(id);
            }
        }
        self.nodes.push(Node { parent: self.parent, children: Vec::new(), span, kind, conditional, optional });
        id
    }

    fn element(&mut self, it: &JSXElement<'_>) {
        let opening = &it.opening_element;
        let name_span = span(opening.name.span());
        let (name, is_component) = self.name(&opening.name);
        let id = self.add(
            NodeKind::Element(Element {
                name,
                name_span,
                tag_span: span(opening.span),
                attributes: Attributes::default(),
                open_ended: false,
                is_component,
                closed: true,
            }),
            span(it.span),
        );
        let around = (self.parent.replace(id), self.content, self.returns.take(), std::mem::take(&mut self.conditions));
        self.content = false;
        let mut attributes = Attributes::with_capacity(opening.attributes.len());
        let mut spread = None;
        for item in &opening.attributes {
            match item {
                JSXAttributeItem::Attribute(attribute) => attributes.push(self.attribute(attribute)),
                JSXAttributeItem::SpreadAttribute(attribute) => {
                    spread = Some(span(attribute.span));
                    self.visit_expression(&attribute.argument);
                }
            }
        }
        self.content = true;
        let filled = attributes
            .iter()
            .find(|attribute| names::fills_content(&attribute.name) || attribute.raw_name == "children")
            .map(|attribute| attribute.span)
            .or(spread.filter(|_| it.children.is_empty()));
        if let Some(span) = filled {
            self.add(NodeKind::Dynamic, span);
        }
        self.children(&it.children);
        (self.parent, self.content, self.returns, self.conditions) = around;
        if let Some(NodeKind::Element(element)) = self.nodes.get_mut(id as usize).map(|node| &mut node.kind) {
            element.attributes = attributes;
            element.open_ended = spread.is_some();
        }
    }

    fn name(&self, name: &JSXElementName<'_>) -> (CompactString, bool) {
        let written = self.source.get(span(name.span()).range()).unwrap_or_default();
        if let JSXElementName::Identifier(_) = name {
            let lower = names::lower(written);
            if names::is_html(&lower) || names::is_foreign(&lower) {
                return (lower.into(), false);
            }
        }
        (written.into(), true)
    }

    fn attribute(&mut self, it: &JSXAttribute<'_>) -> Attribute {
        let name_span = span(match &it.name {
            JSXAttributeName::Identifier(name) => name.span,
            JSXAttributeName::NamespacedName(name) => name.span,
        });
        let raw_name = self.source.get(name_span.range()).unwrap_or_default();
        let value = match &it.value {
            None => Value::Empty,
            Some(JSXAttributeValue::StringLiteral(literal)) => {
                let span = inside(span(literal.span));
                let written = self.source.get(span.range()).unwrap_or_default();
                Value::Text { text: decode(written).into(), span }
            }
            Some(JSXAttributeValue::ExpressionContainer(container)) => {
                self.visit_jsx_expression(&container.expression);
                match container.expression.as_expression() {
                    Some(expression) => value(expression, self.source),
                    None => dynamic(container.span),
                }
            }
            Some(other @ (JSXAttributeValue::Element(_) | JSXAttributeValue::Fragment(_))) => {
                self.visit_jsx_attribute_value(other);
                dynamic(other.span())
            }
        };
        Attribute {
            name: names::of_property(raw_name).into(),
            raw_name: raw_name.into(),
            span: span(it.span),
            name_span,
            value,
        }
    }

    fn children(&mut self, children: &[JSXChild<'_>]) {
        for child in children {
            match child {
                JSXChild::Text(text) => self.text(span(text.span)),
                JSXChild::Element(element) => self.element(element),
                JSXChild::Fragment(fragment) => self.children(&fragment.children),
                JSXChild::ExpressionContainer(container) => match &container.expression {
                    JSXExpression::EmptyExpression(empty) => {
                        if !self.source.get(span(empty.span).range()).unwrap_or_default().trim().is_empty() {
                            self.add(NodeKind::Comment, span(container.span));
                        }
                    }
                    expression => {
                        if let Some(expression) = expression.as_expression() {
                            self.render(expression);
                        }
                    }
                },
                JSXChild::Spread(spread) => {
                    self.add(NodeKind::Dynamic, span(spread.span));
                    self.aside(|walker| walker.visit_expression(&spread.expression));
                }
            }
        }
    }

    /// JSX text loses its line breaks and the spaces around them.
    fn text(&mut self, whole: Span) {
        let written = self.source.get(whole.range()).unwrap_or_default();
        let text = joined_lines(written);
        if text.is_empty() {
            return;
        }
        self.add(NodeKind::Text(decode(&text).into()), whole);
    }

    /// What `{expression}` puts into the element around.
    fn render(&mut self, expression: &Expression<'_>) {
        let expression = expression.get_inner_expression();
        let at = span(expression.span());
        match expression {
            Expression::JSXElement(element) => self.element(element),
            Expression::JSXFragment(fragment) => self.children(&fragment.children),
            Expression::NullLiteral(_) | Expression::BooleanLiteral(_) => {}
            Expression::Identifier(name) if name.name == "undefined" => {}
            Expression::StringLiteral(literal) => {
                self.add(NodeKind::Text(literal.value.as_str().into()), inside(at));
            }
            Expression::NumericLiteral(_) => {
                let text = self.source.get(at.range()).unwrap_or_default().into();
                self.add(NodeKind::Text(text), at);
            }
            Expression::TemplateLiteral(template) if template.expressions.is_empty() => {
                self.add(NodeKind::Text(known(template).concat().into()), inside(at));
            }
            Expression::LogicalExpression(logical) => {
                if logical.operator == LogicalOperator::And {
                    self.aside(|walker| walker.visit_expression(&logical.left));
                } else {
                    self.conditional(|walker| walker.render(&logical.left));
                }
                self.conditional(|walker| walker.render(&logical.right));
            }
            Expression::ConditionalExpression(conditional) => {
                self.aside(|walker| walker.visit_expression(&conditional.test));
                self.conditional(|walker| {
                    walker.render(&conditional.consequent);
                    walker.render(&conditional.alternate);
                });
            }
            Expression::ArrayExpression(array) => {
                for element in &array.elements {
                    match element {
                        ArrayExpressionElement::SpreadElement(spread) => self.render(&spread.argument),
                        ArrayExpressionElement::Elision(_) => {}
                        element => {
                            if let Some(element) = element.as_expression() {
                                self.render(element);
                            }
                        }
                    }
                }
            }
            Expression::ArrowFunctionExpression(function) => {
                self.conditional(|walker| match &function.body {
                    ArrowFunctionBody::FunctionBody(body) => walker.rendered_function(body),
                    body => {
                        if let Some(result) = body.as_expression() {
                            walker.render(result);
                        }
                    }
                });
            }
            Expression::FunctionExpression(function) => {
                if let Some(body) = &function.body {
                    self.conditional(|walker| walker.rendered_function(body));
                }
            }
            Expression::CallExpression(call) => {
                let callbacks = call.arguments.iter().filter_map(Argument::as_expression).filter(|it| is_function(it));
                let mut rendered = false;
                for callback in callbacks {
                    rendered = true;
                    self.render(callback);
                }
                if let callee @ (Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_)) =
                    call.callee.get_inner_expression()
                {
                    rendered = true;
                    self.render(callee);
                } else {
                    self.aside(|walker| walker.visit_expression(&call.callee));
                }
                for argument in call.arguments.iter().filter_map(Argument::as_expression).filter(|it| !is_function(it))
                {
                    self.aside(|walker| walker.visit_expression(argument));
                }
                if !rendered {
                    self.add(NodeKind::Dynamic, at);
                }
            }
            _ => {
                self.add(NodeKind::Dynamic, at);
                self.aside(|walker| walker.visit_expression(expression));
            }
        }
    }

    /// A function whose result is rendered in place.
    fn rendered_function(&mut self, body: &FunctionBody<'_>) {
        let returns = self.returns.replace(self.content);
        self.aside(|walker| walk::walk_function_body(walker, body));
        self.returns = returns;
    }
}

fn is_function(expression: &Expression<'_>) -> bool {
    matches!(
        expression.get_inner_expression(),
        Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_)
    )
}

/// The value of an attribute given as `{expression}`.
pub(crate) fn value(expression: &Expression<'_>, source: &str) -> Value {
    let expression = expression.get_inner_expression();
    let at = span(expression.span());
    match expression {
        Expression::StringLiteral(literal) => Value::Text { text: literal.value.as_str().into(), span: inside(at) },
        Expression::TemplateLiteral(template) if template.expressions.is_empty() => {
            Value::Text { text: known(template).concat().into(), span: inside(at) }
        }
        Expression::TemplateLiteral(template) => Value::Dynamic { span: at, known: known(template) },
        Expression::NumericLiteral(_) => number(at, source),
        Expression::UnaryExpression(unary) if matches!(unary.argument, Expression::NumericLiteral(_)) => {
            number(at, source)
        }
        Expression::BooleanLiteral(literal) if literal.value => Value::Text { text: "true".into(), span: at },
        _ => Value::Dynamic { span: at, known: Vec::new() },
    }
}

fn number(at: Span, source: &str) -> Value {
    let text = source.get(at.range()).unwrap_or_default();
    let plain = text.strip_prefix('-').unwrap_or(text).bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if plain { Value::Text { text: text.into(), span: at } } else { Value::Dynamic { span: at, known: Vec::new() } }
}

fn dynamic(at: oxc_span::Span) -> Value {
    Value::Dynamic { span: span(at), known: Vec::new() }
}

/// The text of a template literal, without what it computes.
fn known(template: &TemplateLiteral<'_>) -> Vec<String> {
    let parts = template.quasis.iter().map(|quasi| quasi.value.cooked.unwrap_or(quasi.value.raw).to_string());
    parts.filter(|part| !part.is_empty()).collect()
}

pub(crate) fn span(at: oxc_span::Span) -> Span {
    Span { start: at.start, end: at.end }
}

/// What stands between the quotes.
fn inside(at: Span) -> Span {
    if at.len() < 2 { at } else { Span { start: at.start + 1, end: at.end - 1 } }
}

fn joined_lines(written: &str) -> Cow<'_, str> {
    if !written.contains(['\n', '\r']) {
        return Cow::Borrowed(written);
    }
    let lines: Vec<&str> = written.split(['\n', '\r']).collect();
    let last = lines.len() - 1;
    let blank = |c: char| matches!(c, ' ' | '\t');
    let trimmed = lines.iter().enumerate().map(|(at, line)| {
        let line = if at == 0 { line } else { line.trim_start_matches(blank) };
        if at == last { line } else { line.trim_end_matches(blank) }
    });
    Cow::Owned(trimmed.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" "))
}
