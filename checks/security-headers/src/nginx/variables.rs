//! What `set` gives a name to.

use std::collections::HashMap;

use super::{Argument, Directive, Part};

/// Longer values stay unknown.
const MAX_PARTS: usize = 500;

/// The variables that are known while a configuration is read from top to bottom.
///
/// A long policy is often put together so: `set $csp "${csp}script-src 'self'; ";`.
#[derive(Debug, Default)]
pub(crate) struct Variables {
    known: HashMap<String, Vec<Part>>,
}

impl Variables {
    /// Takes note of a `set`. Under an `if` nobody knows whether it is done.
    pub(crate) fn read(&mut self, directive: &Directive, under_condition: bool) {
        if directive.name != "set" {
            return;
        }
        let Some(Part::Variable(name)) = directive.arguments.first().and_then(|argument| argument.parts.first()) else {
            return;
        };
        let value = directive.arguments.get(1).map(|value| self.resolve(value)).unwrap_or_default();
        if under_condition || directive.conditional || value.len() > MAX_PARTS {
            self.known.insert(name.clone(), vec![Part::Dynamic]);
        } else {
            self.known.insert(name.clone(), value);
        }
    }

    /// The parts of an argument, its known variables written out.
    pub(crate) fn resolve(&self, argument: &Argument) -> Vec<Part> {
        let mut parts = Vec::new();
        for part in &argument.parts {
            match part {
                Part::Variable(name) => match self.known.get(name) {
                    Some(known) => parts.extend(known.iter().cloned()),
                    None => parts.push(part.clone()),
                },
                _ => parts.push(part.clone()),
            }
        }
        parts
    }
}
