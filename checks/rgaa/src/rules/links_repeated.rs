//! Links of one name in one place lead to one place.

use std::collections::HashMap;

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "links-repeated",
    level: Level::Notice,
    sources: &["RGAA-6.1.1", "WCAG-2.4.4", "ACT-fd3a94", "ACT-b20e66"],
    languages: Language::MARKUP,
    page: include_str!("links_repeated.md"),
};

/// What makes the context of a link: a paragraph, an item, a cell, else the block around.
const BLOCKS: &[&str] = &["p", "li", "td", "th", "dd", "dt", "div", "section", "article", "nav", "body", "blockquote"];

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut known: HashMap<(NodeId, String), (&Element, String)> = HashMap::new();
    let mut findings = Vec::new();
    for (node, element) in view.document.elements() {
        let may_be = element.name == "a" || element.get("role").is_some();
        if !may_be || element.is_component || view.role(element) != Role::Is("link") {
            continue;
        }
        if view.document.node(node).optional || view.sight(node) != Sight::Shown {
            continue;
        }
        let Some(address) = address(view, element) else { continue };
        let name = view.name(node, element);
        let Some(name) = name.whole().map(fold).filter(|name| name.len() > 1) else { continue };
        let mut around = view.document.ancestors(node);
        let Some((block, _)) = around.find(|(_, around)| BLOCKS.contains(&around.name.as_str())) else { continue };
        match known.get(&(block, name.clone())) {
            Some((first, other)) if *other != address => {
                findings.push(repeated(view, element).related(view.tag(first)));
            }
            Some(_) => {}
            None => {
                known.insert((block, name), (element, address));
            }
        }
    }
    findings
}

/// Where a link leads: its `href`, or what its `onclick` writes.
fn address(view: &View<'_>, element: &Element) -> Option<String> {
    match view.attr(element, "href") {
        Attr::Text(href) => {
            let href = href.trim();
            (href.len() > 1 && !href.starts_with("javascript:")).then(|| href.trim_end_matches('/').to_owned())
        }
        Attr::Absent => match view.attr(element, "onclick") {
            Attr::Text(code) if code.contains("location") => Some(code.trim().to_owned()),
            _ => None,
        },
        Attr::Computed | Attr::Unknown => None,
    }
}

fn repeated(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Ce lien a le même intitulé qu’un autre, juste à côté, qui mène ailleurs.",
            "This link has the same text as another one beside it, which leads elsewhere.",
        ),
        ("Hors de vue, rien ne dit lequel des deux choisir.", "Out of sight, nothing says which of the two to choose."),
        (
            "Vérifiez que les deux mènent au même contenu, sinon donnez à chacun son intitulé.",
            "Check that both lead to the same content; if not, give each its own text.",
        ),
    );
    Finding::new(&META, view.tag(element), words)
}
