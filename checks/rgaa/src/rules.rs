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
mod change_navigates;
mod contrast_inline;
mod contrast_style;
mod dsfr_button_icon_title;
mod dsfr_disclosure;
mod dsfr_field_label;
mod dsfr_image;
mod dsfr_modal;
mod dsfr_navigation;
mod error_linked;
mod error_text;
mod field_grouping;
mod field_label;
mod focus_removed;
mod focus_visible;
mod format_hint;
mod gesture;
mod group_legend;
mod hover_only;
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
mod nested_interactive;
mod optgroup_label;
mod orientation_locked;
mod pointer_down;
mod pointer_only;
mod presentation_conflict;
mod required_indication;
mod status_message;
mod tabindex_positive;
mod tabindex_static;
mod text_in_style;
mod text_spacing_locked;
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
    change_navigates::RULE,
    contrast_inline::RULE,
    contrast_style::RULE,
    dsfr_button_icon_title::RULE,
    dsfr_disclosure::RULE,
    dsfr_field_label::RULE,
    dsfr_image::RULE,
    dsfr_modal::RULE,
    dsfr_navigation::RULE,
    error_linked::RULE,
    error_text::RULE,
    field_grouping::RULE,
    field_label::RULE,
    focus_removed::RULE,
    focus_visible::RULE,
    format_hint::RULE,
    gesture::RULE,
    group_legend::RULE,
    hover_only::RULE,
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
    nested_interactive::RULE,
    optgroup_label::RULE,
    orientation_locked::RULE,
    pointer_down::RULE,
    pointer_only::RULE,
    presentation_conflict::RULE,
    required_indication::RULE,
    status_message::RULE,
    tabindex_positive::RULE,
    tabindex_static::RULE,
    text_in_style::RULE,
    text_spacing_locked::RULE,
    widget_focus::RULE,
    widget_name::RULE,
];
