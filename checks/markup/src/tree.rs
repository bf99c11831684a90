//! Building the tree: which element stands in which.
//!
//! The open elements are the chain of parents of the innermost one, so that remembering them at `{% if %}` and going
//! back to them at `{% else %}` costs nothing. Nothing recurses.

use checks_core::Span;

use crate::document::{Element, Node, NodeId, NodeKind, Value};
use crate::names;

/// As browsers do, elements nested deeper than this become siblings: no walk up the tree is ever long.
const DEEPEST: u16 = 512;

/// How many unfinished template blocks an end looks through for its beginning.
const BLOCKS_SEARCHED: usize = 64;

/// A template block that is open: `{% if %}` … `{% endif %}`.
struct Block<'s> {
    name: &'s str,
    conditional: bool,
    /// The innermost element open where it began.
    outer: Option<NodeId>,
    /// Tells the branch of the innermost conditional block from all others; 0 outside of any.
    branch: u32,
    /// The element that the block is the content of (`link_to … do`), if its template code wrote one.
    element: Option<NodeId>,
}

/// What is known of an element only while the tree grows.
#[derive(Clone, Copy, Default)]
struct Growth {
    depth: u16,
    /// The branch of the conditional block it was opened in; 0 outside.
    branch: u32,
    /// Whether it is a `<p>`, or stands in one that a block would end.
    in_paragraph: bool,
    /// Whether it is an `<svg>` or stands in one.
    in_svg: bool,
}

/// A tree that grows in document order.
pub(crate) struct Builder<'s> {
    nodes: Vec<Node>,
    growth: Vec<Growth>,
    current: Option<NodeId>,
    blocks: Vec<Block<'s>>,
    branches: u32,
    /// Where in the source the text begins that is read now: what is added is told from there.
    offset: u32,
}

impl<'s> Builder<'s> {
    /// An empty tree of about `nodes` nodes.
    pub(crate) fn new(nodes: usize) -> Self {
        Self {
            nodes: Vec::with_capacity(nodes),
            growth: Vec::with_capacity(nodes),
            current: None,
            blocks: Vec::new(),
            branches: 0,
            offset: 0,
        }
    }

    /// From now on, places are told from `offset` on: a piece of the source is read by itself.
    pub(crate) fn count_from(&mut self, offset: usize) {
        self.offset = offset as u32;
    }

    /// Whether an `<svg>` is open.
    pub(crate) fn is_in_svg(&self) -> bool {
        self.growing().in_svg
    }

    /// Adds a node without content.
    pub(crate) fn leaf(&mut self, kind: NodeKind, span: Span) {
        self.add(kind, span, false);
    }

    /// Opens an element after closing those whose end its start tag implies.
    pub(crate) fn open_element(&mut self, element: Element, conditional: bool) -> NodeId {
        if !element.is_component {
            self.imply_ends(&element.name, element.tag_span.start);
        }
        let span = element.tag_span;
        let closed = element.closed;
        let id = self.add(NodeKind::Element(element), span, conditional);
        let too_deep = self.growth.last().is_some_and(|growth| growth.depth >= DEEPEST);
        if !closed && !too_deep {
            self.current = Some(id);
        }
        id
    }

    /// A dynamic child of the element added last, which may be closed already.
    pub(crate) fn fill_last(&mut self, span: Span) {
        let Some(id) = self.nodes.len().checked_sub(1) else { return };
        let current = self.current.replace(id as NodeId);
        self.leaf(NodeKind::Dynamic, span);
        self.current = current;
    }

    /// Closes the nearest open element called `name`; an end tag without one is left out.
    pub(crate) fn close_element(&mut self, name: &str, tag: Span) {
        let heading = is_heading(name);
        let mut found = None;
        for id in self.open() {
            let open = self.name(id);
            if open.eq_ignore_ascii_case(name) || heading && is_heading(open) {
                found = Some(id);
                break;
            }
            if names::is_scope(open) && !reaches_across_cells(name) {
                break;
            }
        }
        let Some(target) = found else { return };
        while let Some(id) = self.current {
            if id == target {
                break;
            }
            let optional = names::has_optional_end(self.name(id));
            self.end(id, tag.start, optional);
        }
        self.end(target, tag.end, true);
    }

    /// A template block begins.
    pub(crate) fn begin(&mut self, name: &'s str, conditional: bool) {
        let branch = if conditional { self.new_branch() } else { self.branch() };
        self.blocks.push(Block { name, conditional, outer: self.current, branch, element: None });
    }

    /// A block without name begins that is the content of an element just opened: it ends with the block.
    pub(crate) fn begin_in(&mut self, element: NodeId) {
        self.begin("", false);
        if let Some(block) = self.blocks.last_mut() {
            block.element = Some(element);
        }
    }

    /// Ends `element` and what is open in it, if it is still open.
    pub(crate) fn close(&mut self, element: NodeId, at: u32) {
        if !self.open().any(|id| id == element) {
            return;
        }
        while let Some(id) = self.current.filter(|&id| id != element) {
            let optional = names::has_optional_end(self.name(id));
            self.end(id, at, optional);
        }
        self.end(element, at, true);
    }

    /// Another branch of the innermost block: elements left open by the branch before it stay unfinished.
    pub(crate) fn middle(&mut self, at: u32) {
        let branch = self.new_branch();
        let Some(block) = self.blocks.last_mut().filter(|block| block.conditional) else { return };
        block.branch = branch;
        let outer = block.outer;
        let mut open = self.current;
        while let Some(id) = open {
            if Some(id) == outer || outer.is_some_and(|outer| id < outer) {
                break;
            }
            self.nodes[id as usize].span.end = at + self.offset;
            open = self.nodes[id as usize].parent;
        }
        self.current = outer;
    }

    /// The template block `name` ends; an empty name ends the innermost, whatever it is called.
    pub(crate) fn finish(&mut self, name: &str, at: u32) {
        let searched = self.blocks.len().saturating_sub(BLOCKS_SEARCHED);
        let found = self.blocks[searched..].iter().rposition(|block| name.is_empty() || block.name == name);
        if let Some(found) = found {
            let element = self.blocks[searched + found].element;
            self.blocks.truncate(searched + found);
            if let Some(element) = element {
                self.close(element, at);
            }
        }
    }

    /// Ends everything open at `at`: what follows is another template.
    pub(crate) fn separate(&mut self, at: usize) {
        while let Some(id) = self.current {
            self.end(id, at as u32, false);
        }
        self.blocks.clear();
    }

    /// The finished tree; what is still open ends at `end`, unseen.
    pub(crate) fn into_nodes(mut self, end: usize) -> Vec<Node> {
        while let Some(id) = self.current {
            self.end(id, end as u32, false);
        }
        self.nodes
    }

    fn add(&mut self, mut kind: NodeKind, mut span: Span, conditional: bool) -> NodeId {
        let id = self.nodes.len() as NodeId;
        if self.offset > 0 {
            span = moved(span, self.offset);
            if let NodeKind::Element(element) = &mut kind {
                move_element(element, self.offset);
            }
        }
        let branch = self.branch();
        let mut optional = conditional || branch != 0;
        let mut inherited = false;
        let mut growth = Growth { depth: 0, branch, ..self.growing() };
        if let NodeKind::Element(element) = &kind {
            growth.in_svg |= element.name == "svg";
            growth.in_paragraph = match element.name.as_str() {
                "p" => true,
                "button" | "html" => false,
                name => growth.in_paragraph && !element.is_component && !names::is_scope(name),
            };
        }
        if let Some(parent) = self.current {
            let outer = self.growth[parent as usize];
            let node = &mut self.nodes[parent as usize];
            node.children.push(id);
            let inert = matches!(&node.kind, NodeKind::Element(element) if is_inert(&element.name));
            optional = conditional || inert || branch != 0 && branch != outer.branch;
            inherited = node.conditional;
            growth.depth = outer.depth + 1;
        }
        let conditional = optional || inherited;
        self.nodes.push(Node { parent: self.current, children: Vec::new(), span, kind, conditional, optional });
        self.growth.push(growth);
        id
    }

    fn imply_ends(&mut self, name: &str, at: u32) {
        if names::closes_paragraph(name) {
            self.close_paragraph(at);
        }
        let Some((closed, hidden)) = names::implied_end(name) else { return };
        let outermost = self
            .open()
            .take_while(|&id| !hidden.contains(&self.name(id)) && !self.is_component(id))
            .filter(|&id| closed.contains(&self.name(id)))
            .last();
        if let Some(outermost) = outermost {
            self.end_through(outermost, at);
        }
    }

    /// Ends an open `<p>`, unless an element stands between that a block may stand in.
    fn close_paragraph(&mut self, at: u32) {
        let found = if self.growing().in_paragraph { self.open().find(|&id| self.name(id) == "p") } else { None };
        if let Some(found) = found {
            self.end_through(found, at);
        }
    }

    /// What is known of the innermost open element.
    fn growing(&self) -> Growth {
        self.current.map(|id| self.growth[id as usize]).unwrap_or_default()
    }

    /// Ends `outermost` and everything open in it.
    fn end_through(&mut self, outermost: NodeId, at: u32) {
        while let Some(id) = self.current {
            let optional = names::has_optional_end(self.name(id));
            self.end(id, at, optional);
            if id == outermost {
                break;
            }
        }
    }

    /// Ends the innermost element. Its content is certain only when the end belongs to the same template branch as its
    /// start.
    fn end(&mut self, id: NodeId, at: u32, seen: bool) {
        let branch = self.branch();
        let same_branch = self.growth[id as usize].branch == branch;
        let node = &mut self.nodes[id as usize];
        node.span.end = node.span.end.max(at + self.offset);
        if let NodeKind::Element(element) = &mut node.kind {
            element.closed = seen && same_branch;
        }
        self.current = node.parent;
    }

    fn branch(&self) -> u32 {
        self.blocks.last().map_or(0, |block| block.branch)
    }

    fn new_branch(&mut self) -> u32 {
        self.branches += 1;
        self.branches
    }

    fn open(&self) -> impl Iterator<Item = NodeId> + '_ {
        std::iter::successors(self.current, |&id| self.nodes[id as usize].parent)
    }

    fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.nodes[id as usize].kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    fn name(&self, id: NodeId) -> &str {
        self.element(id).map_or("", |element| &element.name)
    }

    fn is_component(&self, id: NodeId) -> bool {
        self.element(id).is_some_and(|element| element.is_component)
    }
}

fn moved(span: Span, by: u32) -> Span {
    Span { start: span.start + by, end: span.end + by }
}

fn move_element(element: &mut Element, by: u32) {
    element.tag_span = moved(element.tag_span, by);
    element.name_span = moved(element.name_span, by);
    for attribute in element.attributes.each_mut() {
        attribute.span = moved(attribute.span, by);
        attribute.name_span = moved(attribute.name_span, by);
        if let Value::Text { span, .. } | Value::Dynamic { span, .. } = &mut attribute.value {
            *span = moved(*span, by);
        }
    }
}

/// Whether the content of `name` is put into the page by something else, if it is.
fn is_inert(name: &str) -> bool {
    matches!(name, "template" | "ng-template")
}

fn is_heading(name: &str) -> bool {
    matches!(name.as_bytes(), [b'h', b'1'..=b'6'])
}

/// Whether the end tag of `name` is heard from inside a table's cell.
fn reaches_across_cells(name: &str) -> bool {
    matches!(
        name,
        "table"
            | "thead"
            | "tbody"
            | "tfoot"
            | "tr"
            | "td"
            | "th"
            | "caption"
            | "template"
            | "object"
            | "body"
            | "html"
    )
}
