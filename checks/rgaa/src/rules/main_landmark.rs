//! A page has one main content, and says where it is.

use checks_core::{Finding, Language, Level, Meta, Place};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "main-landmark",
    level: Level::Failure,
    sources: SOURCES,
    languages: Language::LAYOUTS,
    page: include_str!("main_landmark.md"),
};

const SOURCES: &[&str] = &["RGAA-9.2.1", "WCAG-1.3.1", "WCAG-2.4.1"];

fn look(view: &View<'_>) -> Vec<Finding> {
    let mains: Vec<(NodeId, &Element)> =
        view.document.elements().filter(|(_, element)| is_main(view, element)).collect();
    let shown: Vec<(NodeId, &Element)> = mains
        .iter()
        .copied()
        .filter(|&(node, _)| view.sight(node) == Sight::Shown && !view.document.node(node).conditional)
        .collect();
    let is_one_page = view.named("html").count() < 2;
    match shown.as_slice() {
        &[(before, first), (node, second), ..] if is_one_page && view.stand_together(before, node) => {
            vec![second_at(view.tag(second)).related(view.tag(first))]
        }
        // Of a part, nobody knows which page it is put in.
        [] if view.document.is_page && mains.iter().all(|&(node, _)| view.sight(node) == Sight::Hidden) => {
            missing(view).into_iter().collect()
        }
        [_] => without_navigation(view).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn second_at(place: Place) -> Finding {
    let words = message(
        ("Cette page a un second `<main>`.", "This page has a second `<main>`."),
        WHY_ONE,
        (
            "Gardez un seul `<main>` visible, et faites de l’autre une `<section>`.",
            "Keep a single visible `<main>`, and make a `<section>` of the other.",
        ),
    );
    Finding::new(&META, place, words).sources(SOURCES)
}

/// The `<main>` of a page that is put into a layout with one.
pub(crate) fn second(place: Place) -> Finding {
    let words = message(
        (
            "Ce `<main>` s’ajoute à celui du gabarit : la page en a deux.",
            "This `<main>` comes beside that of the layout: the page has two.",
        ),
        WHY_ONE,
        (
            "Retirez celui-ci, ou mettez à sa place une `<section>` ou un `<div>`.",
            "Remove this one, or put a `<section>` or a `<div>` in its place.",
        ),
    );
    Finding::new(&META, place, words).sources(SOURCES)
}

const WHY_ONE: (&str, &str) = (
    "Un lecteur d’écran propose d’aller au contenu principal : avec plusieurs, on ne sait plus lequel c’est.",
    "A screen reader offers to go to the main content: with several, nobody knows which one it is.",
);

/// A page that is written out whole, with a header and a footer, and without a `<nav>`.
fn without_navigation(view: &View<'_>) -> Option<Finding> {
    let navigates = |element: &Element| {
        element.name == "nav" || element.text("role").is_some_and(|role| role.contains("navigation"))
    };
    let has_parts = view.has("header") && view.has("footer") && !view.has("script");
    if !has_parts || !is_html5(view) || !view.is_whole() || view.document.elements().any(|(_, it)| navigates(it)) {
        return None;
    }
    let (_, header) = view.named("header").next()?;
    let words = message(
        (
            "Cette page a un en-tête et un pied de page, et pas de `<nav>`.",
            "This page has a header and a footer, and no `<nav>`.",
        ),
        (
            "Un lecteur d’écran ne peut ni trouver ni passer un menu qui n’est pas dans un `<nav>`.",
            "A screen reader can neither find nor skip a menu that is not in a `<nav>`.",
        ),
        (
            "Vérifiez que les menus de la page, s’il y en a, sont chacun dans un `<nav>`.",
            "Verify that the page’s menus, if there are any, are each in a `<nav>`.",
        ),
    );
    Some(Finding::new(&META, view.tag(header), words).level(Level::Notice).sources(SOURCES))
}

fn is_html5(view: &View<'_>) -> bool {
    view.document.nodes.iter().any(|node| {
        matches!(node.kind, NodeKind::Doctype)
            && view.document.source(node.span).to_ascii_lowercase().split_whitespace().collect::<String>()
                == "<!doctypehtml>"
    })
}

fn is_main(view: &View<'_>, element: &Element) -> bool {
    !element.is_component
        && match view.attr(element, "role") {
            Attr::Text(role) => role.split_whitespace().next() == Some("main"),
            // Whatever code adds, a `<main>` is one, and what is not one says so.
            Attr::Absent | Attr::Computed | Attr::Unknown => element.name == "main",
        }
}

/// A page that is written out whole, in HTML 5, with content and without a `<main>`.
fn missing(view: &View<'_>) -> Option<Finding> {
    if !is_html5(view) || !view.is_whole() {
        return None;
    }
    let (_, body) = view.named("body").next()?;
    // A page that a script draws, a frameset, or one without a word has nothing to say yet.
    let has_content = ["h1", "h2", "p"].iter().any(|name| view.has(name));
    let is_drawn = view.has("script");
    if !has_content {
        return None;
    }
    let words = message(
        ("Cette page n’a pas de `<main>`.", "This page has no `<main>`."),
        (
            "Un lecteur d’écran ne peut pas sauter l’en-tête et le menu pour aller au contenu.",
            "A screen reader cannot skip the header and the menu to reach the content.",
        ),
        (
            "Mettez le contenu propre à la page, et lui seul, dans un `<main>`.",
            "Put the content that is the page’s own, and only that, in a `<main>`.",
        ),
    );
    let level = if is_drawn { Level::Notice } else { Level::Warning };
    let finding = Finding::new(&META, view.tag(body), words).level(level).sources(SOURCES);
    let sources = ["RGAA-9.2.1", "WCAG-1.3.1", "WCAG-2.4.1", "ACT-b40fd1"];
    Some(if has_menu(view) { finding.sources(&sources) } else { finding })
}

/// Whether a list of links stands before what is to be read: it is most likely repeated from page to page.
fn has_menu(view: &View<'_>) -> bool {
    let mut elements = view.document.elements();
    elements.any(|(node, element)| {
        matches!(&*element.name, "ol" | "ul")
            && view.document.descendants(node).take(64).any(|below| {
                view.document.element(below).is_some_and(|link| link.name == "a" && link.get("href").is_some())
            })
    })
}
