//! An asterisk that marks required fields is explained.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["form"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "asterisk-explained",
    level: Level::Notice,
    sources: &["RGAA-11.10.1", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("asterisk_explained.md"),
};

/// Beginnings of the words that explain it, in lower case: in a text, or in the name of a translation or a component.
const WORDS: &[&str] =
    &["obligat", "requis", "required", "mandatory", "nécessaire", "necessary", "facultati", "optional", "optionnel"];

/// Said once a form, at its first label with an asterisk.
fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !element.closed || view.sight(node) != Sight::Shown {
        return None;
    }
    let below = || view.document.descendants(node);
    let is_label = |id: &NodeId| view.document.element(*id).is_some_and(|label| label.name == "label");
    let label = below().filter(is_label).find(|&label| is_starred(view, label))?;
    // A form of one field needs no sign.
    if view.fields_below(node).nth(1).is_none() || is_explained(view, node) {
        return None;
    }
    let words = message(
        (
            "Rien ne dit dans ce formulaire que l’astérisque marque les champs obligatoires.",
            "Nothing says in this form that the asterisk marks the required fields.",
        ),
        (
            "Tout le monde ne connaît pas cet usage, et un lecteur d’écran ne dit qu’« étoile ».",
            "Not everybody knows that use, and a screen reader says “star” only.",
        ),
        (
            "Vérifiez qu’une phrase l’explique avant le premier champ : « Les champs marqués d’un astérisque (*) sont obligatoires », ou écrivez « (obligatoire) » dans les étiquettes.",
            "Check that a sentence explains it before the first field: “Fields marked with an asterisk (*) are required”, or write “(required)” in the labels.",
        ),
    );
    Some(Finding::new(&META, view.tag(view.document.element(label)?), words))
}

/// Whether a label ends with an asterisk, or begins with one.
fn is_starred(view: &View<'_>, label: NodeId) -> bool {
    let (text, is_whole) = view.document.text_content(label);
    let bare = text.trim_matches([':', ' ', '\u{a0}']);
    is_whole && bare.chars().count() > 2 && (bare.ends_with('*') || bare.starts_with('*'))
}

/// Whether the file holds one of the words outside of attributes that only machines read.
fn is_explained(view: &View<'_>, form: NodeId) -> bool {
    let says = |text: &str| {
        let text = text.to_lowercase();
        WORDS.iter().any(|word| text.contains(word))
    };
    view.document.nodes.iter().enumerate().any(|(id, node)| match &node.kind {
        NodeKind::Text(text) => says(text),
        NodeKind::Dynamic => {
            let code = view.document.source(node.span);
            // A partial or a text that code puts at the top of the form may explain it.
            says(code) || (node.parent == Some(form) && comes_first(view, form, id as NodeId))
        }
        NodeKind::Element(element) => {
            (element.is_component && says(&element.name))
                || ["title", "aria-label"].iter().any(|name| element.text(name).is_some_and(says))
        }
        NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => false,
    })
}

/// Whether no field stands before `node` in its form.
fn comes_first(view: &View<'_>, form: NodeId, node: NodeId) -> bool {
    view.fields_below(form).next().is_none_or(|(field, _, _)| node < field)
}
