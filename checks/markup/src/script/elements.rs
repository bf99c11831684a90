//! The scripts that stand in a page or a component.

use checks_core::Language;
use memchr::memmem;

use super::javascript::Dialect;
use super::masked;

/// A script in a page: where its text starts, and what it is written in.
pub(super) struct Embedded<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    pub(super) dialect: Dialect,
}

/// The page's text with the template code written over, where its language has some that scripts may hold.
pub(super) fn readable(text: &str, language: Language) -> std::borrow::Cow<'_, str> {
    match language {
        Language::Vue | Language::Svelte | Language::Astro | Language::Angular => text.into(),
        Language::Blade => masked::mask(&without_directives(text)).into(),
        _ => masked::mask(text).into(),
    }
}

/// Blade's `@if (…)` lines, blanked: within a script they are no JavaScript.
fn without_directives(text: &str) -> String {
    let blank =
        |line: &str| line.chars().map(|c| if c == '\n' { "\n".to_owned() } else { " ".repeat(c.len_utf8()) }).collect();
    let is_directive = |line: &str| {
        let mut bytes = line.trim_start().bytes();
        bytes.next() == Some(b'@') && bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
    };
    text.split_inclusive('\n').map(|line| if is_directive(line) { blank(line) } else { line.to_owned() }).collect()
}

/// The scripts of a page, in order. Comments are skipped, and `<script>`s that hold data.
pub(super) fn scripts(text: &str, language: Language) -> Vec<Embedded<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    if language == Language::Astro
        && let Some(frontmatter) = frontmatter(text)
    {
        at = frontmatter.at + frontmatter.text.len();
        found.push(frontmatter);
    }
    let bytes = text.as_bytes();
    while let Some(next) = memchr::memchr(b'<', &bytes[at..]) {
        at += next;
        if bytes[at..].starts_with(b"<!--") {
            let Some(end) = memmem::find(&bytes[at..], b"-->") else { break };
            at += end + 3;
            continue;
        }
        if !starts_with_name(&bytes[at + 1..], b"script") {
            at += 1;
            continue;
        }
        let Some((end, kind, lang)) = tag(text, at + "<script".len()) else { break };
        let close = end_tag(bytes, end);
        if is_javascript(&kind) {
            let lang = if kind.contains("typescript") { "ts" } else { lang.as_str() };
            found.push(Embedded { text: &text[end..close], at: end, dialect: Dialect::of(lang) });
        }
        at = close;
    }
    found
}

fn frontmatter(text: &str) -> Option<Embedded<'_>> {
    let open = text.find("---").filter(|&at| text[..at].trim().is_empty())? + 3;
    let close = text[open..].find("\n---")?;
    Some(Embedded { text: &text[open..open + close], at: open, dialect: Dialect::TypeScript })
}

fn starts_with_name(bytes: &[u8], name: &[u8]) -> bool {
    bytes.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
        && bytes.get(name.len()).is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
}

/// Reads attributes from `at` to the tag's end: where that is, and the `type` and `lang`.
fn tag(text: &str, mut at: usize) -> Option<(usize, String, String)> {
    let bytes = text.as_bytes();
    let (mut kind, mut lang) = (String::new(), String::new());
    loop {
        at += bytes.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b'/')?;
        if bytes[at] == b'>' {
            return Some((at + 1, kind, lang));
        }
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'=' | b'>' | b'/');
        let name_end = at + 1 + bytes[at + 1..].iter().position(ends)?;
        let name = &text.get(at..name_end)?;
        at = name_end;
        let mut value = "";
        let after = at + bytes[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
        if bytes[after] == b'=' {
            at = after + 1;
            at += bytes.get(at..)?.iter().position(|byte| !byte.is_ascii_whitespace())?;
            let quote = bytes[at];
            let (start, end, next) = if matches!(quote, b'"' | b'\'' | b'{') {
                let close = if quote == b'{' { b'}' } else { quote };
                let end = at + 1 + memchr::memchr(close, &bytes[at + 1..])?;
                (at + 1, end, end + 1)
            } else {
                let end = at + bytes[at..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?;
                (at, end, end)
            };
            value = text.get(start..end)?;
            at = next;
        }
        if name.eq_ignore_ascii_case("type") {
            kind = value.trim().to_ascii_lowercase();
        } else if name.eq_ignore_ascii_case("lang") {
            lang = value.trim().to_ascii_lowercase();
        }
    }
}

fn end_tag(bytes: &[u8], mut at: usize) -> usize {
    while let Some(next) = memmem::find(&bytes[at..], b"</") {
        at += next;
        if starts_with_name(&bytes[at + 2..], b"script") {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// Whether a `type` is run: the others hold data, a template, or what a consent manager runs later.
fn is_javascript(kind: &str) -> bool {
    let essence = kind.split(';').next().unwrap_or_default().trim();
    matches!(
        essence,
        "" | "module"
            | "text/javascript"
            | "application/javascript"
            | "application/x-javascript"
            | "text/ecmascript"
            | "application/ecmascript"
            | "text/babel"
            | "text/jsx"
            | "text/typescript"
            | "javascript"
    )
}
