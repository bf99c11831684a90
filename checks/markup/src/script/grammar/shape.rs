//! What each grammar calls a call, a member, an assignment, a condition.

use tree_sitter::Node;

use super::names::{chain, text};

/// Whether a node calls something.
pub(super) fn is_call(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "call"
            | "call_expression"
            | "method_invocation"
            | "object_creation_expression"
            | "member_call_expression"
            | "nullsafe_member_call_expression"
            | "scoped_call_expression"
            | "function_call_expression"
    )
}

/// What a call calls: the receiver apart, where the grammar keeps it apart, and the name or the expression called.
pub(super) fn called(call: Node<'_>) -> Option<(Option<Node<'_>>, Node<'_>)> {
    let field = |name: &str| call.child_by_field_name(name);
    match call.kind() {
        // Ruby has a method; Elixir has a target.
        "call" => match (field("method"), field("target")) {
            (Some(method), _) => Some((field("receiver"), method)),
            (None, target) => Some((None, target?)),
        },
        "method_invocation" | "member_call_expression" | "nullsafe_member_call_expression" => {
            Some((field("object"), field("name")?))
        }
        "scoped_call_expression" => Some((field("scope"), field("name")?)),
        "object_creation_expression" => Some((None, field("type").or_else(|| call.named_child(0))?)),
        _ => Some((None, field("function").or_else(|| call.named_child(0))?)),
    }
}

/// The expression that a call calls, without its arguments.
pub(super) fn callee(call: Node<'_>) -> Option<Node<'_>> {
    called(call).map(|(_, name)| name)
}

/// The list of a call's arguments.
pub(super) fn arguments(call: Node<'_>) -> Option<Node<'_>> {
    call.child_by_field_name("arguments").or_else(|| {
        let mut cursor = call.walk();
        call.named_children(&mut cursor).find(|child| matches!(child.kind(), "arguments" | "value_arguments"))
    })
}

/// Whether a call is written as one: Ruby's `config.force_ssl` is no more than a name.
pub(super) fn has_parentheses(call: Node<'_>) -> bool {
    call.kind() != "call" || arguments(call).is_some() || call.child_by_field_name("block").is_some()
}

/// The object and the name of a member: `a.b`.
pub(super) fn member(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    let field = |name: &str| node.child_by_field_name(name);
    match node.kind() {
        "selector_expression" => Some((field("operand")?, field("field")?)),
        "field_expression" => Some((field("value")?, field("field")?)),
        "field_access" => Some((field("object")?, field("field")?)),
        "member_access_expression" | "nullsafe_member_access_expression" => Some((field("object")?, field("name")?)),
        "scoped_property_access_expression" | "scope_resolution" => Some((field("scope")?, field("name")?)),
        "dot" => Some((field("left")?, field("right")?)),
        "navigation_expression" | "class_constant_access_expression" | "method_reference" => {
            Some((node.named_child(0)?, node.named_child(1)?))
        }
        _ => None,
    }
}

/// The object and the key of an element: `a["b"]`.
pub(super) fn element(node: Node<'_>) -> Option<(Node<'_>, Node<'_>)> {
    match node.kind() {
        "element_reference" | "subscript_expression" | "index_expression" | "access_call" => {
            Some((node.named_child(0)?, node.named_child(1)?))
        }
        _ => None,
    }
}

/// Whether a node is a name.
pub(super) fn is_name(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "identifier"
            | "constant"
            | "name"
            | "variable_name"
            | "qualified_name"
            | "namespace_name"
            | "relative_scope"
            | "instance_variable"
            | "global_variable"
            | "class_variable"
            | "field_identifier"
            | "type_identifier"
            | "scoped_type_identifier"
            | "scoped_identifier"
            | "qualified_type"
            | "generic_type"
            | "user_type"
            | "simple_identifier"
            | "package_identifier"
            | "alias"
            | "this"
            | "self"
            | "super"
            | "this_expression"
            | "super_expression"
    )
}

/// Target, operator and value of an assignment or an initialised declaration.
pub(super) fn assignment<'t>(node: Node<'t>, source: &str) -> Option<(String, String, Node<'t>)> {
    let field = |name: &str| node.child_by_field_name(name);
    let single = |node: Node<'t>| match node.kind() {
        "expression_list" if node.named_child_count() == 1 => node.named_child(0),
        "expression_list" => None,
        _ => Some(node),
    };
    let operator = || field("operator").map_or("=", |operator| text(operator, source)).to_owned();
    let (target, operator, value) = match node.kind() {
        "assignment"
        | "assignment_expression"
        | "augmented_assignment_expression"
        | "operator_assignment"
        | "assignment_statement"
        | "compound_assignment_expr"
        | "short_var_declaration" => {
            let left = single(field("left")?)?;
            let value = single(field("right")?)?;
            let operator = if node.kind() == "short_var_declaration" { "=".to_owned() } else { operator() };
            (chain(left, source)?, operator, value)
        }
        "variable_declarator" | "const_item" | "static_item" => {
            (chain(field("name")?, source)?, "=".to_owned(), field("value")?)
        }
        "const_spec" | "var_spec" => (chain(field("name")?, source)?, "=".to_owned(), single(field("value")?)?),
        "let_declaration" => (chain(field("pattern")?, source)?, "=".to_owned(), field("value")?),
        "const_element" => (chain(node.named_child(0)?, source)?, "=".to_owned(), node.named_child(1)?),
        "property_element" => {
            (chain(field("name")?, source)?, "=".to_owned(), field("default_value").or_else(|| node.named_child(1))?)
        }
        "property_declaration" => {
            // Kotlin's `val a = b`: the value is the last child, the name is in a declaration of its own.
            let mut cursor = node.walk();
            let declaration = node.named_children(&mut cursor).find(|child| child.kind() == "variable_declaration")?;
            let last = node.named_child(node.named_child_count().checked_sub(1)? as u32)?;
            if last.id() == declaration.id() || matches!(last.kind(), "getter" | "setter" | "property_delegate") {
                return None;
            }
            (chain(declaration.named_child(0)?, source)?, "=".to_owned(), last)
        }
        // Elixir
        "binary_operator" if field("operator").is_some_and(|operator| operator.kind() == "=") => {
            (chain(field("left")?, source)?, "=".to_owned(), field("right")?)
        }
        "unary_operator" if field("operator").is_some_and(|operator| operator.kind() == "@") => {
            let call = field("operand").filter(|operand| operand.kind() == "call")?;
            let value = arguments(call)?.named_child(0)?;
            (format!("@{}", text(call.child_by_field_name("target")?, source)), "=".to_owned(), value)
        }
        _ => return None,
    };
    // Ruby's `config.force_ssl = …` assigns to what reads like a call.
    let target = target.strip_suffix("()").map(ToOwned::to_owned).unwrap_or(target);
    Some((target, operator, value))
}

/// The name of a function that a node defines.
pub(super) fn function(node: Node<'_>, source: &str) -> Option<String> {
    let is_function = matches!(
        node.kind(),
        "method"
            | "singleton_method"
            | "method_declaration"
            | "function_definition"
            | "function_declaration"
            | "function_item"
            | "constructor_declaration"
    );
    let name = || node.child_by_field_name("name").map_or("", |name| text(name, source)).to_owned();
    is_function.then(name)
}

/// The name of a class or module that a node defines.
pub(super) fn class(node: Node<'_>, source: &str) -> Option<String> {
    let is_class = matches!(
        node.kind(),
        "class" | "module" | "class_declaration" | "object_declaration" | "trait_declaration" | "enum_declaration"
    );
    let name = || node.child_by_field_name("name").map_or("", |name| text(name, source)).to_owned();
    (is_class && node.is_named()).then(name)
}

/// Whether a node is a function without a name.
pub(super) fn is_lambda(node: Node<'_>) -> bool {
    matches!(
        node.kind(),
        "lambda"
            | "lambda_expression"
            | "lambda_literal"
            | "func_literal"
            | "anonymous_function"
            | "anonymous_function_creation_expression"
            | "arrow_function"
            | "closure_expression"
    )
}

/// A condition: its test, and whether what follows is done when it does not hold.
pub(super) struct Condition<'t> {
    pub(super) test: Node<'t>,
    pub(super) negated: bool,
}

pub(super) fn condition(node: Node<'_>) -> Option<Condition<'_>> {
    let negated = matches!(node.kind(), "unless" | "unless_modifier");
    let is_condition = matches!(
        node.kind(),
        "if" | "elsif"
            | "if_modifier"
            | "if_statement"
            | "if_expression"
            | "else_if_clause"
            | "conditional"
            | "conditional_expression"
            | "ternary_expression"
    );
    if !is_condition && !negated {
        return None;
    }
    let test = node.child_by_field_name("condition").or_else(|| node.named_child(0))?;
    Some(Condition { test, negated })
}

/// Whether `child` of the condition `node` is done when its test does not hold.
pub(super) fn is_alternative(node: Node<'_>, child: Node<'_>) -> bool {
    let mut cursor = node.walk();
    let mut alternatives = node.children_by_field_name("alternative", &mut cursor);
    alternatives.any(|alternative| alternative.id() == child.id())
        || matches!(child.kind(), "else" | "else_clause" | "elsif" | "else_if_clause")
}
