//! A list holds items, and items are in a list.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &["dd", "dl", "dt", "li", "menu", "ol", "ul"], attributes: &[], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "list-structure",
    level: Level::Failure,
    sources: &["RGAA-9.3.1", "RGAA-8.2.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("list_structure.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component {
        return None;
    }
    match element.name.as_str() {
        "li" => stray(view, node, element, &["menu", "ol", "ul"], "`<ul>` ou `<ol>`", "`<ul>` or `<ol>`"),
        "dd" | "dt" => stray(view, node, element, &["dl"], "`<dl>`", "`<dl>`"),
        "dl" => holds(view, node, element, &["dd", "div", "dt"]),
        _ => holds(view, node, element, &["li"]),
    }
}

fn is_list(name: &str) -> bool {
    matches!(name, "dl" | "menu" | "ol" | "ul")
}

/// The tests that fail for the list `name`.
fn sources(view: &View<'_>, list: &Element) -> &'static [&'static str] {
    // What says that it is no list fails by its markup alone.
    let is_other = list.get("role").is_some() && !matches!(view.role(list), Role::Is("list"));
    match list.name.as_str() {
        _ if is_other => &["RGAA-8.2.1"],
        "dd" | "dl" | "dt" => &["RGAA-9.3.3", "RGAA-8.2.1", "WCAG-1.3.1"],
        "ol" => &["RGAA-9.3.2", "RGAA-8.2.1", "WCAG-1.3.1"],
        _ => &["RGAA-9.3.1", "RGAA-8.2.1", "WCAG-1.3.1"],
    }
}

/// An item that stands in no list.
fn stray(view: &View<'_>, node: NodeId, item: &Element, lists: &[&str], fr: &str, en: &str) -> Option<Finding> {
    let (id, parent) = view.holder(node)?;
    if lists.contains(&&*parent.name) {
        return None;
    }
    // A group, whose list may be in another file.
    if parent.name == "div" && lists == ["dl"] && view.document.node(id).parent.is_none() {
        return None;
    }
    if let Some(list) = view.document.node(id).parent {
        let around = view.document.element(list);
        let is_in_list = around.is_some_and(|around| is_list(&around.name) || around.is_component);
        // A group of `<dl>`, or what the list's own finding names.
        let is_told = is_in_list && (lists != ["dl"] || parent.name != "div" || parent.get("role").is_none());
        if is_told || view.may_be_wrapped(id, list) {
            return None;
        }
    }
    let is_first = view.previous(node, id).is_none_or(|before| {
        before.is_component || !matches!((&*before.name, &*item.name), ("li", "li") | ("dd" | "dt", "dd" | "dt"))
    });
    if !is_first || view.may_be_wrapped(node, id) || matches!(&*parent.name, "svg" | "object") {
        return None;
    }
    let (tag, around) = (&item.name, &parent.name);
    let words = message(
        (
            &format!("Ce `<{tag}>` est dans un `<{around}>`, et non dans {fr}."),
            &format!("This `<{tag}>` is in a `<{around}>`, not in {en}."),
        ),
        (
            "Hors d’une liste, un lecteur d’écran ne dit ni qu’il y a une liste, ni combien elle a d’éléments.",
            "Outside a list, a screen reader tells neither that there is a list nor how many items it has.",
        ),
        (
            &format!("Mettez {fr} autour des éléments, sans autre balise entre les deux."),
            &format!("Put {en} around the items, with no other tag between."),
        ),
    );
    Some(Finding::new(&META, view.tag(item), words).sources(sources(view, item)).related(view.tag(parent)))
}

/// A list that holds something else than items.
fn holds(view: &View<'_>, node: NodeId, list: &Element, wanted: &[&str]) -> Option<Finding> {
    if !list.closed {
        return None;
    }
    let children = &view.document.node(node).children;
    let (wrong, what) = children.iter().find_map(|&child| {
        let name = match &view.document.node(child).kind {
            NodeKind::Element(inner) => {
                let is_right = wanted.contains(&&*inner.name)
                    || inner.is_component
                    || matches!(&*inner.name, "script" | "slot" | "template" | "noscript");
                (!is_right).then(|| format!("`<{}>`", inner.name))?
            }
            NodeKind::Text(text) => is_words(view, text).then(|| "texte".to_owned())?,
            _ => return None,
        };
        Some((child, name))
    })?;
    if view.may_be_wrapped(wrong, node) {
        return None;
    }
    let tag = &list.name;
    let (fr, en) = match (what.as_str(), list.name.as_str()) {
        ("texte", _) => (
            format!("Ce `<{tag}>` contient du texte hors de ses éléments."),
            format!("This `<{tag}>` holds text outside its items."),
        ),
        _ => (
            format!("Ce {what} est directement dans un `<{tag}>`."),
            format!("This {what} is directly in a `<{tag}>`."),
        ),
    };
    let item = if tag == "dl" { "`<dt>` ou un `<dd>`" } else { "`<li>`" };
    let words = message(
        (&fr, &en),
        (
            "Un lecteur d’écran compte les éléments d’une liste : ce qui n’en est pas un fausse le compte ou se perd.",
            "A screen reader counts the items of a list: what is none spoils the count or is lost.",
        ),
        (
            &format!("Mettez-le dans un {item}, ou sortez-le de la liste."),
            &format!("Put it in a {}, or take it out of the list.", item.replace(" ou un ", " or a ")),
        ),
    );
    let place = match &view.document.node(wrong).kind {
        NodeKind::Element(inner) => view.tag(inner),
        _ => view.tag(list),
    };
    Some(Finding::new(&META, place, words).sources(sources(view, list)).related(view.tag(list)))
}

/// Whether a text is one that people read: no mark of a template language, no separator left over.
fn is_words(view: &View<'_>, text: &str) -> bool {
    !is_blank(text)
        && text.chars().any(char::is_alphanumeric)
        && !matches!(view.document.language, Language::Markdown | Language::Mdx)
        && !text.contains(['{', '}', '<', '[', '$', '#', '@', '%'])
}
