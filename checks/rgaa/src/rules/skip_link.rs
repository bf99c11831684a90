//! A link leads to the main content, and it works.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, Target, View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "skip-link",
    level: Level::Failure,
    sources: MISSING,
    languages: Language::LAYOUTS,
    page: include_str!("skip_link.md"),
};

const MISSING: &[&str] = &["RGAA-12.7.1", "WCAG-2.4.1", "ACT-ye5d6e"];
const BROKEN: &[&str] = &["RGAA-12.7.2", "WCAG-2.4.1", "ACT-ye5d6e"];

/// From how many links on the way to the content is long for sure.
const LONG: usize = 4;

/// What a link that leads to the content says, in French and in English, as [`fold`] leaves it.
const WORDS: &[&str] = &[
    "accesaucontenu",
    "accesdirectaucontenu",
    "accederaucontenu",
    "alleraucontenu",
    "allerdirectementaucontenu",
    "contenuprincipal",
    "gotocontent",
    "gotomain",
    "jumptocontent",
    "jumptomain",
    "maincontent",
    "passeraucontenu",
    "passerlanavigation",
    "skipnavigation",
    "skipto",
];

fn look(view: &View<'_>) -> Vec<Finding> {
    if !view.document.is_page {
        return Vec::new();
    }
    let main = main_area(view);
    let mut findings = Vec::new();
    let mut leads = false;
    for (node, element) in view.document.elements() {
        if main.is_some_and(|main| node >= main) {
            break;
        }
        leads |= moves_in_page(view, element);
        if element.name == "a" && !element.is_component && is_skip_link(view, node, element) {
            leads = true;
            findings.extend(broken(view, node, element, main));
        }
    }
    if let Some(main) = main
        && !leads
    {
        findings.extend(missing(view, main));
    }
    findings
}

/// Where the content that is the page's own begins: `<main>`, or what is called so.
fn main_area(view: &View<'_>) -> Option<NodeId> {
    let is_main = |element: &Element| element.name == "main" || element.text("role") == Some("main");
    let shown = |&(node, _): &(NodeId, &Element)| view.sight(node) != Sight::Hidden;
    let named = |element: &Element| {
        matches!(element.text("id"), Some("main" | "main-content" | "content" | "contenu" | "contenu-principal"))
    };
    let mut all = view.document.elements().filter(|(_, element)| is_main(element));
    let main = all.find(shown).map(|(node, _)| node);
    main.or_else(|| {
        let mut named = view.named("div").filter(|(_, it)| named(it)).filter(shown);
        named.next().map(|(node, _)| node)
    })
}

/// Whether something in `element` leads to a place in the page, or a script may make it.
fn moves_in_page(view: &View<'_>, element: &Element) -> bool {
    let href = element.get("href").and_then(|href| href.value.text());
    let is_script = element.attributes.iter().any(|attribute| {
        attribute.name.starts_with("on")
            && attribute.value.span().is_some_and(|span| view.document.source(span).contains('#'))
    });
    is_script || href.is_some_and(|href| href.contains('#') && href.trim() != "#")
}

fn is_skip_link(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    let leads_in_page = view
        .attr(element, "href")
        .text()
        .is_some_and(|href| href.strip_prefix('#').is_some_and(|id| !id.is_empty() && !id.starts_with(['/', '!'])));
    leads_in_page && {
        let name = fold(view.name(node, element).known());
        WORDS.iter().any(|word| name.contains(word))
    }
}

/// What keeps a link to the content from leading there.
fn broken(view: &View<'_>, node: NodeId, element: &Element, main: Option<NodeId>) -> Option<Finding> {
    let id = view.attr(element, "href").text()?.strip_prefix('#')?;
    if view.sight(node) == Sight::Hidden {
        let words = message(
            (
                "Ce lien vers le contenu est caché à tout le monde.",
                "This link to the content is hidden from everybody.",
            ),
            (
                "Il ne s’affiche pas quand on y arrive au clavier : personne ne peut s’en servir.",
                "It does not show when the keyboard reaches it: nobody can use it.",
            ),
            (
                "Cachez-le par une classe qui le montre à la prise de focus, comme `fr-skiplinks` du DSFR, sans `display: none` ni `hidden`.",
                "Hide it by a class that shows it when it takes the focus, such as the DSFR’s `fr-skiplinks`, without `display: none` or `hidden`.",
            ),
        );
        return Some(Finding::new(&META, view.tag(element), words).sources(BROKEN).level(Level::Warning));
    }
    let target = match view.target(id) {
        Target::Found(target) => target,
        Target::Missing if !is_named(view, id) && id != "top" => {
            let words = message(
                (
                    &format!("Ce lien vers le contenu ne mène nulle part : rien n’a l’identifiant `{id}`."),
                    &format!("This link to the content leads nowhere: nothing has the id `{id}`."),
                ),
                (
                    "Au clavier ou avec un lecteur d’écran, il faut reparcourir l’en-tête et le menu à chaque page.",
                    "With the keyboard or a screen reader, one has to go through header and menu again on each page.",
                ),
                (
                    &format!("Donnez `id=\"{id}\"` à l’élément où le contenu commence, `<main>` le plus souvent."),
                    &format!("Give `id=\"{id}\"` to the element where the content begins, `<main>` most often."),
                ),
            );
            let is_drawn = view.has("script");
            let level = if is_drawn { Level::Warning } else { Level::Failure };
            return Some(Finding::new(&META, view.tag(element), words).sources(BROKEN).level(level));
        }
        Target::Missing | Target::Unknown => return None,
    };
    let main = main?;
    let is_around = view.document.ancestors(main).any(|(around, _)| around == target);
    let nodes = &view.document.nodes;
    let reads_on_the_way = target < main
        && !is_around
        && nodes[target as usize..main as usize]
            .iter()
            .any(|node| matches!(&node.kind, NodeKind::Text(text) if !is_blank(text)));
    // « Passer la navigation » may well lead to the next part.
    let name = fold(view.name(node, element).known());
    let speaks_of_it = ["content", "contenu", "main"].iter().any(|word| name.contains(word));
    if !reads_on_the_way || !speaks_of_it || !is_sure_before(view, main) {
        return None;
    }
    let to = view.document.element(target)?;
    let words = message(
        (
            &format!("Ce lien vers le contenu mène à `{id}`, avant le contenu."),
            &format!("This link to the content leads to `{id}`, before the content."),
        ),
        (
            "Qui le suit doit encore passer ce qui se répète de page en page.",
            "Those who follow it still have to pass what is repeated from page to page.",
        ),
        (
            "Faites-le mener à l’élément où le contenu commence, `<main>` le plus souvent.",
            "Make it lead to the element where the content begins, `<main>` most often.",
        ),
    );
    let finding = Finding::new(&META, view.tag(element), words).sources(BROKEN).level(Level::Warning);
    Some(finding.related(view.tag(to)))
}

/// Whether a `name` makes a place of an old kind.
fn is_named(view: &View<'_>, id: &str) -> bool {
    view.named("a").any(|(_, element)| element.text("name") == Some(id))
}

/// A page where people pass links to reach the content, and no link to pass them by.
fn missing(view: &View<'_>, main: NodeId) -> Option<Finding> {
    if !is_sure_before(view, main) {
        return None;
    }
    let before = || view.document.elements().take_while(|&(node, _)| node < main);
    let links = before()
        .filter(|&(node, element)| {
            element.name == "a" && element.get("href").is_some() && view.sight(node) != Sight::Hidden
        })
        .count();
    let has_part = before().any(|(_, element)| matches!(&*element.name, "aside" | "header" | "nav"));
    let level = match links {
        LONG.. => Level::Warning,
        1.. if has_part => Level::Notice,
        _ => return None,
    };
    let element = view.document.element(main)?;
    let words = message(
        (
            "Aucun lien ne permet d’aller droit au contenu de cette page.",
            "No link lets people go straight to the content of this page.",
        ),
        (
            "Au clavier, il faut passer tous les liens de l’en-tête et du menu à chaque page.",
            "With the keyboard, one has to pass all links of header and menu on each page.",
        ),
        (
            "Mettez en premier dans la page un lien vers le contenu, comme celui du DSFR : `<div class=\"fr-skiplinks\">` et `<a class=\"fr-link\" href=\"#contenu\">Contenu</a>`.",
            "Put a link to the content first in the page, such as the DSFR’s: `<div class=\"fr-skiplinks\">` and `<a class=\"fr-link\" href=\"#contenu\">Contenu</a>`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(level))
}

/// Whether all that stands before `main` is in this file: neither a component nor what template code puts there.
fn is_sure_before(view: &View<'_>, main: NodeId) -> bool {
    view.document.nodes[..main as usize].iter().all(|node| match &node.kind {
        NodeKind::Element(element) => {
            !element.is_component && !matches!(view.attr(element, "href"), Attr::Unknown) && !has_skip_class(element)
        }
        // A word, not a part of the page.
        NodeKind::Dynamic => node.parent.and_then(|parent| view.document.element(parent)).is_some_and(|around| {
            matches!(
                &*around.name,
                "a" | "abbr"
                    | "b"
                    | "button"
                    | "em"
                    | "h1"
                    | "h2"
                    | "h3"
                    | "label"
                    | "option"
                    | "p"
                    | "script"
                    | "small"
                    | "span"
                    | "strong"
                    | "style"
                    | "title"
            )
        }),
        NodeKind::Text(_) | NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => true,
    })
}

/// Whether the element is there to hold such links.
fn has_skip_class(element: &Element) -> bool {
    element.text("class").is_some_and(|class| class.to_ascii_lowercase().contains("skip"))
}
