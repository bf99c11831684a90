//! A file of a repository, and places in it.

use std::any::{Any, TypeId};
use std::borrow::Cow;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::Language;

/// Bytes `start..end` of a file, `end` excluded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The bytes `start..end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// As a range to slice with.
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start) as usize
    }

    /// Whether nothing is spanned.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Whether `other` lies wholly inside.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// A line and a column, both counted from 1. Columns count Unicode code points (SARIF's `unicodeCodePoints`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Position {
    /// Line, from 1.
    pub line: u32,
    /// Column, from 1.
    pub column: u32,
}

/// Where a span starts and ends; the end column is one past the last character.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Region {
    /// First character.
    pub start: Position,
    /// One past the last character.
    pub end: Position,
}

/// A place in a repository, told so that it is found again when lines move.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    /// Path from the root of the repository, with `/`.
    pub path: String,
    /// Bytes of the file.
    pub span: Span,
    /// The same in lines and columns.
    pub region: Region,
    /// Hash of the normalised source at the place: 16 hexadecimal digits.
    pub anchor: String,
    /// Hashes of the normalised source before the place and after it, to the end of the next line, which tell two equal
    /// anchors apart: 8 hexadecimal digits each, so that one still holds when lines are inserted on the other side.
    pub context: String,
}

/// A file as one commit has it.
///
/// Text is decoded once and lines are counted once; what several checks read from the same bytes (an element tree,
/// the calls of a script) is parsed once, by [`File::memo`].
pub struct File {
    path: Box<str>,
    content: Content,
    lines: OnceLock<Vec<u32>>,
    /// The code points before each [`BLOCK`] of the text, for lines that are very long.
    blocks: OnceLock<Vec<u32>>,
    language: OnceLock<Option<Language>>,
    memo: Mutex<Vec<(TypeId, Arc<dyn Any + Send + Sync>)>>,
}

enum Content {
    Text(Arc<str>),
    Binary(Arc<[u8]>),
}

impl File {
    /// A file at `path` (from the root of the repository, with `/`) holding `bytes`.
    ///
    /// Bytes that are not UTF-8, or hold a NUL, make a binary file: its [`text`](Self::text) is empty.
    pub fn new(path: impl Into<Box<str>>, bytes: impl Into<Vec<u8>>) -> Self {
        let content = match String::from_utf8(bytes.into()) {
            Ok(text) if !text.contains('\0') => Content::Text(text.into()),
            Ok(text) => Content::Binary(text.into_bytes().into()),
            Err(error) => Content::Binary(error.into_bytes().into()),
        };
        Self {
            path: path.into(),
            content,
            lines: OnceLock::new(),
            blocks: OnceLock::new(),
            language: OnceLock::new(),
            memo: Mutex::default(),
        }
    }

    /// Path from the root of the repository, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The last segment of the path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }

    /// The text; empty for a binary file.
    pub fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Binary(_) => "",
        }
    }

    /// The text, shared: for a parse that outlives the borrow.
    pub fn shared_text(&self) -> Arc<str> {
        match &self.content {
            Content::Text(text) => Arc::clone(text),
            Content::Binary(_) => Arc::from(""),
        }
    }

    /// The bytes, as they are.
    pub fn bytes(&self) -> &[u8] {
        match &self.content {
            Content::Text(text) => text.as_bytes(),
            Content::Binary(bytes) => bytes,
        }
    }

    /// Whether the bytes are UTF-8 text.
    pub fn is_text(&self) -> bool {
        matches!(self.content, Content::Text(_))
    }

    /// The language, from the path and, where the path leaves a doubt (`.html`), from the text.
    pub fn language(&self) -> Option<Language> {
        *self.language.get_or_init(|| Language::of(&self.path, self.text()))
    }

    /// The text of `span`; empty when the span does not lie on character boundaries of the text.
    pub fn slice(&self, span: Span) -> &str {
        self.text().get(span.range()).unwrap_or_default()
    }

    /// Where byte `offset` stands. An offset past the end is the end.
    pub fn position(&self, offset: u32) -> Position {
        let starts = self.lines();
        let line = starts.partition_point(|&start| start <= offset).max(1) - 1;
        let start = starts.get(line).copied().unwrap_or_default() as usize;
        let text = self.text();
        let end = (offset as usize).min(text.len());
        let start = start.min(end);
        // A page on one line, with a finding at each of its elements, is not to be counted over at each of them.
        let column = if end - start > BLOCK {
            self.code_points_before(end) - self.code_points_before(start)
        } else {
            code_points(&text.as_bytes()[start..end])
        };
        Position { line: line as u32 + 1, column: column as u32 + 1 }
    }

    /// A span in lines and columns.
    pub fn region(&self, span: Span) -> Region {
        Region { start: self.position(span.start), end: self.position(span.end.max(span.start)) }
    }

    /// Number of lines; an empty file has one.
    pub fn line_count(&self) -> u32 {
        self.lines().len() as u32
    }

    /// The bytes of line `line` (from 1) without its line break; empty past the end.
    pub fn line_span(&self, line: u32) -> Span {
        let starts = self.lines();
        let index = line.saturating_sub(1) as usize;
        let end = self.text().len();
        let Some(&start) = starts.get(index) else { return Span::new(end, end) };
        let stop = starts.get(index + 1).map_or(end, |&next| next as usize);
        let line = self.text()[start as usize..stop].trim_end_matches(['\n', '\r']);
        Span::new(start as usize, start as usize + line.len())
    }

    /// The place of `span`, to make a finding or a note at.
    pub fn place(&self, span: Span) -> Place {
        self.place_of(span, Cow::Borrowed)
    }

    /// The place of a span that holds a personal datum or a secret: letters and digits are masked before hashing, so
    /// that no hash from which the datum could be guessed is ever kept.
    pub fn masked_place(&self, span: Span) -> Place {
        let masked = |text: &str| text.chars().map(|c| if c.is_alphanumeric() { 'x' } else { c }).collect();
        self.place_of(span, |text| Cow::Owned(masked(text)))
    }

    /// The place of the whole file: its first line.
    pub fn start_place(&self) -> Place {
        self.place(self.line_span(1))
    }

    fn place_of<'a>(&'a self, span: Span, mask: impl Fn(&'a str) -> Cow<'a, str>) -> Place {
        let region = self.region(span);
        let before = self.line_span(region.start.line.saturating_sub(1).max(1));
        let after = self.line_span((region.end.line + 1).min(self.line_count()));
        let (above, below) = (Span { start: before.start, end: span.start }, Span { start: span.end, end: after.end });
        Place {
            path: self.path.to_string(),
            span,
            region,
            anchor: hex(hash(&mask(self.slice(span))), 16),
            context: hex(hash(&mask(clip_start(self.slice(above)))), 8) + &hex(hash(&mask(clip(self.slice(below)))), 8),
        }
    }

    /// What `make` reads from the file, made once per type whoever asks.
    pub fn memo<T: Any + Send + Sync>(&self, make: impl FnOnce(&Self) -> T) -> Arc<T> {
        let find = |memo: &[(TypeId, Arc<dyn Any + Send + Sync>)]| {
            memo.iter()
                .find(|(id, _)| *id == TypeId::of::<T>())
                .and_then(|(_, value)| Arc::clone(value).downcast::<T>().ok())
        };
        if let Some(found) = find(&self.memo.lock().unwrap_or_else(PoisonError::into_inner)) {
            return found;
        }
        // Made outside the lock, so that `make` may itself use `memo`.
        let value = Arc::new(make(self));
        let mut memo = self.memo.lock().unwrap_or_else(PoisonError::into_inner);
        memo.push((TypeId::of::<T>(), Arc::clone(&value) as Arc<dyn Any + Send + Sync>));
        value
    }

    fn code_points_before(&self, offset: usize) -> usize {
        let bytes = self.text().as_bytes();
        let blocks = self.blocks.get_or_init(|| {
            let mut before = 0;
            let count = |block: &[u8]| {
                let so_far = before;
                before += code_points(block) as u32;
                so_far
            };
            bytes.chunks(BLOCK).map(count).collect()
        });
        let block = offset / BLOCK;
        let Some(&before) = blocks.get(block) else { return code_points(bytes) };
        before as usize + code_points(&bytes[block * BLOCK..offset])
    }

    fn lines(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let breaks = memchr::memchr_iter(b'\n', self.text().as_bytes());
            std::iter::once(0).chain(breaks.map(|at| at as u32 + 1)).collect()
        })
    }
}

impl std::fmt::Debug for File {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("File").field("path", &self.path).field("bytes", &self.bytes().len()).finish_non_exhaustive()
    }
}

/// A minified line can hold a megabyte: the first characters tell enough.
fn clip(text: &str) -> &str {
    let mut end = text.len().min(2_000);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// The same of what comes before.
fn clip_start(text: &str) -> &str {
    let mut start = text.len().saturating_sub(2_000);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..]
}

/// A stretch of text whose code points are counted once.
const BLOCK: usize = 4_096;

/// The code points that begin in these bytes.
fn code_points(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// What a text says, white space apart: the first bytes of its SHA-256.
fn hash(text: &str) -> u64 {
    let mut said = Vec::with_capacity(text.len());
    let mut add = |word: &[u8]| {
        if !said.is_empty() && !word.is_empty() {
            said.push(b' ');
        }
        said.extend_from_slice(word);
    };
    if text.is_ascii() {
        text.as_bytes().split(|byte| matches!(byte, b'\t'..=b'\r' | b' ')).for_each(&mut add);
    } else {
        text.split_whitespace().for_each(|word| add(word.as_bytes()));
    }
    let digest = Sha256::digest(&said);
    u64::from_be_bytes(digest.first_chunk().copied().unwrap_or_default())
}

/// The first `digits` of sixteen hexadecimal ones.
fn hex(hash: u64, digits: u32) -> String {
    (0..digits).map(|digit| char::from_digit((hash >> (60 - 4 * digit)) as u32 & 0xF, 16).unwrap_or('0')).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_code_points() {
        let file = File::new("a.html", "é<p>\r\n<b>x</b>\n");
        assert_eq!(file.position(2), Position { line: 1, column: 2 });
        let bold = file.text().find("<b>").unwrap();
        assert_eq!(file.position(bold as u32), Position { line: 2, column: 1 });
        assert_eq!(file.slice(file.line_span(1)), "é<p>");
        assert_eq!(file.line_count(), 3);
        assert_eq!(file.position(10_000), Position { line: 3, column: 1 });
    }

    #[test]
    fn columns_of_a_long_line_are_counted_in_blocks() {
        let file = File::new("a.html", format!("\n{}<b>", "é".repeat(3 * BLOCK)));
        let end = file.text().len() as u32;
        assert_eq!(file.position(end - 3), Position { line: 2, column: 3 * BLOCK as u32 + 1 });
        assert_eq!(file.position(end), Position { line: 2, column: 3 * BLOCK as u32 + 4 });
        assert_eq!(file.position(1 + 2 * BLOCK as u32), Position { line: 2, column: BLOCK as u32 + 1 });
        let exact = File::new("a.html", "a".repeat(2 * BLOCK));
        assert_eq!(exact.position(2 * BLOCK as u32), Position { line: 1, column: 2 * BLOCK as u32 + 1 });
    }

    #[test]
    fn an_empty_and_a_binary_file_have_one_empty_line() {
        for file in [File::new("a", ""), File::new("b", vec![0xFF, 0x00, b'\n'])] {
            assert_eq!(file.line_count(), 1);
            assert_eq!(file.position(0), Position { line: 1, column: 1 });
            assert_eq!(file.start_place().region.end, Position { line: 1, column: 1 });
        }
    }

    #[test]
    fn an_anchor_survives_moved_lines_and_spacing() {
        let before = File::new("a.html", "<p>\n<img  src=a>\n</p>");
        let after = File::new("a.html", "<p>\n\n\n   <img\n src=a>\n</p>");
        let at = |file: &File| {
            let start = file.text().find("<img").unwrap();
            let end = start + file.text()[start..].find('>').unwrap() + 1;
            file.place(Span::new(start, end))
        };
        assert_eq!(at(&before).anchor, at(&after).anchor);
        assert_ne!(at(&before).region, at(&after).region);
    }

    #[test]
    fn a_context_has_a_half_for_each_side() {
        let context = |text: &str| {
            let file = File::new("a.html", text);
            let start = file.text().rfind("<i>").unwrap();
            file.place(Span::new(start, start + 3)).context
        };
        let (old, above, below) = (context("a\n<i>\nb"), context("x\n<i>\nb"), context("a\n<i>\ny"));
        assert_eq!((&old[8..], &old[..8]), (&above[8..], &below[..8]));
        assert!(old[..8] != above[..8] && old[8..] != below[8..] && old.len() == 16);
    }

    #[test]
    fn a_masked_place_hides_what_it_hashes() {
        let one = File::new("a.csv", "2 55 08 14 168 025 38\n");
        let two = File::new("a.csv", "1 99 12 99 999 999 99\n");
        let place = |file: &File| file.masked_place(file.line_span(1));
        assert_eq!(place(&one).anchor, place(&two).anchor);
        assert_eq!(place(&one).context, place(&two).context);
    }

    #[test]
    fn a_memo_is_made_once() {
        let file = File::new("a", "x");
        let first = file.memo(|file| file.text().len());
        let second = file.memo(|_| -> usize { unreachable!("made already") });
        assert_eq!((*first, *second), (1, 1));
    }
}
