//! Space between paragraphs is made by style, not by elements.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["br", "p"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "presentation-spacing",
    level: Level::Warning,
    sources: &["RGAA-8.9.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("presentation_spacing.md"),
};

/// Two may end a line and leave one; no text needs three.
const ENOUGH: usize = 3;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    // Nobody chose these elements by hand.
    let is_generated = matches!(view.document.language, Language::Markdown | Language::Mdx)
        && !view.document.source(element.tag_span).starts_with('<');
    if element.is_component || is_generated || view.sight(node) != Sight::Shown {
        return None;
    }
    let [what, how] = if element.name == "br" {
        if !begins_run(view, node) {
            return None;
        }
        [
            ("Ces `<br>` à la suite ne servent qu’à laisser de l’espace.", "These `<br>` in a row only leave space."),
            (
                "Retirez-les, et donnez une marge à l’élément d’avant ou d’après : `fr-mb-4w` avec le DSFR.",
                "Remove them, and give a margin to the element before or after: `fr-mb-4w` with the DSFR.",
            ),
        ]
    } else {
        if !is_spacer(view, node, element) {
            return None;
        }
        [
            ("Ce `<p>` vide ne sert qu’à laisser de l’espace.", "This empty `<p>` only leaves space."),
            (
                "Retirez-le, et donnez une marge à l’élément d’avant ou d’après : `fr-mb-4w` avec le DSFR.",
                "Remove it, and give a margin to the element before or after: `fr-mb-4w` with the DSFR.",
            ),
        ]
    };
    let words = message(
        what,
        (
            "Un lecteur d’écran peut s’y arrêter et dire « vide » ; qui a sa propre feuille de style ne peut pas l’enlever.",
            "A screen reader may stop there and say “blank”; people with a style sheet of their own cannot take it away.",
        ),
        how,
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether `node` is the first `<br>` of a row of them.
fn begins_run(view: &View<'_>, node: NodeId) -> bool {
    let siblings = match view.document.node(node).parent {
        Some(parent) => &view.document.node(parent).children,
        None => view.tops(),
    };
    let Ok(at) = siblings.binary_search(&node) else { return false };
    let is_nothing = |id: NodeId| match &view.document.node(id).kind {
        NodeKind::Text(text) => is_blank(text),
        NodeKind::Comment => true,
        _ => false,
    };
    let is_break = |id: NodeId| view.document.element(id).is_some_and(|element| element.name == "br");
    let before = siblings[..at].iter().rev().copied().find(|&id| !is_nothing(id));
    let run = siblings[at..].iter().copied().filter(|&id| !is_nothing(id)).take_while(|&id| is_break(id));
    !before.is_some_and(is_break) && run.take(ENOUGH).count() == ENOUGH
}

/// A paragraph without a word, that no script finds by a name.
fn is_spacer(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    let written = view.document.source(view.document.node(node).span);
    let children = &view.document.node(node).children;
    let is_nothing =
        children.iter().all(|&id| matches!(&view.document.node(id).kind, NodeKind::Text(text) if is_blank(text)));
    element.attributes.is_empty()
        && !element.open_ended
        && element.closed
        && is_nothing
        && written.starts_with("<p")
        && (written.ends_with("</p>") || written.ends_with("/>"))
        // A script fills what is empty where no framework does.
        && (!children.is_empty() || view.is_rendered())
}
