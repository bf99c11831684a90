//! Listeners: what elements do when they are clicked, hovered, or hear a key.

use checks_markup::{Attribute, Element, Value};

use crate::view::View;

/// Attributes by which libraries make a click do something: Livewire, Phoenix, Stimulus apart.
const CLICKS: &[&str] = &["onclick", "onclickcapture", "phx-click", "wire:click"];

/// Listeners of keys.
const KEYS: &[&str] = &[
    "onkeydown",
    "onkeydowncapture",
    "onkeypress",
    "onkeyup",
    "phx-keydown",
    "phx-keyup",
    "phx-window-keydown",
    "phx-window-keyup",
    "wire:keydown",
];

impl View<'_> {
    /// The listener `name` of `element`, if it does something.
    pub(crate) fn listener<'e>(&self, element: &'e Element, name: &str) -> Option<&'e Attribute> {
        element.attributes.iter().find(|attribute| attribute.name == name && !self.code(attribute).is_empty())
    }

    /// What makes a click do something.
    pub(crate) fn click<'e>(&self, element: &'e Element) -> Option<&'e Attribute> {
        CLICKS.iter().find_map(|name| self.listener(element, name))
    }

    /// Whether `element` listens to keys.
    pub(crate) fn hears_keys(&self, element: &Element) -> bool {
        element.attributes.iter().any(|attribute| {
            let name = attribute.name.as_str();
            KEYS.iter().any(|key| name == *key || (name.starts_with("wire:key") && name.starts_with(key)))
        })
    }

    /// The code of a listener; empty where there is none (`@click.stop`, `onClick={null}`).
    pub(crate) fn code<'b>(&'b self, attribute: &'b Attribute) -> &'b str {
        let code = match &attribute.value {
            Value::Empty => "",
            Value::Text { text, .. } => text,
            Value::Dynamic { span, .. } => self.document.source(*span),
        };
        let code = code.trim_matches(|c: char| c.is_whitespace() || matches!(c, '{' | '}' | ';' | '"' | '\''));
        if matches!(code, "undefined" | "null" | "false" | "void 0") && !attribute.raw_name.starts_with(['@', 'v']) {
            ""
        } else {
            code
        }
    }
}
