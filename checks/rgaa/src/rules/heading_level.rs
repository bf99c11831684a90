//! Headings do not skip a level.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "heading-level",
    level: Level::Warning,
    sources: &["RGAA-9.1.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("heading_level.md"),
};

/// The level of the last heading, as far as it is known.
#[derive(Clone, Copy)]
enum Last {
    /// Something may have stood between, or before.
    Unknown,
    Level(u32),
}

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut last = Last::Unknown;
    // Where each dialog that is open ends, and the level of the heading before it.
    let mut dialogs: Vec<(u32, Last)> = Vec::new();
    for (id, node) in view.document.nodes.iter().enumerate() {
        let id = id as NodeId;
        while let Some((_, before)) = dialogs.pop_if(|(end, _)| *end <= node.span.start) {
            last = before;
        }
        let element = match &node.kind {
            NodeKind::Element(element) => element,
            // What a template or a component brings in may hold headings.
            NodeKind::Code | NodeKind::Dynamic => {
                last = Last::Unknown;
                continue;
            }
            NodeKind::Text(_) | NodeKind::Comment | NodeKind::Doctype => continue,
        };
        if is_dialog(element) && element.closed {
            dialogs.push((node.span.end, last));
        }
        if is_no_element(&element.name) {
            continue;
        }
        if element.is_component || node.conditional {
            last = Last::Unknown;
            continue;
        }
        let Some(level) = heading_level(view, element) else { continue };
        if view.sight(id) != Sight::Shown {
            last = Last::Unknown;
            continue;
        }
        if let (Last::Level(before), Last::Level(now)) = (last, level)
            && now > before + 1
        {
            found.push(Finding::new(&META, view.tag(element), words(before, now)));
        }
        last = level;
    }
    found
}

/// Whether the headings in `element` say nothing of those after it.
fn is_dialog(element: &Element) -> bool {
    element.name == "dialog" || matches!(element.text("role"), Some("dialog" | "alertdialog"))
}

/// Whether `name` is one of those that HTML has not, past `<h6>`: no heading, and no component either.
fn is_no_element(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'0' | b'7'..=b'9'])
}

/// The level of a heading; `None` for what is none.
fn heading_level(view: &View<'_>, element: &Element) -> Option<Last> {
    let own = match element.name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(u32::from(digit - b'0')),
        _ if element.get("role").is_none() => return None,
        _ => None,
    };
    match view.role(element) {
        Role::Is("heading") => {}
        Role::Unknown => return Some(Last::Unknown),
        Role::Is(_) | Role::None => return None,
    }
    let level = match view.attr(element, "aria-level") {
        Attr::Text(level) => level.trim().parse().ok(),
        Attr::Absent => own,
        Attr::Computed | Attr::Unknown => None,
    };
    Some(level.map_or(Last::Unknown, Last::Level))
}

fn words(before: u32, now: u32) -> checks_core::Message {
    message(
        (
            &format!("Ce titre de niveau {now} suit un titre de niveau {before}."),
            &format!("This heading of level {now} follows one of level {before}."),
        ),
        (
            "Qui parcourt la page par ses titres croit qu’il en manque un.",
            "People who go through the page by its headings believe that one is missing.",
        ),
        (
            &format!(
                "Écrivez un titre de niveau {}, et donnez-lui la taille voulue par une classe, comme `fr-h{}`.",
                before + 1,
                now.min(6)
            ),
            &format!(
                "Write a heading of level {}, and give it the size you want by a class, such as `fr-h{}`.",
                before + 1,
                now.min(6)
            ),
        ),
    )
}
