//! What a rule is.

use checks_core::{File, Finding, Language, Message, Meta, Text};
use checks_markup::style::Sheet;
use checks_markup::{Element, NodeId};

use crate::view::View;

/// A rule: what is said of it once, and how it looks.
pub(crate) struct Rule {
    pub(crate) meta: &'static Meta,
    pub(crate) look: Look,
}

/// What a rule says of one element.
pub(crate) type AtElement = fn(&View<'_>, NodeId, &Element) -> Option<Finding>;

/// Every component, among the names of elements that a rule looks at.
pub(crate) const COMPONENT: &str = "<component>";

/// How a rule looks at a file.
#[derive(Clone, Copy)]
pub(crate) enum Look {
    /// At the elements of these names, or that have one of these attributes, in document order.
    /// [`COMPONENT`] stands for any component, `aria-*` for every attribute that begins so.
    At { names: &'static [&'static str], attributes: &'static [&'static str], look: AtElement },
    /// At the file as a whole, once.
    Document(fn(&View<'_>) -> Vec<Finding>),
    /// At the text of the file, once: a page, or a script or manifest that pages load.
    Text(fn(&File) -> Vec<Finding>),
    /// At the style rules of the file, once: a style sheet, `<style>` elements, templates of styled-components.
    Style(fn(&File, &Sheet) -> Vec<Finding>),
}

/// The languages of files that hold scripts of pages.
pub(crate) const SCRIPTED: &[Language] = &[
    Language::Html,
    Language::Jsx,
    Language::Vue,
    Language::Svelte,
    Language::Erb,
    Language::Twig,
    Language::Jinja,
    Language::JavaScript,
];

/// A message from pairs of French and English.
pub(crate) fn message(what: (&str, &str), why: (&str, &str), how: (&str, &str)) -> Message {
    let text = |(fr, en): (&str, &str)| Text::new(fr, en);
    Message { what: text(what), why: text(why), how: text(how) }
}
