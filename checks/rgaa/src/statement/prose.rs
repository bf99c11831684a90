//! The words of a page, folded, and where each is written.

use std::ops::Range;

use checks_core::{File, Place, Span};
use checks_markup::{Document, NodeId, NodeKind};

use super::push_folded;

/// What stands in the words for what code computes.
pub(crate) const COMPUTED: char = '\u{FFFC}';

/// How many nodes are read; a page that is longer is not judged.
const MOST_NODES: usize = 50_000;

/// The words of a page in reading order, as one text.
#[derive(Debug, Default)]
pub(crate) struct Prose {
    /// The words, folded, one space between them.
    pub(crate) text: String,
    words: Vec<Word>,
}

/// A word: where it begins in the text, and the how manieth it is of its node.
#[derive(Debug, Clone, Copy)]
struct Word {
    at: usize,
    node: NodeId,
    rank: usize,
}

impl Prose {
    /// The words of `document`; comments, scripts and styles are none.
    pub(crate) fn of(document: &Document) -> Self {
        let mut prose = Self::default();
        if document.nodes.len() > MOST_NODES {
            return prose;
        }
        for (node, read) in document.nodes.iter().enumerate() {
            let node = node as NodeId;
            match &read.kind {
                NodeKind::Text(text) if !is_code(document, node) => {
                    // Cut where the source is cut too: a no-break space may be written `&nbsp;`.
                    for (rank, word) in text.split_ascii_whitespace().enumerate() {
                        prose.begin(node, rank);
                        for c in word.chars().flat_map(char::to_lowercase) {
                            push_folded(&mut prose.text, c);
                        }
                    }
                }
                NodeKind::Dynamic => {
                    prose.begin(node, 0);
                    prose.text.push(COMPUTED);
                }
                _ => {}
            }
        }
        prose
    }

    fn begin(&mut self, node: NodeId, rank: usize) {
        if !self.text.is_empty() && !self.text.ends_with(' ') {
            self.text.push(' ');
        }
        self.words.push(Word { at: self.text.len(), node, rank });
    }

    /// Whether `words` are written.
    pub(crate) fn holds(&self, words: &str) -> bool {
        self.text.contains(words)
    }

    /// The `length` bytes before `at`, and those from `at` on, as characters allow.
    pub(crate) fn before(&self, at: usize, length: usize) -> &str {
        let mut start = at.saturating_sub(length);
        while !self.text.is_char_boundary(start) {
            start += 1;
        }
        self.text.get(start..at).unwrap_or_default()
    }

    /// The `length` bytes from `at` on, as characters allow.
    pub(crate) fn after(&self, at: usize, length: usize) -> &str {
        let mut end = at.saturating_add(length).min(self.text.len());
        while !self.text.is_char_boundary(end) {
            end -= 1;
        }
        self.text.get(at..end).unwrap_or_default()
    }

    /// The node in which what stands at `at` is written.
    pub(crate) fn node_at(&self, at: usize) -> Option<NodeId> {
        self.word_at(at).map(|word| word.node)
    }

    /// Where `range` is written, from its first word to the last one of the same node.
    pub(crate) fn place(&self, file: &File, document: &Document, range: Range<usize>) -> Place {
        let Some(first) = self.word_at(range.start) else { return file.start_place() };
        let last = self.word_at(range.end.saturating_sub(1)).filter(|last| last.node == first.node).unwrap_or(first);
        let node = document.node(first.node);
        let source = document.source(node.span);
        let start = nth_word(source, first.rank).map_or(0, |word| word.start);
        let end = nth_word(source, last.rank).map_or(source.len(), |word| word.end);
        let base = node.span.start as usize;
        file.place(Span::new(base + start, base + end.max(start)))
    }

    fn word_at(&self, at: usize) -> Option<Word> {
        let index = self.words.partition_point(|word| word.at <= at).checked_sub(1)?;
        self.words.get(index).copied()
    }
}

fn is_code(document: &Document, node: NodeId) -> bool {
    document
        .ancestors(node)
        .next()
        .is_some_and(|(_, around)| matches!(around.name.as_str(), "script" | "style" | "template" | "noscript"))
        && !matches!(document.language, checks_core::Language::Vue)
}

/// Where the word of rank `rank` stands in `source`.
fn nth_word(source: &str, rank: usize) -> Option<Range<usize>> {
    let word = source.split_ascii_whitespace().nth(rank)?;
    let start = word.as_ptr() as usize - source.as_ptr() as usize;
    Some(start..start + word.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(path: &str, text: &str) -> (File, Prose) {
        let file = File::new(path, text);
        let prose = Prose::of(&Document::of(&file).unwrap());
        (file, prose)
    }

    #[test]
    fn words_are_joined_across_elements_and_found_again_on_their_line() {
        let (file, prose) = read("a.html", "<p>Établie\n le <b>27&nbsp;mai</b> 2022<!-- non --></p>");
        assert_eq!(prose.text, "etablie le 27 mai 2022");
        let document = Document::of(&file).unwrap();
        let at = |words: &str| {
            let start = prose.text.find(words).unwrap();
            prose.place(&file, &document, start..start + words.len())
        };
        let place = at("le 27");
        assert_eq!((place.region.start.line, file.slice(place.span)), (2, "le"));
        assert_eq!(file.slice(at("mai").span), "27&nbsp;mai");
    }

    #[test]
    fn what_is_computed_leaves_a_mark() {
        let (_, prose) = read("a.tsx", "const a = <p>Le taux est de {taux} %{/* 100 % */}</p>;");
        assert_eq!(prose.text, format!("le taux est de {COMPUTED} %"));
    }
}
