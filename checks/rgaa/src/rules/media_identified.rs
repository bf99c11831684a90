//! What stands beside a sound or a film says which it is.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["audio", "video"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "media-identified",
    level: Level::Notice,
    sources: &["RGAA-4.7.1", "WCAG-1.1.1"],
    languages: Language::LAYOUTS,
    page: include_str!("media_identified.md"),
};

/// How far around a text is looked for.
const LEVELS: usize = 4;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !view.document.is_page || element.open_ended {
        return None;
    }
    // Without controls a film is a background, or a script's.
    let has_controls = view.is_set(element, "controls") || view.attr(element, "controls") == Attr::Computed;
    if !has_controls || view.sight(node) != Sight::Shown || is_named(view, element) || is_told_around(view, node) {
        return None;
    }
    let (fr, en) = if element.name == "audio" { ("ce son", "this sound") } else { ("cette vidéo", "this video") };
    let words = message(
        (&format!("Aucun texte à côté ne dit ce qu’est {fr}."), &format!("No text beside it says what {en} is.")),
        (
            "Qui ne voit pas la page rencontre un lecteur sans savoir ce qu’il va lire.",
            "Who does not see the page meets a player without knowing what it will play.",
        ),
        (
            "Vérifiez qu’un titre ou une phrase juste avant l’identifie ; sinon, ajoutez-en un, ou une `<figcaption>`.",
            "Check that a heading or a sentence right before identifies it; otherwise, add one, or a `<figcaption>`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

fn is_named(view: &View<'_>, element: &Element) -> bool {
    ["title", "aria-label", "aria-labelledby"].iter().any(|name| !view.attr(element, name).is_blank())
}

/// Whether a text or code stands before or after, in one of the boxes around.
fn is_told_around(view: &View<'_>, node: NodeId) -> bool {
    let mut inner = node;
    for (id, around) in view.document.ancestors(node).take(LEVELS) {
        let speaks = |child: NodeId| match &view.document.node(child).kind {
            NodeKind::Text(text) => !is_blank(text),
            NodeKind::Element(element) => {
                element.is_component
                    || (!matches!(element.name.as_str(), "audio" | "video" | "script" | "style" | "head")
                        && (!view.known_text(child).trim().is_empty() || !view.content_of(child).is_missing()))
            }
            NodeKind::Dynamic => true,
            NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => false,
        };
        let children = &view.document.node(id).children;
        if around.is_component || children.iter().any(|&child| child != inner && speaks(child)) {
            return true;
        }
        if matches!(around.name.as_str(), "article" | "body" | "html" | "li" | "main" | "section" | "td") {
            return around.name == "html";
        }
        inner = id;
    }
    true
}
