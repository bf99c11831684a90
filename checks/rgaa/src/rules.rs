//! The rules.

mod access_key;
mod autocomplete_missing;
mod autocomplete_valid;
mod autofocus;
mod button_name;
mod button_text;
mod change_navigates;
mod error_linked;
mod error_text;
mod field_grouping;
mod field_label;
mod focus_removed;
mod format_hint;
mod gesture;
mod group_legend;
mod html_lang;
mod html_lang_valid;
mod img_alt;
mod key_shortcut;
mod keyboard_action;
mod label_for;
mod label_repeated;
mod label_shared;
mod label_text;
mod legend_text;
mod link_name;
mod motion;
mod optgroup_label;
mod pointer_down;
mod pointer_only;
mod required_indication;
mod status_message;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    access_key::RULE,
    autocomplete_missing::RULE,
    autocomplete_valid::RULE,
    autofocus::RULE,
    button_name::RULE,
    button_text::RULE,
    change_navigates::RULE,
    error_linked::RULE,
    error_text::RULE,
    field_grouping::RULE,
    field_label::RULE,
    focus_removed::RULE,
    format_hint::RULE,
    gesture::RULE,
    group_legend::RULE,
    html_lang::RULE,
    html_lang_valid::RULE,
    img_alt::RULE,
    key_shortcut::RULE,
    keyboard_action::RULE,
    label_for::RULE,
    label_repeated::RULE,
    label_shared::RULE,
    label_text::RULE,
    legend_text::RULE,
    link_name::RULE,
    motion::RULE,
    optgroup_label::RULE,
    pointer_down::RULE,
    pointer_only::RULE,
    required_indication::RULE,
    status_message::RULE,
];
