//! Which `<label>` is a field's own.

use std::collections::{HashMap, HashSet};

use checks_core::Language;
use checks_markup::{Document, Element, NodeId, NodeKind, Value};

use crate::name::Name;
use crate::view::{Attr, View};

/// How far up and how far beside a field its label is looked for.
const REACH: usize = 64;
const BESIDE: usize = 8;

/// Elements that no label can stand around: a label holds words and fields, not parts of a page.
const NEVER_IN_LABELS: &[&str] = &[
    "article", "aside", "body", "dd", "dialog", "div", "dl", "fieldset", "footer", "form", "header", "html", "li",
    "main", "nav", "ol", "p", "section", "table", "tbody", "td", "th", "tr", "ul",
];

/// The labels of a file.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four answers, not a state")]
pub(crate) struct Labels<'a> {
    by_for: HashMap<Key<'a>, Vec<NodeId>>,
    /// Whether a label may be for any field: its `for` comes from a spread, or from code that no field's `id` repeats.
    is_open: bool,
    /// Whether the `for` of a label comes from code that is no call of a form's builder.
    is_computed: bool,
    /// Whether a form's builder writes a field and its label apart (`f.label :nom`, `f.text_field :nom`): then it writes
    /// none around its fields.
    pub(crate) has_built: bool,
    /// Whether code or a component whose name says « label » may put labels in the file.
    is_hinted: bool,
    /// Whether the file takes in others.
    includes: bool,
    /// The texts that components are given: one of them may be the `id` of a field that the component labels.
    given: HashSet<&'a str>,
}

/// What an `id` and a `for` are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key<'a> {
    /// The text: `nom`.
    Text(&'a str),
    /// The code that computes it: `{{ field.id }}`, `id`.
    Code(&'a str),
}

impl<'a> Key<'a> {
    fn of(document: &'a Document, element: &'a Element, name: &str) -> Option<Self> {
        match &element.get(name)?.value {
            Value::Empty => None,
            Value::Text { text, .. } => Some(Self::Text(text)),
            Value::Dynamic { span, .. } => Some(Self::Code(document.source(*span).trim())),
        }
    }
}

/// A field has a label or two; a page that says thousands are for one `id` would be read over at each field.
const MOST_LABELS: usize = 16;

impl<'a> Labels<'a> {
    pub(crate) fn of(document: &'a Document) -> Self {
        let mut labels = Self::default();
        let mut fields: HashSet<&str> = HashSet::new();
        for node in &document.nodes {
            match &node.kind {
                NodeKind::Element(element) if matches!(element.name.as_str(), "input" | "select" | "textarea") => {
                    fields.extend(built(element, "id"));
                }
                NodeKind::Element(element) if element.is_component => {
                    labels.is_hinted |= says_label(&element.name);
                    labels.given.extend(element.attributes.iter().filter_map(|attribute| attribute.value.text()));
                }
                // The text of a label that a builder writes.
                NodeKind::Dynamic if is_of_built_label(document, node.parent) => {}
                NodeKind::Dynamic | NodeKind::Code => {
                    // A loop's or a condition's code may span all that it holds: its own words come first.
                    let source = document.source(node.span);
                    labels.is_hinted |= says_label(head(source)) || wraps(document.language, source);
                    labels.includes |= includes(head(source));
                }
                _ => {}
            }
        }
        for (id, element) in document.elements().filter(|(_, element)| element.name == "label") {
            match Key::of(document, element, "for") {
                Some(key) => {
                    let made = built(element, "for");
                    let is_built = made.is_some();
                    labels.is_open |= matches!(key, Key::Code(_));
                    labels.is_computed |= matches!(key, Key::Code(_)) && !is_built;
                    labels.has_built |= made.is_some_and(|made| fields.contains(made));
                    let own = labels.by_for.entry(key).or_default();
                    if own.len() < MOST_LABELS {
                        own.push(id);
                    }
                }
                None => labels.is_open |= element.open_ended,
            }
        }
        labels
    }
}

impl Labels<'_> {
    /// Whether a label that is written out is for the field that Rails makes of a model's attribute.
    fn may_be_for(&self, attribute: &str) -> bool {
        let is_for = |target: &str| {
            target.strip_suffix(attribute).is_some_and(|before| before.is_empty() || before.ends_with('_'))
        };
        self.by_for.keys().any(|key| matches!(key, Key::Text(target) if is_for(target)))
    }
}

fn is_of_built_label(document: &Document, parent: Option<NodeId>) -> bool {
    let around = parent.and_then(|parent| document.element(parent));
    around.is_some_and(|around| around.name == "label" && built(around, "for").is_some())
}

/// The model's attribute of which a builder of Rails makes the `id` of a field or the `for` of its label:
/// `f.email_field :courriel`.
pub(crate) fn built<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let made = element.get(name).filter(|made| made.raw_name.contains('.'))?;
    match &made.value {
        Value::Dynamic { known, .. } => known.first().map(String::as_str),
        Value::Empty | Value::Text { .. } => None,
    }
}

impl View<'_> {
    /// Adds to `name` what labels a field or a button: the label around it, those that are for its `id`, or the doubt
    /// that one may be in another file.
    pub(crate) fn add_labels(&self, node: NodeId, element: &Element, name: &mut Name) {
        let is_button = element.name == "button";
        let around = self.around(node);
        if let Around::Label(label) = around {
            name.add(&self.content_of(label));
        }
        let labels = self.labels();
        let own = self.labels_for(element);
        for &label in own {
            name.add(&self.content_of(label));
        }
        if name.is_given() || is_button || !own.is_empty() {
            return;
        }
        let is_doubtful = match self.attr(element, "id") {
            Attr::Text(id) if !id.is_empty() => {
                // The box that shows and hides a menu without a script has its label where the menu is.
                let is_toggle = labels.includes && element.text("type") == Some("checkbox");
                let is_elsewhere = (!self.document.is_page || is_toggle) && around != Around::Form;
                labels.is_open || labels.is_hinted || labels.given.contains(id) || is_elsewhere
            }
            Attr::Text(_) | Attr::Absent => around == Around::Nothing || self.has_label_code_beside(node),
            Attr::Computed if let Some(attribute) = built(element, "id") => {
                around != Around::Form || labels.is_hinted || labels.is_computed || labels.may_be_for(attribute)
            }
            Attr::Computed | Attr::Unknown => true,
        };
        if is_doubtful || around == Around::Component {
            name.opens();
        }
    }

    /// The labels of the file whose `for` is the `id` of `element`.
    pub(crate) fn labels_for<'b>(&'b self, element: &'b Element) -> &'b [NodeId] {
        let id = Key::of(self.document, element, "id");
        id.and_then(|id| self.labels().by_for.get(&id)).map_or(&[], Vec::as_slice)
    }

    /// What stands around a field as far as labels go.
    fn around(&self, node: NodeId) -> Around {
        let mut around = if self.document.is_page { Around::Block } else { Around::Nothing };
        let mut top = node;
        for (id, element) in self.document.ancestors(node).take(REACH) {
            match element.name.as_str() {
                "label" => return Around::Label(id),
                "form" => return Around::Form,
                _ if element.is_component => return Around::Component,
                block if NEVER_IN_LABELS.contains(&block) => around = Around::Block,
                // What holds a Vue component's elements, not one of them.
                "template" => continue,
                _ => {}
            }
            top = id;
        }
        if around == Around::Nothing && self.is_beside_block(top) { Around::Block } else { around }
    }

    /// Whether `node`, outermost in its fragment, stands beside what no label can stand around: then no label of another
    /// file stands around it either. In JSX what is outermost is as many components.
    fn is_beside_block(&self, node: NodeId) -> bool {
        if self.document.language == Language::Jsx {
            return false;
        }
        let siblings = self.siblings(node);
        let at = siblings.partition_point(|&sibling| sibling < node);
        let is_block = |id: &NodeId| match &self.document.node(*id).kind {
            NodeKind::Element(element) => {
                Some(element.name == "label" || NEVER_IN_LABELS.contains(&element.name.as_str()))
            }
            NodeKind::Dynamic | NodeKind::Code => Some(false),
            NodeKind::Text(_) | NodeKind::Comment | NodeKind::Doctype => None,
        };
        siblings[..at].iter().rev().take(BESIDE).find_map(is_block) == Some(true)
            || siblings[at..].iter().skip(1).take(BESIDE).find_map(is_block) == Some(true)
    }

    /// Whether code that speaks of labels stands just before the field, or before what is around it.
    fn has_label_code_beside(&self, node: NodeId) -> bool {
        let mut at = Some(node);
        for _ in 0..REACH {
            let Some(id) = at else { return false };
            let node = self.document.node(id);
            if matches!(&node.kind, NodeKind::Element(element) if element.name == "form") {
                return false;
            }
            let siblings = self.siblings(id);
            let before = siblings[..siblings.partition_point(|&sibling| sibling < id)].iter().rev();
            let speaks = |sibling: &NodeId| match &self.document.node(*sibling).kind {
                NodeKind::Element(element) => element.is_component && says_label(&element.name),
                NodeKind::Dynamic | NodeKind::Code => {
                    says_label(head(self.document.source(self.document.node(*sibling).span)))
                }
                _ => false,
            };
            if before.take(BESIDE).any(speaks) {
                return true;
            }
            at = node.parent;
        }
        true
    }

    /// The nodes that stand beside `node`, itself among them.
    pub(crate) fn siblings(&self, node: NodeId) -> &[NodeId] {
        match self.document.node(node).parent {
            Some(parent) => &self.document.node(parent).children,
            None => self.tops(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    /// A label.
    Label(NodeId),
    /// A component, which may be or hold a label.
    Component,
    /// A form: what labels its fields is in it.
    Form,
    /// A part of a page, around which no label stands.
    Block,
    /// Nothing that keeps a label of another file from standing around the field.
    Nothing,
}

fn says_label(text: &str) -> bool {
    text.as_bytes().windows(5).any(|word| word.eq_ignore_ascii_case(b"label"))
}

/// Whether code takes in another file: `{% include "a.html" %}`, `<%= render "a" %>`, `@include('a')`.
fn includes(code: &str) -> bool {
    code.contains("include") || code.contains("render")
}

/// Whether a helper of Ruby writes something around a block, and may be the project's own, which writes a label there
/// (`<%= f.champ :nom do %>`).
fn wraps(language: Language, code: &str) -> bool {
    /// Helpers of Rails that write no label.
    const OTHERS: &[&str] =
        &["cache", "capture", "content_for", "fields_for", "form_for", "form_tag", "form_with", "turbo_frame_tag"];
    if !matches!(language, Language::Erb | Language::Haml | Language::Slim) {
        return false;
    }
    let code = head(code);
    let Some(code) = code.strip_prefix("<%=").or_else(|| code.strip_prefix('=')) else { return false };
    let called = code.trim_start_matches(['=', '-', ' ']).split([' ', '(']).next().unwrap_or_default();
    let method = called.rsplit('.').next().unwrap_or(called);
    code.contains(" do") && !OTHERS.contains(&method)
}

fn head(source: &str) -> &str {
    let mut end = source.len().min(200);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    &source[..end]
}
