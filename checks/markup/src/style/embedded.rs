//! Where style sheets stand in files.

use checks_core::{File, Language, Span};
use memchr::memmem;

use super::Sheet;
use super::scan::{Syntax, balanced, read as scan};

pub(super) fn read(file: &File) -> Sheet {
    let mut sheet = Sheet::default();
    let text = file.text();
    let Some(language) = file.language().filter(|_| u32::try_from(text.len()).is_ok()) else { return sheet };
    match language {
        Language::Css | Language::Scss | Language::Less if is_library(text) => {}
        Language::Css | Language::Scss | Language::Less => {
            let syntax = if language == Language::Css { Syntax::Plain } else { Syntax::Extended };
            scan(&mut sheet, text, Span::new(0, text.len()), syntax, None);
        }
        Language::Jsx | Language::JavaScript => tagged(&mut sheet, text),
        // A `<style>` in prose is nearly always an example, in a fence.
        Language::Markdown | Language::Mdx => {}
        language if language.is_markup() => elements(&mut sheet, text),
        _ => {}
    }
    sheet
}

/// A sheet that begins with a banner (`/*! DSFR v1.12 */`, `/*!\n * Bootstrap v5`) is somebody else's.
fn is_library(text: &str) -> bool {
    let start = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let start = start.strip_prefix("@charset \"UTF-8\";").map_or(start, str::trim_start);
    start.starts_with("/*!")
}

/// `<style>` elements.
fn elements(sheet: &mut Sheet, text: &str) {
    let bytes = text.as_bytes();
    // A search for the whole word passes over the other tags at once. A page writes it in one way.
    let (start, stop): (&[u8], &[u8]) =
        if memmem::find(bytes, b"<style").is_some() { (b"<style", b"</style") } else { (b"<STYLE", b"</STYLE") };
    let start = memmem::Finder::new(start);
    let mut at = 0;
    while let Some(found) = start.find(&bytes[at..]).map(|found| at + found) {
        let before = &bytes[at..found];
        let is_comment =
            memmem::rfind(before, b"<!--").is_some_and(|open| memmem::find(&before[open..], b"-->").is_none());
        let rest = &bytes[found..];
        at = found + 1;
        if is_comment {
            at = memmem::find(rest, b"-->").map_or(bytes.len(), |end| found + end);
        } else if rest.get(6).is_none_or(|byte| !byte.is_ascii_alphanumeric()) {
            let Some(open) = memchr::memchr(b'>', rest).map(|open| found + open + 1) else { return };
            let tag = &text[found..open];
            let end = memmem::find(&bytes[open..], stop).map_or(bytes.len(), |end| open + end);
            let indented = tag.contains("sass\"") || tag.contains("stylus\"");
            let extended = ["scss", "less", "postcss"].iter().any(|lang| tag.contains(lang));
            let syntax = if extended { Syntax::Extended } else { Syntax::Plain };
            if !indented && !tag.ends_with("/>") {
                scan(sheet, text, Span::new(open, end), syntax, None);
            }
            at = end;
        }
    }
}

/// Tagged templates of styled-components, emotion and their like.
fn tagged(sheet: &mut Sheet, text: &str) {
    let bytes = text.as_bytes();
    // Most scripts stop here, whatever their templates are.
    if ["styled", "css", "createGlobalStyle", "injectGlobal"]
        .iter()
        .all(|tag| memmem::find(bytes, tag.as_bytes()).is_none())
    {
        return;
    }
    let mut at = 0;
    while let Some(tick) = memchr::memchr(b'`', &bytes[at..]).map(|found| at + found) {
        let end = template_end(bytes, tick + 1);
        match tag(text, tick) {
            Some(Tag::Of(base)) => scan(sheet, text, Span::new(tick + 1, end), Syntax::Extended, Some(base)),
            Some(Tag::Global) => scan(sheet, text, Span::new(tick + 1, end), Syntax::Extended, None),
            None => {}
        }
        at = (end + 1).min(bytes.len());
    }
}

enum Tag<'a> {
    Of(&'a str),
    Global,
}

/// What stands before the template at `tick`.
fn tag(text: &str, tick: usize) -> Option<Tag<'_>> {
    let from = (tick.saturating_sub(300)..=tick).find(|&at| text.is_char_boundary(at))?;
    let before = text[from..tick].trim_end();
    let before = without_group(before, '<', '>');
    let word = |text: &str| -> usize {
        let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
        text.len() - text.trim_end_matches(is_name).len()
    };
    match &before[before.len() - word(before)..] {
        "css" => return Some(Tag::Of("&")),
        "createGlobalStyle" | "injectGlobal" => return Some(Tag::Global),
        _ => {}
    }
    let before = &before[before.rfind(['`', ';']).map_or(0, |at| at + 1)..];
    let rest = &before[before.rfind("styled")? + "styled".len()..];
    if !rest.ends_with(|c: char| c == ')' || c.is_ascii_alphanumeric()) {
        return None;
    }
    if let Some(name) = rest.strip_prefix('.') {
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        return Some(Tag::Of(if name.is_empty() { "&" } else { name }));
    }
    rest.starts_with(['(', '<']).then_some(Tag::Of("&"))
}

/// `text` without the group that closes at its end: `<Props>`.
fn without_group(text: &str, open: char, close: char) -> &str {
    if !text.ends_with(close) || text.ends_with("=>") {
        return text;
    }
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        if c == close {
            depth += 1;
        } else if c == open {
            depth -= 1;
            if depth == 0 {
                return text[..at].trim_end();
            }
        }
    }
    text
}

/// Where the template that starts at `at` ends.
fn template_end(bytes: &[u8], mut at: usize) -> usize {
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 1,
            b'`' => return at,
            b'$' if bytes.get(at + 1) == Some(&b'{') => {
                at = balanced(bytes, at + 1, bytes.len());
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}
