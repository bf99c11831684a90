//! An alternative does not repeat the text beside it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind, Value};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["img"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "alt-repeated",
    level: Level::Notice,
    sources: &["RGAA-1.2.1", "WCAG-1.1.1"],
    languages: Language::MARKUP,
    page: include_str!("alt_repeated.md"),
};

/// Letters from which a text is more than a sign.
const ENOUGH: usize = 3;

/// How far up the link or button that holds an image is looked for.
const REACH: usize = 6;

/// How many nodes around an image are read.
const NEAR: usize = 48;

/// What an alternative or a text says, to be held against one another.
#[derive(PartialEq, Eq)]
enum Said<'a> {
    /// These words, whatever their case.
    Words(String),
    /// What this expression gives.
    Code(&'a str),
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let alt = element.get("alt").filter(|_| element.name == "img" && !element.is_component)?;
    let said = match &alt.value {
        Value::Text { text, .. } => words(text)?,
        Value::Dynamic { span, .. } => code(view.document.source(*span))?,
        Value::Empty => return None,
    };
    if element.get("role").is_some() || view.sight(node) != Sight::Shown || !is_repeated(view, node, &said) {
        return None;
    }
    let words = message(
        (
            "L’alternative de cette image répète le texte qui est à côté d’elle.",
            "The alternative of this image repeats the text beside it.",
        ),
        ("Un lecteur d’écran dit deux fois la même chose.", "A screen reader says the same thing twice."),
        (
            "Si l’image n’apporte rien de plus que ce texte, écrivez `alt=\"\"` ; sinon, dites dans `alt` ce qu’elle apporte.",
            "If the image brings nothing more than that text, write `alt=\"\"`; if it does, say in `alt` what it brings.",
        ),
    );
    Some(Finding::new(&META, view.file.place(alt.span), words))
}

/// Whether what is beside the image, in the link or button that holds it or else in its parent, says the same.
fn is_repeated(view: &View<'_>, image: NodeId, said: &Said<'_>) -> bool {
    let around = view.document.ancestors(image).take(REACH);
    let acted_on = around.into_iter().find(|(_, around)| matches!(around.name.as_str(), "a" | "button"));
    let Some((holder, _)) = acted_on.or_else(|| view.document.ancestors(image).next()) else { return false };
    view.document
        .descendants(holder)
        .take(NEAR)
        .any(|id| says(view, id, said) && view.stand_together(image.min(id), image.max(id)))
}

/// Whether `node` is the only text of its parent, and says the same.
fn says(view: &View<'_>, id: NodeId, said: &Said<'_>) -> bool {
    let node = view.document.node(id);
    let own = match &node.kind {
        NodeKind::Text(text) => words(text),
        NodeKind::Dynamic => code(view.document.source(node.span)),
        _ => None,
    };
    let is_alone = || {
        let siblings = node.parent.map_or(&[][..], |parent| &view.document.node(parent).children);
        siblings.iter().filter(|&&sibling| sibling != id).all(|&sibling| match &view.document.node(sibling).kind {
            NodeKind::Text(text) => text.trim().is_empty(),
            NodeKind::Dynamic => false,
            _ => true,
        })
    };
    own.as_ref() == Some(said) && !node.optional && is_alone()
}

fn words(text: &str) -> Option<Said<'_>> {
    let folded = fold(text);
    (folded.chars().filter(|c| c.is_alphabetic()).count() >= ENOUGH).then_some(Said::Words(folded))
}

/// The expression in `{aide.titre}`, `{{ aide.titre }}`, `<%= aide.titre %>`, where it names a value and does no more.
fn code(source: &str) -> Option<Said<'_>> {
    let inner = source.trim_matches(|c: char| c.is_whitespace() || "{}<>%=\"'".contains(c));
    let is_path = inner.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '?' | '$' | '@'));
    (is_path && inner.len() >= ENOUGH && inner.contains(char::is_alphabetic)).then_some(Said::Code(inner))
}
