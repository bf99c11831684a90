//! A label stands where people look for it: before a text field, after a box to tick.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::field::Field;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["label"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "label-position",
    level: Level::Notice,
    sources: &["RGAA-11.4.2", "RGAA-11.4.3", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("label_position.md"),
};

/// Where the words of a label stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Before,
    After,
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.open_ended || !element.closed || is_styled(element) || view.sight(node) != Sight::Shown {
        return None;
    }
    let (side, field, kind) = match element.text("for") {
        Some(id) => beside(view, node, id)?,
        None => around(view, node)?,
    };
    let is_box = matches!(kind, Field::Checkbox | Field::Radio);
    if is_styled(field) || field.get("role").is_some() || is_box == (side == Side::After) {
        return None;
    }
    let (what, how, sources): (_, _, &[&str]) = if is_box {
        (
            (
                "L’étiquette de cette case ou de ce bouton radio est écrite avant.",
                "The label of this box or radio button is written before it.",
            ),
            (
                "Vérifiez qu’elle s’affiche à droite de la case, ou dessous ; sinon, écrivez-la après.",
                "Check that it is shown on the right of the box, or below; otherwise, write it after.",
            ),
            &["RGAA-11.4.3", "WCAG-3.3.2"],
        )
    } else {
        (
            ("L’étiquette de ce champ est écrite après.", "The label of this field is written after it."),
            (
                "Vérifiez qu’elle s’affiche au-dessus du champ, ou à gauche ; sinon, écrivez-la avant.",
                "Check that it is shown above the field, or on its left; otherwise, write it before.",
            ),
            &["RGAA-11.4.2", "WCAG-3.3.2"],
        )
    };
    let words = message(
        what,
        (
            "Qui agrandit beaucoup la page n’en voit qu’un morceau, et cherche l’étiquette là où elle est d’habitude.",
            "Who enlarges the page a lot sees a piece of it only, and looks for the label where it usually is.",
        ),
        how,
    );
    Some(Finding::new(&META, view.tag(element), words).sources(sources))
}

/// Whether a style sheet may put it elsewhere.
fn is_styled(element: &Element) -> bool {
    ["class", "style", "classname"].iter().any(|name| element.get(name).is_some())
}

/// The side of a label that stands right beside its field, with nothing that a style sheet could hold them by.
fn beside<'v>(view: &'v View<'_>, label: NodeId, id: &str) -> Option<(Side, &'v Element, Field)> {
    let is_free =
        view.document.ancestors(label).next().is_none_or(|(_, parent)| !is_styled(parent) && !parent.is_component);
    let siblings: Vec<NodeId> =
        view.siblings(label).iter().copied().filter(|&sibling| !is_gap(view, sibling)).collect();
    let at = siblings.iter().position(|&sibling| sibling == label)?;
    let field_at = |at: Option<usize>| {
        let element = view.document.element(*siblings.get(at?)?)?;
        let kind = view.field(element)?;
        (element.text("id") == Some(id)).then_some((element, kind))
    };
    let found = field_at(at.checked_sub(1)).map(|(field, kind)| (Side::After, field, kind));
    let found = found.or_else(|| field_at(Some(at + 1)).map(|(field, kind)| (Side::Before, field, kind)));
    found.filter(|_| is_free && view.content_of(label).is_given())
}

/// The side on which the words of a label stand that holds its field.
fn around<'v>(view: &'v View<'_>, label: NodeId) -> Option<(Side, &'v Element, Field)> {
    let mut found: Option<(&Element, Field)> = None;
    let mut side = None;
    for &child in &view.document.node(label).children {
        match &view.document.node(child).kind {
            NodeKind::Text(text) if is_blank(text) => {}
            NodeKind::Element(element) if view.field(element).is_some() => {
                if found.is_some() {
                    return None;
                }
                found = view.field(element).map(|kind| (element, kind));
            }
            NodeKind::Element(element) if element.name == "br" => {}
            NodeKind::Element(element) if is_styled(element) || element.is_component || element.open_ended => {
                return None;
            }
            NodeKind::Text(_) | NodeKind::Element(_) => {
                let here = if found.is_some() { Side::After } else { Side::Before };
                // Words on both sides: « Moins de [  ] ans ».
                if side.is_some_and(|side| side != here) {
                    return None;
                }
                side = Some(here);
            }
            NodeKind::Dynamic => return None,
            NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => {}
        }
    }
    let (field, kind) = found?;
    Some((side?, field, kind))
}

fn is_gap(view: &View<'_>, id: NodeId) -> bool {
    match &view.document.node(id).kind {
        NodeKind::Text(text) => is_blank(text),
        NodeKind::Comment => true,
        _ => false,
    }
}
