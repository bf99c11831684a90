//! The rules.

mod activedescendant_focus;
mod aria_attribute_allowed;
mod aria_attribute_exists;
mod aria_hidden_focusable;
mod aria_reference;
mod aria_required_attribute;
mod aria_required_children;
mod aria_required_parent;
mod aria_role_on_element;
mod aria_role_redundant;
mod aria_role_valid;
mod aria_value_valid;
mod button_name;
mod field_label;
mod html_lang;
mod html_lang_valid;
mod img_alt;
mod link_name;
mod nested_interactive;
mod presentation_conflict;
mod tabindex_positive;
mod tabindex_static;
mod widget_focus;
mod widget_name;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    activedescendant_focus::RULE,
    aria_attribute_allowed::RULE,
    aria_attribute_exists::RULE,
    aria_hidden_focusable::RULE,
    aria_reference::RULE,
    aria_required_attribute::RULE,
    aria_required_children::RULE,
    aria_required_parent::RULE,
    aria_role_on_element::RULE,
    aria_role_redundant::RULE,
    aria_role_valid::RULE,
    aria_value_valid::RULE,
    button_name::RULE,
    field_label::RULE,
    html_lang::RULE,
    html_lang_valid::RULE,
    img_alt::RULE,
    link_name::RULE,
    nested_interactive::RULE,
    presentation_conflict::RULE,
    tabindex_positive::RULE,
    tabindex_static::RULE,
    widget_focus::RULE,
    widget_name::RULE,
];
