//! The tags around template code, for the languages whose code depends on them.

use super::js::Cursor;
use super::php;
use super::scan::Scan;
use crate::code::{Code, CodeKind};
use crate::names;

/// The code of a plain page: `{{ … }}` of whatever fills it, and PHP.
pub(crate) fn page_code<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    if scan.starts(at, "<?") {
        return php::tag(scan, at);
    }
    let mut code = interpolation(scan, at)?;
    code.kind = go_kind(scan.slice(code.start + 2, code.end - 2).trim_matches('-').trim());
    Some(code)
}

/// `{{ … }}` in a page that something else than its own language fills (Vue, AngularJS, Mustache, Go).
pub(crate) fn interpolation<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    if !scan.starts(at, "{{") {
        return None;
    }
    let end = scan.close_unquoted(at + 2, "}}")?;
    let inner = scan.slice(at + 2, end - 2);
    // Two braces of a script, and two others far below.
    let is_expression = !inner.contains("</") && !inner.contains("{{") && inner.len() < 2_000;
    is_expression.then_some(Code { start: at, end, kind: CodeKind::Output })
}

/// Go's templates have their statements in the same fences.
fn go_kind(inner: &str) -> CodeKind<'_> {
    match super::scan::word(inner) {
        "if" | "range" | "with" | "define" => CodeKind::Begin { name: "", conditional: true, output: false },
        "block" => CodeKind::Begin { name: "", conditional: false, output: true },
        "else" => CodeKind::Middle,
        "end" => CodeKind::End { name: "" },
        _ => CodeKind::Output,
    }
}

/// A tag, as far as template code depends on it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Tag<'s> {
    /// Its name as written; empty for a fragment.
    pub name: &'s str,
    /// Whether it is an end tag.
    pub closing: bool,
    /// Whether it ends with `/>`.
    pub self_closing: bool,
    /// Its `<`.
    pub start: usize,
    /// One past its `>`.
    pub end: usize,
}

impl Tag<'_> {
    /// Whether an element begins here that an end tag will end.
    pub(crate) fn opens(self) -> bool {
        !self.closing && !self.self_closing && !names::is_void(self.name)
    }
}

/// Template code among a tag's attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fence {
    /// `{ … }`.
    Brace,
    /// `{ … }`, and templates as values.
    BraceOrTemplate,
    /// `{{ … }}`.
    DoubleBrace,
}

/// The tag at the `<` of `at`, its code found; `None` when no tag begins there or it does not end.
pub(crate) fn tag<'s>(scan: &mut Scan<'s>, at: usize, fence: Fence) -> Option<Tag<'s>> {
    let closing = scan.byte(at + 1) == b'/';
    let name_start = at + 1 + usize::from(closing);
    if !scan.byte(name_start).is_ascii_alphabetic() || scan.is_unclosed("<") {
        return None;
    }
    let is_name = |byte: &&u8| !byte.is_ascii_whitespace() && !matches!(byte, b'/' | b'>' | b'{' | b'<');
    let name_end = name_start + scan.bytes()[name_start..].iter().take_while(is_name).count();
    let found = scan.codes.len();
    let Some(end) = tag_end(scan, name_end, fence) else {
        // Nor does any tag after it: it swallows the rest.
        scan.codes.truncate(found);
        scan.leave_unclosed("<");
        return None;
    };
    let self_closing = scan.byte(end - 2) == b'/';
    Some(Tag { name: scan.slice(name_start, name_end), closing, self_closing, start: at, end })
}

/// One past the `>` that ends a tag.
fn tag_end(scan: &mut Scan<'_>, from: usize, fence: Fence) -> Option<usize> {
    let mut at = from;
    let mut quote = None;
    // Whether a value may begin here.
    let mut value = false;
    let literal = fence == Fence::BraceOrTemplate;
    loop {
        if let Some(open) = quote {
            let rest = scan.bytes().get(at..)?;
            at += if literal { memchr::memchr(open, rest) } else { memchr::memchr2(open, b'{', rest) }?;
        }
        let byte = *scan.bytes().get(at)?;
        match (byte, quote) {
            (b'{', _) if !(literal && quote.is_some()) => {
                at = attribute_code(scan, at, fence);
                value = false;
                continue;
            }
            (b'`', None) if value && literal => {
                let end = Cursor::template_end(scan.bytes(), at)?;
                scan.push(at, end, CodeKind::Output);
                at = end;
                value = false;
                continue;
            }
            (b'"' | b'\'', Some(open)) if open == byte => quote = None,
            (b'"' | b'\'', None) if value => quote = Some(byte),
            (b'>', None) => return Some(at + 1),
            _ => {}
        }
        value = quote.is_none() && (byte == b'=' || value && byte.is_ascii_whitespace());
        at += 1;
    }
}

/// Where reading goes on after the `{` of `at`, whose code is kept if it is any.
fn attribute_code(scan: &mut Scan<'_>, at: usize, fence: Fence) -> usize {
    let end = if fence == Fence::DoubleBrace {
        if scan.starts(at, "{{") { scan.close_unquoted(at + 2, "}}") } else { None }
    } else {
        brace_end(scan, at)
    };
    let Some(end) = end else { return at + 1 };
    let inner = scan.slice(at + 1, end - 1).trim();
    let kind = if inner.starts_with("/*") && inner.ends_with("*/") { CodeKind::Comment } else { CodeKind::Output };
    scan.push(at, end, kind);
    end
}

/// One past the `}` that closes the `{` of `at`.
pub(crate) fn brace_end(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if scan.is_unclosed("{") {
        return None;
    }
    let end = Cursor::new(scan.bytes(), at + 1).closing_brace();
    if end.is_none() {
        scan.leave_unclosed("{");
    }
    end
}

/// Where reading goes on after the comment at `at`, if there is one: at the end of the file if it is not closed.
pub(crate) fn comment_end(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if !scan.starts(at, "<!--") {
        return None;
    }
    Some(scan.close(at + 4, "-->").unwrap_or(scan.source.len()))
}

/// The place of the end tag of a raw element (`script`, `style`) whose start tag ends at `from`: the file's end if there
/// is none.
pub(crate) fn raw_end(scan: &Scan<'_>, name: &str, from: usize) -> usize {
    let bytes = scan.bytes();
    let mut at = from;
    while let Some(found) = memchr::memmem::find(&bytes[at..], b"</") {
        at += found;
        let written = &bytes[at + 2..bytes.len().min(at + 2 + name.len())];
        if written.eq_ignore_ascii_case(name.as_bytes()) {
            return at;
        }
        at += 2;
    }
    bytes.len()
}
