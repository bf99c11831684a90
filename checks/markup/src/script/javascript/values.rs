//! Expressions as values.

use std::borrow::Cow;

use oxc_allocator::ArenaVec;
use oxc_ast::ast::{
    Argument as JsArgument, ArrayExpressionElement, AssignmentTarget, BinaryExpression, CallExpression, ChainElement,
    Expression, MemberExpression, ObjectPropertyKind, PropertyKind, TemplateLiteral, UnaryOperator,
};
use oxc_span::GetSpan;

use super::Reader;
use crate::script::{Argument, Call, Entry, Expr, Kind, MAX_CHAIN, MAX_DEPTH, fold, masked};

/// The dotted name of an expression, when it is a chain of names. `(window.x = window.x || [])` is `window.x`.
pub(super) fn chain(expression: &Expression<'_>) -> Option<String> {
    let mut steps: Vec<Cow<'_, str>> = Vec::new();
    let mut at = expression;
    let root = loop {
        if steps.len() > MAX_CHAIN {
            return None;
        }
        at = match at {
            Expression::Identifier(id) => break Cow::Borrowed(id.name.as_str()),
            Expression::ThisExpression(_) => break Cow::Borrowed("this"),
            Expression::Super(_) => break Cow::Borrowed("super"),
            Expression::ImportMeta(_) => break Cow::Borrowed("import.meta"),
            Expression::AssignmentExpression(assignment) => break Cow::Owned(target(&assignment.left)?),
            Expression::LogicalExpression(logical) if !logical.operator.is_and() => &logical.left,
            Expression::ChainExpression(chained) => match &chained.expression {
                ChainElement::CallExpression(_) => return None,
                ChainElement::TSNonNullExpression(inner) => &inner.expression,
                element => step(element.as_member_expression()?, &mut steps)?,
            },
            other if other.is_member_expression() => step(other.as_member_expression()?, &mut steps)?,
            // `res.status(200).cookie`: what is called on the way.
            Expression::CallExpression(call) if !steps.is_empty() => {
                steps.push(Cow::Borrowed("()"));
                &call.callee
            }
            other => {
                let inner = other.get_inner_expression();
                if std::ptr::eq(inner, other) {
                    return None;
                }
                inner
            }
        };
    };
    steps.push(root);
    steps.reverse();
    Some(steps.join(".").replace(".()", "()"))
}

/// Notes the property of `member` and goes to its object.
fn step<'m, 'a>(member: &'m MemberExpression<'a>, steps: &mut Vec<Cow<'m, str>>) -> Option<&'m Expression<'a>> {
    steps.push(match member {
        MemberExpression::PrivateFieldExpression(private) => Cow::Owned(format!("#{}", private.field.name)),
        MemberExpression::ComputedMemberExpression(computed) => match &computed.expression {
            Expression::StringLiteral(key) => Cow::Borrowed(key.value.as_str()),
            _ => return None,
        },
        MemberExpression::StaticMemberExpression(member) => Cow::Borrowed(member.property.name.as_str()),
    });
    Some(member.object())
}

/// The dotted name of what is assigned to.
pub(super) fn target(target: &AssignmentTarget<'_>) -> Option<String> {
    if let AssignmentTarget::AssignmentTargetIdentifier(id) = target {
        return Some(id.name.to_string());
    }
    let mut steps = Vec::new();
    let object = step(target.as_member_expression()?, &mut steps)?;
    Some(format!("{}.{}", chain(object)?, steps.pop()?))
}

impl Reader<'_> {
    /// What an expression is worth.
    pub(super) fn expr(&mut self, expression: &Expression<'_>) -> Expr {
        let span = self.span(expression.span());
        self.depth += 1;
        let mut value =
            if self.depth > MAX_DEPTH { Expr { kind: Kind::Unknown, span } } else { self.value(expression, span) };
        self.depth -= 1;
        if let Kind::Text(text) = &value.kind
            && let Some(partial) = masked::partial(text)
        {
            value.kind = partial;
        }
        value
    }

    fn value(&mut self, expression: &Expression<'_>, span: checks_core::Span) -> Expr {
        let kind = match expression {
            Expression::NullLiteral(_) => Kind::Null,
            Expression::BooleanLiteral(literal) => Kind::Bool(literal.value),
            Expression::NumericLiteral(literal) => Kind::Number(literal.value),
            Expression::StringLiteral(literal) => Kind::Text(literal.value.to_string()),
            Expression::TemplateLiteral(template) => self.template(template),
            Expression::ArrayExpression(array) => Kind::List(self.items(&array.elements)),
            Expression::ObjectExpression(object) => Kind::Map(self.entries(&object.properties)),
            Expression::ArrowFunctionExpression(_) | Expression::FunctionExpression(_) => Kind::Function,
            Expression::UnaryExpression(unary) => match (unary.operator, self.expr(&unary.argument).kind) {
                (UnaryOperator::UnaryNegation, Kind::Number(number)) => Kind::Number(-number),
                (UnaryOperator::UnaryPlus, Kind::Number(number)) => Kind::Number(number),
                (UnaryOperator::LogicalNot, Kind::Bool(value)) => Kind::Bool(!value),
                (UnaryOperator::LogicalNot, Kind::Number(number)) => Kind::Bool(number == 0.0),
                (UnaryOperator::Void, _) => Kind::Null,
                _ => Kind::Unknown,
            },
            Expression::BinaryExpression(binary) => self.binary(binary),
            Expression::CallExpression(call) => self.call_value(call),
            Expression::NewExpression(new) => Kind::Call(Box::new(self.call(&new.callee, &new.arguments, new.span))),
            Expression::AwaitExpression(awaited) => return self.expr(&awaited.argument),
            Expression::ChainExpression(chained) => match &chained.expression {
                ChainElement::CallExpression(call) => self.call_value(call),
                _ => return self.named_value(expression, span),
            },
            Expression::LogicalExpression(_) | Expression::AssignmentExpression(_) => Kind::Unknown,
            other => {
                let inner = other.get_inner_expression();
                if std::ptr::eq(inner, other) {
                    return self.named_value(expression, span);
                }
                return self.expr(inner);
            }
        };
        Expr { kind, span }
    }

    fn named_value(&mut self, expression: &Expression<'_>, span: checks_core::Span) -> Expr {
        let kind = match chain(expression) {
            Some(name) if name == "undefined" => Kind::Null,
            Some(name) if masked::is_masked(&name) => Kind::Unknown,
            Some(name) => match self.names.resolve(&name, span) {
                Some(value) => return value,
                None => Kind::Name(name),
            },
            None => Kind::Unknown,
        };
        Expr { kind, span }
    }

    fn template(&mut self, template: &TemplateLiteral<'_>) -> Kind {
        let mut parts = Vec::new();
        for (index, quasi) in template.quasis.iter().enumerate() {
            parts.push(Kind::Text(quasi.value.cooked.unwrap_or(quasi.value.raw).to_string()));
            if let Some(expression) = template.expressions.get(index) {
                parts.push(self.expr(expression).kind);
            }
        }
        fold::template(&parts)
    }

    /// A long sum (`"a" + "b" + …`) leans to the left: it is walked, not descended into.
    fn binary(&mut self, binary: &BinaryExpression<'_>) -> Kind {
        let mut rights = vec![(binary.operator, &binary.right)];
        let mut left = &binary.left;
        while let Expression::BinaryExpression(inner) = left {
            rights.push((inner.operator, &inner.right));
            left = &inner.left;
        }
        let mut value = self.expr(left);
        for (operator, right) in rights.into_iter().rev() {
            let right = self.expr(right);
            let span = value.span.to(right.span);
            value = Expr { kind: fold::binary(operator.as_str(), value, right), span };
        }
        value.kind
    }

    fn items(&mut self, elements: &ArenaVec<'_, ArrayExpressionElement<'_>>) -> Vec<Expr> {
        let mut items = Vec::with_capacity(elements.len());
        for element in elements {
            match element {
                ArrayExpressionElement::SpreadElement(spread) => {
                    items.extend(fold::items_of(self.expr(&spread.argument)));
                }
                ArrayExpressionElement::Elision(_) => {}
                other => items.extend(other.as_expression().map(|item| self.expr(item))),
            }
        }
        items
    }

    fn entries(&mut self, properties: &ArenaVec<'_, ObjectPropertyKind<'_>>) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(properties.len());
        for property in properties {
            match property {
                ObjectPropertyKind::SpreadProperty(spread) => {
                    entries.extend(fold::entries_of(self.expr(&spread.argument)));
                }
                ObjectPropertyKind::ObjectProperty(property) => {
                    let key = match &property.key {
                        key if !property.computed => key.static_name().map(Cow::into_owned),
                        key => key.as_expression().and_then(|key| self.expr(key).text().map(ToOwned::to_owned)),
                    };
                    let value = if property.kind == PropertyKind::Init {
                        self.expr(&property.value)
                    } else {
                        Expr { kind: Kind::Unknown, span: self.span(property.value.span()) }
                    };
                    entries.push(Entry { key: key.unwrap_or_default(), value, span: self.span(property.span) });
                }
            }
        }
        entries
    }

    /// A call, or what it is sure to give: `[…].join("; ")`, a text trimmed.
    fn call_value(&mut self, call: &CallExpression<'_>) -> Kind {
        if let Expression::StaticMemberExpression(member) = &call.callee {
            match member.property.name.as_str() {
                "join" => {
                    if let (Kind::List(items), separator) = (self.expr(&member.object).kind, call.arguments.first()) {
                        let separator = separator.map(|value| self.argument(value).value.kind);
                        match separator {
                            Some(Kind::Text(separator)) => return fold::join(&items, &separator),
                            None => return fold::join(&items, ","),
                            _ => {}
                        }
                    }
                }
                "trim" | "trimStart" | "trimEnd" => {
                    if let Kind::Text(text) = self.expr(&member.object).kind {
                        return Kind::Text(text.trim().to_owned());
                    }
                }
                "replace" | "replaceAll" if replaces_white_space(call) => {
                    let text = self.expr(&member.object).kind;
                    if matches!(text, Kind::Text(_) | Kind::Partial(_)) {
                        return text;
                    }
                }
                _ => {}
            }
        }
        Kind::Call(Box::new(self.call(&call.callee, &call.arguments, call.span)))
    }

    /// A call of `callee`.
    pub(super) fn call(
        &mut self,
        callee: &Expression<'_>,
        arguments: &ArenaVec<'_, JsArgument<'_>>,
        span: oxc_span::Span,
    ) -> Call {
        let arguments = arguments.iter().map(|argument| self.argument(argument)).collect();
        Call {
            callee: chain(callee).filter(|name| !masked::is_masked(name)).unwrap_or_default(),
            arguments,
            span: self.span(span),
            callee_span: self.span(callee.span()),
            around: self.around.clone(),
        }
    }

    fn argument(&mut self, argument: &JsArgument<'_>) -> Argument {
        let span = self.span(argument.span());
        let value = match argument {
            JsArgument::SpreadElement(spread) => {
                Expr { kind: Kind::Spread(Box::new(self.expr(&spread.argument))), span }
            }
            other => match other.as_expression() {
                Some(expression) => self.expr(expression),
                None => Expr { kind: Kind::Unknown, span },
            },
        };
        Argument { name: None, value, span }
    }
}

/// `.replace(/\s{2,}/g, " ")`, `.replaceAll("\n", "")`: what a policy written on several lines goes through.
fn replaces_white_space(call: &CallExpression<'_>) -> bool {
    match call.arguments.first() {
        Some(JsArgument::RegExpLiteral(regex)) => {
            let pattern = regex.regex.pattern.text.as_str();
            !pattern.is_empty()
                && pattern
                    .replace("\\s", "")
                    .replace("\\n", "")
                    .replace("\\r", "")
                    .chars()
                    .all(|c| "+*{}2, []|1".contains(c))
        }
        Some(JsArgument::StringLiteral(text)) => text.value.chars().all(char::is_whitespace),
        _ => false,
    }
}
