//! No attribute serves presentation alone.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: ATTRIBUTES, look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "presentation-attribute",
    level: Level::Failure,
    sources: &["RGAA-10.1.2", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("presentation_attribute.md"),
};

/// The attributes of the glossary's « Présentation de l’information » that no element needs for anything else.
const ATTRIBUTES: &[&str] = &[
    "align",
    "alink",
    "background",
    "bgcolor",
    "border",
    "cellpadding",
    "cellspacing",
    "char",
    "charoff",
    "clear",
    "color",
    "compact",
    "frameborder",
    "height",
    "hspace",
    "link",
    "marginheight",
    "marginwidth",
    "size",
    "text",
    "valign",
    "vlink",
    "vspace",
    "width",
];

/// The elements on which these attributes serve presentation alone: on others HTML gives them a use.
const ON_SOME: &[(&str, &[&str])] = &[
    ("char", CELLS),
    ("charoff", CELLS),
    ("color", &["hr"]),
    ("height", SIZED),
    ("size", &["hr"]),
    ("text", &["body"]),
    ("width", SIZED),
];

const CELLS: &[&str] = &["col", "colgroup", "tbody", "td", "tfoot", "th", "thead", "tr"];

/// The glossary leaves images, objects, embedded contents, canvases and drawings their sizes, and HTML frames and
/// videos.
const SIZED: &[&str] =
    &["col", "colgroup", "hr", "li", "p", "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul"];

/// Whether `value` is one that HTML gave to the attribute `name`. Style sheets in attributes (`border="~ main"`) are not.
/// <https://accessibilite.numerique.gouv.fr/methode/glossaire/#presentation-de-l-information>
fn is_presentation(name: &str, value: &str) -> bool {
    let value = value.trim();
    let is_length = || !value.is_empty() && value.trim_end_matches(['%', 'p', 'x']).bytes().all(|b| b.is_ascii_digit());
    let is_one_of = |known: &[&str]| known.iter().any(|word| word.eq_ignore_ascii_case(value));
    match name {
        "align" => is_one_of(&[
            "left",
            "right",
            "center",
            "middle",
            "justify",
            "top",
            "bottom",
            "baseline",
            "absmiddle",
            "absbottom",
            "texttop",
            "char",
        ]),
        "valign" => is_one_of(&["top", "middle", "bottom", "baseline", "center"]),
        "clear" => is_one_of(&["left", "right", "all", "both"]),
        "frameborder" => is_one_of(&["0", "1", "no", "yes"]),
        "compact" => is_one_of(&["", "compact"]),
        "border" | "cellpadding" | "cellspacing" | "charoff" | "height" | "hspace" | "marginheight" | "marginwidth"
        | "size" | "vspace" | "width" => is_length(),
        "char" => value.chars().count() == 1,
        "alink" | "background" | "bgcolor" | "color" | "link" | "text" | "vlink" => {
            !value.is_empty() && !value.contains(char::is_whitespace)
        }
        _ => false,
    }
}

/// The HTML elements that ever had one of them: others are components of a page's own.
const ELEMENTS: &[&str] = &[
    "applet", "body", "br", "caption", "col", "colgroup", "dir", "div", "dl", "embed", "fieldset", "form", "frame",
    "h1", "h2", "h3", "h4", "h5", "h6", "hr", "iframe", "img", "input", "legend", "li", "menu", "object", "ol", "p",
    "pre", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
];

fn look(view: &View<'_>, _node: NodeId, element: &Element) -> Option<Finding> {
    if element.attributes.is_empty() || element.is_component || !ELEMENTS.contains(&element.name.as_str()) {
        return None;
    }
    let attribute = element.attributes.iter().find(|attribute| {
        let elements = ON_SOME.iter().find(|(name, _)| *name == attribute.name);
        elements.is_none_or(|(_, elements)| elements.contains(&element.name.as_str()))
            && matches!(view.attr(element, &attribute.name), Attr::Text(value) if is_presentation(&attribute.name, value))
    })?;
    let name = &attribute.name;
    let words = message(
        (
            &format!("L’attribut `{name}` ne sert qu’à la présentation."),
            &format!("The `{name}` attribute serves presentation alone."),
        ),
        (
            "Qui lit avec sa propre feuille de style ne peut pas changer cet aspect.",
            "People who read with a style sheet of their own cannot change this look.",
        ),
        (
            &format!("Retirez `{name}` et dites cet aspect en CSS."),
            &format!("Take `{name}` out and write this look in CSS."),
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}
