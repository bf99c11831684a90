//! What WAI-ARIA says of roles and attributes, and ARIA in HTML of elements.
//!
//! The tables beside this file are made by `tests/aria-data.mjs` from the packages html-aria and aria-query. They hold
//! WAI-ARIA 1.2 with what 1.3 adds, DPUB-ARIA and Graphics-ARIA; where sources differ, the more tolerant one.
//! <https://www.w3.org/TR/wai-aria-1.2/>, <https://www.w3.org/TR/html-aria/>.

use std::ops::Deref;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Words that stand in one cell of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Words(&'static str);

impl Words {
    fn of(cell: &'static str) -> Self {
        Self(if cell == "-" { "" } else { cell })
    }

    /// Whether `word` is one of them.
    pub(crate) fn has(self, word: &str) -> bool {
        self.iter().any(|own| own == word)
    }

    /// Whether there is none.
    pub(crate) fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// The words.
    pub(crate) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split_ascii_whitespace()
    }
}

/// What is known of a role.
#[derive(Debug)]
pub(crate) struct RoleFacts {
    /// The role.
    pub(crate) name: &'static str,
    flags: Words,
    is_leaf: bool,
    /// The roles it is a kind of.
    pub(crate) superclasses: Words,
    /// Attributes it takes besides the global ones.
    pub(crate) supported: Words,
    /// Attributes it needs.
    pub(crate) required: Words,
    /// Attributes it must not have, global as they are.
    pub(crate) prohibited: Words,
    /// Roles in one of which it must stand; none: anywhere.
    pub(crate) context: Words,
    /// Roles of which it must hold one; none: anything.
    pub(crate) owned: Words,
}

impl RoleFacts {
    /// Whether it only orders the others and must not be written.
    pub(crate) fn is_abstract(&self) -> bool {
        self.flags.has("abstract")
    }

    /// Whether what is inside is given to nobody: a button, an image.
    pub(crate) fn has_presentational_children(&self) -> bool {
        self.is_leaf
    }

    /// Whether what is inside names it.
    pub(crate) fn is_named_by_content(&self) -> bool {
        self.flags.has("named-by-content")
    }

    /// Whether it is `ancestor`, or a kind of it.
    pub(crate) fn is_a(&self, ancestor: &str) -> bool {
        self.name == ancestor
            || self.superclasses.iter().any(|parent| role(parent).is_some_and(|parent| parent.is_a(ancestor)))
    }
}

/// What an attribute's value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `true` or `false`.
    Boolean,
    /// `true`, `false` or `undefined`.
    BooleanOrUndefined,
    /// `true`, `false`, `mixed` or `undefined`.
    Tristate,
    /// One of the words.
    Token,
    /// Some of the words.
    Tokens,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A text.
    Text,
    /// The id of an element.
    Id,
    /// Ids of elements.
    Ids,
}

/// What is known of an attribute.
#[derive(Debug)]
pub(crate) struct AttributeFacts {
    /// The attribute: `aria-label`.
    pub(crate) name: &'static str,
    /// What its value is.
    pub(crate) kind: Kind,
    /// The words its value is made of, for [`Kind::Token`] and [`Kind::Tokens`].
    pub(crate) values: Words,
    /// Whether every role takes it, but those that prohibit it.
    pub(crate) is_global: bool,
    /// Whether every role took it up to WAI-ARIA 1.1.
    pub(crate) was_global: bool,
}

/// What is known of an element, or of one of its forms (`a href`, `input checkbox`).
#[derive(Debug)]
pub(crate) struct ElementFacts {
    /// The element and what makes it that form.
    pub(crate) key: &'static str,
    /// Its own role, where its name alone decides.
    pub(crate) implicit: Option<&'static str>,
    /// The roles it may be given; `None`: any.
    pub(crate) roles: Option<Words>,
}

/// The rows of a table, found by their name: every element of every page asks.
struct Table<T> {
    rows: Vec<T>,
    by_name: FxHashMap<&'static str, usize>,
}

impl<T> Table<T> {
    fn new(rows: impl Iterator<Item = T>, name: impl Fn(&T) -> &'static str) -> Self {
        let rows: Vec<T> = rows.collect();
        let by_name = rows.iter().enumerate().map(|(at, row)| (name(row), at)).collect();
        Self { rows, by_name }
    }

    fn find(&self, name: &str) -> Option<&T> {
        self.by_name.get(name).and_then(|&at| self.rows.get(at))
    }
}

impl<T> Deref for Table<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.rows
    }
}

static ROLES: LazyLock<Table<RoleFacts>> = LazyLock::new(|| {
    let row = |cells: [&'static str; 8]| {
        let [name, flags, superclasses, supported, required, prohibited, context, owned] = cells;
        Some(RoleFacts {
            name,
            flags: Words::of(flags),
            is_leaf: Words::of(flags).has("presentational-children"),
            superclasses: Words::of(superclasses),
            supported: Words::of(supported),
            required: Words::of(required),
            prohibited: Words::of(prohibited),
            context: Words::of(context),
            owned: Words::of(owned),
        })
    };
    Table::new(rows(include_str!("aria/roles.tsv")).filter_map(row), |role| role.name)
});

static ATTRIBUTES: LazyLock<Table<AttributeFacts>> = LazyLock::new(|| {
    let row = |[name, kind, values, flags]: [&'static str; 4]| {
        let kind = match kind {
            "boolean" => Kind::Boolean,
            "boolean-or-undefined" => Kind::BooleanOrUndefined,
            "tristate" => Kind::Tristate,
            "token" => Kind::Token,
            "tokenlist" => Kind::Tokens,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "string" => Kind::Text,
            "id" => Kind::Id,
            "idlist" => Kind::Ids,
            _ => return None,
        };
        let flags = Words::of(flags);
        Some(AttributeFacts {
            name,
            kind,
            values: Words::of(values),
            is_global: flags.has("global"),
            was_global: flags.has("once-global"),
        })
    };
    Table::new(rows(include_str!("aria/attributes.tsv")).filter_map(row), |attribute| attribute.name)
});

static ELEMENTS: LazyLock<Table<ElementFacts>> = LazyLock::new(|| {
    let row = |[key, implicit, roles]: [&'static str; 3]| {
        Some(ElementFacts {
            key,
            implicit: (implicit != "-").then_some(implicit),
            roles: (roles != "*").then(|| Words::of(roles)),
        })
    };
    Table::new(rows(include_str!("aria/elements.tsv")).filter_map(row), |element| element.key)
});

/// The rows of a table, each of `N` cells.
fn rows<const N: usize>(table: &'static str) -> impl Iterator<Item = [&'static str; N]> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let row = std::array::from_fn(|_| cells.next().unwrap_or_default());
        (row.iter().all(|cell| !cell.is_empty()) && cells.next().is_none()).then_some(row)
    })
}

/// A role by its name, in lower case.
pub(crate) fn role(name: &str) -> Option<&'static RoleFacts> {
    ROLES.find(name)
}

/// A role as authors may write it: in any case, not abstract.
pub(crate) fn written_role(word: &str) -> Option<&'static RoleFacts> {
    let known =
        if word.bytes().any(|byte| byte.is_ascii_uppercase()) { role(&word.to_ascii_lowercase()) } else { role(word) };
    known.filter(|role| !role.is_abstract())
}

/// An attribute by its name, in lower case.
pub(crate) fn attribute(name: &str) -> Option<&'static AttributeFacts> {
    ATTRIBUTES.find(name)
}

/// An element, or one of its forms, by its key.
pub(crate) fn element(key: &str) -> Option<&'static ElementFacts> {
    ELEMENTS.find(key)
}

/// The one of `known` that `written` is but a slip of the pen away from: a letter or two.
pub(crate) fn meant(written: &str, known: impl Iterator<Item = &'static str>) -> Option<&'static str> {
    let reach = if written.len() < 6 { 1 } else { 2 };
    let mut near = known.map(|name| (strsim::osa_distance(written, name), name)).filter(|(far, _)| *far <= reach);
    let first = near.next()?;
    let (best, rest) =
        near.fold(
            (first, usize::MAX),
            |(best, second), next| {
                if next.0 < best.0 { (next, best.0) } else { (best, second.min(next.0)) }
            },
        );
    (best.0 < rest).then_some(best.1)
}

/// The attributes.
pub(crate) fn attributes() -> impl Iterator<Item = &'static AttributeFacts> {
    ATTRIBUTES.iter()
}

/// The roles, abstract ones among them.
pub(crate) fn roles() -> impl Iterator<Item = &'static RoleFacts> {
    ROLES.iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(table: &str) -> usize {
        table.lines().filter(|line| !line.starts_with('#')).count()
    }

    #[test]
    fn tables_are_read_whole_and_in_order() {
        assert_eq!(ROLES.len(), lines(include_str!("aria/roles.tsv")));
        assert_eq!(ATTRIBUTES.len(), lines(include_str!("aria/attributes.tsv")));
        assert_eq!(ELEMENTS.len(), lines(include_str!("aria/elements.tsv")));
        assert!(ROLES.is_sorted_by_key(|role| role.name));
        assert!(ATTRIBUTES.is_sorted_by_key(|attribute| attribute.name));
        assert!(ELEMENTS.is_sorted_by_key(|element| element.key));
    }

    #[test]
    fn tables_speak_of_what_they_hold() {
        for known in roles() {
            for other in known.superclasses.iter().chain(known.context.iter()).chain(known.owned.iter()) {
                assert!(role(other).is_some(), "{other} of {}", known.name);
            }
            for other in known.supported.iter().chain(known.required.iter()).chain(known.prohibited.iter()) {
                assert!(attribute(other).is_some(), "{other} of {}", known.name);
            }
            assert!(known.is_a("roletype"), "{}", known.name);
        }
        for element in ELEMENTS.iter() {
            for other in element.roles.into_iter().flat_map(Words::iter).chain(element.implicit) {
                assert!(role(other).is_some(), "{other} of {}", element.key);
            }
        }
    }

    #[test]
    fn roles_are_what_the_specification_says() {
        let checkbox = written_role("Checkbox").unwrap();
        assert!(
            checkbox.required.has("aria-checked") && checkbox.has_presentational_children() && checkbox.is_a("widget")
        );
        assert!(written_role("widget").is_none() && role("widget").is_some_and(RoleFacts::is_abstract));
        assert!(role("generic").unwrap().prohibited.has("aria-label"));
        assert!(role("tab").unwrap().context.has("tablist") && role("list").unwrap().owned.has("listitem"));
        assert!(!role("article").unwrap().is_a("widget") && role("doc-noteref").unwrap().is_a("link"));
        assert!(role("suggestion").is_some() && role("image").is_some() && role("bouton").is_none());
    }

    #[test]
    fn attributes_have_their_types() {
        assert_eq!(attribute("aria-expanded").map(|a| a.kind), Some(Kind::BooleanOrUndefined));
        assert!(attribute("aria-current").is_some_and(|a| a.kind == Kind::Token && a.values.has("page")));
        assert!(attribute("aria-description").is_some_and(|a| a.is_global));
        assert!(attribute("aria-disabled").is_some_and(|a| a.was_global && !a.is_global));
        assert!(attributes().all(|a| a.name.starts_with("aria-")) && attribute("aria-labeledby").is_none());
    }

    #[test]
    fn what_was_meant_is_told_only_without_doubt() {
        let names = || attributes().map(|attribute| attribute.name);
        assert_eq!(meant("aria-labeledby", names()), Some("aria-labelledby"));
        assert_eq!(meant("aria-described-by", names()), Some("aria-describedby"));
        assert_eq!(meant("aria-foo", names()), None);
        assert_eq!(meant("aria-colrowcount", names()), None);
    }

    #[test]
    fn elements_have_their_roles() {
        assert_eq!(element("nav").and_then(|nav| nav.implicit), Some("navigation"));
        assert!(element("a href").is_some_and(|link| link.roles.is_some_and(|roles| roles.has("button"))));
        assert!(element("div").is_some_and(|div| div.roles.is_none()));
        assert!(element("meta").is_some_and(|meta| meta.roles.is_some_and(Words::is_empty)));
    }
}
