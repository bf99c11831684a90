//! The rules.

mod button_name;
mod field_label;
mod html_lang;
mod html_lang_valid;
mod img_alt;
mod link_name;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] =
    &[button_name::RULE, field_label::RULE, html_lang::RULE, html_lang_valid::RULE, img_alt::RULE, link_name::RULE];
