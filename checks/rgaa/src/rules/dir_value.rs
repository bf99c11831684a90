//! The direction of reading is one that exists.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["dir"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dir-value",
    level: Level::Failure,
    sources: &["RGAA-8.10.2", "WCAG-1.3.2"],
    languages: Language::MARKUP,
    page: include_str!("dir_value.md"),
};

fn look(view: &View<'_>, _node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("dir")?;
    if element.is_component || element.name.contains('-') {
        return None;
    }
    let Attr::Text(value) = view.attr(element, "dir") else { return None };
    if ["ltr", "rtl", "auto"].iter().any(|known| value.trim().eq_ignore_ascii_case(known)) {
        return None;
    }
    let words = message(
        ("Cette valeur de `dir` n’existe pas.", "This value of `dir` does not exist."),
        (
            "Le texte est affiché et lu dans le sens de ce qui l’entoure, et non dans le sien.",
            "The text is shown and read in the direction of what stands around it, and not in its own.",
        ),
        (
            "Écrivez `rtl` pour une langue qui se lit de droite à gauche (arabe, hébreu), `ltr` pour les autres.",
            "Write `rtl` for a language read from right to left (Arabic, Hebrew), `ltr` for the others.",
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}
