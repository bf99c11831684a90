//! Listeners: what elements do when they are clicked, hovered, or hear a key.

use checks_core::Language;
use checks_markup::{Attribute, Element, NodeId, NodeKind, Value};

use crate::role::Role;
use crate::view::{Attr, View};

/// Attributes that make a click do something: the platform's, Livewire's, Phoenix's.
const CLICKS: &[&str] = &["onclick", "onclickcapture", "phx-click", "wire:click"];

/// Roles of what one element does alone: it has to take the focus itself. Others (`option`, `tab`) are moved through
/// by the arrows of the list that holds them.
const ALONE: &[&str] =
    &["button", "checkbox", "combobox", "link", "searchbox", "slider", "spinbutton", "switch", "textbox"];

/// Whether the keyboard reaches an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// It takes the focus, and Enter or Space press it, by nature.
    Native,
    /// It takes the focus by its `tabindex`; its author has to listen to keys.
    Tabindex,
    /// It never takes the focus.
    Never,
    /// Code, a directive or what stands around it decides.
    Unknown,
}

/// What stands in a clickable element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Inside {
    /// Something that takes the focus: the click may come from it.
    Focusable,
    /// Code or a component, which may be anything.
    Unknown,
    /// Nothing at all.
    Nothing,
    /// A text or an image, and nothing that takes the focus.
    Content,
}

impl View<'_> {
    /// The listener `name` of `element`, if it does something.
    pub(crate) fn listener<'e>(&self, element: &'e Element, name: &str) -> Option<&'e Attribute> {
        element.attributes.iter().find(|attribute| attribute.name == name && !self.code(attribute).is_empty())
    }

    /// The first of the listeners `names` that does something.
    pub(crate) fn listener_among<'e>(&self, element: &'e Element, names: &[&str]) -> Option<&'e Attribute> {
        names.iter().find_map(|name| self.listener(element, name))
    }

    /// What makes a click do something.
    pub(crate) fn click<'e>(&self, element: &'e Element) -> Option<&'e Attribute> {
        self.listener_among(element, CLICKS)
    }

    /// The code of a listener; empty where there is none (`@click.stop`, `onClick={null}`).
    pub(crate) fn code<'b>(&'b self, attribute: &'b Attribute) -> &'b str {
        let code = match &attribute.value {
            Value::Empty => "",
            Value::Text { text, .. } => text,
            Value::Dynamic { span, .. } => self.document.source(*span),
        };
        let code = code.trim_matches(|c: char| c.is_whitespace() || matches!(c, ';' | '"' | '\''));
        let code = if code.starts_with('{') && code.ends_with('}') { code[1..code.len() - 1].trim() } else { code };
        let is_nothing = matches!(code, "undefined" | "null" | "false")
            || (code == "void 0" && self.document.language == Language::Jsx);
        if is_nothing { "" } else { code }
    }

    /// Whether the keyboard reaches `element`.
    pub(crate) fn reach(&self, node: NodeId, element: &Element) -> Reach {
        if element.open_ended || element.is_component {
            return Reach::Unknown;
        }
        let has = |name: &str| element.get(name).is_some();
        let native = match element.name.as_str() {
            "button" | "input" | "select" | "textarea" | "summary" | "option" | "optgroup" | "datalist" | "embed" => {
                true
            }
            // A click on a label is one on its field.
            "label" => has("for") || self.document.descendants(node).any(|id| self.is_field_or_code(id)),
            "a" | "area" => has("href") || has("routerlink") || has("ui-sref") || has("xlink:href") || has("to"),
            "audio" | "video" => has("controls"),
            _ => false,
        };
        if native {
            return Reach::Native;
        }
        // Directives of Angular's libraries make buttons of elements.
        let is_directed = |attribute: &Attribute| {
            let name = attribute.name.as_str();
            ["mat-", "cdk", "nz-", "ngb", "appkeyboard", "v-ripple", "use:"].iter().any(|head| name.starts_with(head))
        };
        if element.attributes.iter().any(is_directed) {
            return Reach::Unknown;
        }
        match self.attr(element, "contenteditable") {
            Attr::Text("" | "true" | "plaintext-only") => return Reach::Native,
            Attr::Computed => return Reach::Unknown,
            _ if element.get("contenteditable").is_some_and(|attribute| attribute.value == Value::Empty) => {
                return Reach::Native;
            }
            _ => {}
        }
        match self.attr(element, "tabindex") {
            Attr::Absent => Reach::Never,
            Attr::Text(_) | Attr::Computed | Attr::Unknown => Reach::Tabindex,
        }
    }

    fn is_field_or_code(&self, id: NodeId) -> bool {
        match &self.document.node(id).kind {
            NodeKind::Element(element) => element.is_component || self.is_labelable(element) || self.is_field(element),
            NodeKind::Dynamic => true,
            _ => false,
        }
    }

    /// What stands in a clickable element.
    pub(crate) fn inside(&self, node: NodeId, element: &Element) -> Inside {
        if !element.closed {
            return Inside::Unknown;
        }
        let mut found = Inside::Nothing;
        for id in self.document.descendants(node) {
            let seen = match &self.document.node(id).kind {
                NodeKind::Element(inner) if inner.is_component || inner.open_ended || inner.name == "slot" => {
                    Inside::Unknown
                }
                NodeKind::Element(inner) => match self.reach(id, inner) {
                    Reach::Native | Reach::Tabindex => Inside::Focusable,
                    Reach::Unknown => Inside::Unknown,
                    Reach::Never if matches!(inner.name.as_str(), "img" | "svg" | "i" | "canvas" | "picture") => {
                        Inside::Content
                    }
                    Reach::Never if matches!(inner.name.as_str(), "iframe" | "video" | "audio" | "object") => {
                        Inside::Focusable
                    }
                    Reach::Never => continue,
                },
                NodeKind::Dynamic if self.is_text_like(id) => Inside::Content,
                NodeKind::Dynamic => Inside::Unknown,
                NodeKind::Text(text) if !crate::view::is_blank(text) => Inside::Content,
                _ => continue,
            };
            found = match (found, seen) {
                (_, Inside::Focusable) => return Inside::Focusable,
                (Inside::Unknown, _) | (_, Inside::Unknown) => Inside::Unknown,
                (_, seen) => seen,
            };
        }
        found
    }

    /// Whether what stands around `node` hears its keys, or is pressed in its place.
    pub(crate) fn is_driven_from_around(&self, node: NodeId) -> bool {
        self.document.ancestors(node).any(|(id, around)| {
            hears_keys(around)
                || (!around.is_component
                    && matches!(self.reach(id, around), Reach::Native | Reach::Tabindex)
                    && around.name != "label")
        })
    }

    /// Whether an element's role asks that it take the focus itself; `None` where code says the role.
    pub(crate) fn acts_alone(&self, element: &Element) -> Option<bool> {
        match self.attr(element, "role") {
            Attr::Absent => Some(false),
            Attr::Computed | Attr::Unknown => None,
            Attr::Text(_) => Some(matches!(self.role(element), Role::Is(role) if ALONE.contains(&role))),
        }
    }
}

/// Whether `element` listens to keys.
pub(crate) fn hears_keys(element: &Element) -> bool {
    element.attributes.iter().any(|attribute| {
        let name = attribute.name.as_str();
        name.starts_with("onkey")
            || name.starts_with("phx-key")
            || name.starts_with("phx-window-key")
            || name.starts_with("wire:key")
    })
}
