//! The trees of snippets in every language, and what holds of every tree.

#[path = "support/tree.rs"]
mod tree;

mod hostile;
mod positions;
mod trees;
