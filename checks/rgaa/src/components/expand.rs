//! Uses replaced by what they render: from sketches to a tree that rules look at.

use std::rc::Rc;

use checks_core::{Language, Span};
use checks_markup::{Attribute, Document, Element, Node, NodeId, NodeKind, Value};

use super::find::{Files, Mapped, Whose};
use super::shape::{Bit, Definition, Piece, Spread, Term, Val};

/// How deep components are replaced by others.
const MOST_DEPTH: usize = 6;
/// How many uses are replaced in one tree.
const MOST_USES: usize = 500;
/// How many parts are laid out in one tree: content passed on and on makes many of few.
const MOST_STEPS: usize = 20_000;
/// How many nodes one tree has; what goes beyond is code.
const MOST_NODES: usize = 2_000;

/// A tree with where its elements come from.
pub(super) struct Expanded<'n> {
    pub(super) document: Document,
    /// The origin of each node, for elements.
    pub(super) origins: Vec<Option<Origin<'n>>>,
    /// Whether a use was replaced.
    pub(super) has_uses: bool,
}

/// Where an element of the tree comes from.
#[derive(Debug, Clone)]
pub(super) struct Origin<'n> {
    pub(super) piece: &'n Piece,
    /// The use, in the file looked at, that brought it there, and the definition that the element is written in.
    pub(super) used: Option<(&'n Piece, Whose)>,
    /// The uses replaced on the way with what they are of, outermost first.
    pub(super) entered: Rc<[(&'n Piece, Whose)]>,
    /// Whether the definition may leave it out.
    pub(super) optional: bool,
}

/// What a value is once the use is known.
#[derive(Debug, Clone, PartialEq)]
enum Now {
    Text(String),
    Computed(String),
}

/// A component as it is used.
struct Used<'n> {
    definition: &'n Definition,
    given: Vec<(&'n str, Now)>,
    /// Whether more may be given than is seen.
    open: bool,
    content: &'n [Bit],
    around: Around<'n>,
}

/// What stands around the bits that are laid out.
#[derive(Clone)]
struct Around<'n> {
    file: usize,
    used: Option<Rc<Used<'n>>>,
    /// The outermost use, and the definition looked at.
    from: Option<(&'n Piece, Whose)>,
    optional: bool,
    /// The definition that the root is, which is not entered again.
    own: Option<Whose>,
    /// The uses replaced on the way with what they are of, outermost first.
    entered: Rc<[(&'n Piece, Whose)]>,
}

/// The tree of a root of `file`, with uses replaced (`through`) or left as they are.
pub(super) fn expand<'n>(files: &'n Files<'_>, file: usize, root: usize, through: bool) -> Expanded<'n> {
    let sketch = files.sketch(file);
    let bits = sketch.roots.get(root).map_or(&[][..], Vec::as_slice);
    // A definition is not entered again from what it renders itself.
    let own = sketch.components.iter().position(|definition| definition.root == root);
    let own = own.map(|component| Whose { file, component });
    let mut layer =
        Layer { files, through, nodes: Vec::new(), origins: Vec::new(), source: String::new(), uses: 0, steps: 0 };
    let around = Around { file, used: None, from: None, optional: false, own, entered: Rc::default() };
    layer.lay(bits, None, &around);
    Expanded {
        document: Document::assembled(Language::Jsx, layer.nodes, layer.source.into()),
        origins: layer.origins,
        has_uses: layer.uses > 0,
    }
}

/// The same of a definition, whatever it is given.
pub(super) fn expand_definition<'n>(files: &'n Files<'_>, whose: Whose) -> Expanded<'n> {
    expand(files, whose.file, files.definition(whose).root, true)
}

fn rendered<'n>(files: &'n Files<'_>, whose: Whose) -> &'n [Bit] {
    files.sketch(whose.file).roots.get(files.definition(whose).root).map_or(&[], Vec::as_slice)
}

struct Layer<'n> {
    files: &'n Files<'n>,
    through: bool,
    nodes: Vec<Node>,
    origins: Vec<Option<Origin<'n>>>,
    source: String,
    uses: usize,
    steps: usize,
}

impl<'n> Layer<'n> {
    fn lay(&mut self, bits: &'n [Bit], parent: Option<NodeId>, around: &Around<'n>) {
        for bit in bits {
            self.steps += 1;
            if self.nodes.len() >= MOST_NODES || self.steps > MOST_STEPS {
                return self.code(parent, true);
            }
            match bit {
                Bit::Text(text) => {
                    self.text(parent, text);
                }
                Bit::Dynamic(says_label) => self.code(parent, *says_label),
                Bit::Given(terms) => match around.value(terms) {
                    Some(Now::Text(text)) => self.text(parent, &text),
                    Some(Now::Computed(_)) => self.code(parent, false),
                    None => {}
                },
                Bit::Slot => self.slot(parent, around),
                Bit::Element(piece) => self.piece(piece, parent, around),
            }
        }
    }

    fn slot(&mut self, parent: Option<NodeId>, around: &Around<'n>) {
        let Some(used) = &around.used else { return self.code(parent, true) };
        let used = Rc::clone(used);
        if used.content.is_empty() {
            if used.open || used.given.iter().any(|(name, _)| *name == "children") {
                self.code(parent, true);
            }
            return;
        }
        self.lay(used.content, parent, &used.around);
    }

    fn piece(&mut self, piece: &'n Piece, parent: Option<NodeId>, around: &Around<'n>) {
        if piece.name == "slot" {
            return self.vue_slot(piece, parent, around);
        }
        if piece.is_component && self.through && self.enter(piece, parent, around) {
            return;
        }
        let attributes = if piece.is_component { (Vec::new(), true) } else { around.attributes(piece) };
        let id = self.element(piece, &piece.name, piece.is_component, attributes, parent, around);
        let is_doubtful = around.from.is_some() && (piece.optional || around.optional);
        let inside = Around { optional: is_doubtful, ..around.clone() };
        self.lay(&piece.children, Some(id), &inside);
    }

    fn element(
        &mut self,
        piece: &'n Piece,
        name: &str,
        is_component: bool,
        (attributes, open_ended): (Vec<(String, Now)>, bool),
        parent: Option<NodeId>,
        around: &Around<'n>,
    ) -> NodeId {
        let start = self.source.len();
        self.source.push_str(name);
        let span = Span::new(start, self.source.len());
        let attributes = attributes.into_iter().map(|(name, now)| self.attribute(&name, now, span)).collect();
        let element = Element {
            name: name.into(),
            name_span: span,
            tag_span: span,
            attributes,
            open_ended,
            is_component,
            closed: true,
        };
        let optional = piece.optional || around.optional;
        let id = self.add(NodeKind::Element(element), parent, span, optional);
        // In the file itself an element that is not always there is at fault all the same when it is.
        let optional = around.from.is_some() && optional;
        let entered = Rc::clone(&around.entered);
        self.origins[id as usize] = Some(Origin { piece, used: around.from, entered, optional });
        id
    }

    /// Puts what a component renders in its place; `false` where that is not known.
    fn enter(&mut self, piece: &'n Piece, parent: Option<NodeId>, around: &Around<'n>) -> bool {
        if let Some(mapped) = self.files.mapped(around.file, &piece.name) {
            return self.mapped(piece, mapped, parent, around);
        }
        let Some(whose) = self.files.find(around.file, &piece.name) else { return false };
        if self.uses >= MOST_USES
            || around.entered.len() >= MOST_DEPTH
            || around.entered.iter().any(|(_, entered)| *entered == whose)
            || around.own == Some(whose)
        {
            return false;
        }
        self.uses += 1;
        let (given, open) = around.given(piece);
        let used = Used {
            definition: self.files.definition(whose),
            given,
            open,
            content: &piece.children,
            around: around.clone(),
        };
        let entered = around.entered.iter().copied().chain([(piece, whose)]).collect();
        let from = Some((around.from.map_or(piece, |(outermost, _)| outermost), whose));
        let optional = around.optional || (around.from.is_some() && piece.optional);
        let inside = Around { file: whose.file, used: Some(Rc::new(used)), from, optional, own: around.own, entered };
        self.lay(rendered(self.files, whose), parent, &inside);
        true
    }

    /// Puts the element that the settings name in a component's place.
    fn mapped(&mut self, piece: &'n Piece, mapped: &Mapped, parent: Option<NodeId>, around: &Around<'n>) -> bool {
        let (given, open_ended) = around.given(piece);
        let chosen = mapped.polymorphic.as_ref().and_then(|name| given.iter().find(|(own, _)| is_same(own, name)));
        let name = match chosen {
            None if open_ended && mapped.polymorphic.is_some() => return false,
            None => mapped.element.as_str(),
            Some((_, Now::Text(name)))
                if name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit()) =>
            {
                name
            }
            Some(_) => return false,
        };
        let naming = if name == "img" { "alt" } else { "aria-label" };
        let attributes = given.iter().map(|(own, now)| {
            let is_label = mapped.label.as_ref().is_some_and(|label| is_same(own, label));
            (if is_label { naming.to_owned() } else { html_name(own) }, now.clone())
        });
        let attributes = attributes.collect();
        self.uses += 1;
        let content = given.iter().any(|(own, _)| *own == "children");
        let id = self.element(piece, name, false, (attributes, open_ended), parent, around);
        if content {
            self.code(Some(id), true);
        }
        let is_doubtful = around.from.is_some() && (piece.optional || around.optional);
        self.lay(&piece.children, Some(id), &Around { optional: is_doubtful, ..around.clone() });
        true
    }

    fn vue_slot(&mut self, piece: &'n Piece, parent: Option<NodeId>, around: &Around<'n>) {
        let Some(used) = around.used.clone() else { return self.code(parent, true) };
        let has_templates =
            used.content.iter().any(|bit| matches!(bit, Bit::Element(inner) if inner.name == "template"));
        let is_named = piece
            .attributes
            .iter()
            .any(|(name, value)| name == "name" && !matches!(value, Val::Text(text) if text == "default"));
        if has_templates || used.open {
            self.code(parent, true);
        } else if is_named || used.content.is_empty() {
            self.lay(&piece.children, parent, around);
        } else {
            self.lay(used.content, parent, &used.around);
        }
    }

    fn text(&mut self, parent: Option<NodeId>, text: &str) {
        let start = self.source.len();
        self.source.push_str(text);
        let span = Span::new(start, self.source.len());
        self.add(NodeKind::Text(text.into()), parent, span, false);
    }

    fn code(&mut self, parent: Option<NodeId>, says_label: bool) {
        let start = self.source.len();
        self.source.push_str(if says_label { "label" } else { "code" });
        let span = Span::new(start, self.source.len());
        self.add(NodeKind::Dynamic, parent, span, false);
    }

    fn add(&mut self, kind: NodeKind, parent: Option<NodeId>, span: Span, optional: bool) -> NodeId {
        let id = self.nodes.len() as NodeId;
        let mut conditional = optional;
        if let Some(parent) = parent.and_then(|parent| self.nodes.get_mut(parent as usize)) {
            conditional |= parent.conditional;
            parent.children.push(id);
        }
        self.nodes.push(Node { parent, children: Vec::new(), span, kind, conditional, optional });
        self.origins.push(None);
        id
    }

    fn attribute(&mut self, name: &str, now: Now, at: Span) -> Attribute {
        let value = match now {
            Now::Text(text) => Value::Text { text: text.into(), span: at },
            Now::Computed(code) => {
                let start = self.source.len();
                self.source.push_str(&code);
                Value::Dynamic { span: Span::new(start, self.source.len()), known: Vec::new() }
            }
        };
        Attribute { name: name.into(), raw_name: name.into(), span: at, name_span: at, value }
    }
}

impl<'n> Around<'n> {
    /// The first of `terms` that says something; `None` when none is given.
    fn value(&self, terms: &[Term]) -> Option<Now> {
        let Some(used) = &self.used else { return Some(Now::Computed(String::new())) };
        let mut last = None;
        for term in terms {
            let now = match term {
                Term::Text(text) => Some(Now::Text(text.clone())),
                Term::Prop(name) => used.prop(name),
            };
            match now {
                Some(Now::Text(text)) if text.is_empty() => last = Some(Now::Text(text)),
                Some(now) => return Some(now),
                None => {}
            }
        }
        last
    }

    fn now(&self, value: &Val) -> Option<Now> {
        match value {
            Val::Text(text) => Some(Now::Text(text.clone())),
            Val::Computed(code) => Some(Now::Computed(code.clone())),
            Val::Given(terms) => self.value(terms),
            Val::Absent => None,
        }
    }

    /// What a component is given, and whether that may be more than is seen.
    fn given(&self, piece: &'n Piece) -> (Vec<(&'n str, Now)>, bool) {
        let own = piece.attributes.iter().filter_map(|(name, value)| Some((name.as_str(), self.now(value)?)));
        let mut given: Vec<(&'n str, Now)> = own.collect();
        let open = self.spread(piece, |name, now| {
            if !given.iter().any(|(own, _)| is_same(own, name)) {
                given.push((name, now.clone()));
            }
        });
        (given, open)
    }

    /// The attributes of an element, and whether there may be more.
    fn attributes(&self, piece: &'n Piece) -> (Vec<(String, Now)>, bool) {
        let own = piece.attributes.iter().filter_map(|(name, value)| Some((name.clone(), self.now(value)?)));
        let mut attributes: Vec<(String, Now)> = own.collect();
        let open = self.spread(piece, |name, now| {
            let name = html_name(name);
            match attributes.iter_mut().find(|(own, _)| *own == name) {
                // Which of the two holds is told by their order, which is not kept.
                Some((_, own)) if own != now => *own = Now::Computed(String::new()),
                Some(_) => {}
                None => attributes.push((name, now.clone())),
            }
        });
        (attributes, open)
    }

    /// Hands on what a spread gives; says whether it may give more.
    fn spread(&self, piece: &Piece, mut give: impl FnMut(&'n str, &Now)) -> bool {
        if piece.spread == Spread::Nothing {
            return false;
        }
        let Some(used) = self.used.as_ref().filter(|_| piece.spread != Spread::Open) else { return true };
        for (name, now) in &used.given {
            let is_taken =
                piece.spread == Spread::Rest && used.definition.props.iter().any(|(own, _)| is_same(own, name));
            if !is_taken && *name != "children" {
                give(name, now);
            }
        }
        used.open
    }
}

impl Used<'_> {
    fn prop(&self, name: &str) -> Option<Now> {
        if let Some((_, now)) = self.given.iter().find(|(given, _)| is_same(given, name)) {
            return Some(now.clone());
        }
        if self.open {
            return Some(Now::Computed(String::new()));
        }
        let (_, default) = self.definition.props.iter().find(|(own, _)| own == name)?;
        match default.as_ref()? {
            Val::Text(text) => Some(Now::Text(text.clone())),
            Val::Computed(code) => Some(Now::Computed(code.clone())),
            Val::Given(_) => Some(Now::Computed(String::new())),
            Val::Absent => None,
        }
    }
}

/// Vue takes `iconName` and `icon-name` alike.
fn is_same(one: &str, other: &str) -> bool {
    let plain = |name: &str| {
        name.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_lowercase()).collect::<Vec<_>>()
    };
    one == other || (one.len().abs_diff(other.len()) <= 4 && plain(one) == plain(other))
}

/// The HTML name of a property that is handed on to an element.
fn html_name(property: &str) -> String {
    match property {
        "className" => "class".to_owned(),
        "htmlFor" => "for".to_owned(),
        name => name.to_ascii_lowercase(),
    }
}
