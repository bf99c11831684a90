//! Words that rules look for in whole files.

use aho_corasick::{AhoCorasick, MatchKind};

/// A search for `words` in one pass, the longer of two that begin alike put first by the caller. Every page is searched:
/// where the processor can, it compares many bytes at once, which this kind of match alone allows.
pub(crate) fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<AhoCorasick> {
    AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words).ok()
}
