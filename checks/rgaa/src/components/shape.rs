//! What a file's components render and where it uses others, small enough to be kept as a note.

use serde::{Deserialize, Serialize};

use checks_core::{Place, Position, Region, Span};

/// A file, as far as components go.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Sketch {
    /// Names bound by imports: the name here, the module, the name there.
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) imports: Vec<(String, String, String)>,
    /// Names others can import: the name, what it is called here or in the module it comes from, that module.
    #[serde(rename = "x", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) exports: Vec<(String, String, Option<String>)>,
    /// Components defined here.
    #[serde(rename = "c", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) components: Vec<Definition>,
    /// What is rendered.
    #[serde(rename = "r", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) roots: Vec<Vec<Bit>>,
    /// Where elements stand of which something may have to be said.
    #[serde(rename = "s", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) sites: Vec<Site>,
}

/// A component that the file defines.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Definition {
    #[serde(rename = "n")]
    pub(crate) name: String,
    /// The properties it takes apart by name, and their values when they are not given.
    #[serde(rename = "p", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) props: Vec<(String, Option<Val>)>,
    /// The index of what it renders in the sketch's `roots`.
    #[serde(rename = "r")]
    pub(crate) root: usize,
}

/// A part of what is rendered.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Bit {
    /// A text.
    #[serde(rename = "t")]
    Text(String),
    /// What code computes; `true` where it speaks of labels.
    #[serde(rename = "d")]
    Dynamic(bool),
    /// A text that is a property's value.
    #[serde(rename = "p")]
    Given(Vec<Term>),
    /// What the component is given as content.
    #[serde(rename = "s")]
    Slot,
    /// An element or a component.
    #[serde(rename = "e")]
    Element(Box<Piece>),
}

/// An element or a component.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Piece {
    #[serde(rename = "n")]
    pub(crate) name: String,
    #[serde(rename = "c", default, skip_serializing_if = "is_false")]
    pub(crate) is_component: bool,
    /// Attributes: HTML names for elements, written ones for components.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) attributes: Vec<(String, Val)>,
    #[serde(rename = "s", default, skip_serializing_if = "is_none")]
    pub(crate) spread: Spread,
    #[serde(rename = "k", default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) children: Vec<Bit>,
    /// Whether it may be missing although what is around it is there.
    #[serde(rename = "o", default, skip_serializing_if = "is_false")]
    pub(crate) optional: bool,
    /// Its place among the sketch's `sites`.
    #[serde(rename = "w", default, skip_serializing_if = "Option::is_none")]
    pub(crate) site: Option<usize>,
}

/// What an element is spread with.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Spread {
    /// Nothing.
    #[default]
    #[serde(rename = "n")]
    Nothing,
    /// The properties that the component does not take apart by name.
    #[serde(rename = "r")]
    Rest,
    /// All its properties.
    #[serde(rename = "w")]
    Whole,
    /// Something that is not known.
    #[serde(rename = "o")]
    Open,
}

/// An attribute's value.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Val {
    /// A text known in full.
    #[serde(rename = "t")]
    Text(String),
    /// Computed; the code where two attributes are compared by it (`id`, `for`), else empty.
    #[serde(rename = "c")]
    Computed(String),
    /// The first of these that says something.
    #[serde(rename = "g")]
    Given(Vec<Term>),
    /// Left out: `undefined`, `null`.
    #[serde(rename = "u")]
    Absent,
}

/// A property or a text, in `label ?? "Fermer"`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) enum Term {
    /// A property's value.
    #[serde(rename = "p")]
    Prop(String),
    /// A text.
    #[serde(rename = "t")]
    Text(String),
}

/// A place without its path: offsets, lines and columns, anchor, context.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Site(u32, u32, [u32; 4], String, String);

impl Site {
    pub(crate) fn of(place: &Place) -> Self {
        let Region { start, end } = place.region;
        let lines = [start.line, start.column, end.line, end.column];
        Self(place.span.start, place.span.end, lines, place.anchor.clone(), place.context.clone())
    }

    /// The place in the file at `path`.
    pub(crate) fn place(&self, path: &str) -> Place {
        let Self(start, end, [line, column, last_line, last_column], anchor, context) = self;
        Place {
            path: path.to_owned(),
            span: Span { start: *start, end: *end },
            region: Region {
                start: Position { line: *line, column: *column },
                end: Position { line: *last_line, column: *last_column },
            },
            anchor: anchor.clone(),
            context: context.clone(),
        }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(value: &bool) -> bool {
    !value
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_none(spread: &Spread) -> bool {
    *spread == Spread::Nothing
}
