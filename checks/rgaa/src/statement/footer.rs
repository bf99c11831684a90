//! What a footer says of accessibility.

use checks_core::Place;
use checks_markup::{Element, NodeId, NodeKind};

use super::{Shown, State, folded, shown};
use crate::components::dsfr::{Library, has_class};
use crate::view::View;

/// How many footers of a file are looked at, and how many texts of one.
const MOST_FOOTERS: usize = 16;
const MOST_LABELS: usize = 32;

/// The footers of a file, those of the design system's libraries among its components; one in another counts once.
pub(crate) fn footers<'d>(view: &'d View<'_>) -> Vec<(NodeId, &'d Element)> {
    // Most files have none.
    if !view.mentions("ooter") {
        return Vec::new();
    }
    let is_footer =
        |element: &Element| !element.is_component && (element.name == "footer" || has_class(element, "fr-footer"));
    let is_outer = |node| !view.document.ancestors(node).take(64).any(|(_, around)| is_footer(around));
    // Pages have one or two, and each is read whole: beyond some, nobody wrote them for people.
    let mut left = MOST_FOOTERS;
    let counts = |&(node, element): &(NodeId, &Element)| {
        if element.is_component {
            return true;
        }
        let is_one = left > 0 && is_footer(element) && is_outer(node);
        left -= usize::from(is_one);
        is_one
    };
    view.document.elements().filter(counts).collect()
}

/// The state that a footer shows, where it is written out, and where.
pub(crate) fn state_of(view: &View<'_>, node: NodeId, element: &Element) -> Option<(State, Place)> {
    if element.is_component {
        return Some((component_state(view, element)?, view.tag(element)));
    }
    let labels = labels(view, node);
    let is_state = |label: &&Label<'_>| matches!(label.shown, Shown::State(_));
    let mut states = labels.iter().filter(is_state);
    let (label, Shown::State(state)) = states.next().map(|label| (label, label.shown))? else { return None };
    let is_one = states.all(|other| other.shown == label.shown);
    (is_one && label.is_whole && !view.document.node(label.text).conditional).then(|| (state, label.place(view)))
}

/// The state that a footer of the design system's libraries is given.
fn component_state(view: &View<'_>, element: &Element) -> Option<State> {
    let (library, name) = view.dsfr(element)?;
    match (library, name.as_ref()) {
        (Library::React, "Footer") => match view.attr(element, "accessibility").text()? {
            "non compliant" => Some(State::Non),
            "partially compliant" => Some(State::Partial),
            "fully compliant" => Some(State::Total),
            _ => None,
        },
        (Library::Vue, "DsfrFooter") => {
            let state = view.attr(element, vue_name(element, "a11yCompliance")).text()?;
            match shown(&folded(&format!("accessibilite : {state}"))) {
                Shown::State(state) => Some(state),
                _ => None,
            }
        }
        _ => None,
    }
}

/// The texts of a footer that name accessibility.
pub(crate) fn labels<'d>(view: &'d View<'_>, footer: NodeId) -> Vec<Label<'d>> {
    let is_about = |below: &NodeId| match &view.document.node(*below).kind {
        NodeKind::Text(text) => text.len() < 200 && folded(text).contains("accessibilit"),
        _ => false,
    };
    let texts = view.document.descendants(footer).take(4_096).filter(is_about);
    texts.take(MOST_LABELS).filter_map(|text| Label::of(view, footer, text)).collect()
}

/// A text about accessibility and what carries it.
#[derive(Clone, Copy)]
pub(crate) struct Label<'d> {
    /// The text.
    pub(crate) text: NodeId,
    /// The link, the button or the item around it.
    pub(crate) carrier: NodeId,
    element: &'d Element,
    /// Whether it is known in full.
    pub(crate) is_whole: bool,
    /// What it shows of the state.
    pub(crate) shown: Shown,
}

impl<'d> Label<'d> {
    fn of(view: &'d View<'_>, footer: NodeId, text: NodeId) -> Option<Self> {
        const CARRIERS: &[&str] = &["a", "button", "li", "p"];
        let around: Vec<(NodeId, &Element)> =
            view.document.ancestors(text).take_while(|&(up, _)| up != footer).take(64).collect();
        let own = around.first().copied()?;
        let is_carrier =
            |(_, element): &&(NodeId, &Element)| element.is_component || CARRIERS.contains(&element.name.as_str());
        let (carrier, element) = around.iter().find(is_carrier).copied().unwrap_or(own);
        // What stands beside the link may be the state: `<li><a>Accessibilité</a> : {{ etat }}</li>`.
        let item = around.iter().find(|(_, element)| element.name == "li").map_or(carrier, |(item, _)| *item);
        let (label, whole) = view.document.text_content(item);
        let (alone, _) = view.document.text_content(carrier);
        let told = match shown(&folded(&label)) {
            Shown::Nothing => shown(&folded(&alone)),
            told => told,
        };
        let is_whole = (whole || (element.is_component && is_written(view, item)))
            && !view.document.node(item).optional
            && element.closed;
        Some(Self { text, carrier, element, is_whole, shown: told })
    }

    /// Whether it is a link, or a component that may be one: a heading and a button are about something else.
    pub(crate) fn is_link(&self) -> bool {
        self.element.is_component || self.element.name == "a"
    }

    /// Where it is.
    pub(crate) fn place(&self, view: &View<'_>) -> Place {
        let is_plain = self.element.is_component || self.element.name_span.is_empty();
        if is_plain { view.file.place(view.document.node(self.text).span) } else { view.tag(self.element) }
    }

    /// Its words, as they are told.
    pub(crate) fn written(&self, view: &View<'_>) -> String {
        let (text, _) = view.document.text_content(self.carrier);
        text.chars().take(80).collect()
    }
}

/// Whether nothing below `node` is computed, components put aside.
pub(crate) fn is_written(view: &View<'_>, node: NodeId) -> bool {
    view.document.descendants(node).all(|below| {
        let node = view.document.node(below);
        let is_slot =
            matches!(&node.kind, NodeKind::Element(element) if element.is_component && node.children.is_empty());
        !node.optional && !matches!(node.kind, NodeKind::Dynamic) && !is_slot
    })
}

/// The name by which a Vue component is given `property`: `a11yCompliance` or `a11y-compliance`.
pub(crate) fn vue_name<'e>(element: &'e Element, property: &'e str) -> &'e str {
    let plain = |name: &str| name.replace('-', "").to_lowercase();
    let given = element.attributes.iter().find(|attribute| plain(&attribute.name) == property.to_lowercase());
    given.map_or(property, |attribute| attribute.name.as_str())
}
