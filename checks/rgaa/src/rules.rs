//! The rules.

mod access_key;
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
mod autocomplete_missing;
mod autocomplete_valid;
mod autofocus;
mod button_name;
mod button_text;
mod canvas_alt;
mod change_navigates;
mod error_linked;
mod error_text;
mod field_grouping;
mod field_label;
mod focus_removed;
mod format_hint;
mod frame_focus;
mod frame_title;
mod frame_title_relevant;
mod gesture;
mod group_legend;
mod html_lang;
mod html_lang_valid;
mod img_alt;
mod key_shortcut;
mod keyboard_action;
mod label_for;
mod label_in_name;
mod label_repeated;
mod label_shared;
mod label_text;
mod legend_text;
mod link_name;
mod motion;
mod nested_interactive;
mod object_alt;
mod optgroup_label;
mod pointer_down;
mod pointer_only;
mod presentation_conflict;
mod required_indication;
mod status_message;
mod tabindex_positive;
mod tabindex_static;
mod widget_focus;
mod widget_name;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    access_key::RULE,
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
    autocomplete_missing::RULE,
    autocomplete_valid::RULE,
    autofocus::RULE,
    button_name::RULE,
    button_text::RULE,
    canvas_alt::RULE,
    change_navigates::RULE,
    error_linked::RULE,
    error_text::RULE,
    field_grouping::RULE,
    field_label::RULE,
    focus_removed::RULE,
    format_hint::RULE,
    frame_focus::RULE,
    frame_title::RULE,
    frame_title_relevant::RULE,
    gesture::RULE,
    group_legend::RULE,
    html_lang::RULE,
    html_lang_valid::RULE,
    img_alt::RULE,
    key_shortcut::RULE,
    keyboard_action::RULE,
    label_for::RULE,
    label_in_name::RULE,
    label_repeated::RULE,
    label_shared::RULE,
    label_text::RULE,
    legend_text::RULE,
    link_name::RULE,
    motion::RULE,
    nested_interactive::RULE,
    object_alt::RULE,
    optgroup_label::RULE,
    pointer_down::RULE,
    pointer_only::RULE,
    presentation_conflict::RULE,
    required_indication::RULE,
    status_message::RULE,
    tabindex_positive::RULE,
    tabindex_static::RULE,
    widget_focus::RULE,
    widget_name::RULE,
];
