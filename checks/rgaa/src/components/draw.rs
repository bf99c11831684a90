//! From a file's tree to its [`Sketch`].
//!
//! Kept are the components that the file defines where they are small, and otherwise only what stands around and in
//! the components it uses: what is written out between them is told as the text it reads as.

mod define;

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use checks_core::{Language, Note, Span};
use checks_markup::{Attribute, Element, NodeId, NodeKind, Value};

use super::shape::{Bit, Piece, Site, Sketch, Spread, Term, Val};
use super::vue;
use crate::sight::Sight;
use crate::view::{View, is_blank};

/// The topic of the notes.
pub(crate) const TOPIC: &str = "components";
/// A longer file defines nothing that is followed: it is no component.
const MOST_BYTES: usize = 200_000;
/// A definition with more nodes is not followed.
const MOST_NODES: usize = 48;
/// Properties beyond these are code.
const MOST_PROPS: usize = 64;
/// A file's uses beyond these are not noted.
const MOST_PIECES: usize = 400;
/// How much of a text is kept: whether there is one is what counts.
const MOST_TEXT: usize = 40;
/// How deep elements are nested; what is deeper is code.
const MOST_DEPTH: u32 = 48;

/// How the component around takes its properties, in the words of the file.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// Variable and property.
    pub(super) named: Vec<(String, String)>,
    /// The variable that holds them all.
    pub(super) whole: Option<String>,
    /// The variable that holds those not taken apart by name.
    pub(super) rest: Option<String>,
}

/// What a subtree holds.
#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own")]
struct Holds {
    followed: bool,
    component: bool,
    label: bool,
    dynamic: bool,
    control: bool,
    nodes: usize,
}

/// The note of a file that defines or uses components; `None` for another.
pub(crate) fn note(view: &View<'_>) -> Option<Note> {
    let language = view.document.language;
    if !matches!(language, Language::Jsx | Language::Vue) {
        return None;
    }
    let mut tops = view.tops().to_vec();
    tops.sort_by_key(|&top| view.document.node(top).span.start);
    let mut drawer = Drawer {
        view,
        tops,
        assigned: OnceCell::new(),
        sketch: Sketch::default(),
        holds: Vec::new(),
        pieces: 0,
        scope: Scope::default(),
    };
    drawer.draw();
    let sketch = drawer.sketch;
    let is_empty = sketch.components.is_empty() && sketch.roots.is_empty() && sketch.exports.is_empty();
    let text = serde_json::to_string(&sketch).ok().filter(|_| !is_empty)?;
    Some(Note::new(TOPIC, view.file.start_place(), &text))
}

struct Drawer<'v, 'd> {
    view: &'v View<'d>,
    /// What stands in no element, by where it begins.
    tops: Vec<NodeId>,
    assigned: OnceCell<HashMap<&'v str, usize>>,
    sketch: Sketch,
    holds: Vec<Holds>,
    pieces: usize,
    scope: Scope,
}

impl Drawer<'_, '_> {
    fn draw(&mut self) {
        self.weigh();
        let is_vue = self.view.document.language == Language::Vue;
        let mut defined: Vec<NodeId> = Vec::new();
        if self.view.file.text().len() > MOST_BYTES {
            // Its uses of others are noted all the same.
        } else if is_vue {
            self.define_vue(&mut defined);
        } else if !self.view.file.text().contains(".defaultProps") {
            for component in &self.view.document.module.components {
                self.define_jsx(component, &mut defined);
            }
        }
        for index in 0..self.view.document.nodes.len() {
            let id = index as NodeId;
            // JSX given as a property stands in no content: what is around it is not known.
            let node = self.view.document.node(id);
            let is_aside = match node.parent {
                None => false,
                Some(parent) => self.view.document.node(parent).children.binary_search(&id).is_err(),
            };
            if (node.parent.is_none() || is_aside) && self.holds(id).followed && !defined.contains(&id) {
                // Properties are told apart only in definitions; elsewhere they are code like any other.
                self.scope = Scope::default();
                if let Some(bit) = self.bit(id, false, MOST_DEPTH) {
                    let bits = if is_aside { vec![aside(bit)] } else { vec![bit] };
                    self.sketch.roots.push(bits);
                }
            }
        }
        self.link();
    }

    /// What each subtree holds, children before parents.
    fn weigh(&mut self) {
        let document = self.view.document;
        self.holds = vec![Holds::default(); document.nodes.len()];
        for index in (0..document.nodes.len()).rev() {
            let node = &document.nodes[index];
            let mut holds = Holds { nodes: 1, ..Holds::default() };
            match &node.kind {
                NodeKind::Dynamic => holds.dynamic = true,
                NodeKind::Element(element) => {
                    holds.component = element.is_component || element.name == "slot";
                    holds.followed = self.is_followed(element);
                    holds.label = element.name == "label";
                    holds.control = is_control(element);
                    holds.dynamic = element.open_ended;
                }
                _ => {}
            }
            for &child in &node.children {
                let below = self.holds(child);
                holds.followed |= below.followed;
                holds.component |= below.component;
                holds.label |= below.label;
                holds.dynamic |= below.dynamic;
                holds.control |= below.control;
                holds.nodes += below.nodes;
            }
            self.holds[index] = holds;
        }
    }

    fn holds(&self, id: NodeId) -> Holds {
        self.holds.get(id as usize).copied().unwrap_or_default()
    }

    /// Whether a component may be defined in the repository, or be one that the settings speak of.
    fn is_followed(&self, element: &Element) -> bool {
        if !element.is_component {
            return false;
        }
        let document = self.view.document;
        if document.language == Language::Vue {
            return vue::is_followed(&element.name);
        }
        let name = element.name.split('.').next().unwrap_or_default();
        match document.module.imports.iter().find(|import| import.local == name) {
            Some(import) => is_of_repository(&import.module) || may_be_mapped(&import.module),
            None => document.module.components.iter().any(|component| component.name == element.name),
        }
    }

    fn bit(&mut self, id: NodeId, whole: bool, depth: u32) -> Option<Bit> {
        let document = self.view.document;
        let node = document.node(id);
        match &node.kind {
            NodeKind::Text(text) => (!is_blank(text)).then(|| Bit::Text(clip(text.trim()))),
            NodeKind::Dynamic => Some(self.dynamic(node.span)),
            NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => None,
            NodeKind::Element(element) => {
                if depth == 0 || self.pieces >= MOST_PIECES || !element.closed {
                    return Some(Bit::Dynamic(true));
                }
                if self.is_plain(id, whole) {
                    return self.read(id, element);
                }
                self.pieces += 1;
                Some(Bit::Element(Box::new(self.piece(id, element, whole, depth))))
            }
        }
    }

    /// Whether nothing more is to be known of an element than how it reads.
    fn is_plain(&self, id: NodeId, whole: bool) -> bool {
        let holds = self.holds(id);
        !holds.component && !holds.label && !(whole && (holds.dynamic || holds.control))
    }

    /// How an element reads: a text, code, nothing.
    fn read(&self, id: NodeId, element: &Element) -> Option<Bit> {
        let content = self.view.content_of(id);
        match self.view.own_sight(element) {
            Sight::Hidden => None,
            Sight::Shown if content.is_given() => Some(Bit::Text("…".to_owned())),
            _ if content.is_missing() => None,
            _ => Some(Bit::Dynamic(false)),
        }
    }

    fn piece(&mut self, id: NodeId, element: &Element, whole: bool, depth: u32) -> Piece {
        let document = self.view.document;
        let node = document.node(id);
        let is_followed = self.is_followed(element);
        let mut spread = self.spread(element);
        let attributes = if element.is_component && !is_followed {
            Vec::new()
        } else if is_followed {
            let given = element.attributes.iter().filter(|attribute| {
                let raw = attribute.raw_name.as_str();
                !is_listener(raw) && !raw.starts_with('#') && (!raw.starts_with("v-") || raw.starts_with("v-bind:"))
            });
            given.map(|attribute| (component_name(attribute), self.val(attribute))).collect()
        } else {
            let kept = element.attributes.iter().filter(|attribute| self.is_kept(attribute));
            kept.map(|attribute| (attribute.name.to_string(), self.val(attribute))).collect()
        };
        if is_followed && self.is_cloned(id) {
            spread = Spread::Open;
        }
        let needs_site =
            is_followed || (whole && is_control(element)) || self.holds(id).followed && is_control(element);
        let site = needs_site.then(|| {
            self.sketch.sites.push(Site::of(&self.view.tag(element)));
            self.sketch.sites.len() - 1
        });
        let children: Vec<NodeId> = node.children.clone();
        let children = children.into_iter().filter_map(|child| self.bit(child, whole, depth - 1)).collect();
        Piece {
            name: element.name.to_string(),
            is_component: element.is_component,
            attributes,
            spread,
            children,
            optional: node.optional,
            site,
        }
    }

    /// Whether what stands around a component may hand it more: a tooltip, a trigger that renders as its child.
    fn is_cloned(&self, id: NodeId) -> bool {
        let document = self.view.document;
        document.node(id).parent.and_then(|parent| document.element(parent)).is_some_and(|around| {
            let name = around.name.to_ascii_lowercase();
            around.is_component
                && (name.contains("tooltip")
                    || name.contains("trigger")
                    || around.attributes.iter().any(|attribute| attribute.name == "aschild"))
        })
    }

    fn is_kept(&self, attribute: &Attribute) -> bool {
        let source = || attribute.value.span().map_or("", |span| self.view.document.source(span)).to_ascii_lowercase();
        match attribute.name.as_str() {
            "key" | "ref" | "src" | "srcset" | "sizes" | "width" | "height" | "d" | "viewbox" | "fill" | "stroke"
            | "xmlns" | "loading" | "value" | "defaultvalue" | "checked" => {
                // What a button says is its value.
                attribute.name == "value"
            }
            "class" | "classname" => ["hid", "none", "invisible"].iter().any(|word| source().contains(word)),
            "style" => ["display", "visibility"].iter().any(|word| source().contains(word)),
            name => !is_listener(name) && !name.starts_with("data-"),
        }
    }

    fn val(&self, attribute: &Attribute) -> Val {
        let document = self.view.document;
        match &attribute.value {
            Value::Empty if document.language == Language::Jsx => Val::Computed("true".to_owned()),
            Value::Empty => Val::Text(String::new()),
            Value::Text { text, .. } => Val::Text(clip(text)),
            Value::Dynamic { span, .. } => {
                let source = document.source(*span).trim().trim_matches(['{', '}']).trim();
                if is_nothing(source) {
                    return Val::Absent;
                }
                match self.terms(source) {
                    Some(terms) => Val::Given(terms),
                    None if matches!(attribute.name.as_str(), "id" | "for" | "aria-labelledby") => {
                        Val::Computed(clip(source))
                    }
                    None if matches!(source, "true" | "false") => Val::Computed(source.to_owned()),
                    None => Val::Computed(String::new()),
                }
            }
        }
    }

    /// What `{source}` puts there.
    fn dynamic(&self, span: Span) -> Bit {
        let source = self.view.document.source(span);
        let inner = source.trim().trim_matches(['{', '}']).trim();
        let is_whole = |name: &str| self.scope.whole.as_deref() == Some(name);
        let names_children = self.scope.named.iter().any(|(local, name)| local == inner && name == "children");
        let is_children = names_children || inner.strip_suffix(".children").is_some_and(is_whole);
        if is_children {
            return Bit::Slot;
        }
        if let Some(spread) = inner.strip_prefix("...") {
            let spread = spread.trim();
            let is_rest = self.scope.rest.as_deref() == Some(spread)
                && !self.scope.named.iter().any(|(_, name)| name == "children");
            if is_rest || is_whole(spread) {
                return Bit::Slot;
            }
        }
        match self.terms(inner) {
            Some(terms) => Bit::Given(terms),
            None => Bit::Dynamic(source.to_ascii_lowercase().contains("label")),
        }
    }

    /// `label`, `props.label`, `title ?? "Fermer"` as what they may be; `None` for other code.
    fn terms(&self, source: &str) -> Option<Vec<Term>> {
        if source.len() > 200 || (self.scope.named.is_empty() && self.scope.whole.is_none()) {
            return None;
        }
        let parts = source.split("??").flat_map(|part| part.split("||"));
        let term = |part: &str| -> Option<Option<Term>> {
            let part = part.trim();
            if is_nothing(part) {
                return Some(None);
            }
            if let Some(text) = super::object::text(part) {
                return Some(Some(Term::Text(clip(text))));
            }
            if let Some((_, name)) = self.scope.named.iter().find(|(local, _)| local == part) {
                return (name != "children").then(|| Some(Term::Prop(name.clone())));
            }
            let name = part.strip_prefix(self.scope.whole.as_deref()?)?.strip_prefix('.')?;
            let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
            (is_name && name != "children").then(|| Some(Term::Prop(name.to_owned())))
        };
        let mut terms = Vec::new();
        for part in parts {
            terms.extend(term(part)?);
        }
        (!terms.is_empty()).then_some(terms)
    }

    /// What an element is spread with, as its start tag says.
    fn spread(&self, element: &Element) -> Spread {
        if !element.open_ended {
            return Spread::Nothing;
        }
        let tag = self.view.document.source(element.tag_span);
        if self.view.document.language == Language::Vue {
            let binds_attrs = tag.matches("v-bind=").count() == 1
                && (tag.contains("v-bind=\"$attrs\"") || tag.contains("v-bind='$attrs'"));
            return if binds_attrs { Spread::Rest } else { Spread::Open };
        }
        let mut found = Spread::Nothing;
        for after in tag.split("{...").skip(1) {
            let name = after.split('}').next().unwrap_or_default().trim();
            let this = if self.scope.rest.as_deref() == Some(name) {
                Spread::Rest
            } else if self.scope.whole.as_deref() == Some(name) {
                Spread::Whole
            } else {
                Spread::Open
            };
            found = if found == Spread::Nothing { this } else { Spread::Open };
        }
        if found == Spread::Nothing { Spread::Open } else { found }
    }

    /// Imports of what is used, and all exports.
    fn link(&mut self) {
        let module = &self.view.document.module;
        let text_of = |name: &str| name.to_owned();
        if self.view.document.language == Language::Vue {
            self.sketch.imports = vue::imports(self.view.file.text());
            return;
        }
        let components = self.view.document.elements().filter(|(_, element)| element.is_component);
        let drawn: HashSet<&str> = components.filter_map(|(_, element)| element.name.split('.').next()).collect();
        let is_used = |local: &str, exports: &[checks_markup::Exported]| {
            drawn.contains(local) || exports.iter().any(|export| export.module.is_none() && export.local == local)
        };
        let imports = module
            .imports
            .iter()
            .filter(|import| is_of_repository(&import.module) || may_be_mapped(&import.module))
            .filter(|import| is_used(&import.local, &module.exports));
        self.sketch.imports = imports
            .map(|import| (text_of(&import.local), text_of(&import.module), text_of(&import.exported)))
            .collect();
        let defines = |local: &str| self.sketch.components.iter().any(|definition| definition.name == local);
        let imports = |local: &str| self.sketch.imports.iter().any(|(name, _, _)| name == local);
        let exports = module.exports.iter().filter(|export| match &export.module {
            Some(module) => is_of_repository(module),
            None => defines(&export.local) || imports(&export.local),
        });
        self.sketch.exports = exports
            .map(|export| (text_of(&export.name), text_of(&export.local), export.module.as_deref().map(text_of)))
            .collect();
    }
}

/// A piece given as a property: a component stands around it, which does with it what it likes.
fn aside(bit: Bit) -> Bit {
    Bit::Element(Box::new(Piece {
        name: "Label".to_owned(),
        is_component: true,
        spread: Spread::Open,
        children: vec![bit],
        ..Piece::default()
    }))
}

/// Elements of which the rules that look through components speak, and those that name or label them.
fn is_control(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "a" | "area"
            | "button"
            | "dialog"
            | "meter"
            | "progress"
            | "form"
            | "iframe"
            | "img"
            | "input"
            | "label"
            | "object"
            | "select"
            | "summary"
            | "svg"
            | "textarea"
    ) || element.attributes.iter().any(|attribute| attribute.name == "role")
}

/// Whether a module may be a file of the repository: a path, or an alias of one.
pub(super) fn is_of_repository(module: &str) -> bool {
    let first = module.split('/').next().unwrap_or_default();
    let alias = first.trim_start_matches(['@', '~', '#', '$']);
    matches!(first, "." | ".." | "@" | "~" | "~~" | "#" | "@@")
        || matches!(alias, "app" | "common" | "components" | "features" | "lib" | "shared" | "src" | "ui")
        || (first.starts_with(['#', '~', '$']) && first.len() > 1)
}

/// Whether the settings may say what a module's components render; rules know those of the design system themselves.
fn may_be_mapped(module: &str) -> bool {
    let is_known =
        |package: &&str| module.strip_prefix(*package).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    !["react", "react-dom", "react-router", "react-router-dom", "next", "@codegouvfr/react-dsfr"].iter().any(is_known)
}

fn is_listener(name: &str) -> bool {
    name.starts_with("on") && name.len() > 2 && !name.eq_ignore_ascii_case("only") || name.starts_with('@')
}

/// A component's property as its script spells it: `:icon-name` of Vue is `iconName`.
fn component_name(attribute: &Attribute) -> String {
    let raw = attribute.raw_name.as_str();
    let raw = raw.strip_prefix("v-bind:").or_else(|| raw.strip_prefix(':')).unwrap_or(raw);
    raw.to_owned()
}

fn plain(value: &Value) -> Val {
    match value {
        Value::Text { text, .. } => Val::Text(clip(text)),
        Value::Empty | Value::Dynamic { .. } => Val::Computed(String::new()),
    }
}

fn is_nothing(source: &str) -> bool {
    matches!(source.trim(), "undefined" | "null")
}

fn clip(text: &str) -> String {
    text.chars().take(MOST_TEXT).collect()
}
