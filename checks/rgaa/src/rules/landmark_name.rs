//! Parts of a page of one kind are told apart.

use std::collections::HashMap;

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "landmark-name",
    level: Level::Notice,
    sources: &["RGAA-12.6.1", "WCAG-1.3.1", "WCAG-2.4.1"],
    languages: Language::MARKUP,
    page: include_str!("landmark_name.md"),
};

/// The landmarks that a page may have several of, under different names, and the two that it has one of.
const LANDMARKS: &[&str] = &["banner", "complementary", "contentinfo", "form", "navigation", "region", "search"];

/// What tells two apart.
#[derive(PartialEq, Eq, Hash)]
enum Told<'a> {
    /// The name, in lower case; empty where there is none.
    Name(String),
    /// The ids of what names it.
    By(&'a str),
}

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut seen: HashMap<(&'static str, Told<'_>), Vec<NodeId>> = HashMap::new();
    let mut findings = Vec::new();
    for (node, element) in view.document.elements() {
        let Some(role) = landmark(view, node, element) else { continue };
        let Some(told) = told(view, element, role) else { continue };
        let same = seen.entry((role, told)).or_default();
        if same.len() < 4 {
            same.push(node);
        }
        // One finding for all of a kind.
        let &[first, second] = same.as_slice() else { continue };
        if view.stand_together(first, second)
            && view.apart(first) == view.apart(second)
            && !is_other_s_fault(view, first, second, role)
            && let Some(before) = view.document.element(first)
        {
            findings.push(Finding::new(&META, view.tag(element), words(element, role)).related(view.tag(before)));
            findings.last_mut().into_iter().for_each(|finding| {
                if is_one_of(role) {
                    finding.sources = ["RGAA-9.2.1", "WCAG-1.3.1"].map(ToOwned::to_owned).to_vec();
                }
            });
        }
    }
    findings
}

fn is_one_of(role: &str) -> bool {
    matches!(role, "banner" | "contentinfo")
}

/// The landmark that `element` is.
fn landmark(view: &View<'_>, node: NodeId, element: &Element) -> Option<&'static str> {
    let may_be = matches!(&*element.name, "aside" | "footer" | "form" | "header" | "nav" | "search" | "section")
        || element.get("role").is_some();
    if !may_be || element.is_component || view.sight(node) != Sight::Shown {
        return None;
    }
    let role = match view.role_at(node, element) {
        Role::Is(role) => role,
        // A part of a page whose own top it is.
        Role::Unknown if element.get("role").is_none() && !view.document.is_page => {
            let is_on_top = view.document.ancestors(node).all(|(_, around)| around.name == "div");
            match element.name.as_str() {
                "header" if is_on_top => "banner",
                "footer" if is_on_top => "contentinfo",
                _ => return None,
            }
        }
        Role::Unknown | Role::None => return None,
    };
    // In a dialog, another page begins.
    let is_apart = view.document.ancestors(node).any(|(_, around)| {
        around.name == "dialog" || matches!(view.attr(around, "role"), Attr::Text("dialog" | "alertdialog"))
    });
    LANDMARKS.iter().copied().find(|&landmark| landmark == role).filter(|_| !is_apart)
}

/// What tells `element` apart, where source tells.
fn told<'a>(view: &'a View<'_>, element: &'a Element, role: &str) -> Option<Told<'a>> {
    if is_one_of(role) {
        return Some(Told::Name(String::new()));
    }
    let mut name = view.name_by_author(element, true);
    name.add_attr(view.attr(element, "title"));
    if let Some(whole) = name.whole() {
        return Some(Told::Name(whole.to_lowercase()));
    }
    match view.attr(element, "aria-labelledby") {
        Attr::Text(ids) => Some(Told::By(ids)),
        _ => None,
    }
}

/// Whether another rule speaks of the two: one is in the other.
fn is_other_s_fault(view: &View<'_>, first: NodeId, second: NodeId, role: &str) -> bool {
    let is_inside = view.document.ancestors(second).any(|(around, _)| around == first);
    let is_plain = |node: NodeId| view.document.element(node).is_some_and(|element| element.get("role").is_none());
    is_inside && is_one_of(role) && is_plain(first) && is_plain(second)
}

fn words(element: &Element, role: &str) -> checks_core::Message {
    let tag = &element.name;
    if is_one_of(role) {
        return message(
            (
                &format!("Un second `<{tag}>` est une zone de la page de même nature (`{role}`)."),
                &format!("A second `<{tag}>` is a part of the page of the same kind (`{role}`)."),
            ),
            (
                "Un lecteur d’écran propose deux en-têtes ou deux pieds de page, et l’on ne sait plus lequel est celui du site.",
                "A screen reader offers two headers or two footers, and nobody knows which is the site’s.",
            ),
            (
                "Vérifiez que la page n’en a qu’un, et faites de l’autre un `<div>`, ou mettez-le dans l’`<article>` ou la `<section>` dont il est.",
                "Verify that the page has one only, and make a `<div>` of the other, or put it in the `<article>` or `<section>` that it belongs to.",
            ),
        );
    }
    message(
        (
            &format!("Rien ne distingue ce `<{tag}>` d’un autre de même nature (`{role}`)."),
            &format!("Nothing tells this `<{tag}>` from another of the same kind (`{role}`)."),
        ),
        (
            "Dans la liste des zones d’un lecteur d’écran, les deux ont le même nom.",
            "In a screen reader’s list of the page’s parts, both have the same name.",
        ),
        (
            "Vérifiez que chacun a son nom, par `aria-label` ou `aria-labelledby` : « Menu principal », « Fil d’Ariane », « Pagination ».",
            "Verify that each has its own name, by `aria-label` or `aria-labelledby`: “Main menu”, “Breadcrumb”, “Pagination”.",
        ),
    )
}
