//! Names that stand for a literal.

use std::collections::{HashMap, HashSet};

use super::{Expr, Kind, fold};

/// Values larger than this are not copied to where their name stands.
const MAX_SIZE: usize = 2_000;
/// Nor are more than this in a file.
const MAX_COPIED: usize = 200_000;

/// Methods that change the list or map they are called on.
const CHANGING: &[&str] = &[
    "push",
    "unshift",
    "splice",
    "pop",
    "shift",
    "append",
    "insert",
    "extend",
    "remove",
    "update",
    "setdefault",
    "clear",
    "add",
];

/// The names of a file that are bound once, and what to.
#[derive(Debug, Default)]
pub(super) struct Names {
    bound: HashMap<String, u32>,
    changed: HashSet<String>,
    values: HashMap<String, Expr>,
    copied: usize,
}

impl Names {
    /// A declaration, a parameter, an import, or in Python an assignment.
    pub(super) fn bind(&mut self, name: &str) {
        *self.bound.entry(name.to_owned()).or_default() += 1;
    }

    /// An assignment to a member (`a.b = 1` changes `a`), or a call of a method that may change its list.
    pub(super) fn change(&mut self, chain: &str) {
        if let Some((root, _)) = chain.split_once('.') {
            self.changed.insert(root.to_owned());
        }
    }

    /// A call: of a method that changes its list or not.
    pub(super) fn call(&mut self, callee: &str) {
        if callee.rsplit_once('.').is_some_and(|(_, method)| CHANGING.contains(&method)) {
            self.change(callee);
        }
    }

    /// The value of a name that is bound once: kept if it is a literal.
    pub(super) fn value(&mut self, name: &str, value: &Expr) {
        if self.bound.get(name) == Some(&1)
            && !self.changed.contains(name)
            && fold::is_literal(&value.kind)
            && fold::size(value) <= MAX_SIZE
        {
            self.values.insert(name.to_owned(), value.clone());
        }
    }

    /// What a chain of names stands for. Lists and maps keep the places of their items; a simple value is where the
    /// name is.
    pub(super) fn resolve(&mut self, chain: &str, here: checks_core::Span) -> Option<Expr> {
        let mut steps = chain.split('.');
        let mut found = self.values.get(steps.next()?)?;
        for step in steps {
            if found.is_open_ended() {
                return None;
            }
            found = &found.get(step)?.value;
        }
        if !fold::is_literal(&found.kind) {
            return None;
        }
        let size = fold::size(found);
        if self.copied + size > MAX_COPIED {
            return None;
        }
        let mut value = found.clone();
        self.copied += size;
        if !matches!(value.kind, Kind::List(_) | Kind::Map(_)) {
            value.span = here;
        }
        Some(value)
    }

    /// The same, to read the file once more with what is known now.
    pub(super) fn again(mut self) -> Self {
        self.copied = 0;
        self
    }

    /// Whether a second reading can tell more than the first.
    pub(super) fn has_values(&self) -> bool {
        !self.values.is_empty()
    }
}
