//! Pages in scripts: JSX, the templates of Angular's components, lit's templates.

use checks_core::Language;
use memchr::{memchr_iter, memmem};

use super::{Form, Template};
use crate::code::{Code, CodeKind};
use crate::mask::{self, js::Cursor, string_end};

/// The form of the pages in a script called `name`, if it may have any.
pub(super) fn form(name: &str, source: &str) -> Option<(Language, Form)> {
    let bytes = source.as_bytes();
    let holds = |text: &str| memmem::find(bytes, text.as_bytes()).is_some();
    if !holds("</") && !holds("/>") {
        return None;
    }
    // TypeScript without `x` has no JSX: `<T>` is a type there.
    if name.ends_with("js") && holds_jsx(bytes) {
        return Some((Language::Jsx, Form::Whole));
    }
    if holds("@Component(") && holds("template") {
        return Some((Language::Angular, Form::Component));
    }
    holds("html`").then_some((Language::Html, Form::Tagged))
}

/// Whether an element begins where an operand may stand: after `(`, `return`, `=>`, `&&` … and not after a name, a
/// number or a quote, as in a comparison, a text or a generic type.
fn holds_jsx(bytes: &[u8]) -> bool {
    memchr_iter(b'<', bytes).any(|at| {
        let after = bytes.get(at + 1).copied().unwrap_or_default();
        (after.is_ascii_alphabetic() || after == b'>') && may_begin_operand(&bytes[at.saturating_sub(200)..at])
    })
}

fn may_begin_operand(before: &[u8]) -> bool {
    let before = before.trim_ascii_end();
    match before.last() {
        Some(b'(' | b'[' | b'{' | b'=' | b'?' | b':' | b',' | b'|') => true,
        Some(b'>') => before.ends_with(b"=>"),
        Some(b'&') => before.ends_with(b"&&"),
        // The parenthesis may be behind a comment.
        Some(b'/') => before.ends_with(b"*/"),
        Some(b'n') => before.ends_with(b"return"),
        _ => false,
    }
}

/// The inline templates of the components of a script.
pub(super) fn components(source: &str) -> Vec<Template<'_>> {
    let bytes = source.as_bytes();
    let mut templates = Vec::new();
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"@Component(") {
        at += found + b"@Component(".len();
        let next = memmem::find(&bytes[at..], b"@Component(").map_or(bytes.len(), |next| at + next);
        let Some(start) = template_value(&bytes[..next], at) else { continue };
        // What is not closed swallows the rest.
        let Some((range, end)) = literal(bytes, start) else { break };
        // What is put together is not known as a whole.
        let after = bytes[end..].trim_ascii_start();
        if after.first().is_some_and(|byte| matches!(byte, b',' | b'}')) {
            let computed = computed(&source[range.clone()]);
            templates.push(Template { codes: angular(&source[range.clone()], computed), range });
        }
        at = end;
    }
    templates
}

/// Where the value of `template:` begins, from `from` on, past strings and comments.
fn template_value(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let rest = &bytes[at..];
        at = match rest.first()? {
            b'"' | b'\'' => string_end(bytes, at).unwrap_or(at + 1),
            b'`' => Cursor::template_end(bytes, at)?,
            b'/' if rest.starts_with(b"//") => at + memchr::memchr(b'\n', rest)?,
            b'/' if rest.starts_with(b"/*") => at + 2 + memmem::find(&rest[2..], b"*/")?,
            b't' if rest.starts_with(b"template") && !is_name_byte(bytes[at - 1]) => {
                let after = rest[b"template".len()..].trim_ascii_start();
                if let Some(value) = after.strip_prefix(b":") {
                    return Some(bytes.len() - value.trim_ascii_start().len());
                }
                at + b"template".len()
            }
            _ => at + 1,
        };
    }
}

fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | b'-' | b'.')
}

/// The range of the text in the quotes at `start`, and one past the closing one.
fn literal(bytes: &[u8], start: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let end = match bytes.get(start)? {
        b'`' => Cursor::template_end(bytes, start)?,
        b'"' | b'\'' => string_end(bytes, start)?,
        _ => return None,
    };
    Some((start + 1..end - 1, end))
}

/// Where `${…}` stand in the text of a template literal.
fn computed(text: &str) -> Vec<Code<'static>> {
    let bytes = text.as_bytes();
    let mut codes = Vec::new();
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"${") {
        let start = at + found;
        let Some(end) = Cursor::new(bytes, start + 2).closing_brace() else { break };
        codes.push(Code { start, end, kind: CodeKind::Output });
        at = end;
    }
    codes
}

/// The code of an Angular template, `computed` among it.
fn angular(text: &str, computed: Vec<Code<'static>>) -> Vec<Code<'static>> {
    if computed.is_empty() {
        return mask::angular(text).iter().map(unnamed).collect();
    }
    let plain = mask::covered(text, &computed);
    let mut codes: Vec<_> = mask::angular(&plain).iter().map(unnamed).collect();
    let overlaps = |code: &Code<'_>| {
        let at = codes.partition_point(|other| other.end <= code.start);
        codes.get(at).is_some_and(|other| other.start < code.end)
    };
    let added: Vec<_> = computed.into_iter().filter(|code| !overlaps(code)).collect();
    codes.extend(added);
    codes.sort_by_key(|code| code.start);
    codes
}

/// Angular's blocks have no names.
fn unnamed(code: &Code<'_>) -> Code<'static> {
    let kind = match code.kind {
        CodeKind::Begin { conditional, output, .. } => CodeKind::Begin { name: "", conditional, output },
        CodeKind::End { .. } => CodeKind::End { name: "" },
        CodeKind::Flow { ends, begins } => CodeKind::Flow { ends, begins },
        CodeKind::Output => CodeKind::Output,
        CodeKind::Statement => CodeKind::Statement,
        CodeKind::Comment => CodeKind::Comment,
        CodeKind::Outside => CodeKind::Outside,
        CodeKind::Middle => CodeKind::Middle,
    };
    Code { start: code.start, end: code.end, kind }
}

/// The `` html`…` `` templates of a script; those within another's expressions are a part of it.
pub(super) fn tagged(source: &str) -> Vec<Template<'_>> {
    let bytes = source.as_bytes();
    let mut templates = Vec::new();
    let mut at = 0;
    while let Some(found) = memmem::find(&bytes[at..], b"html`") {
        let tag = at + found;
        let start = tag + b"html`".len();
        at = start;
        let before = bytes[..tag].last().copied().unwrap_or_default();
        if is_name_byte(before) || matches!(before, b'*' | b'`') {
            continue;
        }
        let Some((end, codes)) = tagged_template(bytes, start) else { break };
        templates.push(Template { range: start..end, codes });
        at = end;
    }
    templates
}

/// What stands around a place in a tagged template, innermost last.
enum Frame {
    /// The text of a template.
    Text,
    /// `${…}`, whose code begins at `start` or goes on there after a template in it.
    Code { start: usize, has_markup: bool, braces: usize },
}

/// Where the template ends whose text begins at `start`, and the code in it, counted from there.
fn tagged_template(bytes: &[u8], start: usize) -> Option<(usize, Vec<Code<'static>>)> {
    let mut frames = vec![Frame::Text];
    let mut codes = Vec::new();
    let mut push = |from: usize, to: usize, kind| codes.push(Code { start: from - start, end: to - start, kind });
    let mut at = start;
    loop {
        let byte = *bytes.get(at)?;
        let frame = frames.last_mut()?;
        at = match (frame, byte) {
            (Frame::Text, b'\\') => at + 2,
            (Frame::Text, b'`') => {
                frames.pop();
                match frames.last_mut() {
                    None => return Some((at, codes)),
                    Some(Frame::Code { start, .. }) => *start = at,
                    Some(Frame::Text) => {}
                }
                at + 1
            }
            (Frame::Text, b'$') if bytes.get(at + 1) == Some(&b'{') => {
                frames.push(Frame::Code { start: at, has_markup: false, braces: 0 });
                at + 2
            }
            (Frame::Code { start, has_markup, .. }, b'`') if is_tag(&bytes[..at]) => {
                let begin = CodeKind::Begin { name: "", conditional: true, output: false };
                push(*start, at + 1, if *has_markup { CodeKind::Middle } else { begin });
                *has_markup = true;
                frames.push(Frame::Text);
                at + 1
            }
            (Frame::Code { .. }, b'`') => Cursor::template_end(bytes, at)?,
            (Frame::Code { .. }, b'"' | b'\'') => string_end(bytes, at).unwrap_or(at + 1),
            (Frame::Code { .. }, b'/') if bytes[at..].starts_with(b"//") => {
                memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length)
            }
            (Frame::Code { .. }, b'/') if bytes[at..].starts_with(b"/*") => {
                memmem::find(&bytes[at..], b"*/").map_or(bytes.len(), |length| at + length + 2)
            }
            (Frame::Code { braces, .. }, b'{') => {
                *braces += 1;
                at + 1
            }
            (Frame::Code { start, has_markup, braces }, b'}') => {
                if *braces > 0 {
                    *braces -= 1;
                } else {
                    push(*start, at + 1, if *has_markup { CodeKind::End { name: "" } } else { CodeKind::Output });
                    frames.pop();
                }
                at + 1
            }
            _ => at + 1,
        };
    }
}

fn is_tag(before: &[u8]) -> bool {
    before.ends_with(b"html") || before.ends_with(b"svg")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jsx_is_told_from_comparisons_texts_and_types() {
        let form = |source| form("a.js", source).map(|(_, form)| form);
        for source in [
            "export default () => <p>a</p>;",
            "const a = (\n  <img />\n);",
            "return <>a</>;",
            "a && <b/>",
            "a(b, <c/>)",
            "const a = /* b */ <c/>",
        ] {
            assert_eq!(form(source), Some(Form::Whole), "{source}");
        }
        for source in [
            "const a = '<p>a</p>';",
            "if (a < b) { c = '</p>'; }",
            "// <p>a</p>",
            "const a = `<p>${b}</p>`;",
            "a = b ? c : d;",
        ] {
            assert_eq!(form(source), None, "{source}");
        }
        assert_eq!(form("const a = html`<p></p>`;"), Some(Form::Tagged));
    }

    #[test]
    fn a_type_in_typescript_is_no_element() {
        assert_eq!(form("a.ts", "const a = <Foo>b; // </Foo>"), None);
        assert_eq!(form("a.ts", "@Component({ template: `<p></p>` })"), Some((Language::Angular, Form::Component)));
    }
}
