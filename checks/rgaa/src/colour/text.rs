//! Which texts have to be contrasted.

use checks_markup::{Element, NodeId, NodeKind};

use crate::sight::Sight;
use crate::view::View;

impl View<'_> {
    /// Whether the element has words of its own; signs alone are no text to read.
    pub(crate) fn has_own_words(&self, node: NodeId) -> bool {
        self.document.node(node).children.iter().any(|&child| match &self.document.node(child).kind {
            NodeKind::Text(text) => text.chars().filter(|c| c.is_alphanumeric()).count() > 1,
            _ => false,
        })
    }

    /// Whether the criterion leaves an element out: what nobody sees, what cannot be used, logos.
    pub(crate) fn may_lack_contrast(&self, node: NodeId, element: &Element) -> bool {
        let is_off = |element: &Element| {
            element.get("disabled").is_some()
                || element.get("aria-disabled").is_some()
                || element.get("class").is_some_and(|class| {
                    let written = self.document.source(class.span);
                    // `disabled:opacity-50` is of another state.
                    written.contains("logo") || written.replace("disabled:", "").contains("disabled")
                })
        };
        self.sight(node) != Sight::Shown
            || is_off(element)
            || self.document.ancestors(node).any(|(_, above)| {
                is_off(above)
                    || above.get("style").is_some_and(|style| self.document.source(style.span).contains("opacity"))
            })
    }
}
