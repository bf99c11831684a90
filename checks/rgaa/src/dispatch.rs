//! Which rules an element concerns.
//!
//! A page has thousands of elements and the check a hundred rules, of which an element concerns a few: what each rule
//! says it looks at is turned into tables once, so that an element costs a look-up for its name and each attribute.

use std::sync::LazyLock;

use checks_markup::Element;
use rustc_hash::FxHashMap;

use crate::rule::{AtElement, COMPONENT, Look};
use crate::rules::RULES;

/// A set of rules that look at elements, by their index in [`Tables::looks`].
type Set = [u64; 4];

struct Tables {
    looks: Vec<AtElement>,
    components: Set,
    names: FxHashMap<&'static str, Set>,
    attributes: FxHashMap<&'static str, Set>,
    /// By how the attribute begins.
    prefixes: FxHashMap<&'static str, Set>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut tables = Tables {
        looks: Vec::new(),
        components: Set::default(),
        names: FxHashMap::default(),
        attributes: FxHashMap::default(),
        prefixes: FxHashMap::default(),
    };
    for rule in RULES {
        tables.add(rule.look);
    }
    tables
});

impl Tables {
    fn add(&mut self, look: Look) {
        let index = self.looks.len();
        let put = |set: &mut Set| {
            if let Some(word) = set.get_mut(index / 64) {
                *word |= 1 << (index % 64);
            }
        };
        match look {
            Look::At { names, attributes, look } => {
                self.looks.push(look);
                for &name in names {
                    put(if name == COMPONENT { &mut self.components } else { self.names.entry(name).or_default() });
                }
                for &name in attributes {
                    match name.strip_suffix('*') {
                        Some(prefix) => put(self.prefixes.entry(prefix).or_default()),
                        None => put(self.attributes.entry(name).or_default()),
                    }
                }
            }
            Look::Document(_) | Look::Text(_) | Look::Style(_) => {}
        }
    }

    fn concerned(&self, element: &Element) -> Set {
        let mut set = Set::default();
        let mut join = |other: &Set| set.iter_mut().zip(other).for_each(|(word, other)| *word |= other);
        if element.is_component {
            join(&self.components);
        }
        if let Some(named) = self.names.get(element.name.as_str()) {
            join(named);
        }
        for attribute in &element.attributes {
            if let Some(having) = self.attributes.get(attribute.name.as_str()) {
                join(having);
            }
            let begins = self.prefixes.iter().filter(|(prefix, _)| attribute.name.starts_with(**prefix));
            begins.for_each(|(_, having)| join(having));
        }
        set
    }
}

/// The rules that `element` concerns, in their order.
pub(crate) fn concerned(element: &Element) -> impl Iterator<Item = AtElement> {
    let tables = &*TABLES;
    let set = tables.concerned(element);
    set.into_iter().zip([0, 64, 128, 192]).flat_map(|(mut word, first)| {
        std::iter::from_fn(move || {
            let bit = (word != 0).then(|| word.trailing_zeros() as usize)?;
            word &= word - 1;
            TABLES.looks.get(first + bit).copied()
        })
    })
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    #[test]
    fn every_rule_has_its_place_in_a_set() {
        assert!(TABLES.looks.len() <= 256);
    }

    #[test]
    fn an_element_concerns_the_rules_of_its_name_and_attributes() {
        let count = |text: &str| {
            let document = Document::of(&File::new("a.html", text)).unwrap();
            let (_, element) = document.elements().next().unwrap();
            concerned(element).count()
        };
        assert_eq!(count("<b>"), 0);
        assert!(count("<img>") > 4);
        assert!(count("<b aria-label=a>") > 3);
        assert!(count("<img aria-label=a>") > count("<img>"));
    }
}
