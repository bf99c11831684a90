//! What rules see of a file.

use std::cell::{OnceCell, RefCell};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::{File, Language, Level, Place};
use checks_markup::{Document, Element, Known, Node, NodeId, NodeKind, Value};
use memchr::memmem;
use rustc_hash::FxHashMap;

use crate::label::Labels;
use crate::name::Name;
use crate::passage::Passage;
use crate::search::words;
use crate::sight::Sight;
use crate::statement::Declaration;

/// A file's tree with what rules ask of it, each thing made once.
pub(crate) struct View<'a> {
    pub(crate) file: &'a File,
    pub(crate) document: &'a Document,
    ids: OnceCell<HashMap<&'a str, NodeId>>,
    named: OnceCell<FxHashMap<&'a str, Vec<NodeId>>>,
    whole: OnceCell<bool>,
    speaks_dsfr: OnceCell<bool>,
    labels: OnceCell<Labels<'a>>,
    tops: OnceCell<Vec<NodeId>>,
    sights: OnceCell<Vec<Sight>>,
    /// Its texts, block by block.
    pub(crate) passages: OnceCell<Vec<Passage>>,
    /// The ids that `aria-owns` names; `None` where code names some.
    owned: OnceCell<Option<HashSet<&'a str>>>,
    /// The accessibility statement that the file is, if it is one.
    pub(crate) declaration: OnceCell<Option<Declaration>>,
    /// Accessible names, once computed.
    pub(crate) names: RefCell<HashMap<NodeId, Name>>,
    /// What reads as the content of an element, for those that labels and `aria-labelledby` point to.
    pub(crate) contents: RefCell<HashMap<NodeId, Name>>,
}

/// What source tells of an attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attr<'a> {
    /// Its value is written out.
    Text(&'a str),
    /// It has a value that code computes.
    Computed,
    /// It is not there.
    Absent,
    /// Nobody can tell whether it is there.
    Unknown,
}

impl<'a> Attr<'a> {
    /// The text, where it is written out.
    pub(crate) fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Computed | Self::Absent | Self::Unknown => None,
        }
    }

    /// Whether it is certain that the attribute says nothing: absent, or blank.
    pub(crate) fn is_blank(self) -> bool {
        match self {
            Self::Text(text) => is_blank(text),
            Self::Absent => true,
            Self::Computed | Self::Unknown => false,
        }
    }
}

/// What source tells of an element that is named by its id.
pub(crate) enum Target {
    /// It is in the file.
    Found(NodeId),
    /// There is no such element.
    Missing,
    /// It may be in another file, or have a computed id.
    Unknown,
}

impl<'a> View<'a> {
    pub(crate) fn new(file: &'a File, document: &'a Document) -> Self {
        Self {
            file,
            document,
            ids: OnceCell::new(),
            named: OnceCell::new(),
            whole: OnceCell::new(),
            speaks_dsfr: OnceCell::new(),
            labels: OnceCell::new(),
            tops: OnceCell::new(),
            sights: OnceCell::new(),
            passages: OnceCell::new(),
            owned: OnceCell::new(),
            declaration: OnceCell::new(),
            names: RefCell::default(),
            contents: RefCell::default(),
        }
    }

    /// The place of an element's start tag.
    pub(crate) fn tag(&self, element: &Element) -> Place {
        self.file.place(element.tag_span)
    }

    /// The attribute `name` of `element`.
    pub(crate) fn attr<'b>(&'b self, element: &'b Element, name: &str) -> Attr<'b> {
        let attribute = match element.attribute(name) {
            Known::Present(attribute) => attribute,
            Known::Absent => return Attr::Absent,
            Known::Unknown => return Attr::Unknown,
        };
        match &attribute.value {
            // `<img alt />` in JSX is `alt={true}`, which React leaves out, except where "true" is meant.
            Value::Empty if self.document.language == Language::Jsx => {
                if name.starts_with("aria-") {
                    Attr::Text("true")
                } else {
                    Attr::Absent
                }
            }
            Value::Empty => Attr::Text(""),
            Value::Text { text, .. } if is_placeholder(text) => Attr::Computed,
            Value::Text { text, .. } => Attr::Text(text),
            Value::Dynamic { span, .. } => match self.document.source(*span).trim_matches(['{', '}', ' ']) {
                "undefined" | "null" => Attr::Absent,
                literal @ ("true" | "false") => Attr::Text(literal),
                // `tabIndex={0}`
                number if number.parse::<f64>().is_ok_and(f64::is_finite) => Attr::Text(number),
                _ => Attr::Computed,
            },
        }
    }

    /// Whether a boolean attribute (`hidden`, `multiple`) is set.
    pub(crate) fn is_set(&self, element: &Element, name: &str) -> bool {
        match element.get(name).map(|attribute| &attribute.value) {
            None | Some(Value::Dynamic { .. }) => self.attr(element, name) == Attr::Text("true"),
            Some(Value::Empty | Value::Text { .. }) => true,
        }
    }

    /// The element that `id` names.
    pub(crate) fn target(&self, id: &str) -> Target {
        let ids = self.ids.get_or_init(|| {
            let mut ids = HashMap::new();
            for (node, element) in self.document.elements() {
                if let Some(id) = element.text("id") {
                    ids.entry(id).or_insert(node);
                }
            }
            ids
        });
        match ids.get(id) {
            Some(&node) => Target::Found(node),
            None if self.is_whole() => Target::Missing,
            None => Target::Unknown,
        }
    }

    /// Whether `aria-owns` of another element may make `element` part of it.
    pub(crate) fn may_be_owned(&self, element: &Element) -> bool {
        let id = match self.attr(element, "id") {
            Attr::Text(id) => Some(id),
            Attr::Absent => return false,
            Attr::Computed | Attr::Unknown => None,
        };
        let owned = self.owned.get_or_init(|| {
            let owners = self.document.elements().filter_map(|(_, owner)| owner.get("aria-owns"));
            let ids: Option<Vec<&'a str>> = owners.map(|owns| owns.value.text()).collect();
            ids.map(|ids| ids.into_iter().flat_map(str::split_whitespace).collect())
        });
        match (owned, id) {
            (Some(owned), Some(id)) => owned.contains(id),
            (Some(owned), None) => !owned.is_empty(),
            (None, _) => true,
        }
    }

    /// Whether the file is a page that is written out whole: no template code, no component adds elements to it.
    pub(crate) fn is_whole(&self) -> bool {
        *self.whole.get_or_init(|| {
            self.document.is_page
                && self.document.nodes.iter().all(|node| match &node.kind {
                    NodeKind::Dynamic | NodeKind::Code => false,
                    NodeKind::Element(element) => {
                        !element.is_component && matches!(self.attr(element, "id"), Attr::Text(_) | Attr::Absent)
                    }
                    NodeKind::Text(_) | NodeKind::Comment | NodeKind::Doctype => true,
                })
        })
    }

    /// Whether `word` stands anywhere in the file.
    pub(crate) fn mentions(&self, word: &str) -> bool {
        memmem::find(self.file.text().as_bytes(), word.as_bytes()).is_some()
    }

    /// Whether the classes of the State's design system may stand in the file: most files have none, and every element
    /// has classes.
    pub(crate) fn speaks_dsfr(&self) -> bool {
        *self.speaks_dsfr.get_or_init(|| self.mentions("fr-"))
    }

    /// The `<html>` elements: one, or as many as the branches of a condition; what goes beyond is no page.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (NodeId, &'a Element)> {
        self.named("html").take(4)
    }

    /// The elements and components called `name`, in document order.
    pub(crate) fn named(&self, name: &str) -> impl Iterator<Item = (NodeId, &'a Element)> + use<'a, '_> {
        let document = self.document;
        let named = self.named.get_or_init(|| {
            let mut named: FxHashMap<&'a str, Vec<NodeId>> = FxHashMap::default();
            document.elements().for_each(|(node, element)| named.entry(&element.name).or_default().push(node));
            named
        });
        let nodes = named.get(name).map_or(&[][..], Vec::as_slice);
        nodes.iter().filter_map(move |&node| document.element(node).map(|element| (node, element)))
    }

    /// Whether an element or component called `name` is there.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.named(name).next().is_some()
    }

    /// The nodes that stand in no element.
    pub(crate) fn tops(&self) -> &[NodeId] {
        self.tops.get_or_init(|| {
            let nodes = self.document.nodes.iter().enumerate();
            nodes.filter(|(_, node)| node.parent.is_none()).map(|(id, _)| id as NodeId).collect()
        })
    }

    /// The labels of the file.
    pub(crate) fn labels(&self) -> &Labels<'a> {
        self.labels.get_or_init(|| Labels::of(self.document))
    }

    /// Whether `node` is given to assistive technologies, itself and what stands around it considered.
    pub(crate) fn sight(&self, node: NodeId) -> Sight {
        self.sights.get_or_init(|| self.all_sights()).get(node as usize).copied().unwrap_or(Sight::Unknown)
    }

    /// Whether there is text in `node`, seen or only heard.
    pub(crate) fn holds_text(&self, node: NodeId) -> bool {
        let mut below = self.document.descendants(node).take(4_096);
        below.any(|inner| match &self.document.node(inner).kind {
            NodeKind::Text(text) => {
                let around = self.document.ancestors(inner).take_while(|&(up, _)| up != node).take(64);
                !is_blank(text)
                    && around.fold(true, |seen, (_, up)| seen && self.own_sight_on_screen(up) != Sight::Hidden)
            }
            _ => false,
        }) || !self.content_of(node).is_missing()
    }

    /// How sure it is that a link or button without a name has none: a script may fill an empty one that has an `id` or
    /// a `data-…` attribute to find it by, in itself or in what it holds, where no framework renders the page.
    pub(crate) fn level_of_empty(&self, node: NodeId, element: &Element) -> Level {
        let is_bootstrap = |name: &str| name.starts_with("data-bs-") || matches!(name, "data-target" | "data-toggle");
        let is_hook = |name: &str| name == "id" || (name.starts_with("data-") && !is_bootstrap(name));
        let is_hooked = |element: &Element| element.attributes.iter().any(|attribute| is_hook(&attribute.name));
        let inside = self.document.descendants(node).take(16).filter_map(|below| self.document.element(below));
        let mut inside = inside.peekable();
        let is_empty = inside.peek().is_none();
        let is_bare = is_of_widget(element) || inside.any(is_counter) || (is_empty && is_hooked(element));
        if is_bare && !self.is_rendered() { Level::Warning } else { Level::Failure }
    }

    /// Whether `node` is the root of a Vue component, which takes the attributes that the component is given
    /// (<https://vuejs.org/guide/components/attrs>). Pages that a router shows are given none.
    pub(crate) fn falls_through(&self, node: NodeId) -> bool {
        const PAGES: &[&str] = &["pages", "views", "layouts"];
        let Node { parent, conditional, .. } = self.document.node(node);
        if self.document.language != Language::Vue || parent.is_some() {
            return false;
        }
        let is_page = self.file.path().split('/').any(|part| PAGES.contains(&part) || part == "App.vue");
        let mut roots = self.tops().iter().filter(|&&top| self.document.element(top).is_some());
        !is_page
            && !self.file.text().contains("inheritAttrs")
            && roots.all(|&root| root == node || (*conditional && self.document.node(root).conditional))
    }

    /// Whether a framework renders the elements, so that no other script adds to them.
    pub(crate) fn is_rendered(&self) -> bool {
        matches!(self.document.language, Language::Jsx | Language::Vue | Language::Svelte | Language::Angular)
    }

    /// Whether the page is an e-mail: it speaks to Outlook, or says so in its own namespaces.
    pub(crate) fn is_email(&self) -> bool {
        const FOLDERS: &[&str] = &["email_templates", "emails", "mailer", "mailers", "mails", "newsletters"];
        // Addressed to Outlook and to web mails, which no browser reads.
        static MARKS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
            words([
                "<!--[if mso",
                "<!--[if gte mso",
                "urn:schemas-microsoft-com:vml",
                "mso-table-lspace",
                "ReadMsgBody",
                ".ExternalClass",
            ])
        });
        let mut folders = self.file.path().split('/').rev().skip(1);
        folders.any(|folder| FOLDERS.contains(&folder) || folder.ends_with("_mailer"))
            || MARKS.as_ref().is_some_and(|marks| marks.is_match(self.file.text()))
    }
}

/// Whether an element in a link waits for the number or the text that a script writes in it.
fn is_counter(element: &Element) -> bool {
    let has_data = element.attributes.iter().any(|attribute| attribute.name.starts_with("data-"));
    let says = |class: &str| ["-count", "spinner", "loading"].iter().any(|word| class.contains(word));
    matches!(element.name.as_str(), "b" | "em" | "i" | "span" | "strong")
        && element.text("class").is_some_and(says)
        && (has_data || element.text("class").is_some_and(|class| !class.contains("count")))
}

/// Whether the class is one by which a widget of shares or comments finds what it fills.
fn is_of_widget(element: &Element) -> bool {
    const HEADS: &[&str] = &["a2a_", "addthis_", "disqus", "fb-", "twitter-"];
    element
        .text("class")
        .is_some_and(|class| class.split_whitespace().any(|word| HEADS.iter().any(|head| word.starts_with(head))))
}

/// Whether a reader hears nothing of `text`: white space, characters without width, the private characters that icon
/// fonts draw.
pub(crate) fn is_blank(text: &str) -> bool {
    text.chars().all(|c| {
        c.is_whitespace() || matches!(c, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{E000}'..='\u{F8FF}')
    })
}

/// Whether a text is filled in by something that runs later: `{{ lang }}` in a page that no template engine's name
/// gives away, `%LANG%`, `__LANG__`, `${lang}`.
fn is_placeholder(text: &str) -> bool {
    const FENCES: &[&str] = &["{{", "${", "<%", "<?", "#{", "[["];
    // Every value of every element is asked, and few have any of these.
    let may_hold = memchr::memchr3(b'{', b'<', b'[', text.as_bytes()).is_some();
    (may_hold && FENCES.iter().any(|fence| text.contains(fence)))
        || (text.len() > 4 && text.starts_with("__") && text.ends_with("__"))
        || (text.len() > 2 && text.starts_with('%') && text.ends_with('%'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_view<T>(path: &str, text: &str, look: impl FnOnce(&View<'_>) -> T) -> T {
        let file = File::new(path, text);
        let document = Document::of(&file).unwrap();
        look(&View::new(&file, &document))
    }

    #[test]
    fn messages_are_told_from_pages() {
        for (path, text, is_email) in [
            ("app/views/user_mailer/bienvenue.html.erb", "<p>a</p>", true),
            ("templates/emails/base.html", "<p>a</p>", true),
            ("templates/email/confirm.html", "<p>a</p>", false),
            ("a.html", "<style>.ReadMsgBody { width: 100% }</style>", true),
            ("a.html", "<p>Votre courriel</p>", false),
        ] {
            assert!(with_view(path, text, |view| view.is_email() == is_email), "{path} {text}");
        }
    }

    #[test]
    fn what_a_script_may_fill_is_less_sure() {
        for (text, level) in [
            ("<a href=a></a>", Level::Failure),
            ("<a href=a id=b></a>", Level::Warning),
            ("<a href=a id=b data-c><i class='fa fa-times'></i></a>", Level::Failure),
            ("<a href=a><span class=fb-comments-count data-href=b></span></a>", Level::Warning),
            ("<a href=a><span class=b-count data-href=b></span><i class=fa-spinner></i></a>", Level::Warning),
            ("<a href=a class=a2a_dd></a>", Level::Warning),
            ("<a href=a><span class=account data-b></span></a>", Level::Failure),
        ] {
            let told = with_view("a.html", text, |view| {
                let (node, element) = view.document.elements().next().unwrap();
                view.level_of_empty(node, element)
            });
            assert_eq!(told, level, "{text}");
        }
    }
}
