//! No `tabindex` above zero.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["tabindex"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "tabindex-positive",
    level: Level::Warning,
    sources: &["RGAA-12.8.1", "WCAG-2.4.3"],
    languages: Language::MARKUP,
    page: include_str!("tabindex_positive.md"),
};

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("tabindex")?;
    let Attr::Text(text) = view.attr(element, "tabindex") else { return None };
    let is_positive = text.trim().parse::<f64>().is_ok_and(|index| index > 0.0);
    if element.is_component || !is_positive {
        return None;
    }
    let words = message(
        (
            &format!("`tabindex=\"{}\"` fait passer cet élément avant tous les autres.", text.trim()),
            &format!("`tabindex=\"{}\"` puts this element before all others.", text.trim()),
        ),
        (
            "Au clavier, le focus saute d’un endroit à l’autre de la page au lieu de suivre la lecture.",
            "With the keyboard, the focus jumps from one place of the page to another instead of following the reading.",
        ),
        (
            "Placez l’élément à son rang dans le code, et retirez `tabindex` ou mettez `0`.",
            "Place the element where it belongs in the code, and remove `tabindex` or set it to `0`.",
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}
