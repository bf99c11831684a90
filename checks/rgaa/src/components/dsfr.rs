//! The components of the State's design system in React and in Vue, and what they are given.
//!
//! After `@codegouvfr/react-dsfr` 1.33 and `@gouvminint/vue-dsfr` 8.11, as their types and templates have it.

use checks_core::Language;
use checks_markup::{Attribute, Element, Known, NodeId, NodeKind, Value};

use super::object;
use crate::view::{Attr, View, is_blank};

/// Where a component comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Library {
    /// `@codegouvfr/react-dsfr`.
    React,
    /// `@gouvminint/vue-dsfr`.
    Vue,
}

/// What is given for a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Given {
    /// Something, or code that may be something.
    Something,
    /// A text that says nothing: `label=""`.
    Blank,
    /// Nothing.
    Nothing,
    /// A spread may give it.
    Unknown,
}

/// The heading that a component writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Heading {
    /// None.
    Nothing,
    /// One of this level.
    At(u32),
    /// Nobody can tell.
    Unknown,
}

/// A component that writes a heading: its title, the property that says which element the title is in, and the level
/// where that is not given.
struct Titled {
    library: Library,
    name: &'static str,
    title: &'static str,
    tag: &'static str,
    level: u32,
}

const fn titled(library: Library, name: &'static str, title: &'static str, tag: &'static str, level: u32) -> Titled {
    Titled { library, name, title, tag, level }
}

const TITLED: &[Titled] = &[
    titled(Library::React, "Accordion", "label", "titleAs", 3),
    titled(Library::React, "Alert", "title", "as", 3),
    titled(Library::React, "CallOut", "title", "titleAs", 3),
    titled(Library::React, "Card", "title", "titleAs", 3),
    titled(Library::React, "Stepper", "title", "", 2),
    titled(Library::React, "Tile", "title", "titleAs", 3),
    titled(Library::Vue, "DsfrAccordion", "title", "titleTag", 3),
    titled(Library::Vue, "DsfrAlert", "title", "titleTag", 3),
    titled(Library::Vue, "DsfrCallout", "title", "titleTag", 3),
    titled(Library::Vue, "DsfrCard", "title", "titleTag", 3),
    titled(Library::Vue, "DsfrStepper", "steps", "", 2),
    titled(Library::Vue, "DsfrTile", "title", "titleTag", 3),
];

/// Components that write no heading of their own, without the `Dsfr` that Vue's begin with.
const UNTITLED: &[&str] = &[
    "Badge",
    "Breadcrumb",
    "Button",
    "ButtonGroup",
    "ButtonsGroup",
    "Checkbox",
    "CheckboxSet",
    "Download",
    "FileDownload",
    "FileUpload",
    "FranceConnect",
    "FranceConnectButton",
    "Input",
    "InputGroup",
    "LanguageSelect",
    "LanguageSelector",
    "Notice",
    "Pagination",
    "ProConnectButton",
    "Quote",
    "RadioButton",
    "RadioButtonSet",
    "RadioButtons",
    "Range",
    "SearchBar",
    "SegmentedControl",
    "Select",
    "SkipLinks",
    "Tag",
    "Tags",
    "TagsGroup",
    "ToggleSwitch",
    "Upload",
];

const REACT: &str = "@codegouvfr/react-dsfr/";

impl View<'_> {
    /// The design system's name of a component: `Button` in React, `DsfrButton` in Vue.
    pub(crate) fn dsfr<'b>(&'b self, element: &'b Element) -> Option<(Library, std::borrow::Cow<'b, str>)> {
        if !element.is_component {
            return None;
        }
        match self.document.language {
            Language::Jsx => {
                let import = self.document.module.imports.iter().find(|import| import.local == element.name)?;
                let path = import.module.strip_prefix(REACT)?;
                let name = if import.exported == "default" {
                    path.rsplit('/').next().unwrap_or(path)
                } else {
                    import.exported.as_str()
                };
                Some((Library::React, name.into()))
            }
            Language::Vue => {
                if element.name.starts_with("Dsfr") {
                    return Some((Library::Vue, element.name.as_str().into()));
                }
                let kebab = element.name.strip_prefix("dsfr-")?;
                let words = kebab.split('-').map(|word| {
                    let mut letters = word.chars();
                    letters
                        .next()
                        .map(|first| first.to_ascii_uppercase())
                        .into_iter()
                        .chain(letters)
                        .collect::<String>()
                });
                Some((Library::Vue, format!("Dsfr{}", words.collect::<String>()).into()))
            }
            _ => None,
        }
    }

    /// The heading that a component of the design system writes before its content, and the property that sets its
    /// level where there is one.
    pub(crate) fn dsfr_heading(&self, element: &Element) -> (Heading, Option<&'static str>) {
        let Some((library, name)) = self.dsfr(element) else { return (Heading::Unknown, None) };
        let Some(titled) = TITLED.iter().find(|titled| titled.library == library && titled.name == name) else {
            let is_untitled = UNTITLED.contains(&name.strip_prefix("Dsfr").unwrap_or(&name));
            return (if is_untitled { Heading::Nothing } else { Heading::Unknown }, None);
        };
        let tag = Some(titled.tag).filter(|tag| !tag.is_empty());
        let heading = match (self.given(element, titled.title), self.given(element, "small")) {
            (Given::Unknown, _) => Heading::Unknown,
            (Given::Nothing | Given::Blank, _) => Heading::Nothing,
            // A small message of Vue's shows no title; one of React's does.
            (Given::Something, Given::Something) if titled.name == "DsfrAlert" => Heading::Nothing,
            (Given::Something, _) => match tag.map(|tag| (self.given(element, tag), property_of(element, tag))) {
                None | Some((Given::Nothing | Given::Blank, _)) => Heading::At(titled.level),
                Some((_, Some(attribute))) => match self.attr(element, &attribute.name) {
                    Attr::Text(name) => of_tag(name),
                    Attr::Computed | Attr::Unknown | Attr::Absent => Heading::Unknown,
                },
                Some((_, None)) => Heading::Unknown,
            },
        };
        (heading, tag)
    }

    /// What a component is given for `property`, written as in its types (`iconOnly`).
    pub(crate) fn given(&self, element: &Element, property: &str) -> Given {
        let Some(attribute) = property_of(element, property) else {
            return if element.open_ended { Given::Unknown } else { Given::Nothing };
        };
        // A property without a value is `true`.
        if self.document.language == Language::Jsx && attribute.value == Value::Empty {
            return Given::Something;
        }
        match self.attr(element, &attribute.name) {
            Attr::Text(text) if is_blank(text) => Given::Blank,
            Attr::Text(_) | Attr::Computed => Given::Something,
            Attr::Absent => Given::Nothing,
            Attr::Unknown => Given::Unknown,
        }
    }

    /// Whether a boolean property is set for sure.
    pub(crate) fn is_on(&self, element: &Element, property: &str) -> bool {
        property_of(element, property).is_some_and(|attribute| match &attribute.value {
            Value::Empty => true,
            Value::Text { text, .. } => matches!(text.as_str(), "" | "true"),
            Value::Dynamic { span, .. } => self.document.source(*span).trim_matches(['{', '}', ' ']) == "true",
        })
    }

    /// Whether one of `keys` may be in the object given for `property`.
    pub(crate) fn may_hold(&self, element: &Element, property: &str, keys: &[&str]) -> bool {
        let Some(span) = property_of(element, property).and_then(|attribute| attribute.value.span()) else {
            return false;
        };
        object::entries(self.document.source(span))
            .is_none_or(|entries| entries.iter().any(|(key, _)| keys.contains(key)))
    }

    /// The source of the value given for `property`.
    pub(crate) fn source_of<'b>(&'b self, element: &Element, property: &str) -> Option<&'b str> {
        let span = property_of(element, property)?.value.span()?;
        Some(self.document.source(span))
    }

    /// Whether a `<template>` of a Vue component's fills one of `slots`, or one that code names.
    pub(crate) fn fills_slot(&self, node: NodeId, slots: &[&str]) -> bool {
        let below = self.document.node(node).children.iter().filter_map(|&child| self.document.element(child));
        below
            .filter(|inner| inner.name == "template")
            .filter_map(slot)
            .any(|name| name.is_empty() || slots.contains(&name))
    }

    /// Whether the component has content: text, elements or code; `#slot` templates count by `of_slot` only.
    pub(crate) fn has_content(&self, node: NodeId, of_slot: impl Fn(&str) -> bool) -> bool {
        self.document.node(node).children.iter().any(|&child| match &self.document.node(child).kind {
            NodeKind::Text(text) => !is_blank(text),
            NodeKind::Element(inner) if inner.name == "template" => match slot(inner) {
                Some(name) => of_slot(name),
                None => true,
            },
            NodeKind::Dynamic | NodeKind::Element(_) => true,
            NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => false,
        })
    }
}

/// The heading that a component writes in the element called `name`.
fn of_tag(name: &str) -> Heading {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Heading::At(u32::from(level - b'0')),
        _ => Heading::Nothing,
    }
}

/// The attribute that gives `property` (camel case): frameworks take `iconOnly` and `icon-only` alike.
fn property_of<'e>(element: &'e Element, property: &str) -> Option<&'e Attribute> {
    let is_it = |name: &str| {
        let plain = name.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_lowercase());
        plain.eq(property.bytes().filter(|byte| *byte != b'-').map(|byte| byte.to_ascii_lowercase()))
    };
    match element.attribute(property) {
        Known::Present(attribute) => Some(attribute),
        _ => element.attributes.iter().find(|attribute| is_it(&attribute.name)),
    }
}

/// The slot that a Vue `<template>` fills; `""` for one that code names.
fn slot(template: &Element) -> Option<&str> {
    template.attributes.iter().find_map(|attribute| {
        let name = attribute.raw_name.as_str();
        let slot = name
            .strip_prefix('#')
            .or_else(|| name.strip_prefix("v-slot:"))
            .or((name == "v-slot").then_some("default"))?;
        Some(if slot.starts_with('[') { "" } else { slot })
    })
}

/// Whether one of the words of an element's `class` is `word`, as far as they are written out.
pub(crate) fn has_class(element: &Element, word: &str) -> bool {
    let Some(class) = element.get("class") else { return false };
    let holds = |text: &str| text.split_whitespace().any(|class| class == word);
    match &class.value {
        Value::Empty => false,
        Value::Text { text, .. } => holds(text),
        Value::Dynamic { known, .. } => known.iter().any(|part| holds(part)),
    }
}
