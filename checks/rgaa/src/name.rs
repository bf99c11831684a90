//! Accessible names, after « Accessible Name and Description Computation 1.2 » and HTML-AAM, on what source shows.
//!
//! <https://www.w3.org/TR/accname-1.2/>, <https://www.w3.org/TR/html-aam-1.0/>.

use checks_core::Language;
use checks_markup::{Element, NodeId, NodeKind};

use crate::aria;
use crate::role::Role;
use crate::sight::Sight;
use crate::view::{Attr, Target, View, is_blank};

/// How content is read.
#[derive(Clone, Copy)]
struct Walk {
    /// How many levels deeper; what lies below is unknown.
    depth: u32,
    /// Whether `aria-labelledby` is followed: not from what one of them points to, as the computation says.
    follows: bool,
}

impl Walk {
    const DEPTH: u32 = 64;

    const fn new(follows: bool) -> Self {
        Self { depth: Self::DEPTH, follows }
    }

    const fn deeper(self) -> Self {
        Self { depth: self.depth - 1, ..self }
    }
}

/// Attributes by which code or a style sheet (`content: attr(data-label)`) gives an element its content, as the parser
/// or the libraries that read them name them.
const FILLERS: &[&str] = &[
    "bind:innerhtml",
    "bind:textcontent",
    "children",
    "dangerouslysetinnerhtml",
    "data-bind",
    "data-content",
    "data-i18n",
    "data-i18n-key",
    "data-l10n-id",
    "data-label",
    "data-text",
    "data-th-text",
    "data-translate",
    "data-txt",
    "innerhtml",
    "innertext",
    "ng-bind",
    "ng-bind-html",
    "set:html",
    "set:text",
    "textcontent",
    "th:text",
    "th:utext",
    "v-html",
    "v-t",
    "v-text",
    "x-html",
    "x-text",
];

/// A text as far as source tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Name {
    /// What is known of it.
    text: String,
    /// Whether code may add to it.
    open: bool,
}

impl Name {
    /// Whether it is certain that there is none.
    pub(crate) fn is_missing(&self) -> bool {
        !self.open && !self.is_given()
    }

    /// Whether it is certain that there is one.
    pub(crate) fn is_given(&self) -> bool {
        !is_blank(&self.text)
    }

    /// What is known of it, though code may add to it.
    pub(crate) fn known(&self) -> &str {
        self.text.trim()
    }

    /// The whole of it, when source tells.
    pub(crate) fn whole(&self) -> Option<&str> {
        (!self.open).then(|| self.known())
    }

    /// Code may add to it.
    pub(crate) fn opens(&mut self) {
        self.open = true;
    }

    /// Adds another's text, or its doubt.
    pub(crate) fn add(&mut self, other: &Self) {
        self.add_text(&other.text);
        self.open |= other.open;
    }

    fn add_text(&mut self, text: &str) {
        if !is_blank(text) {
            self.text.push(' ');
            self.text.push_str(text.trim());
        }
    }

    /// Adds an attribute's text, or the doubt about it.
    pub(crate) fn add_attr(&mut self, attr: Attr<'_>) {
        match attr {
            Attr::Text(text) => self.add_text(text),
            Attr::Computed | Attr::Unknown => self.open = true,
            Attr::Absent => {}
        }
    }
}

/// The parts of a drawing that may have a `<title>` of their own (<https://www.w3.org/TR/svg-aam-1.0/#mapping_additional_nd>).
const DRAWN: &[&str] =
    &["circle", "ellipse", "g", "image", "line", "path", "polygon", "polyline", "rect", "symbol", "use"];

impl View<'_> {
    /// How many nodes of a drawing are looked through for its title.
    const SVG_NODES: usize = 4_096;

    /// The accessible name of an element, its `placeholder` left aside: the RGAA takes none for a label.
    pub(crate) fn name(&self, node: NodeId, element: &Element) -> Name {
        if let Some(known) = self.names.borrow().get(&node) {
            return known.clone();
        }
        let name = self.computed_name(node, element);
        self.names.borrow_mut().insert(node, name.clone());
        name
    }

    fn computed_name(&self, node: NodeId, element: &Element) -> Name {
        let mut name = self.name_by_author(element, true);
        if name.is_given() {
            return name;
        }
        name.add(&self.native_name(node, element));
        if !name.is_given() {
            match self.role_at(node, element) {
                Role::Is(role) if aria::role(role).is_some_and(aria::RoleFacts::is_named_by_content) => {
                    name.add(&self.content(node, element, Walk::new(true)));
                }
                Role::Unknown => name.opens(),
                Role::Is(_) | Role::None => {}
            }
        }
        if !name.is_given() {
            name.add_attr(self.attr(element, "title"));
        }
        name.open |= element.open_ended || self.falls_through(node);
        name
    }

    /// What reads as the content of `node`, hidden or not: a label, the target of `aria-labelledby`. Made once.
    pub(crate) fn content_of(&self, node: NodeId) -> Name {
        if let Some(known) = self.contents.borrow().get(&node) {
            return known.clone();
        }
        let mut name = Name::default();
        if let Some(element) = self.document.element(node) {
            self.add_child(element, node, &mut name, Walk::new(false));
        }
        self.contents.borrow_mut().insert(node, name.clone());
        name
    }

    /// What stands between the tags of `element` and is read: what browsers show in place of an `<object>`.
    pub(crate) fn content_within(&self, node: NodeId, element: &Element) -> Name {
        self.content(node, element, Walk::new(false))
    }

    /// `aria-labelledby`, then `aria-label`.
    pub(crate) fn name_by_author(&self, element: &Element, follows: bool) -> Name {
        let mut name = Name::default();
        match self.attr(element, "aria-labelledby") {
            Attr::Text(_) if !follows => {}
            Attr::Text(ids) => {
                // Beyond some ids nobody listens, and a hostile page could name thousands.
                for id in ids.split_whitespace().take(16) {
                    match self.target(id) {
                        Target::Found(target) => name.add(&self.content_of(target)),
                        Target::Missing => {}
                        Target::Unknown => name.opens(),
                    }
                }
            }
            other => name.add_attr(other),
        }
        if !name.is_given() {
            name.add_attr(self.attr(element, "aria-label"));
        }
        name
    }

    /// What HTML itself names an element by: `alt`, `value`, `<label>`, `<title>` of an SVG.
    fn native_name(&self, node: NodeId, element: &Element) -> Name {
        let mut name = Name::default();
        match element.name.as_str() {
            "img" | "area" => name.add_attr(self.attr(element, "alt")),
            // What says to be an image hides its parts from readers.
            "svg" if self.given_role(element).is_some() => self.add_own_title(node, &mut name),
            "svg" => self.add_svg_title(node, &mut name),
            drawn if DRAWN.contains(&drawn) => self.add_own_title(node, &mut name),
            "input" => match self.attr(element, "type") {
                Attr::Text(kind) => match kind.trim().to_ascii_lowercase().as_str() {
                    "image" => name.add_attr(self.attr(element, "alt")),
                    "button" => name.add_attr(self.attr(element, "value")),
                    // Without a value the browser writes its own.
                    "submit" | "reset" => match self.attr(element, "value") {
                        Attr::Absent => name.add_text("Envoyer"),
                        value => name.add_attr(value),
                    },
                    _ => self.add_labels(node, element, &mut name),
                },
                Attr::Absent => self.add_labels(node, element, &mut name),
                Attr::Computed | Attr::Unknown => name.opens(),
            },
            "select" | "textarea" | "button" => self.add_labels(node, element, &mut name),
            _ => {}
        }
        name
    }

    /// The text between an element's tags, the names of what is nested in it included.
    fn content(&self, node: NodeId, element: &Element, walk: Walk) -> Name {
        let mut name = Name::default();
        if walk.depth == 0 || !element.closed || is_filled_by_code(element) {
            name.opens();
            return name;
        }
        for &child in &self.document.node(node).children {
            match &self.document.node(child).kind {
                NodeKind::Text(text) => name.add_text(text),
                NodeKind::Dynamic => name.opens(),
                NodeKind::Element(inner) => match self.own_sight(inner) {
                    Sight::Hidden => {}
                    Sight::Shown => self.add_child(inner, child, &mut name, walk.deeper()),
                    Sight::Unknown => {
                        let mut doubtful = Name::default();
                        self.add_child(inner, child, &mut doubtful, walk.deeper());
                        name.open |= !doubtful.is_missing();
                    }
                },
                NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => {}
            }
        }
        name
    }

    fn add_child(&self, element: &Element, node: NodeId, name: &mut Name, walk: Walk) {
        if element.is_component || element.name == "slot" {
            return name.opens();
        }
        let mut own = self.name_by_author(element, walk.follows);
        if !own.is_given() {
            match element.name.as_str() {
                "script" | "style" | "head" => return,
                // What a field holds is no name for what stands around it.
                "input" | "select" | "textarea" | "datalist" => {}
                "img" | "area" => own.add_attr(self.attr(element, "alt")),
                "svg" => self.add_svg_title(node, &mut own),
                "object" | "iframe" | "video" | "audio" | "canvas" | "math" => own.opens(),
                _ => own.add(&self.content(node, element, walk)),
            }
        }
        if !own.is_given() {
            own.add_attr(self.attr(element, "title"));
        }
        own.open |= element.open_ended;
        name.add(&own);
    }

    /// The `<title>` that stands in a part of a drawing.
    fn add_own_title(&self, node: NodeId, name: &mut Name) {
        for &child in &self.document.node(node).children {
            match &self.document.node(child).kind {
                NodeKind::Element(title) if title.name == "title" => {
                    name.add(&self.content(child, title, Walk::new(false)));
                }
                NodeKind::Element(inner) => name.open |= inner.is_component,
                NodeKind::Dynamic => name.opens(),
                NodeKind::Text(_) | NodeKind::Comment | NodeKind::Code | NodeKind::Doctype => {}
            }
        }
    }

    /// The `<title>` of an SVG; text drawn in it counts too, since readers say it.
    fn add_svg_title(&self, node: NodeId, name: &mut Name) {
        let in_jsx = self.document.language == Language::Jsx;
        let mut inside = self.document.descendants(node);
        for inner in inside.by_ref().take(Self::SVG_NODES) {
            match &self.document.node(inner).kind {
                NodeKind::Element(element) if matches!(element.name.as_str(), "title" | "text") => {
                    name.add(&self.content(inner, element, Walk::new(false)));
                }
                NodeKind::Element(element) if element.is_component || (in_jsx && element.open_ended) => name.opens(),
                NodeKind::Dynamic => name.opens(),
                _ => {}
            }
        }
        name.open |= inside.next().is_some();
    }
}

/// Whether code or a style sheet gives the element its content.
pub(crate) fn is_filled_by_code(element: &Element) -> bool {
    element.attributes.iter().any(|attribute| {
        FILLERS.contains(&attribute.name.as_str())
            // ngx-translate; HTML's own `translate` says yes or no.
            || (attribute.name == "translate" && !matches!(attribute.value.text(), Some("yes" | "no" | "")))
    })
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    /// The name of the first link or button of a fragment.
    fn name_of(path: &str, text: &str) -> Name {
        let file = File::new(path, text);
        let document = Document::of(&file).unwrap();
        let view = View::new(&file, &document);
        let (node, element) = document.elements().find(|(_, e)| matches!(e.name.as_str(), "a" | "button")).unwrap();
        view.name(node, element)
    }

    #[test]
    fn the_first_source_that_says_something_names() {
        for (text, expected) in [
            ("<button aria-label=a title=c>b</button>", " a"),
            ("<button aria-labelledby='x y'>b</button><p id=x hidden>un</p><p id=y>deux</p>", " un deux"),
            ("<button title=c> b <i aria-hidden=true>z</i></button>", " b"),
            ("<button title=c><i></i></button>", " c"),
            ("<button><img alt='un'> <svg><title>deux</title></svg></button>", " un deux"),
            ("<a href=#><span style='display: none'>z</span><i title=t></i></a>", " t"),
        ] {
            assert_eq!(name_of("a.html", text).text, expected, "{text}");
        }
    }

    #[test]
    fn what_code_may_add_is_no_absence() {
        for (path, text) in [
            ("a.tsx", "const a = <button>{icon}</button>;"),
            ("a.tsx", "const a = <button {...props} />;"),
            ("a.tsx", "const a = <button><Icon /></button>;"),
            ("a.tsx", "const a = <button><i aria-hidden={hidden}>x</i></button>;"),
            ("a.html", "<a href=# aria-labelledby=ailleurs></a>"),
            ("a.html", "<button><i class=d-none>x</i></button>"),
        ] {
            let name = name_of(path, text);
            assert!(!name.is_missing() && !name.is_given(), "{text}: {name:?}");
        }
    }

    #[test]
    fn the_root_of_a_vue_component_takes_the_attributes_it_is_given() {
        let root = "<template><button type=button></button></template><script setup>const a = 1;</script>";
        assert!(!name_of("src/Fermer.vue", root).is_missing());
        assert!(name_of("src/views/Fermer.vue", root).is_missing());
        let beside = root.replace("<template>", "<template><p></p>");
        assert!(name_of("src/Fermer.vue", &beside).is_missing());
        assert!(
            name_of("src/Fermer.vue", &root.replace("const a = 1", "defineOptions({ inheritAttrs: false })"))
                .is_missing()
        );
    }

    #[test]
    fn elements_that_name_each_other_have_no_name() {
        let text = "<!doctype html><button aria-labelledby=a></button><p id=a aria-labelledby=b></p><p id=b aria-labelledby=a></p>";
        assert!(name_of("a.html", text).is_missing());
    }
}
