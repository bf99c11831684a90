//! What has `aria-activedescendant` takes the focus.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::focus::Focus;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &[], attributes: &["aria-activedescendant"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "activedescendant-focus",
    level: Level::Warning,
    sources: &["RGAA-7.3.1", "RGAA-7.1.1", "WCAG-2.1.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("activedescendant_focus.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("aria-activedescendant")?;
    let is_set = !view.attr(element, "aria-activedescendant").is_blank();
    let has_index = view.attr(element, "tabindex") != Attr::Absent;
    if element.is_component || !is_set || has_index || view.focus(node, element) != Focus::Never {
        return None;
    }
    if view.sight(node) == Sight::Hidden || element.name == "button" {
        return None;
    }
    let tag = &element.name;
    let words = message(
        (
            &format!("Ce `<{tag}>` a `aria-activedescendant` mais ne prend pas le focus."),
            &format!("This `<{tag}>` has `aria-activedescendant` but does not take the focus."),
        ),
        (
            "Cet attribut ne vaut que pour l’élément qui a le focus : sans lui, ni le clavier ni le lecteur d’écran n’atteignent les options.",
            "This attribute counts only on the element that has the focus: without it, neither the keyboard nor the screen reader reach the options.",
        ),
        ("Ajoutez `tabindex=\"0\"` à cet élément.", "Add `tabindex=\"0\"` to this element."),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}
