//! The rules.

mod access_key;
mod autocomplete_missing;
mod autocomplete_valid;
mod autofocus;
mod button_name;
mod button_text;
mod field_grouping;
mod field_label;
mod group_legend;
mod html_lang;
mod html_lang_valid;
mod img_alt;
mod keyboard_action;
mod label_for;
mod label_shared;
mod label_text;
mod legend_text;
mod link_name;
mod optgroup_label;
mod pointer_only;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    access_key::RULE,
    autocomplete_missing::RULE,
    autocomplete_valid::RULE,
    autofocus::RULE,
    button_name::RULE,
    button_text::RULE,
    field_grouping::RULE,
    field_label::RULE,
    group_legend::RULE,
    html_lang::RULE,
    html_lang_valid::RULE,
    img_alt::RULE,
    keyboard_action::RULE,
    label_for::RULE,
    label_shared::RULE,
    label_text::RULE,
    legend_text::RULE,
    link_name::RULE,
    optgroup_label::RULE,
    pointer_only::RULE,
];
