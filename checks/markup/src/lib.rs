//! One element tree for every language pages are written in, and one view of what scripts call.
//!
//! [`Document::of`] reads a page, template or component ([`Language::MARKUP`]) into elements with the author's
//! positions. What template code computes is *dynamic*: known to be there, not known. Template code is found by its
//! engine's own rules and masked byte for byte (`mask`), what is left is tokenised as HTML (`html`), and the tree grows
//! as HTML's rules and the template's branches say (`tree`). Languages whose nesting is their indentation (`haml`,
//! `slim`, `pug`) grow the same tree line by line (`indent`), Rails' helpers write elements in it (`rails`), and JSX comes
//! from a JavaScript parser (`jsx`). [`script::Script::of`] reads JavaScript, TypeScript, Python and six more into calls, assignments and literals, and
//! [`data::documents`] YAML, TOML, JSON and `.properties` into the same literals.
//!
//! Both are made once per file, whoever asks ([`File::memo`]).

mod attributes;
mod bindings;
mod code;
pub mod data;
mod document;
mod entities;
mod haml;
mod html;
mod indent;
mod inside;
mod joint;
mod jsx;
mod literals;
mod markdown;
mod mask;
mod module;
mod names;
mod pug;
mod rails;
mod ruby;
pub mod script;
mod slim;
mod stack;
pub mod style;
mod tag;
mod tree;

pub use attributes::Attributes;
pub use checks_core::{File, Language, Span};
pub use document::{Attribute, Document, Element, Known, Node, NodeId, NodeKind, Value};
pub use joint::{Block, Joints, Layout, joints};
pub use module::{Component, Exported, Imported, Module, Prop, Props};
