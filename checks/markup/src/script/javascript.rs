//! JavaScript, TypeScript and JSX, read by oxc.

mod names;
mod parse;
mod values;

use oxc_ast::AstKind;
use oxc_ast::ast::{
    ArrowFunctionExpression, AssignmentExpression, BindingPattern, CallExpression, Class, ConditionalExpression,
    ExportAllDeclaration, ExportDefaultDeclaration, ExportFromDeclaration, Expression, ExpressionStatement,
    IfStatement, ImportDeclaration, ImportDeclarationSpecifier, ImportExpression, JSXAttribute, JSXAttributeName,
    LogicalExpression, LogicalOperator, MethodDefinition, NewExpression, ObjectProperty, PropertyDefinition,
    ReturnStatement, Statement, SwitchCase, TSInterfaceDeclaration, TSType, TSTypeAliasDeclaration,
    TSTypeParameterDeclaration, TSTypeParameterInstantiation, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};
use oxc_span::GetSpan;

pub(super) use parse::Dialect;

use super::names::Names;
use super::{Around, Assignment, Call, Expr, Import, Return, Script, push_around};
use checks_core::Span;

/// Adds what `source`, which stands at byte `base` of its file, says to `script`.
pub(super) fn read(source: &str, base: usize, dialect: Dialect, script: &mut Script) {
    if read_whole(source, base as isize, dialect, script) || !is_fragment(source) {
        return;
    }
    // Configurations are shown, and shared, as what stands between their braces.
    read_whole(&format!("({{{source}}})"), base as isize - 2, dialect, script);
}

/// Whether a text may be entries of an object: `kit: { … }`.
fn is_fragment(source: &str) -> bool {
    let start = source.trim_start();
    let name = start.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '$' | '"' | '\''));
    name.len() < start.len() && name.trim_start().starts_with(':')
}

/// Reads a whole program; `false` when the text is none. `base` is where it stands in its file, less what was put before.
fn read_whole(source: &str, base: isize, dialect: Dialect, script: &mut Script) -> bool {
    let mut is_read = false;
    parse::with_program(source, dialect, |program| {
        is_read = true;
        let mut counter = names::Counter::default();
        counter.visit_program(program);
        let mut reader = Reader::new(source, base, counter.names);
        reader.visit_program(program);
        // A function may use a name that is bound further down: now all are known.
        if reader.names.has_values() {
            reader = Reader::new(source, base, reader.names.again());
            reader.visit_program(program);
        }
        script.calls.append(&mut reader.script.calls);
        script.assignments.append(&mut reader.script.assignments);
        script.imports.append(&mut reader.script.imports);
        script.returns.append(&mut reader.script.returns);
    });
    is_read
}

struct Reader<'s> {
    source: &'s str,
    base: isize,
    names: Names,
    script: Script,
    around: Vec<Around>,
    /// How much of `around` each open function found before it.
    marks: Vec<usize>,
    /// The callee of the call whose arguments are being read.
    given_to: Option<String>,
    /// The name that the value being read gets.
    named: Option<String>,
    depth: u32,
}

impl<'s> Reader<'s> {
    fn new(source: &'s str, base: isize, names: Names) -> Self {
        Self {
            source,
            base,
            names,
            script: Script::default(),
            around: Vec::new(),
            marks: Vec::new(),
            given_to: None,
            named: None,
            depth: 0,
        }
    }

    fn span(&self, span: oxc_span::Span) -> Span {
        let at = |byte: u32| (self.base + byte as isize).max(0) as usize;
        Span::new(at(span.start), at(span.end))
    }

    fn text(&self, span: oxc_span::Span) -> &'s str {
        self.source.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    fn within(&mut self, around: Option<Around>, read: impl FnOnce(&mut Self)) {
        let mark = self.around.len();
        if let Some(around) = around {
            push_around(&mut self.around, around);
        }
        read(self);
        self.around.truncate(mark);
    }

    fn when(&self, test: &Expression<'_>) -> Around {
        Around::When(super::clip(self.text(test.span())))
    }

    fn unless(&self, test: &Expression<'_>) -> Around {
        Around::Unless(super::clip(self.text(test.span())))
    }

    fn enter_function(&mut self, own_name: Option<&str>) {
        self.marks.push(self.around.len());
        let given = self.given_to.take();
        let name = own_name.map(ToOwned::to_owned).or(self.named.take());
        let has_callee = given.is_some();
        if let Some(callee) = given {
            push_around(&mut self.around, Around::CallbackOf(callee));
        }
        if name.is_some() || !has_callee {
            push_around(&mut self.around, Around::Function(name.unwrap_or_default()));
        }
        self.named = None;
    }

    fn leave_function(&mut self) {
        if let Some(mark) = self.marks.pop() {
            self.around.truncate(mark);
        }
    }

    /// Reads `value`, whose name is `name`.
    fn naming(&mut self, name: Option<String>, read: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.named, name);
        read(self);
        self.named = before;
    }

    fn assign(&mut self, target: String, operator: &str, value: Expr, span: oxc_span::Span) {
        let (span, around) = (self.span(span), self.around.clone());
        self.script.assignments.push(Assignment { target, operator: operator.to_owned(), value, span, around });
    }

    fn import(&mut self, module: &str, names: Vec<(String, String)>, span: oxc_span::Span) {
        let span = self.span(span);
        self.script.imports.push(Import { module: module.to_owned(), names, span });
    }

    fn give_back(&mut self, value: &Expression<'_>) {
        let value = self.expr(value);
        self.script.returns.push(Return { value, around: self.around.clone() });
    }

    fn add_call(&mut self, call: Call, read_parts: impl FnOnce(&mut Self, &str)) {
        let callee = call.callee.clone();
        self.script.calls.push(call);
        let (given, named) = (self.given_to.take(), self.named.take());
        read_parts(self, &callee);
        (self.given_to, self.named) = (given, named);
    }
}

/// The module of `require("…")` or `await import("…")`.
fn required<'e>(init: &'e Expression<'_>) -> Option<&'e str> {
    match init {
        Expression::AwaitExpression(awaited) => match &awaited.argument {
            Expression::ImportExpression(import) => match &import.source {
                Expression::StringLiteral(source) => Some(source.value.as_str()),
                _ => None,
            },
            _ => None,
        },
        Expression::CallExpression(call) => call.common_js_require().map(|source| source.value.as_str()),
        Expression::StaticMemberExpression(member) if member.property.name == "default" => required(&member.object),
        _ => None,
    }
}

/// The names that `const … = require("…")` binds.
fn required_names(pattern: &BindingPattern<'_>) -> Vec<(String, String)> {
    match pattern {
        BindingPattern::BindingIdentifier(id) => vec![("*".to_owned(), id.name.to_string())],
        BindingPattern::ObjectPattern(object) => object
            .properties
            .iter()
            .filter_map(|property| {
                let BindingPattern::BindingIdentifier(local) = &property.value else { return None };
                Some((property.key.static_name()?.into_owned(), local.name.to_string()))
            })
            .collect(),
        _ => Vec::new(),
    }
}

/// Whether nothing is done after this statement.
fn leaves(statement: &Statement<'_>) -> bool {
    match statement {
        Statement::ReturnStatement(_)
        | Statement::ThrowStatement(_)
        | Statement::ContinueStatement(_)
        | Statement::BreakStatement(_) => true,
        Statement::BlockStatement(block) => block.body.last().is_some_and(leaves),
        _ => false,
    }
}

impl<'a> Visit<'a> for Reader<'_> {
    fn enter_node(&mut self, kind: AstKind<'a>) {
        if let AstKind::Function(function) = kind {
            self.enter_function(function.id.as_ref().map(|id| id.name.as_str()));
        }
    }

    fn leave_node(&mut self, kind: AstKind<'a>) {
        if let AstKind::Function(_) = kind {
            self.leave_function();
        }
    }

    fn visit_return_statement(&mut self, it: &ReturnStatement<'a>) {
        if let Some(value) = &it.argument {
            self.give_back(value);
        }
        walk::walk_return_statement(self, it);
    }

    // An object that stands alone is a configuration.
    fn visit_expression_statement(&mut self, it: &ExpressionStatement<'a>) {
        if matches!(it.expression.get_inner_expression(), Expression::ObjectExpression(_)) {
            self.give_back(&it.expression);
        }
        walk::walk_expression_statement(self, it);
    }

    fn visit_arrow_function_expression(&mut self, it: &ArrowFunctionExpression<'a>) {
        self.enter_function(None);
        if let Some(value) = it.body.as_expression() {
            self.give_back(value);
        }
        walk::walk_arrow_function_expression(self, it);
        self.leave_function();
    }

    fn visit_class(&mut self, it: &Class<'a>) {
        let name = it.id.as_ref().map(|id| id.name.to_string()).or_else(|| self.named.take()).unwrap_or_default();
        let given = self.given_to.take();
        self.within(Some(Around::Class(name)), |reader| walk::walk_class(reader, it));
        self.given_to = given;
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        if let Some(source) = it.common_js_require()
            && self.named.is_none()
        {
            self.import(source.value.as_str(), Vec::new(), it.span);
        }
        let call = self.call(&it.callee, &it.arguments, it.span);
        self.add_call(call, |reader, callee| {
            reader.visit_expression(&it.callee);
            reader.given_to = Some(callee.to_owned());
            reader.visit_arguments(&it.arguments);
        });
    }

    fn visit_new_expression(&mut self, it: &NewExpression<'a>) {
        let call = self.call(&it.callee, &it.arguments, it.span);
        self.add_call(call, |reader, callee| {
            reader.visit_expression(&it.callee);
            reader.given_to = Some(callee.to_owned());
            reader.visit_arguments(&it.arguments);
        });
    }

    fn visit_import_expression(&mut self, it: &ImportExpression<'a>) {
        if let Expression::StringLiteral(source) = &it.source
            && self.named.is_none()
        {
            self.import(source.value.as_str(), Vec::new(), it.span);
        }
        walk::walk_import_expression(self, it);
    }

    fn visit_import_declaration(&mut self, it: &ImportDeclaration<'a>) {
        if it.import_kind.is_type() {
            return;
        }
        let names = it.specifiers.iter().flatten().map(|specifier| match specifier {
            ImportDeclarationSpecifier::ImportSpecifier(named) => {
                (named.imported.name().to_string(), named.local.name.to_string())
            }
            ImportDeclarationSpecifier::ImportDefaultSpecifier(default) => {
                ("default".to_owned(), default.local.name.to_string())
            }
            ImportDeclarationSpecifier::ImportNamespaceSpecifier(whole) => {
                ("*".to_owned(), whole.local.name.to_string())
            }
        });
        self.import(it.source.value.as_str(), names.collect(), it.span);
    }

    fn visit_export_all_declaration(&mut self, it: &ExportAllDeclaration<'a>) {
        self.import(it.source.value.as_str(), Vec::new(), it.span);
    }

    fn visit_export_from_declaration(&mut self, it: &ExportFromDeclaration<'a>) {
        self.import(it.source.value.as_str(), Vec::new(), it.span);
    }

    fn visit_export_default_declaration(&mut self, it: &ExportDefaultDeclaration<'a>) {
        if let Some(exported) = it.declaration.as_expression() {
            let value = self.expr(exported);
            self.assign("export default".to_owned(), "=", value, it.span);
        }
        walk::walk_export_default_declaration(self, it);
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        let Some(init) = &it.init else { return };
        let module = required(init);
        if let Some(module) = module {
            self.import(module, required_names(&it.id), it.span);
        }
        let name = it.id.get_identifier_name().map(|name| name.to_string());
        if let Some(name) = &name {
            let value = self.expr(init);
            self.names.value(name, &value);
            self.assign(name.clone(), "=", value, it.span);
        }
        let name = name.or_else(|| module.map(|_| String::new()));
        self.naming(name, |reader| {
            reader.visit_binding_pattern(&it.id);
            reader.visit_expression(init);
        });
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        let target = values::target(&it.left);
        if let Some(target) = &target {
            let value = self.expr(&it.right);
            self.assign(target.clone(), it.operator.as_str(), value, it.span);
        }
        self.visit_assignment_target(&it.left);
        self.naming(target, |reader| reader.visit_expression(&it.right));
    }

    fn visit_object_property(&mut self, it: &ObjectProperty<'a>) {
        let name = it.key.static_name().filter(|_| !it.computed).map(std::borrow::Cow::into_owned);
        if it.computed {
            self.visit_property_key(&it.key);
        }
        self.naming(name, |reader| reader.visit_expression(&it.value));
    }

    fn visit_method_definition(&mut self, it: &MethodDefinition<'a>) {
        let name = it.key.static_name().map(std::borrow::Cow::into_owned);
        self.naming(name, |reader| walk::walk_method_definition(reader, it));
    }

    fn visit_property_definition(&mut self, it: &PropertyDefinition<'a>) {
        let name = it.key.static_name().filter(|_| !it.computed).map(std::borrow::Cow::into_owned);
        if let (Some(name), Some(value)) = (&name, &it.value) {
            let value = self.expr(value);
            self.assign(name.clone(), "=", value, it.span);
        }
        self.naming(name, |reader| walk::walk_property_definition(reader, it));
    }

    fn visit_jsx_attribute(&mut self, it: &JSXAttribute<'a>) {
        let name = match &it.name {
            JSXAttributeName::Identifier(name) => Some(name.name.to_string()),
            JSXAttributeName::NamespacedName(_) => None,
        };
        self.naming(name, |reader| walk::walk_jsx_attribute(reader, it));
    }

    fn visit_statements(&mut self, it: &oxc_allocator::ArenaVec<'a, Statement<'a>>) {
        let mark = self.around.len();
        for statement in it {
            self.visit_statement(statement);
            // What follows `if (!consent) return` is done only with consent.
            if let Statement::IfStatement(condition) = statement
                && condition.alternate.is_none()
                && leaves(&condition.consequent)
            {
                let unless = self.unless(&condition.test);
                push_around(&mut self.around, unless);
            }
        }
        self.around.truncate(mark);
    }

    fn visit_if_statement(&mut self, it: &IfStatement<'a>) {
        self.visit_expression(&it.test);
        self.within(Some(self.when(&it.test)), |reader| reader.visit_statement(&it.consequent));
        if let Some(alternate) = &it.alternate {
            self.within(Some(self.unless(&it.test)), |reader| reader.visit_statement(alternate));
        }
    }

    fn visit_conditional_expression(&mut self, it: &ConditionalExpression<'a>) {
        self.visit_expression(&it.test);
        self.within(Some(self.when(&it.test)), |reader| reader.visit_expression(&it.consequent));
        self.within(Some(self.unless(&it.test)), |reader| reader.visit_expression(&it.alternate));
    }

    fn visit_logical_expression(&mut self, it: &LogicalExpression<'a>) {
        self.visit_expression(&it.left);
        let around = match it.operator {
            LogicalOperator::And => self.when(&it.left),
            LogicalOperator::Or | LogicalOperator::Coalesce => self.unless(&it.left),
        };
        self.within(Some(around), |reader| reader.visit_expression(&it.right));
    }

    fn visit_switch_case(&mut self, it: &SwitchCase<'a>) {
        let around = it.test.as_ref().map(|test| self.when(test));
        self.within(around, |reader| reader.visit_statements(&it.consequent));
    }

    // Types call nothing.
    fn visit_ts_type(&mut self, _: &TSType<'a>) {}
    fn visit_ts_type_parameter_instantiation(&mut self, _: &TSTypeParameterInstantiation<'a>) {}
    fn visit_ts_type_parameter_declaration(&mut self, _: &TSTypeParameterDeclaration<'a>) {}
    fn visit_ts_interface_declaration(&mut self, _: &TSInterfaceDeclaration<'a>) {}
    fn visit_ts_type_alias_declaration(&mut self, _: &TSTypeAliasDeclaration<'a>) {}
}
