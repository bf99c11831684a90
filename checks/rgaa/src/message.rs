//! What stands written about a field besides its label: its hint, its error.

use std::collections::HashSet;

use checks_markup::{Element, NodeId, NodeKind, Value};

use crate::name::Name;
use crate::view::{Attr, Target, View};

/// Attributes by which an element points to a text about itself.
const POINTERS: &[&str] = &["aria-describedby", "aria-errormessage", "aria-labelledby", "aria-details"];

/// Classes of the error of a field: DSFR, Bootstrap, GOV.UK, and what developers call it.
const ERRORS: &[&str] = &[
    "error-message",
    "field-error",
    "form-error",
    "fr-error-text",
    "fr-message--error",
    "govuk-error-message",
    "invalid-feedback",
    "errorlist",
];

/// Whether `element` is the error of a field, by its class.
pub(crate) fn is_field_error(element: &Element) -> bool {
    let Some(class) = element.get("class") else { return false };
    let says = |text: &str| text.split_whitespace().any(|word| ERRORS.contains(&word));
    match &class.value {
        Value::Empty => false,
        Value::Text { text, .. } => says(text),
        Value::Dynamic { known, .. } => known.iter().any(|part| says(part)),
    }
}

impl View<'_> {
    /// Whether `element` points to a text about itself, or may.
    pub(crate) fn is_described(&self, element: &Element) -> bool {
        ["aria-describedby", "aria-errormessage"].iter().any(|name| !self.attr(element, name).is_blank())
    }

    /// The texts that `element` points to with `aria-describedby`.
    pub(crate) fn description(&self, element: &Element) -> Name {
        let mut text = Name::default();
        match self.attr(element, "aria-describedby") {
            Attr::Text(ids) => {
                for id in ids.split_whitespace().take(16) {
                    match self.target(id) {
                        Target::Found(target) => text.add(&self.content_of(target)),
                        Target::Missing => {}
                        Target::Unknown => text.opens(),
                    }
                }
            }
            Attr::Absent => {}
            Attr::Computed | Attr::Unknown => text.opens(),
        }
        text
    }

    /// The ids that elements of the file point to; `None` where code says some.
    pub(crate) fn pointed_ids(&self) -> Option<HashSet<&str>> {
        let mut ids = HashSet::new();
        for (_, element) in self.document.elements() {
            for name in POINTERS {
                match self.attr(element, name) {
                    Attr::Text(text) => ids.extend(text.split_whitespace()),
                    Attr::Computed => return None,
                    Attr::Absent | Attr::Unknown => {}
                }
            }
        }
        Some(ids)
    }

    /// The texts below `node`, known parts only, in lower case.
    pub(crate) fn known_text(&self, node: NodeId) -> String {
        let mut text = String::new();
        for below in self.document.descendants(node).take(4_096) {
            if let NodeKind::Text(part) = &self.document.node(below).kind {
                text.push_str(part);
                text.push(' ');
            }
        }
        text.to_lowercase()
    }
}
