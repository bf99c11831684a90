//! The rules.

mod button_name;
mod dsfr_button_icon_title;
mod dsfr_field_label;
mod dsfr_image;
mod field_label;
mod html_lang;
mod html_lang_valid;
mod img_alt;
mod link_name;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    button_name::RULE,
    dsfr_button_icon_title::RULE,
    dsfr_field_label::RULE,
    dsfr_image::RULE,
    field_label::RULE,
    html_lang::RULE,
    html_lang_valid::RULE,
    img_alt::RULE,
    link_name::RULE,
];
