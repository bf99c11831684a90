//! Headings do not skip a level.

use checks_core::{Edit, Finding, Fix, Language, Level, Meta, Text};
use checks_markup::{Element, NodeId, NodeKind};

use crate::components::dsfr::{Given, Heading};
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
    let has_many_roots = view.has_many_roots();
    for (id, node) in view.document.nodes.iter().enumerate() {
        let id = id as NodeId;
        if has_many_roots && node.parent.is_none() && begins_anew(view, id) {
            last = Last::Unknown;
        }
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
        let (level, property) = if element.is_component {
            match view.dsfr_heading(element) {
                (Heading::Nothing, _) => continue,
                (Heading::At(level), property) => (Last::Level(level), property),
                (Heading::Unknown, _) => (Last::Unknown, None),
            }
        } else {
            let Some(level) = heading_level(view, element) else {
                if FILLED.iter().any(|name| element.get(name).is_some()) {
                    last = Last::Unknown;
                }
                continue;
            };
            (level, None)
        };
        if view.sight(id) != Sight::Shown {
            last = Last::Unknown;
            continue;
        }
        if let (Last::Level(before), Last::Level(now)) = (last, level)
            && now > before + 1
        {
            found.push(finding(view, element, before, now, property));
        }
        // What may be left out is held against what is before it, and nothing against it.
        last = if node.conditional { Last::Unknown } else { level };
    }
    found
}

/// Attributes by which code fills an element: there may be headings in what it puts there.
const FILLED: &[&str] = &["dangerouslysetinnerhtml", "innerhtml", "set:html", "v-html", "x-html"];

/// Whether `node` is a root apart from the one before it: another component of the file, which another page may show.
fn begins_anew(view: &View<'_>, node: NodeId) -> bool {
    let tops = view.tops();
    let Ok(at @ 1..) = tops.binary_search(&node) else { return false };
    let gap = view.document.node(tops[at - 1]).span.end as usize..view.document.node(node).span.start as usize;
    !view.file.text().get(gap).is_some_and(|gap| gap.trim().is_empty())
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

fn finding(view: &View<'_>, element: &Element, before: u32, now: u32, property: Option<&str>) -> Finding {
    if !element.is_component {
        return Finding::new(&META, view.tag(element), words(before, now));
    }
    let finding = Finding::new(&META, view.tag(element), words_of_component(&element.name, before, now, property));
    let name = property.filter(|name| view.given(element, name) == Given::Nothing);
    let Some(name) = name else { return finding };
    let (wanted, written) = (format!("h{}", before + 1), spelled(view, name));
    let Some((at, replacement)) = view.document.adding(element, &written, &wanted) else { return finding };
    let title = format!("{written}=\"{wanted}\"");
    let edit = Edit { span: at, region: view.file.region(at), replacement };
    finding.fix(Fix { title: Text::new(format!("Ajouter `{title}`"), format!("Add `{title}`")), edits: vec![edit] })
}

/// A property as the language of the file writes it: `titleTag` is `title-tag` in Vue's templates.
fn spelled(view: &View<'_>, property: &str) -> String {
    if view.document.language != Language::Vue {
        return property.to_owned();
    }
    let mut out = String::with_capacity(property.len() + 1);
    for letter in property.chars() {
        if letter.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(letter.to_ascii_lowercase());
    }
    out
}

fn words_of_component(name: &str, before: u32, now: u32, property: Option<&str>) -> checks_core::Message {
    let wanted = before + 1;
    let (how_fr, how_en) = match property {
        Some(property) => (
            format!("Donnez-lui `{property}=\"h{wanted}\"` ; son aspect ne change pas."),
            format!("Give it `{property}=\"h{wanted}\"`; its look does not change."),
        ),
        None => (
            format!("Mettez avant lui un titre de niveau {wanted}."),
            format!("Put a heading of level {wanted} before it."),
        ),
    };
    message(
        (
            &format!("Le titre de ce `<{name}>` est de niveau {now}, après un titre de niveau {before}."),
            &format!("The title of this `<{name}>` is of level {now}, after a heading of level {before}."),
        ),
        (
            "Qui parcourt la page par ses titres croit qu’il en manque un.",
            "People who go through the page by its headings believe that one is missing.",
        ),
        (&how_fr, &how_en),
    )
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
