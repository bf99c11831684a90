//! The texts of a page, block by block, with the language that is declared for each.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::Language;
use checks_markup::{Element, NodeId, NodeKind, Value};
use rustc_hash::FxHashMap;

use crate::name::is_filled_by_code;
use crate::search::words;
use crate::tongue::{Tally, Tongue};
use crate::view::{Attr, View, is_blank};

/// The texts of a block: a paragraph, an item, a cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Passage {
    /// The element that holds them; a text that stands in none has none.
    pub(crate) block: Option<NodeId>,
    pub(crate) declared: Declared,
    pub(crate) tally: Tally,
}

/// What says the language of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Declared {
    /// Nothing in the file: another may.
    Elsewhere,
    /// The `lang` of this element, the nearest around.
    By(NodeId),
    /// Code.
    Unknown,
}

/// Elements that stand in a line with the text around them.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "br", "em", "font", "i", "ins", "label", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "time", "u", "wbr",
];

/// Elements whose text is in no language, is a name, is only read where scripts do not run; blocks of Vue's files that
/// are not shown.
const SKIPPED: &[&str] = &[
    "cite", "code", "del", "docs", "i18n", "kbd", "math", "noscript", "pre", "samp", "script", "style", "svg",
    "textarea", "tt", "var",
];

/// How the elements of these lists are read: every element of every page is looked for.
static KINDS: LazyLock<FxHashMap<&str, Kind>> = LazyLock::new(|| {
    let inline = INLINE.iter().map(|&name| (name, Kind::Inline));
    inline.chain(SKIPPED.iter().map(|&name| (name, Kind::Skipped))).collect()
});

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Inline,
    Skipped,
}

/// Components that translate what they hold.
const TRANSLATORS: &[&str] =
    &["FormattedMessage", "I18n", "T", "Trans", "Translate", "i18n-t", "Plural", "Translation"];

/// Signs that the texts of a file are the keys of a catalogue: Django's, Twig's and Jinja's blocks.
const CATALOGUES: &[&str] = &["endtrans", "endblocktrans", "endtranslate", "{% blocktrans", "<Trans"];

/// How a node's texts are counted.
#[derive(Clone, Copy)]
struct Zone {
    declared: Declared,
    block: Option<NodeId>,
    is_skipped: bool,
}

/// How many words tell the language of most passages.
const WORDS: u32 = 20;
/// How many of the commonest tell that of one.
const LEAST: u32 = 3;

/// The language of most passages: of two or more, and of `times` as many words as those of any other.
pub(crate) fn commonest<'p>(passages: impl Iterator<Item = &'p Passage>, times: u32) -> Option<Tongue> {
    let mut told: Vec<(Tongue, u32, u32)> = Vec::new();
    for passage in passages {
        let Some(tongue) = passage.tally.tongue(LEAST) else { continue };
        match told.iter_mut().find(|(known, ..)| *known == tongue) {
            Some((_, count, words)) => {
                *count += 1;
                *words += passage.tally.words;
            }
            None => told.push((tongue, 1, passage.tally.words)),
        }
    }
    told.sort_by_key(|&(_, _, words)| std::cmp::Reverse(words));
    let &(tongue, count, words) = told.first()?;
    let next = told.get(1).map_or(0, |&(_, _, words)| words);
    (count > 1 && words >= WORDS && words >= next * times).then_some(tongue)
}

impl View<'_> {
    /// The passages of the file, in order of their first text.
    pub(crate) fn passages(&self) -> &[Passage] {
        self.passages.get_or_init(|| self.all_passages())
    }

    fn all_passages(&self) -> Vec<Passage> {
        static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| words(CATALOGUES.iter().copied()));
        if FINDER.as_ref().is_some_and(|finder| finder.is_match(self.file.text())) {
            return Vec::new();
        }
        let top = Zone { declared: Declared::Elsewhere, block: None, is_skipped: false };
        let mut zones: Vec<Zone> = Vec::with_capacity(self.document.nodes.len());
        let mut passages: Vec<Passage> = Vec::new();
        let mut known: FxHashMap<Option<NodeId>, usize> = FxHashMap::default();
        for (id, node) in self.document.nodes.iter().enumerate() {
            let around = node.parent.and_then(|parent| zones.get(parent as usize)).copied().unwrap_or(top);
            let mut zone = around;
            let text = match &node.kind {
                NodeKind::Element(element) => {
                    zone = self.zone_of(id as NodeId, element, around);
                    described(element)
                }
                NodeKind::Text(text) => Some(text.as_str()),
                _ => None,
            };
            if let Some(text) = text.filter(|text| !zone.is_skipped && !is_blank(text)) {
                let at = *known.entry(zone.block).or_insert_with(|| {
                    passages.push(Passage { block: zone.block, declared: zone.declared, tally: Tally::default() });
                    passages.len() - 1
                });
                passages[at].tally.add_text(text);
            }
            zones.push(zone);
        }
        passages
    }

    fn zone_of(&self, id: NodeId, element: &Element, around: Zone) -> Zone {
        let mut zone = around;
        let kind = KINDS.get(element.name.as_str());
        if kind != Some(&Kind::Inline) {
            zone.block = Some(id);
        }
        zone.is_skipped |= kind == Some(&Kind::Skipped) || is_skipped(element);
        if element.attributes.is_empty() {
            return zone;
        }
        for name in ["xml:lang", "lang"] {
            match self.attr(element, name) {
                Attr::Text(code) if !is_blank(code) => zone.declared = Declared::By(id),
                Attr::Computed => zone.declared = Declared::Unknown,
                Attr::Unknown if element.name == "html" => zone.declared = Declared::Unknown,
                Attr::Text(_) | Attr::Absent | Attr::Unknown => {}
            }
        }
        if zone.declared != around.declared {
            zone.block = Some(id);
        }
        zone
    }

    /// The code of the language that `lang` or `xml:lang` of an element declares.
    pub(crate) fn declared_code(&self, node: NodeId) -> Option<&str> {
        let element = self.document.element(node)?;
        ["lang", "xml:lang"].iter().find_map(|name| element.text(name).filter(|code| !is_blank(code)))
    }
}

/// The description of the page, which says its language as its text does.
fn described(element: &Element) -> Option<&str> {
    let is_description = element.name == "meta"
        && ["name", "property"].iter().any(|name| matches!(element.text(name), Some("description" | "og:description")));
    is_description.then(|| element.text("content")).flatten()
}

fn is_skipped(element: &Element) -> bool {
    if element.is_component {
        let name = element.name.as_str();
        let shows_code = ["Code", "Highlight", "Prism", "Snippet", "Terminal", "Command"];
        if TRANSLATORS.contains(&name) || shows_code.iter().any(|part| name.contains(part)) {
            return true;
        }
    }
    !element.attributes.is_empty()
        && (is_filled_by_code(element)
            || element.text("translate") == Some("no")
            || element.get("i18n").is_some()
            || element.get("class").is_some_and(|class| match &class.value {
                Value::Text { text, .. } => {
                    text.split_whitespace().any(|word| matches!(word, "notranslate" | "highlight"))
                }
                Value::Empty | Value::Dynamic { .. } => false,
            }))
}

/// Whether a script of the file sets the language of the page.
pub(crate) fn is_set_by_script(view: &View<'_>) -> bool {
    view.document.language != Language::Markdown
        && (view.mentions("documentElement.lang") || view.mentions("documentElement.setAttribute"))
}
