//! The rules.

mod access_key;
mod activedescendant_focus;
mod alt_repeated;
mod alt_suspicious;
mod aria_attribute_allowed;
mod aria_attribute_exists;
mod aria_hidden_focusable;
mod aria_native_state;
mod aria_reference;
mod aria_required_attribute;
mod aria_required_children;
mod aria_required_parent;
mod aria_role_on_element;
mod aria_role_redundant;
mod aria_role_valid;
mod aria_value_valid;
mod asterisk_explained;
mod attribute_duplicate;
mod autocomplete_missing;
mod autocomplete_valid;
mod autofocus;
mod autoplay_sound;
mod button_name;
mod button_text;
mod canvas_alt;
mod captcha_image;
mod change_navigates;
mod colour_alone;
pub(crate) mod contrast_class;
mod contrast_inline;
mod contrast_style;
mod cryptic_text;
mod decorative_image;
mod details_summary;
mod dir_value;
mod doctype;
mod download_format;
mod dsfr_button_icon_title;
mod dsfr_disclosure;
mod dsfr_field_label;
mod dsfr_group_legend;
mod dsfr_image;
mod dsfr_modal;
mod dsfr_navigation;
mod dsfr_new_window;
mod dsfr_title;
mod embedded_alternative;
mod error_linked;
mod error_text;
mod field_grouping;
mod field_label;
mod figure_caption;
mod focus_class;
mod focus_hidden;
mod focus_inline;
mod focus_removed;
mod focus_visible;
mod format_hint;
mod frame_focus;
pub(crate) mod frame_title;
mod frame_title_relevant;
mod gesture;
mod group_legend;
mod heading_empty;
mod heading_faked;
mod heading_level;
mod hover_class;
mod hover_only;
mod html_lang;
pub(crate) mod html_lang_text;
mod html_lang_valid;
mod id_duplicate;
mod image_description;
mod image_map_server;
mod image_text;
mod img_alt;
mod key_shortcut;
mod keyboard_action;
mod label_for;
mod label_in_name;
mod label_position;
mod label_repeated;
mod label_shared;
mod label_text;
mod landmark_name;
mod lang_part_valid;
mod language_change;
mod layout_table;
mod legend_text;
mod link_href;
mod link_name;
mod link_text;
mod link_title;
mod link_underline;
mod link_underline_style;
mod links_repeated;
mod list_faked;
mod list_structure;
pub(crate) mod main_landmark;
pub(crate) mod manifest_orientation;
mod media_alternative;
mod media_captions;
mod media_controls;
mod media_identified;
mod meta_refresh;
mod meta_viewport;
mod motion;
mod moving_content;
mod nested_interactive;
mod nesting;
mod object_alt;
mod optgroup_label;
mod orientation_locked;
pub(crate) mod page_title;
mod page_width;
mod pointer_down;
mod pointer_only;
mod presentation_attribute;
mod presentation_conflict;
mod presentation_element;
mod presentation_spacing;
mod quotation;
mod required_indication;
mod sensory_words;
mod skip_link;
mod spaced_letters;
pub(crate) mod statement_content;
pub(crate) mod statement_date;
pub(crate) mod statement_mention;
mod status_message;
mod svg_hidden;
mod symbol_name;
mod tabindex_positive;
mod tabindex_static;
mod table_caption_text;
mod table_header_cells;
mod table_header_missing;
mod table_header_scope;
mod table_headers_attribute;
mod table_scope;
mod table_summary;
mod table_title;
mod tag_closed;
mod text_direction;
mod text_in_style;
mod text_size_locked;
mod text_spacing_locked;
mod toggle_state;
mod widget_focus;
mod widget_name;
mod window_open;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[
    access_key::RULE,
    activedescendant_focus::RULE,
    alt_repeated::RULE,
    alt_suspicious::RULE,
    aria_attribute_allowed::RULE,
    aria_attribute_exists::RULE,
    aria_hidden_focusable::RULE,
    aria_native_state::RULE,
    aria_reference::RULE,
    aria_required_attribute::RULE,
    aria_required_children::RULE,
    aria_required_parent::RULE,
    aria_role_on_element::RULE,
    aria_role_redundant::RULE,
    aria_role_valid::RULE,
    aria_value_valid::RULE,
    asterisk_explained::RULE,
    attribute_duplicate::RULE,
    autocomplete_missing::RULE,
    autocomplete_valid::RULE,
    autofocus::RULE,
    autoplay_sound::RULE,
    button_name::RULE,
    button_text::RULE,
    canvas_alt::RULE,
    captcha_image::RULE,
    change_navigates::RULE,
    colour_alone::RULE,
    contrast_class::RULE,
    contrast_inline::RULE,
    contrast_style::RULE,
    cryptic_text::RULE,
    decorative_image::RULE,
    details_summary::RULE,
    dir_value::RULE,
    doctype::RULE,
    download_format::RULE,
    dsfr_button_icon_title::RULE,
    dsfr_disclosure::RULE,
    dsfr_field_label::RULE,
    dsfr_group_legend::RULE,
    dsfr_image::RULE,
    dsfr_modal::RULE,
    dsfr_navigation::RULE,
    dsfr_new_window::RULE,
    dsfr_title::RULE,
    embedded_alternative::RULE,
    error_linked::RULE,
    error_text::RULE,
    field_grouping::RULE,
    field_label::RULE,
    figure_caption::RULE,
    focus_class::RULE,
    focus_hidden::RULE,
    focus_inline::RULE,
    focus_removed::RULE,
    focus_visible::RULE,
    format_hint::RULE,
    frame_focus::RULE,
    frame_title::RULE,
    frame_title_relevant::RULE,
    gesture::RULE,
    group_legend::RULE,
    heading_empty::RULE,
    heading_faked::RULE,
    heading_level::RULE,
    hover_class::RULE,
    hover_only::RULE,
    html_lang::RULE,
    html_lang_text::RULE,
    html_lang_valid::RULE,
    id_duplicate::RULE,
    image_description::RULE,
    image_map_server::RULE,
    image_text::RULE,
    img_alt::RULE,
    key_shortcut::RULE,
    keyboard_action::RULE,
    label_for::RULE,
    label_in_name::RULE,
    label_position::RULE,
    label_repeated::RULE,
    label_shared::RULE,
    label_text::RULE,
    landmark_name::RULE,
    lang_part_valid::RULE,
    language_change::RULE,
    layout_table::RULE,
    legend_text::RULE,
    link_href::RULE,
    link_name::RULE,
    link_text::RULE,
    link_title::RULE,
    link_underline::RULE,
    link_underline_style::RULE,
    links_repeated::RULE,
    list_faked::RULE,
    list_structure::RULE,
    main_landmark::RULE,
    manifest_orientation::RULE,
    media_alternative::RULE,
    media_captions::RULE,
    media_controls::RULE,
    media_identified::RULE,
    meta_refresh::RULE,
    meta_viewport::RULE,
    motion::RULE,
    moving_content::RULE,
    nested_interactive::RULE,
    nesting::RULE,
    object_alt::RULE,
    optgroup_label::RULE,
    orientation_locked::RULE,
    page_title::RULE,
    page_width::RULE,
    pointer_down::RULE,
    pointer_only::RULE,
    presentation_attribute::RULE,
    presentation_conflict::RULE,
    presentation_element::RULE,
    presentation_spacing::RULE,
    quotation::RULE,
    required_indication::RULE,
    sensory_words::RULE,
    skip_link::RULE,
    spaced_letters::RULE,
    statement_content::RULE,
    statement_date::RULE,
    statement_mention::RULE,
    status_message::RULE,
    svg_hidden::RULE,
    symbol_name::RULE,
    tabindex_positive::RULE,
    tabindex_static::RULE,
    table_caption_text::RULE,
    table_header_cells::RULE,
    table_header_missing::RULE,
    table_header_scope::RULE,
    table_headers_attribute::RULE,
    table_scope::RULE,
    table_summary::RULE,
    table_title::RULE,
    tag_closed::RULE,
    text_direction::RULE,
    text_in_style::RULE,
    text_size_locked::RULE,
    text_spacing_locked::RULE,
    toggle_state::RULE,
    widget_focus::RULE,
    widget_name::RULE,
    window_open::RULE,
];
