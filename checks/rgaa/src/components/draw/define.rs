//! The components that a file defines, with the properties that they take.

use std::collections::HashMap;

use checks_markup::{Component, NodeId, NodeKind, Value};
use memchr::memmem;

use super::{Drawer, MOST_DEPTH, MOST_NODES, MOST_PROPS, Scope, is_nothing, plain};
use crate::components::shape::{Bit, Definition, Spread, Val};
use crate::components::vue;
use crate::view::is_blank;

impl Drawer<'_, '_> {
    pub(super) fn define_jsx(&mut self, component: &Component, defined: &mut Vec<NodeId>) {
        let document = self.view.document;
        let tops = self.returned(component);
        let nodes: usize = tops.iter().map(|&top| self.holds(top).nodes).sum();
        if tops.is_empty() || nodes > MOST_NODES {
            return;
        }
        self.scope = scope_of(component, self.assigned.get_or_init(|| assigned(self.view.file.text())));
        let props = component.props.named.iter().map(|prop| {
            let default = prop.default.as_ref().map(|value| match value {
                Value::Dynamic { span, .. } if is_nothing(document.source(*span)) => Val::Absent,
                value => plain(value),
            });
            (prop.name.to_string(), default)
        });
        let props = props.collect();
        let root = self.define(&component.name, props, &tops);
        // With several results, none is sure to be there, though what all of them say is all that can be said.
        let is_certain = matches!(component.returns.as_slice(), [only] if document.source(*only).starts_with('<'));
        if !is_certain && let Some(bits) = self.sketch.roots.get_mut(root) {
            for bit in bits.iter_mut() {
                if let Bit::Element(piece) = bit {
                    piece.optional = true;
                }
            }
            if component.returns.iter().any(|returned| !document.source(*returned).starts_with('<')) {
                bits.push(Bit::Dynamic(true));
            }
        }
        defined.extend(tops);
    }

    /// What a component returns, found by where it begins: a file of icons defines hundreds of them.
    fn returned(&self, component: &Component) -> Vec<NodeId> {
        let document = self.view.document;
        let start = |top: NodeId| document.node(top).span.start;
        let mut tops: Vec<NodeId> = Vec::new();
        for returned in &component.returns {
            let from = self.tops.partition_point(|&top| start(top) < returned.start);
            let inside = self.tops[from..].iter().copied().take_while(|&top| start(top) < returned.end);
            tops.extend(inside.filter(|&top| returned.contains(document.node(top).span)));
        }
        tops.sort_unstable();
        tops.dedup();
        tops
    }

    pub(super) fn define_vue(&mut self, defined: &mut Vec<NodeId>) {
        let Some(props) = vue::props(self.view.file.text()) else { return };
        let tops: Vec<NodeId> = self.view.tops().iter().copied().filter(|&top| self.is_rendered(top)).collect();
        let nodes: usize = tops.iter().map(|&top| self.holds(top).nodes).sum();
        if tops.is_empty() || nodes > MOST_NODES {
            return;
        }
        self.scope = Scope {
            named: props.named.iter().map(|(name, _)| (name.clone(), name.clone())).collect(),
            whole: Some("props".to_owned()),
            rest: Some("$attrs".to_owned()),
        };
        let named = props
            .named
            .into_iter()
            .map(|(name, has_default)| (name, has_default.then(|| Val::Computed(String::new()))));
        let name = self.view.file.name();
        let name = name.strip_suffix(".vue").unwrap_or(name).to_owned();
        let named = named.collect();
        let root = self.define(&name, named, &tops);
        // What is not declared falls through to the element at the top.
        if props.falls_through
            && let Some(bits) = self.sketch.roots.get_mut(root)
        {
            for bit in bits {
                if let Bit::Element(piece) = bit
                    && piece.spread == Spread::Nothing
                {
                    piece.spread = Spread::Rest;
                }
            }
        }
        defined.extend(tops);
    }

    fn is_rendered(&self, id: NodeId) -> bool {
        match &self.view.document.node(id).kind {
            NodeKind::Text(text) => !is_blank(text),
            NodeKind::Dynamic => true,
            NodeKind::Element(element) => !matches!(element.name.as_str(), "script" | "style"),
            NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => false,
        }
    }

    fn define(&mut self, name: &str, props: Vec<(String, Option<Val>)>, tops: &[NodeId]) -> usize {
        let root = self.sketch.roots.len();
        let bits = tops.iter().filter_map(|&top| self.bit(top, true, MOST_DEPTH)).collect();
        self.sketch.roots.push(bits);
        self.sketch.components.push(Definition { name: name.to_owned(), props, root });
        root
    }
}

/// How often each variable of a file is given a value: ` name = `.
fn assigned(text: &str) -> HashMap<&str, usize> {
    let mut counts = HashMap::new();
    for at in memmem::find_iter(text.as_bytes(), " = ") {
        let before = &text[..at];
        let name = before.rsplit(|c: char| !is_of_name(c)).next().unwrap_or_default();
        if before[..before.len() - name.len()].ends_with(' ') {
            *counts.entry(name).or_default() += 1;
        }
    }
    counts
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '$')
}

fn scope_of(component: &Component, assigned: &HashMap<&str, usize>) -> Scope {
    let props = &component.props;
    // A variable that is given another value later is not the property any more.
    let is_kept =
        |local: &str, has_default: bool| assigned.get(local).is_none_or(|&times| times <= usize::from(has_default));
    Scope {
        named: props
            .named
            .iter()
            .take(MOST_PROPS)
            .filter(|prop| is_kept(&prop.local, prop.default.is_some()))
            .map(|prop| (prop.local.to_string(), prop.name.to_string()))
            .collect(),
        whole: props.whole.as_ref().map(ToString::to_string),
        rest: props.rest.as_ref().map(ToString::to_string),
    }
}
