//! The element tree.

use std::borrow::Cow;
use std::sync::Arc;

use checks_core::{File, Language, Span};
use compact_str::CompactString;

use crate::attributes::Attributes;
use crate::inside::{self, Form};
use crate::mask::vue::pug_template;
use crate::module::Module;
use crate::{haml, html, jsx, markdown, pug, slim};

/// A node's index in its document.
pub type NodeId = u32;

/// A page, template or component as a tree.
///
/// Names are the HTML ones whatever the language: `className` is `class`, `htmlFor` is `for`, Vue's `:alt`, Angular's
/// `[alt]` and `[attr.alt]` are `alt`; [`Attribute::raw_name`] keeps what the author wrote.
#[derive(Debug, Clone)]
pub struct Document {
    /// The language it was read as.
    pub language: Language,
    /// Whether it is a whole page: it has a doctype or an `<html>` element.
    pub is_page: bool,
    /// Nodes in document order: a parent stands before its children.
    pub nodes: Vec<Node>,
    /// What a JSX file imports, exports and defines; empty for another language.
    pub module: Module,
    source: Arc<str>,
}

/// A node and where it hangs.
#[derive(Debug, Clone)]
pub struct Node {
    /// The parent; `None` at the top.
    pub parent: Option<NodeId>,
    /// Children in order. JSX given to an element otherwise than as content (`icon={<Icon />}`) has it as its parent
    /// without being among its children.
    pub children: Vec<NodeId>,
    /// Start tag to end tag for an element; the text, comment or code otherwise.
    pub span: Span,
    /// What it is.
    pub kind: NodeKind,
    /// Whether template code decides if it is there (`{% if %}`, `v-if`, `&&`, a ternary, a loop).
    pub conditional: bool,
    /// Whether it may be missing although its parent is there: the template code that decides stands between the two.
    pub optional: bool,
}

/// What a node is.
#[derive(Debug, Clone)]
pub enum NodeKind {
    /// An element or a component.
    Element(Element),
    /// Text the author wrote, entities decoded.
    Text(CompactString),
    /// A comment that reaches the browser or not.
    Comment,
    /// What template code puts there: an expression's result, a partial, children passed on. It may be anything,
    /// text included.
    Dynamic,
    /// Template code that puts nothing there itself: the tags of a condition, of a loop, of an assignment.
    Code,
    /// `<!doctype …>`.
    Doctype,
}

/// An element or a component.
#[derive(Debug, Clone)]
pub struct Element {
    /// The name: lower case for HTML and SVG elements, as written for components (`Button`, `router-link`, `Menu.Item`).
    pub name: CompactString,
    /// The name in the start tag.
    pub name_span: Span,
    /// The start tag, `<` to `>`.
    pub tag_span: Span,
    /// Attributes in order, as far as they can be seen.
    pub attributes: Attributes,
    /// Whether template code or a spread may add attributes that are not seen (`{...props}`, `v-bind="…"`,
    /// `<img {% if a %}alt=""{% endif %}>`).
    pub open_ended: bool,
    /// Whether it is no HTML or SVG element: a component, a custom element.
    pub is_component: bool,
    /// Whether its end is certain (its end tag in the same template branch, `/>`, void, or left out where HTML lets
    /// it): if not, its children are uncertain.
    pub closed: bool,
}

/// An attribute of an element.
#[derive(Debug, Clone)]
pub struct Attribute {
    /// The HTML name, lower case (`alt`, `for`, `aria-label`); listeners are `on` + event (`onclick` for `@click`,
    /// `(click)`, `on:click`, `onClick`); a directive without HTML meaning keeps its written name (`v-if`, `*ngFor`).
    pub name: CompactString,
    /// The name as written.
    pub raw_name: CompactString,
    /// Name to the end of the value.
    pub span: Span,
    /// The name alone.
    pub name_span: Span,
    /// The value.
    pub value: Value,
}

/// An attribute's value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value: `<input disabled>`.
    Empty,
    /// A text known in full (`alt="x"`, `alt={"x"}`, `:alt="'x'"`), entities decoded. Never of an attribute that
    /// template code may leave out (`{% if a %}alt="x"{% endif %}`): that one is dynamic, its text the known part.
    Text {
        /// The text.
        text: CompactString,
        /// Where it is written, without the quotes.
        span: Span,
    },
    /// Computed, wholly or in part; `span` holds the code.
    Dynamic {
        /// Where it is written.
        span: Span,
        /// The parts of the text that are known, in order (`"icon icon-"` of `class="icon icon-{{ name }}"`).
        known: Vec<String>,
    },
}

impl Value {
    /// The text, when it is known in full; an absent value is the empty text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Empty => Some(""),
            Self::Text { text, .. } => Some(text),
            Self::Dynamic { .. } => None,
        }
    }

    /// Where the value is written, without the quotes.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Empty => None,
            Self::Text { span, .. } | Self::Dynamic { span, .. } => Some(*span),
        }
    }
}

/// Whether an element has an attribute, as far as source can say.
#[derive(Debug, Clone, Copy)]
pub enum Known<'a> {
    /// It is written.
    Present(&'a Attribute),
    /// It is not there.
    Absent,
    /// Nobody can tell: the element is open-ended.
    Unknown,
}

impl Element {
    /// The attribute `name` (HTML name, lower case) if it is written; the first, as in HTML.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.get(name)
    }

    /// The attribute `name`, or whether its absence is certain.
    pub fn attribute(&self, name: &str) -> Known<'_> {
        match self.get(name) {
            Some(attribute) => Known::Present(attribute),
            None if self.open_ended => Known::Unknown,
            None => Known::Absent,
        }
    }

    /// Whether the attribute is certainly not there.
    pub fn lacks(&self, name: &str) -> bool {
        matches!(self.attribute(name), Known::Absent)
    }

    /// The text of the attribute, when it is written and known in full.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|attribute| attribute.value.text())
    }
}

impl Document {
    /// The tree of a file, made once; `None` for a language that is no markup or a binary file.
    ///
    /// A script that holds JSX is read as JSX; of a script with an Angular component or lit's templates, and of an
    /// Elixir module with Phoenix's, the templates are read. Markdown is a page when it has front matter.
    pub fn of(file: &File) -> Option<Arc<Self>> {
        let (language, form) = inside::form(file)?;
        Some(file.memo(|file| match form {
            Form::Whole => Self::parse(file.shared_text(), language),
            form => Self::parse_templates(file.shared_text(), language, form),
        }))
    }

    fn parse_templates(source: Arc<str>, language: Language, form: Form) -> Self {
        let readable = u32::try_from(source.len()).is_ok();
        let (nodes, is_page) = if readable { inside::parse(&source, language, form) } else { (Vec::new(), false) };
        Self { language, is_page, nodes, module: Module::default(), source }
    }

    /// Reads `source` as `language`. Never fails: what cannot be understood is dynamic or left out.
    pub fn parse(source: Arc<str>, language: Language) -> Self {
        // Spans count in 32 bits.
        let readable = u32::try_from(source.len()).is_ok();
        let mut module = Module::default();
        let (nodes, is_page) = match language {
            _ if !readable => (Vec::new(), false),
            Language::Jsx | Language::JavaScript => jsx::parse(&source, &mut module),
            Language::Haml => haml::parse(&source),
            Language::Slim => slim::parse(&source),
            Language::Pug => pug::parse(&source),
            Language::Vue if let Some(template) = pug_template(&source) => pug::parse_in_vue(&source, template),
            Language::Markdown | Language::Mdx => markdown::parse(&source, language),
            _ => html::parse(&source, language),
        };
        Self { language, is_page, nodes, module, source }
    }

    /// A tree that others made: of what a component renders, say. Spans are of `source`.
    pub fn assembled(language: Language, nodes: Vec<Node>, source: Arc<str>) -> Self {
        Self { language, is_page: false, nodes, module: Module::default(), source }
    }

    /// The elements in document order, components included.
    pub fn elements(&self) -> impl Iterator<Item = (NodeId, &Element)> {
        self.nodes.iter().enumerate().filter_map(|(id, node)| match &node.kind {
            NodeKind::Element(element) => Some((id as NodeId, element)),
            _ => None,
        })
    }

    /// The node `id`.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id as usize]
    }

    /// The element `id`, if that node is one.
    pub fn element(&self, id: NodeId) -> Option<&Element> {
        match &self.node(id).kind {
            NodeKind::Element(element) => Some(element),
            _ => None,
        }
    }

    /// The elements around `id`, nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = (NodeId, &Element)> {
        std::iter::successors(self.node(id).parent, |&id| self.node(id).parent)
            .filter_map(|id| self.element(id).map(|element| (id, element)))
    }

    /// The nodes below `id`, in document order.
    pub fn descendants(&self, id: NodeId) -> impl Iterator<Item = NodeId> + '_ {
        let mut stack: Vec<NodeId> = self.node(id).children.iter().rev().copied().collect();
        std::iter::from_fn(move || {
            let next = stack.pop()?;
            stack.extend(self.node(next).children.iter().rev());
            Some(next)
        })
    }

    /// The author's text of a span.
    pub fn source(&self, span: Span) -> &str {
        self.source.get(span.range()).unwrap_or_default()
    }

    /// How to add an attribute to a start tag, as its language writes them: where, and what to put there; `None` where
    /// one insertion does not do it.
    pub fn adding(&self, element: &Element, name: &str, value: &str) -> Option<(Span, String)> {
        let unwritten = element.name_span.is_empty() && matches!(self.language, Language::Markdown | Language::Mdx);
        if unwritten {
            return None;
        }
        let tag = self.source(element.tag_span);
        let at = |at: u32| Span { start: at, end: at };
        let end = element.tag_span.end;
        // A helper of Rails.
        if tag.starts_with(['=', '!', '~', '&']) || tag.starts_with("<%") || tag.starts_with("#{") {
            return None;
        }
        if tag.starts_with('<') {
            return Some((at(element.name_span.end), format!(" {name}=\"{value}\"")));
        }
        // One list in parentheses is all that a tag of HAML may have.
        if self.language == Language::Haml {
            let list = tag.find(['(', '{', '[']).filter(|&list| tag[list..].starts_with('('));
            return match list {
                _ if !tag.starts_with(['%', '.', '#']) => None,
                Some(list) => Some((at(element.tag_span.start + list as u32 + 1), format!("{name}=\"{value}\" "))),
                None if tag.ends_with(')') => Some((at(end - 1), format!(" {name}=\"{value}\""))),
                None => Some((at(end), format!("({name}=\"{value}\")"))),
            };
        }
        let shorthand = |c: char| c.is_alphanumeric() || matches!(c, '.' | '#' | '-' | '_' | ':' | '/' | '@');
        let rest = tag.trim_start_matches(shorthand);
        let after = end - rest.len() as u32;
        let listed = rest.starts_with(['(', '[', '{']);
        Some(match self.language {
            _ if tag.ends_with(':') => return None,
            Language::Slim if listed => (at(after + 1), format!("{name}=\"{value}\" ")),
            Language::Slim => (at(after), format!(" {name}=\"{value}\"")),
            _ if rest.starts_with('(') => (at(after + 1), format!("{name}=\"{value}\", ")),
            _ => (at(after), format!("({name}=\"{value}\")")),
        })
    }

    /// The text below `id`, known parts only, white space collapsed; the flag says whether that is all of it: nothing
    /// below is dynamic, optional or a component. Scripts and styles are no text.
    pub fn text_content(&self, id: NodeId) -> (Cow<'_, str>, bool) {
        let mut text = String::new();
        let mut whole = true;
        for below in self.descendants(id) {
            let node = self.node(below);
            whole &= !node.optional;
            match &node.kind {
                NodeKind::Text(known) if !self.is_code(node.parent) => text.push_str(known),
                NodeKind::Dynamic => whole = false,
                NodeKind::Element(element) => whole &= !element.is_component,
                NodeKind::Text(_) | NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => {}
            }
        }
        (Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")), whole)
    }

    fn is_code(&self, id: Option<NodeId>) -> bool {
        let element = id.and_then(|id| self.element(id));
        element.is_some_and(|element| matches!(element.name.as_str(), "script" | "style"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn first(language: Language, source: &str) -> Document {
        Document::parse(Arc::from(source), language)
    }

    #[test]
    fn text_is_whole_only_when_nothing_decides_or_computes_it() {
        let table = [
            (Language::Html, "<a> Lire\n la <b>suite</b><script>x</script></a>", "Lire la suite", true),
            (Language::Jinja, "<a>Lire {{ b }}</a>", "Lire", false),
            (Language::Jinja, "<a>{% if b %}Lire{% endif %}</a>", "Lire", false),
            (Language::Jinja, "{% if b %}<a>Lire</a>{% endif %}", "Lire", true),
            (Language::Jsx, "<a>{b ? 'Lire' : null}</a>", "Lire", false),
            (Language::Jsx, "<a>Lire <Icon /></a>", "Lire", false),
        ];
        for (language, source, text, whole) in table {
            let document = first(language, source);
            let link = document.elements().find(|(_, element)| element.name == "a").map(|(id, _)| id);
            assert_eq!(document.text_content(link.expect("a link")), (Cow::Borrowed(text), whole), "{source}");
        }
    }

    #[test]
    fn an_open_ended_element_lacks_nothing() {
        let document = first(Language::Jsx, "<img {...a} src=\"b\" />");
        let (_, image) = document.elements().next().expect("an element");
        assert!(!image.lacks("alt") && matches!(image.attribute("alt"), Known::Unknown));
        assert_eq!(image.text("src"), Some("b"));
        assert!(first(Language::Html, "<img src=b>").elements().all(|(_, image)| image.lacks("alt")));
    }

    #[test]
    fn an_attribute_is_added_as_the_language_writes_it() {
        let table = [
            (Language::Html, "<a href=b>", "<a c=\"d\" href=b>"),
            (Language::Haml, "%a.b= e", "%a.b(c=\"d\")= e"),
            (Language::Haml, ".b{ e: f }", ".b{ e: f }(c=\"d\")"),
            (Language::Haml, "%a(e=\"f\"){g: h} i", "%a(c=\"d\" e=\"f\"){g: h} i"),
            (Language::Haml, "%a(e=\"f\")", "%a(c=\"d\" e=\"f\")"),
            (Language::Haml, "%a{e: f}(g)", "%a{e: f}(g c=\"d\")"),
            (Language::Slim, "a.b href=e f", "a.b c=\"d\" href=e f"),
            (Language::Slim, "a.b[href=e] f", "a.b[c=\"d\" href=e] f"),
            (Language::Pug, "a.b f", "a.b(c=\"d\") f"),
            (Language::Pug, "a.b(e=f) g", "a.b(c=\"d\", e=f) g"),
            (Language::Haml, "e <b>", "e <b c=\"d\">"),
        ];
        for (language, source, expected) in table {
            let document = first(language, source);
            let (_, element) = document.elements().next().expect("an element");
            let (span, text) = document.adding(element, "c", "d").expect("an insertion");
            let mut added = source.to_owned();
            added.replace_range(span.range(), &text);
            assert_eq!(added, expected);
        }
        let filter = first(Language::Haml, ":css\n  a {}");
        assert_eq!(filter.adding(filter.element(0).expect("an element"), "c", "d"), None);
    }

    #[test]
    fn a_script_that_is_react_s_is_markup() {
        let read = |path: &str, text: &str| Document::of(&File::new(path, text)).map(|document| document.nodes.len());
        assert_eq!(read("a.js", "import React from 'react';\nconst a = <img />;"), Some(1));
        assert_eq!(read("a.js", "const a = () => <img />;"), Some(1));
        assert_eq!(read("a.js", "const a = '<img />';"), None);
        assert_eq!(read("README.md", "# Titre"), None);
        assert_eq!(read("a.ex", "~p\"/a\""), None);
        assert_eq!(read("a.png", "\u{0}"), None);
        assert_eq!(read("a.php", "<?php echo '<img>';\n"), Some(0));
    }

    #[test]
    fn a_page_has_a_doctype_or_an_html_element() {
        assert!(first(Language::Html, "<!doctype html><p>").is_page);
        assert!(first(Language::Jsx, "<html><body/></html>").is_page);
        assert!(!first(Language::Html, "<p>html</p>").is_page);
    }
}
