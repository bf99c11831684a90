//! A frame has a title.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["iframe", "frame"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "frame-title",
    level: Level::Failure,
    sources: &["RGAA-2.1.1", "RGAA-2.2.1", "WCAG-4.1.2", "ACT-cae760"],
    languages: Language::MARKUP,
    page: include_str!("frame_title.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !is_frame(element) || !view.is_frame_met(element) || view.sight(node) != Sight::Shown {
        return None;
    }
    let title = match view.attr(element, "title") {
        // React leaves `title={false}` out.
        Attr::Text("false") => Attr::Absent,
        title => title,
    };
    let name = view.name_by_author(element, true);
    let is_named = !name.is_missing();
    let (level, sources): (Level, &[&str]) = match title {
        Attr::Absent if is_named => (Level::Warning, &["RGAA-2.1.1", "WCAG-4.1.2"]),
        Attr::Absent => (Level::Failure, &["RGAA-2.1.1", "WCAG-4.1.2", "ACT-cae760"]),
        Attr::Text(text) if is_blank(text) && !is_named => {
            (Level::Failure, &["RGAA-2.2.1", "WCAG-4.1.2", "ACT-cae760"])
        }
        Attr::Text(_) | Attr::Computed | Attr::Unknown => return None,
    };
    // A script that fills the frame may give it its title as well.
    let is_filled_later = !view.is_rendered() && element.lacks("src") && element.lacks("srcdoc");
    let level = if view.is_tiny(element) || is_filled_later { Level::Warning } else { level };
    let what = match title {
        Attr::Absent if is_named => (
            "Ce cadre est nommé par `aria-label` ou `aria-labelledby`, sans attribut `title`.",
            "This frame is named by `aria-label` or `aria-labelledby`, without a `title` attribute.",
        ),
        Attr::Absent => ("Ce cadre n’a pas d’attribut `title`.", "This frame has no `title` attribute."),
        _ => ("Le `title` de ce cadre est vide.", "The `title` of this frame is empty."),
    };
    let why = if is_named {
        (
            "Le RGAA demande l’attribut `title`, le mieux restitué.",
            "The RGAA asks for the `title` attribute, the best supported one.",
        )
    } else {
        (
            "Un lecteur d’écran annonce un cadre sans dire ce qu’il contient.",
            "A screen reader announces a frame without saying what it holds.",
        )
    };
    let how = (
        "Décrivez le contenu du cadre dans `title` : « Carte des agences », « Vidéo : déclarer ses revenus ».",
        "Describe in `title` what the frame holds: “Map of the agencies”, “Video: how to file your taxes”.",
    );
    Some(Finding::new(&META, view.tag(element), message(what, why, how)).level(level).sources(sources))
}

/// Whether `element` is a frame.
pub(crate) fn is_frame(element: &Element) -> bool {
    matches!(element.name.as_str(), "iframe" | "frame") && !element.is_component
}

impl View<'_> {
    /// Whether the keyboard and readers come to a frame: those with a negative `tabindex` or without a role are left out.
    fn is_frame_met(&self, element: &Element) -> bool {
        let is_out = match self.attr(element, "tabindex") {
            Attr::Text(index) => index.trim().starts_with('-'),
            Attr::Computed => true,
            Attr::Absent | Attr::Unknown => false,
        };
        let is_without_role = match self.attr(element, "role") {
            Attr::Text(role) => role.split_whitespace().any(|role| matches!(role, "none" | "presentation")),
            Attr::Computed => true,
            Attr::Absent | Attr::Unknown => false,
        };
        !is_out && !is_without_role
    }

    /// Whether an element takes one pixel or none.
    pub(crate) fn is_tiny(&self, element: &Element) -> bool {
        ["width", "height"].iter().any(|&side| {
            matches!(self.attr(element, side), Attr::Text(length) if matches!(length.trim().trim_end_matches("px"), "0" | "1"))
        })
    }
}
