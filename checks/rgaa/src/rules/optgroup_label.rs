//! A group of options has a label.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["optgroup"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "optgroup-label",
    level: Level::Failure,
    sources: &["RGAA-11.8.2", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("optgroup_label.md"),
};

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "optgroup" || !view.attr(element, "label").is_blank() {
        return None;
    }
    // Some use an empty group to draw a line, or to keep iOS from cutting long options.
    let is_written = element.get("label").is_some();
    let level = if is_written { Level::Warning } else { Level::Failure };
    let words = message(
        ("Ce groupe d’options n’a pas de nom.", "This group of options has no name."),
        (
            "Les navigateurs affichent une ligne vide, et un lecteur d’écran annonce un groupe sans dire lequel.",
            "Browsers show an empty line, and a screen reader announces a group without saying which.",
        ),
        (
            "Écrivez dans `label` ce que ces options ont en commun, ou retirez `<optgroup>`.",
            "Write in `label` what these options have in common, or remove `<optgroup>`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(level))
}
