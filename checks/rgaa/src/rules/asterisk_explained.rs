//! An asterisk that marks required fields is explained.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "asterisk-explained",
    level: Level::Notice,
    sources: &["RGAA-11.10.1", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("asterisk_explained.md"),
};

/// How many forms of a file are read.
const FORMS: usize = 64;

/// Beginnings of the words that explain it, in lower case: in a text, or in the name of a translation or a component.
const WORDS: &[&str] =
    &["obligat", "requis", "required", "mandatory", "nécessaire", "necessary", "facultati", "optional", "optionnel"];

/// Said once a form, at its first label with an asterisk.
fn look(view: &View<'_>) -> Vec<Finding> {
    let forms = view.named("form").take(FORMS);
    let labels: Vec<&Element> = forms.filter_map(|(node, element)| starred_label(view, node, element)).collect();
    if labels.is_empty() || is_explained(view) {
        return Vec::new();
    }
    labels.into_iter().map(|label| finding(view, label)).collect()
}

/// The first label with an asterisk of a form of several fields that nothing may explain from elsewhere.
fn starred_label<'v>(view: &'v View<'_>, form: NodeId, element: &Element) -> Option<&'v Element> {
    if !element.closed || view.sight(form) != Sight::Shown {
        return None;
    }
    let is_label = |id: &NodeId| view.document.element(*id).is_some_and(|label| label.name == "label");
    let label = view.document.descendants(form).filter(is_label).find(|&label| is_starred(view, label))?;
    // A form of one field needs no sign.
    let first = view.fields_below(form).map(|(field, _, _)| field).next()?;
    view.fields_below(form).nth(1)?;
    // A partial or a text that code puts at the top of the form may explain it.
    let children = &view.document.node(form).children;
    let may_explain = |&&child: &&NodeId| matches!(view.document.node(child).kind, NodeKind::Dynamic);
    let is_topped = children.iter().take_while(|&&child| child < first).any(|child| may_explain(&child));
    view.document.element(label).filter(|_| !is_topped)
}

fn finding(view: &View<'_>, label: &Element) -> Finding {
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
    Finding::new(&META, view.tag(label), words)
}

/// Whether a label ends with an asterisk, or begins with one.
fn is_starred(view: &View<'_>, label: NodeId) -> bool {
    let (text, is_whole) = view.document.text_content(label);
    let bare = text.trim_matches([':', ' ', '\u{a0}']);
    is_whole && bare.chars().count() > 2 && (bare.ends_with('*') || bare.starts_with('*'))
}

/// Whether the file holds one of the words, outside of attributes that only machines read.
fn is_explained(view: &View<'_>) -> bool {
    let says = |text: &str| {
        let text = text.to_lowercase();
        WORDS.iter().any(|word| text.contains(word))
    };
    view.document.nodes.iter().any(|node| match &node.kind {
        NodeKind::Text(text) => says(text),
        NodeKind::Dynamic => says(view.document.source(node.span)),
        NodeKind::Element(element) => {
            (element.is_component && says(&element.name))
                || ["title", "aria-label"].iter().any(|name| element.text(name).is_some_and(says))
        }
        NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => false,
    })
}
