//! No script takes the focus away from what receives it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &[], attributes: &["onfocus", "onfocuscapture", "onfocusin", "onclick"], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "focus-removed",
    level: Level::Failure,
    sources: &["RGAA-7.3.2", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("focus_removed.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.attributes.is_empty() {
        return None;
    }
    let listener = view.listener_among(element, &["onfocus", "onfocuscapture", "onfocusin", "onclick"])?;
    let code = view.code(listener);
    let takes_own =
        ["this.blur()", "target.blur()", "currentTarget.blur()", "activeElement.blur()", "activeElement?.blur()"]
            .iter()
            .any(|call| code.contains(call));
    if !takes_own || element.is_component || view.sight(node) == Sight::Hidden {
        return None;
    }
    let is_sure = listener.name != "onclick"
        && !["if", "&&", "?", "Timeout"].iter().any(|word| code.replace("?.", ".").contains(word));
    let words = message(
        (
            "Ce script retire le focus à l’élément qui le reçoit.",
            "This script takes the focus away from the element that receives it.",
        ),
        (
            "Une personne qui navigue au clavier revient au début de la page et ne peut plus avancer.",
            "A person who uses the keyboard is sent back to the start of the page and cannot go on.",
        ),
        (
            "Retirez l’appel à `blur()`. Pour cacher le contour au clic seulement, utilisez `:focus-visible`.",
            "Remove the call of `blur()`. To hide the outline on a click only, use `:focus-visible`.",
        ),
    );
    let level = if is_sure { Level::Failure } else { Level::Warning };
    Some(Finding::new(&META, view.file.place(listener.span), words).level(level))
}
