//! What the script of a JSX file imports, exports and defines as components.
//!
//! Only what stands at the top of the module counts: a component made within a function is nobody else's.

use checks_core::Span;
use compact_str::CompactString;
use oxc_ast::ast::{
    Argument, ArrowFunctionBody, BindingPattern, Declaration, ExportDefaultDeclarationKind, ExportSpecifier,
    Expression, FormalParameters, ImportDeclarationSpecifier, ObjectPattern, Program, Statement,
};
use oxc_span::GetSpan;

use crate::document::Value;
use crate::jsx::{span, value};

/// How many names one file imports or exports, as far as is told.
const MOST_NAMES: usize = 500;
/// How many components of one file are read.
const MOST: usize = 64;
/// How many results of one component are told.
const MOST_RETURNS: usize = 8;

/// A JSX file as a module.
#[derive(Debug, Clone, Default)]
pub struct Module {
    /// Names bound by imports.
    pub imports: Vec<Imported>,
    /// Names others can import.
    pub exports: Vec<Exported>,
    /// The functions at the top of the module whose names start with a capital, wrapped in `memo`, `forwardRef` or
    /// `observer` or not.
    pub components: Vec<Component>,
}

/// A name bound by an import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imported {
    /// The name in this file.
    pub local: CompactString,
    /// The name in the module: `default`, `*` for the whole module.
    pub exported: CompactString,
    /// The module, as written: `./Button`, `next/link`.
    pub module: CompactString,
}

/// A name others can import.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    /// The name: `default`, `*` for all that `module` exports.
    pub name: CompactString,
    /// What it is called in this file, or in `module`.
    pub local: CompactString,
    /// The module it comes from, when it is passed on.
    pub module: Option<CompactString>,
}

/// A component that a module defines.
#[derive(Debug, Clone)]
pub struct Component {
    /// Its name.
    pub name: CompactString,
    /// How it takes its properties.
    pub props: Props,
    /// The expressions it returns, `null` and the like left out.
    pub returns: Vec<Span>,
}

/// How a component takes its properties.
#[derive(Debug, Clone, Default)]
pub struct Props {
    /// The name that holds them all: `props`.
    pub whole: Option<CompactString>,
    /// Those that are taken apart by name.
    pub named: Vec<Prop>,
    /// The name that holds the others: `rest` of `{ a, ...rest }`.
    pub rest: Option<CompactString>,
}

/// A property taken apart by name.
#[derive(Debug, Clone)]
pub struct Prop {
    /// The property, as written.
    pub name: CompactString,
    /// The variable that holds it.
    pub local: CompactString,
    /// Its value when it is not given.
    pub default: Option<Value>,
}

/// The module that `program` is.
pub(crate) fn read(program: &Program<'_>, source: &str) -> Module {
    let mut reader = Reader { source, module: Module::default() };
    for statement in &program.body {
        reader.statement(statement);
    }
    reader.module
}

struct Reader<'s> {
    source: &'s str,
    module: Module,
}

impl Reader<'_> {
    fn statement(&mut self, statement: &Statement<'_>) {
        match statement {
            Statement::ImportDeclaration(import) if !import.import_kind.is_type() => {
                for specifier in import.specifiers.iter().flatten() {
                    let (exported, local) = match specifier {
                        ImportDeclarationSpecifier::ImportSpecifier(named) => {
                            (named.imported.name().as_str(), &named.local)
                        }
                        ImportDeclarationSpecifier::ImportDefaultSpecifier(default) => ("default", &default.local),
                        ImportDeclarationSpecifier::ImportNamespaceSpecifier(whole) => ("*", &whole.local),
                    };
                    if self.module.imports.len() == MOST_NAMES {
                        return;
                    }
                    self.module.imports.push(Imported {
                        local: local.name.as_str().into(),
                        exported: exported.into(),
                        module: import.source.value.as_str().into(),
                    });
                }
            }
            Statement::VariableDeclaration(declaration) => {
                for declarator in &declaration.declarations {
                    if let (Some(name), Some(init)) = (declarator.id.get_identifier_name(), &declarator.init) {
                        self.component(name.as_str(), init);
                    }
                }
            }
            Statement::FunctionDeclaration(function) => {
                if let (Some(id), Some(body)) = (&function.id, &function.body) {
                    self.define(id.name.as_str(), &function.params, &body.statements);
                }
            }
            Statement::ExportAllDeclaration(all) if all.exported.is_none() => {
                self.export("*", "*", Some(all.source.value.as_str()));
            }
            Statement::ExportFromDeclaration(from) => {
                let module = from.source.value.as_str();
                self.specifiers(&from.specifiers, Some(module));
            }
            Statement::ExportNamedDeclaration(named) => {
                self.specifiers(&named.specifiers, None);
            }
            Statement::ExportDeclaration(exported) => self.exported(&exported.declaration),
            Statement::ExportDefaultDeclaration(default) => match &default.declaration {
                ExportDefaultDeclarationKind::FunctionDeclaration(function) => {
                    let name = function.id.as_ref().map_or("default", |id| id.name.as_str());
                    if let Some(body) = &function.body {
                        self.define(name, &function.params, &body.statements);
                    }
                    self.export("default", name, None);
                }
                other => {
                    if let Some(expression) = other.as_expression() {
                        match unwrapped(expression) {
                            Expression::Identifier(name) => self.export("default", name.name.as_str(), None),
                            inner => {
                                self.component("default", inner);
                                self.export("default", "default", None);
                            }
                        }
                    }
                }
            },
            _ => {}
        }
    }

    fn specifiers(&mut self, specifiers: &[ExportSpecifier<'_>], module: Option<&str>) {
        for specifier in specifiers {
            self.export(specifier.exported.name().as_str(), specifier.local.name().as_str(), module);
        }
    }

    fn exported(&mut self, declaration: &Declaration<'_>) {
        match declaration {
            Declaration::VariableDeclaration(declaration) => {
                for declarator in &declaration.declarations {
                    if let (Some(name), Some(init)) = (declarator.id.get_identifier_name(), &declarator.init) {
                        self.component(name.as_str(), init);
                        self.export(name.as_str(), name.as_str(), None);
                    }
                }
            }
            Declaration::FunctionDeclaration(function) => {
                if let (Some(id), Some(body)) = (&function.id, &function.body) {
                    self.define(id.name.as_str(), &function.params, &body.statements);
                    self.export(id.name.as_str(), id.name.as_str(), None);
                }
            }
            _ => {}
        }
    }

    fn export(&mut self, name: &str, local: &str, module: Option<&str>) {
        if self.module.exports.len() == MOST_NAMES {
            return;
        }
        self.module.exports.push(Exported { name: name.into(), local: local.into(), module: module.map(Into::into) });
    }

    fn component(&mut self, name: &str, value: &Expression<'_>) {
        match unwrapped(value) {
            Expression::ArrowFunctionExpression(function) => match &function.body {
                ArrowFunctionBody::FunctionBody(body) => self.define(name, &function.params, &body.statements),
                body => {
                    if let Some(result) = body.as_expression() {
                        self.add(name, self.props(&function.params), vec![result]);
                    }
                }
            },
            Expression::FunctionExpression(function) => {
                if let Some(body) = &function.body {
                    self.define(name, &function.params, &body.statements);
                }
            }
            _ => {}
        }
    }

    fn define(&mut self, name: &str, params: &FormalParameters<'_>, body: &[Statement<'_>]) {
        if !is_component(name) {
            return;
        }
        let mut props = self.props(params);
        let mut returns = Vec::new();
        collect_returns(body, &mut returns, 0);
        for statement in body {
            if let Statement::VariableDeclaration(declaration) = statement {
                for declarator in &declaration.declarations {
                    let is_props = matches!(
                        (&declarator.init, &props.whole),
                        (Some(Expression::Identifier(init)), Some(whole)) if init.name.as_str() == whole
                    );
                    if let (BindingPattern::ObjectPattern(pattern), true) = (&declarator.id, is_props) {
                        self.take_apart(pattern, &mut props);
                    }
                }
            }
        }
        self.add(name, props, returns);
    }

    fn add(&mut self, name: &str, props: Props, returns: Vec<&Expression<'_>>) {
        if !is_component(name) || self.module.components.len() == MOST {
            return;
        }
        let returns: Vec<Span> = returns
            .into_iter()
            .map(Expression::get_inner_expression)
            .filter(|result| !matches!(result, Expression::NullLiteral(_) | Expression::BooleanLiteral(_)))
            .filter(|result| !matches!(result, Expression::Identifier(name) if name.name == "undefined"))
            .map(|result| span(result.span()))
            .take(MOST_RETURNS)
            .collect();
        if !returns.is_empty() {
            self.module.components.push(Component { name: name.into(), props, returns });
        }
    }

    fn props(&self, params: &FormalParameters<'_>) -> Props {
        let mut props = Props::default();
        match params.items.first().map(|parameter| &parameter.pattern) {
            Some(BindingPattern::BindingIdentifier(name)) => props.whole = Some(name.name.as_str().into()),
            Some(BindingPattern::ObjectPattern(pattern)) => self.take_apart(pattern, &mut props),
            _ => {}
        }
        props
    }

    fn take_apart(&self, pattern: &ObjectPattern<'_>, props: &mut Props) {
        for property in &pattern.properties {
            let Some(name) = property.key.static_name() else { continue };
            let (local, default) = match &property.value {
                BindingPattern::BindingIdentifier(local) => (local.name.as_str(), None),
                BindingPattern::AssignmentPattern(assignment) => match &assignment.left {
                    BindingPattern::BindingIdentifier(local) => {
                        (local.name.as_str(), Some(value(&assignment.right, self.source)))
                    }
                    _ => continue,
                },
                _ => continue,
            };
            props.named.push(Prop { name: name.as_ref().into(), local: local.into(), default });
        }
        if let Some(BindingPattern::BindingIdentifier(rest)) = pattern.rest.as_ref().map(|rest| &rest.argument) {
            props.rest = Some(rest.name.as_str().into());
        }
    }
}

fn is_component(name: &str) -> bool {
    name == "default" || name.starts_with(|c: char| c.is_ascii_uppercase())
}

/// What `memo`, `forwardRef` and `observer` are given.
fn unwrapped<'e, 'a>(expression: &'e Expression<'a>) -> &'e Expression<'a> {
    let mut expression = expression.get_inner_expression();
    for _ in 0..4 {
        let Expression::CallExpression(call) = expression else { break };
        let name = match call.callee.get_inner_expression() {
            Expression::Identifier(name) => name.name.as_str(),
            Expression::StaticMemberExpression(member) => member.property.name.as_str(),
            _ => break,
        };
        let first = call.arguments.first().and_then(Argument::as_expression);
        match (name, first) {
            ("memo" | "forwardRef" | "observer", Some(inner)) => expression = inner.get_inner_expression(),
            _ => break,
        }
    }
    expression
}

/// What a function's own statements return.
fn collect_returns<'e, 'a>(statements: &'e [Statement<'a>], into: &mut Vec<&'e Expression<'a>>, depth: u32) {
    if depth > 16 {
        return;
    }
    for statement in statements {
        collect_return(statement, into, depth);
    }
}

fn collect_return<'e, 'a>(statement: &'e Statement<'a>, into: &mut Vec<&'e Expression<'a>>, depth: u32) {
    match statement {
        Statement::ReturnStatement(returned) => into.extend(&returned.argument),
        Statement::BlockStatement(block) => collect_returns(&block.body, into, depth + 1),
        Statement::IfStatement(condition) => {
            collect_return(&condition.consequent, into, depth + 1);
            if let Some(alternate) = condition.alternate.as_ref().filter(|_| depth < 16) {
                collect_return(alternate, into, depth + 1);
            }
        }
        Statement::SwitchStatement(switch) => {
            for case in &switch.cases {
                collect_returns(&case.consequent, into, depth + 1);
            }
        }
        Statement::TryStatement(attempt) => {
            collect_returns(&attempt.block.body, into, depth + 1);
            if let Some(handler) = &attempt.handler {
                collect_returns(&handler.body.body, into, depth + 1);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use checks_core::Language;

    use crate::Document;

    #[test]
    fn components_are_told_with_their_properties_and_results() {
        let source = "import React, { memo as m } from 'react';
import type { T } from './t';
export { default as Titre } from './Titre';
export const Bouton = React.forwardRef<T, P>(({ label, icone: nom = 'x', ...rest }, ref) => <button {...rest} />);
function Carte(props) {
  const { titre, ...autres } = props;
  if (!titre) return null;
  return <article>{titre}</article>;
}
export default memo(Carte);
const aide = () => <p />;
";
        let module = Document::parse(Arc::from(source), Language::Jsx).module;
        let imports: Vec<_> = module.imports.iter().map(|import| (&*import.local, &*import.exported)).collect();
        assert_eq!(imports, [("React", "default"), ("m", "memo")]);
        let exports: Vec<_> = module.exports.iter().map(|export| (&*export.name, &*export.local)).collect();
        assert_eq!(exports, [("Titre", "default"), ("Bouton", "Bouton"), ("default", "Carte")]);
        let [bouton, carte] = module.components.as_slice() else { panic!("{:?}", module.components) };
        let named = |component: &super::Component| {
            let told = component.props.named.iter().map(|prop| format!("{}={}", prop.name, prop.local));
            told.collect::<Vec<_>>().join(" ")
        };
        assert_eq!((named(bouton).as_str(), bouton.props.rest.as_deref()), ("label=label icone=nom", Some("rest")));
        assert!(bouton.props.named[1].default.is_some());
        assert_eq!((named(carte).as_str(), carte.props.whole.as_deref()), ("titre=titre", Some("props")));
        assert_eq!(&source[carte.returns[0].range()], "<article>{titre}</article>");
    }
}
