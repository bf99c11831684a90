//! The attributes of an element.

use std::ops::Deref;

use crate::document::Attribute;

/// The attributes of an element, in order.
///
/// Rules ask every element for attributes that few have: a bit for each name that is there answers most of them
/// without a look at the names.
#[derive(Debug, Clone, Default)]
pub struct Attributes {
    list: Vec<Attribute>,
    bits: u64,
}

/// The bit of a name; different names may share one.
#[inline]
fn bit(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let at = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
    let (first, last) = (at(0), at(bytes.len().wrapping_sub(1)));
    1 << ((bytes.len() * 7 + first * 5 + at(bytes.len() / 2) * 3 + last) % 64)
}

impl Attributes {
    /// None, with room for `capacity`.
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self { list: Vec::with_capacity(capacity), bits: 0 }
    }

    /// The attribute `name` (HTML name, lower case); the first, as in HTML.
    #[inline]
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        if self.bits & bit(name) == 0 {
            return None;
        }
        self.list.iter().find(|attribute| attribute.name == name)
    }

    /// Adds an attribute at the end.
    pub fn push(&mut self, attribute: Attribute) {
        self.bits |= bit(&attribute.name);
        self.list.push(attribute);
    }

    /// Adds an attribute before the one that stands `at`, or at the end.
    pub(crate) fn insert(&mut self, at: usize, attribute: Attribute) {
        self.bits |= bit(&attribute.name);
        self.list.insert(at.min(self.list.len()), attribute);
    }

    /// Gives the first attribute `name` another name; whether there is one.
    pub fn rename(&mut self, name: &str, other: &str) -> bool {
        let Some(attribute) = self.list.iter_mut().find(|attribute| attribute.name == name) else { return false };
        attribute.name = other.into();
        self.bits |= bit(other);
        true
    }

    /// Changes what is known of each attribute but its name.
    pub(crate) fn each_mut(&mut self) -> impl Iterator<Item = &mut Attribute> {
        self.list.iter_mut()
    }
}

impl Deref for Attributes {
    type Target = [Attribute];

    fn deref(&self) -> &[Attribute] {
        &self.list
    }
}

impl<'a> IntoIterator for &'a Attributes {
    type Item = &'a Attribute;
    type IntoIter = std::slice::Iter<'a, Attribute>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter()
    }
}

impl From<Vec<Attribute>> for Attributes {
    fn from(list: Vec<Attribute>) -> Self {
        let bits = list.iter().fold(0, |bits, attribute| bits | bit(&attribute.name));
        Self { list, bits }
    }
}

impl FromIterator<Attribute> for Attributes {
    fn from_iter<I: IntoIterator<Item = Attribute>>(attributes: I) -> Self {
        attributes.into_iter().collect::<Vec<_>>().into()
    }
}

impl Extend<Attribute> for Attributes {
    fn extend<I: IntoIterator<Item = Attribute>>(&mut self, attributes: I) {
        attributes.into_iter().for_each(|attribute| self.push(attribute));
    }
}

#[cfg(test)]
mod tests {
    use checks_core::Span;

    use super::*;
    use crate::document::Value;

    fn named(name: &str) -> Attribute {
        let span = Span { start: 0, end: 0 };
        Attribute { name: name.into(), raw_name: name.into(), span, name_span: span, value: Value::Empty }
    }

    #[test]
    fn an_attribute_is_found_however_it_came() {
        let mut attributes: Attributes = vec![named("alt"), named("")].into();
        attributes.push(named("src"));
        attributes.insert(1, named("title"));
        assert!(attributes.rename("alt", "aria-label") && !attributes.rename("alt", "a"));
        attributes.extend([named("class")]);
        for name in ["aria-label", "title", "", "src", "class"] {
            assert!(attributes.get(name).is_some_and(|attribute| attribute.name == name), "{name}");
        }
        assert!(attributes.get("alt").is_none() && attributes.get("xyz").is_none());
        assert_eq!(attributes.iter().map(|attribute| attribute.name.as_str()).nth(1), Some("title"));
    }
}
