//! Vue's single-file components: the template alone.

use std::ops::Range;

use memchr::{memchr, memchr2, memmem};

use super::markup::{self, Fence, Tag};
use super::scan::Scan;
use crate::code::{Code, CodeKind};

/// The template code of a component; what stands outside of its `<template>` is no part of the page.
pub(crate) fn codes(mut scan: Scan<'_>) -> Vec<Code<'_>> {
    let mut at = 0;
    // From there on, nothing was kept yet.
    let mut outside = 0;
    let mut blocks = 0;
    while let Some(found) = memchr(b'<', &scan.bytes()[at..]) {
        at += found;
        if let Some(end) = markup::comment_end(&mut scan, at) {
            at = end;
            continue;
        }
        let before = scan.codes.len();
        let tag = markup::tag(&mut scan, at, Fence::DoubleBrace);
        scan.codes.truncate(before);
        let Some(tag) = tag.filter(|tag| !tag.closing) else {
            at += 1;
            continue;
        };
        at = tag.end;
        if !matches!(tag.name, "template" | "script" | "style") && blocks == 0 {
            // A template without the file around it.
            scan.codes.clear();
            template(&mut scan, 0);
            return scan.codes;
        }
        blocks += 1;
        if tag.name != "template" {
            at = if tag.self_closing { at } else { markup::raw_end(&scan, tag.name, at) };
            continue;
        }
        if !is_html(scan.slice(tag.start, tag.end)) {
            at = markup::raw_end(&scan, tag.name, at);
            continue;
        }
        if tag.self_closing {
            continue;
        }
        scan.push(outside, tag.end, CodeKind::Outside);
        outside = template(&mut scan, tag.end);
        at = outside;
    }
    let end = scan.source.len();
    if blocks > 0 && outside < end {
        scan.push(outside, end, CodeKind::Outside);
    }
    scan.codes
}

/// Finds the code of the template that begins at `at`, and where it ends: before its `</template>`.
fn template(scan: &mut Scan<'_>, at: usize) -> usize {
    let mut at = at;
    let mut depth = 0_usize;
    while let Some(found) = memchr2(b'<', b'{', &scan.bytes()[at..]) {
        at += found;
        if scan.byte(at) == b'{' {
            let end = if scan.starts(at, "{{") { scan.close_unquoted(at + 2, "}}") } else { None };
            if let Some(end) = end {
                scan.push(at, end, CodeKind::Output);
            }
            at = end.unwrap_or(at + 1);
            continue;
        }
        if let Some(end) = markup::comment_end(scan, at) {
            at = end;
            continue;
        }
        let Some(tag) = markup::tag(scan, at, Fence::DoubleBrace) else {
            at += 1;
            continue;
        };
        at = tag.end;
        match tag {
            Tag { name: "template", closing: true, .. } if depth == 0 => return tag.start,
            Tag { name: "template", closing: true, .. } => depth -= 1,
            Tag { name: "template", .. } if tag.opens() => depth += 1,
            _ => {}
        }
    }
    scan.source.len()
}

/// Where the template stands that is written in Pug.
pub(crate) fn pug_template(source: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while let Some(found) = memmem::find(&source.as_bytes()[at..], b"<template") {
        let start = at + found;
        let tag = start + memchr(b'>', &source.as_bytes()[start..])? + 1;
        at = tag;
        let lang = source[start..tag].split_once("lang=").map(|(_, lang)| lang.trim_start_matches(['"', '\'']));
        if lang.is_some_and(|lang| lang.starts_with("pug") || lang.starts_with("jade")) {
            let length = memmem::find(&source.as_bytes()[tag..], b"</template>");
            return Some(tag..length.map_or(source.len(), |length| tag + length));
        }
    }
    None
}

/// Whether the template is written in HTML, not in Pug.
fn is_html(tag: &str) -> bool {
    let Some((_, value)) = tag.split_once("lang") else { return true };
    let value = value.trim_start_matches(['=', '"', '\'', ' ']);
    value.starts_with("html") || value.starts_with("vue")
}
