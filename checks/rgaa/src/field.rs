//! Form fields: which elements are, what groups and forms hold them, what stands written beside them.

use checks_markup::{Element, NodeId, NodeKind};

use crate::name::Name;
use crate::role::Role;
use crate::view::{Attr, View};

/// A native field by what one does in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Field {
    /// A text is written, or a file, a date, a colour is given.
    Entry,
    /// A box is ticked.
    Checkbox,
    /// One of several is chosen.
    Radio,
    /// One of a list is chosen.
    Select,
}

impl View<'_> {
    /// What field `element` is, if it is a native one of a kind that source tells.
    pub(crate) fn field(&self, element: &Element) -> Option<Field> {
        match element.name.as_str() {
            "select" => Some(Field::Select),
            "textarea" => Some(Field::Entry),
            "input" => match self.attr(element, "type") {
                Attr::Absent => Some(Field::Entry),
                Attr::Computed | Attr::Unknown => None,
                Attr::Text(kind) => match kind.trim().to_ascii_lowercase().as_str() {
                    "hidden" | "submit" | "reset" | "button" | "image" => None,
                    "checkbox" => Some(Field::Checkbox),
                    "radio" => Some(Field::Radio),
                    _ => Some(Field::Entry),
                },
            },
            _ => None,
        }
    }

    /// The `<form>` around `node`, unless a component stands between.
    pub(crate) fn form(&self, node: NodeId) -> Option<NodeId> {
        let around = self.document.ancestors(node).find(|(_, element)| element.is_component || element.name == "form");
        around.filter(|(_, element)| element.name == "form").map(|(id, _)| id)
    }

    /// What holds `node` as far as source shows: its form, or the page that is written out whole.
    pub(crate) fn is_in_form_or_page(&self, node: NodeId) -> bool {
        self.form(node).is_some()
            || (self.document.is_page && !self.document.ancestors(node).any(|(_, element)| element.is_component))
    }

    /// Whether nobody else puts elements below `node`: no template code, no component.
    pub(crate) fn is_written_out(&self, node: NodeId) -> bool {
        self.document.descendants(node).all(|below| match &self.document.node(below).kind {
            NodeKind::Dynamic | NodeKind::Code => false,
            NodeKind::Element(element) => !element.is_component && !element.open_ended,
            NodeKind::Text(_) | NodeKind::Comment | NodeKind::Doctype => true,
        })
    }

    /// The native fields below `node`, in document order.
    pub(crate) fn fields_below(&self, node: NodeId) -> impl Iterator<Item = (NodeId, &Element, Field)> {
        self.document.descendants(node).filter_map(|id| {
            let element = self.document.element(id)?;
            self.field(element).map(|field| (id, element, field))
        })
    }

    /// What stands in the labels of a field: around it, and for its `id`.
    pub(crate) fn label_text(&self, node: NodeId, element: &Element) -> Name {
        let mut text = Name::default();
        let around = self.document.ancestors(node).take(16).find(|(_, around)| around.name == "label");
        for id in around.map(|(id, _)| id).into_iter().chain(self.labels_for(element).iter().copied()) {
            text.add(&self.content_of(id));
        }
        text
    }

    /// Whether `element` is a field by its name or its role.
    pub(crate) fn is_field(&self, element: &Element) -> bool {
        const ROLES: &[&str] =
            &["checkbox", "combobox", "listbox", "radio", "searchbox", "slider", "spinbutton", "switch", "textbox"];
        matches!(self.role(element), Role::Is(role) if ROLES.contains(&role))
    }

    /// Whether a label can be for an element: <https://html.spec.whatwg.org/multipage/forms.html#category-label>.
    pub(crate) fn is_labelable(&self, element: &Element) -> bool {
        match element.name.as_str() {
            "button" | "meter" | "output" | "progress" | "select" | "textarea" => true,
            "input" => !matches!(self.attr(element, "type"), Attr::Text(kind) if kind.eq_ignore_ascii_case("hidden")),
            name => name.contains('-') || element.is_component,
        }
    }

    /// Whether what an expression puts there reads as a text: a translation, or a name that says so.
    pub(crate) fn is_text_like(&self, id: NodeId) -> bool {
        const CALLS: &[&str] =
            &["t(", "t ", "l(", "l ", "_(", "__(", "$t(", "i18n.", "trans ", "gettext(", "intl.", "translate "];
        const WORDS: &[&str] = &["label", "title", "text", "libelle", "nom", "name", "titre", "legend"];
        let source = self.document.source(self.document.node(id).span);
        let code = source.trim_matches(|c: char| c.is_whitespace() || "<>%=-{}".contains(c)).to_ascii_lowercase();
        let is_path = code.chars().all(|c| c.is_alphanumeric() || "._?@$".contains(c));
        let last = code.rsplit('.').next().unwrap_or_default();
        CALLS.iter().any(|call| code.starts_with(call))
            || code.contains("|trans")
            || (is_path && WORDS.iter().any(|word| last.contains(word)))
    }
}
