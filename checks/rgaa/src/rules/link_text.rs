//! A link tells where it leads, by itself or by what stands around it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: LINKS, attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "link-text",
    level: Level::Notice,
    sources: &["RGAA-6.1.1", "RGAA-6.1.2", "RGAA-6.1.3", "WCAG-2.4.4", "ACT-5effbb", "ACT-aizyf1"],
    languages: Language::MARKUP,
    page: include_str!("link_text.md"),
};

/// Texts that would fit any link, folded, in French and in English.
const GENERIC: &[&str] = &[
    "acceder",
    "alink",
    "cliquer",
    "cliquerici",
    "cliquezici",
    "clickhere",
    "consulter",
    "continuelalecture",
    "decouvrir",
    "decouvrez",
    "details",
    "detail",
    "enlireplus",
    "ensavoirplus",
    "ensavoirdavantage",
    "here",
    "ici",
    "info",
    "infos",
    "iciaussi",
    "learnmore",
    "lien",
    "lienexterne",
    "link",
    "lire",
    "lirelasuite",
    "lireplus",
    "lirelarticle",
    "more",
    "moreinfo",
    "moredetails",
    "plus",
    "plusdedetails",
    "plusdinfo",
    "plusdinfos",
    "plusdinformations",
    "readmore",
    "seemore",
    "suite",
    "thislink",
    "celien",
    "cetarticle",
    "cettepage",
    "thispage",
    "url",
    "voir",
    "voirlasuite",
    "voirplus",
];

/// Components that render a link, in the libraries of wide use.
const LINKS: &[&str] = &[
    "a",
    "Link",
    "LinkTo",
    "NavLink",
    "NextLink",
    "NuxtLink",
    "RouterLink",
    "inertia-link",
    "nuxt-link",
    "router-link",
];

/// Addresses longer than this say little when they are heard.
const LONG_ADDRESS: usize = 50;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_link = LINKS.contains(&element.name.as_str());
    if !is_link || element.open_ended || !element.closed || view.sight(node) == Sight::Hidden {
        return None;
    }
    let is_anchor = element.get("href").is_none() && (element.get("id").is_some() || element.get("name").is_some());
    if is_anchor || is_told_otherwise(view, element) {
        return None;
    }
    let name = if element.is_component || element.get("href").is_none() {
        text_of(view, node)?
    } else {
        view.name(node, element).whole()?.to_owned()
    };
    let folded = fold(&name);
    let is_address =
        name.starts_with("http") && name.contains("://") && name.len() > LONG_ADDRESS && !name.contains(' ');
    if !is_address && (!GENERIC.contains(&folded.as_str()) || has_context(view, node)) {
        return None;
    }
    let what = if is_address {
        ("L’intitulé de ce lien est une adresse.".to_owned(), "The text of this link is an address.".to_owned())
    } else {
        (
            format!("L’intitulé « {} » ne dit pas où mène ce lien, et rien autour ne le précise.", name.trim()),
            format!("The text “{}” does not say where this link leads, and nothing around it tells.", name.trim()),
        )
    };
    let holds_image = view.document.descendants(node).any(|below| {
        view.document.element(below).is_some_and(|element| matches!(element.name.as_str(), "img" | "svg"))
    });
    let (written, _) = view.document.text_content(node);
    let test = match (holds_image, written.is_empty()) {
        (false, _) => "RGAA-6.1.1",
        (true, true) => "RGAA-6.1.2",
        (true, false) => "RGAA-6.1.3",
    };
    let words = message(
        (&what.0, &what.1),
        (
            "Qui parcourt la page de lien en lien l’entend seul, hors de son contexte.",
            "People who go from link to link hear it alone, out of its context.",
        ),
        (
            "Vérifiez que la phrase, la cellule ou le titre du bloc l’explique ; mieux, complétez-le : « En savoir plus sur l’aide au logement ».",
            "Check that the sentence, the cell or the heading of its block explains it; better, complete it: “Learn more about housing benefit”.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).sources(&[test, "WCAG-2.4.4", "ACT-5effbb", "ACT-aizyf1"]))
}

/// Whether a `title` or a description says more.
fn is_told_otherwise(view: &View<'_>, element: &Element) -> bool {
    let says = |name: &str| match view.attr(element, name) {
        Attr::Text(text) => !is_blank(text) && !GENERIC.contains(&fold(text).as_str()),
        Attr::Computed | Attr::Unknown => true,
        Attr::Absent => false,
    };
    ["title", "aria-describedby", "aria-label"].into_iter().any(says)
}

fn text_of(view: &View<'_>, node: NodeId) -> Option<String> {
    let (text, is_whole) = view.document.text_content(node);
    (is_whole && !text.is_empty()).then(|| text.into_owned())
}

/// Whether words stand right before or after a link.
fn is_in_sentence(view: &View<'_>, node: NodeId) -> bool {
    let siblings = view.siblings(node);
    let Some(at) = siblings.iter().position(|&sibling| sibling == node) else { return false };
    let speaks = |at: usize| match siblings.get(at).map(|&sibling| &view.document.node(sibling).kind) {
        Some(NodeKind::Text(text)) => text.chars().any(char::is_alphabetic),
        _ => false,
    };
    at.checked_sub(1).is_some_and(speaks) || speaks(at + 1)
}

/// Whether the block around a link says something besides, or begins with a heading.
fn has_context(view: &View<'_>, node: NodeId) -> bool {
    if is_in_sentence(view, node) {
        return true;
    }
    let mut inner = node;
    for (id, around) in view.document.ancestors(node).take(5) {
        if matches!(around.name.as_str(), "body" | "html" | "main" | "template" | "form") {
            return false;
        }
        if around.is_component || says_more(view, id, inner) {
            return true;
        }
        if matches!(around.name.as_str(), "article" | "section" | "td" | "table" | "dialog" | "aside" | "nav") {
            // The headers of a cell are a part of its context.
            return around.name == "td";
        }
        inner = id;
    }
    false
}

/// Whether `block` holds a text or code beside `inner`.
fn says_more(view: &View<'_>, block: NodeId, inner: NodeId) -> bool {
    view.document.node(block).children.iter().filter(|&&child| child != inner).any(|&child| {
        match &view.document.node(child).kind {
            NodeKind::Text(text) => text.chars().any(char::is_alphabetic),
            NodeKind::Dynamic => true,
            NodeKind::Element(element) => {
                element.is_component || (element.name != "a" && !view.content_of(child).is_missing())
            }
            NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => false,
        }
    })
}
