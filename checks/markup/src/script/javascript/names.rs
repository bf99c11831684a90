//! Which names a file binds, how often, and what it changes later.

use oxc_ast::ast::{
    AssignmentExpression, BindingIdentifier, CallExpression, SimpleAssignmentTarget, TSType, UpdateExpression,
    VariableDeclaration, VariableDeclarator,
};
use oxc_ast_visit::{Visit, walk};

use super::values::{chain, target};
use crate::script::names::Names;

/// Counts bindings: a name that is not a `const`, or that is bound twice anywhere in the file, stands for nothing.
#[derive(Default)]
pub(super) struct Counter {
    pub(super) names: Names,
    changeable: bool,
}

impl<'a> Visit<'a> for Counter {
    fn visit_variable_declaration(&mut self, it: &VariableDeclaration<'a>) {
        for declarator in &it.declarations {
            self.changeable = !it.kind.is_const();
            self.visit_variable_declarator(declarator);
        }
        self.changeable = false;
    }

    fn visit_variable_declarator(&mut self, it: &VariableDeclarator<'a>) {
        let changeable = std::mem::take(&mut self.changeable);
        if changeable && let Some(name) = it.id.get_identifier_name() {
            self.names.bind(name.as_str());
        }
        walk::walk_variable_declarator(self, it);
    }

    fn visit_binding_identifier(&mut self, it: &BindingIdentifier<'a>) {
        self.names.bind(it.name.as_str());
    }

    fn visit_assignment_expression(&mut self, it: &AssignmentExpression<'a>) {
        if let Some(target) = target(&it.left) {
            self.names.change(&target);
        }
        walk::walk_assignment_expression(self, it);
    }

    fn visit_update_expression(&mut self, it: &UpdateExpression<'a>) {
        if let SimpleAssignmentTarget::StaticMemberExpression(member) = &it.argument
            && let Some(object) = chain(&member.object)
        {
            self.names.change(&format!("{object}.{}", member.property.name));
        }
        walk::walk_update_expression(self, it);
    }

    fn visit_call_expression(&mut self, it: &CallExpression<'a>) {
        if let Some(callee) = chain(&it.callee) {
            self.names.call(&callee);
        }
        walk::walk_call_expression(self, it);
    }

    fn visit_ts_type(&mut self, _: &TSType<'a>) {}
}
