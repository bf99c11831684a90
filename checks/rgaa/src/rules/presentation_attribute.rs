//! No attribute serves presentation alone.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Element(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "presentation-attribute",
    level: Level::Failure,
    sources: &["RGAA-10.1.2", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("presentation_attribute.md"),
};

/// The attributes of the glossary's « Présentation de l’information » that no HTML element needs for anything else.
/// <https://accessibilite.numerique.gouv.fr/methode/glossaire/#presentation-de-l-information>
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
    "compact",
    "frameborder",
    "hspace",
    "link",
    "marginheight",
    "marginwidth",
    "valign",
    "vlink",
    "vspace",
];

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
    let attribute = element.attributes.iter().find(|attribute| ATTRIBUTES.contains(&attribute.name.as_str()))?;
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
