//! Play's Twirl: `@if(a) { … } else { … }`, `@for(…) { … }`, `@a.b(c)`, `@{ … }`, `@* … *@`.

use super::js::Cursor;
use super::scan::{Scan, word};
use crate::code::{Code, CodeKind};

/// What the next `}` ends.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// A block that code began.
    Block,
    /// The branches of `@a match { … }`.
    Match,
    /// One of those branches.
    Branch,
    /// A brace of the page itself.
    Text,
}

/// How far a block's parameters (`{ field =>`) are looked for.
const PARAMETERS: usize = 200;

/// The template code of a template.
pub(crate) fn codes(mut scan: Scan<'_>) -> Vec<Code<'_>> {
    let mut open: Vec<Open> = Vec::new();
    let mut at = 0;
    // Whether nothing of the page was met yet, so that the template's parameters may stand here.
    let mut head = true;
    while let Some(&byte) = scan.bytes().get(at) {
        let next = match byte {
            b'@' => code(&mut scan, at, &mut open, head),
            b'{' if !open.is_empty() => {
                open.push(Open::Text);
                None
            }
            b'}' => closing(&mut scan, at, &mut open),
            b'c' if open.last() == Some(&Open::Match) => branch(&mut scan, at, &mut open),
            _ => None,
        };
        let outside = scan.codes.last().is_none_or(|code| matches!(code.kind, CodeKind::Comment | CodeKind::Outside));
        head = head && if next.is_some() { outside } else { byte.is_ascii_whitespace() || byte >= 0x80 };
        at = next.unwrap_or(at + 1).max(at + 1);
    }
    scan.codes
}

fn code(scan: &mut Scan<'_>, at: usize, open: &mut Vec<Open>, head: bool) -> Option<usize> {
    let (end, kind) = match scan.byte(at + 1) {
        // `@@` is text.
        b'@' => return Some(at + 2),
        b'*' => (scan.close(at + 2, "*@")?, CodeKind::Comment),
        b'{' => (braces(scan, at + 1)?, CodeKind::Output),
        b'(' if head => (lists_end(scan, at + 1), CodeKind::Outside),
        b'(' => (scan.parentheses(at + 1)?, CodeKind::Output),
        _ => return expression(scan, at, open),
    };
    scan.push(at, end, kind);
    Some(end)
}

/// `@name…`: a keyword, a value, a call, a definition, and the block that it may take.
fn expression(scan: &mut Scan<'_>, at: usize, open: &mut Vec<Open>) -> Option<usize> {
    let name = word(scan.source.get(at + 1..)?);
    let name = name.split('-').next().unwrap_or(name);
    if name.is_empty() {
        return None;
    }
    let name_end = at + 1 + name.len();
    if matches!(name, "import" | "this") {
        let end = if name == "this" { lists_end(scan, name_end) } else { line_end(scan, at) };
        scan.push(at, end, CodeKind::Outside);
        return Some(end);
    }
    let end = chain_end(scan, name_end);
    let decides = matches!(name, "if" | "for");
    let next = skip_blanks(scan, end);
    let rest = scan.source.get(next..).unwrap_or_default();
    if let Some(after) = rest.strip_prefix("match").map(str::trim_start).filter(|after| after.starts_with('{')) {
        let end = scan.source.len() - after.len() + 1;
        open.push(Open::Match);
        scan.push(at, end, CodeKind::Begin { name: "", conditional: true, output: false });
        return Some(end);
    }
    // `@title = { … }` defines a piece of the page that is put elsewhere, `@a = @{ … }` a value.
    if let Some(after) = rest.strip_prefix('=').map(str::trim_start) {
        let body = scan.source.len() - after.len();
        if after.starts_with("@{") {
            let end = braces(scan, body + 1)?;
            scan.push(at, end, CodeKind::Statement);
            return Some(end);
        }
        if after.starts_with('{') {
            open.push(Open::Block);
            scan.push(at, body + 1, CodeKind::Begin { name: "", conditional: true, output: false });
            return Some(body + 1);
        }
    }
    if rest.starts_with('{') && (decides || next == end || is_call(scan, at, end)) {
        let end = parameters_end(scan, next + 1);
        open.push(Open::Block);
        scan.push(at, end, CodeKind::Begin { name: "", conditional: true, output: !decides });
        return Some(end);
    }
    scan.push(at, end, CodeKind::Output);
    Some(end)
}

/// `}`, and what goes on after it: `else {`, another block or list of the same call.
fn closing(scan: &mut Scan<'_>, at: usize, open: &mut Vec<Open>) -> Option<usize> {
    let ended = open.pop()?;
    match ended {
        Open::Text => return None,
        Open::Branch => {
            scan.push(at, at + 1, CodeKind::Statement);
            return Some(at + 1);
        }
        Open::Match => {
            scan.push(at, at + 1, CodeKind::End { name: "" });
            return Some(at + 1);
        }
        Open::Block => {}
    }
    let next = scan.skip_space(at + 1);
    let mut head = None;
    if scan.starts(next, "else") {
        let mut after = scan.skip_space(next + 4);
        if scan.starts(after, "if") {
            let condition = scan.skip_space(after + 2);
            after = if scan.byte(condition) == b'(' { scan.parentheses(condition).unwrap_or(condition) } else { after };
        }
        head = Some(scan.skip_space(after));
    } else if scan.byte(at + 1) == b'(' {
        head = scan.parentheses(at + 1).map(|end| skip_blanks(scan, end));
    } else if scan.byte(skip_blanks(scan, at + 1)) == b'{' {
        head = Some(skip_blanks(scan, at + 1));
    }
    let (end, kind) = match head {
        Some(head) if scan.byte(head) == b'{' => {
            open.push(Open::Block);
            (parameters_end(scan, head + 1), CodeKind::Middle)
        }
        _ => (at + 1, CodeKind::End { name: "" }),
    };
    scan.push(at, end, kind);
    Some(end)
}

/// `case pattern => {` in a match.
fn branch(scan: &mut Scan<'_>, at: usize, open: &mut Vec<Open>) -> Option<usize> {
    if word(scan.source.get(at..)?) != "case" {
        return None;
    }
    let rest = &scan.bytes()[at..scan.source.len().min(at + 2_000)];
    let arrow = memchr::memmem::find(rest, b"=>")?;
    let end = scan.skip_space(at + arrow + 2);
    if scan.byte(end) != b'{' {
        return None;
    }
    open.push(Open::Branch);
    scan.push(at, end + 1, CodeKind::Middle);
    Some(end + 1)
}

/// Where `.method`, `(arguments)` and `[Type]` end that follow a name directly.
fn chain_end(scan: &mut Scan<'_>, from: usize) -> usize {
    let mut at = from;
    loop {
        let end = match scan.byte(at) {
            b'(' => scan.parentheses(at),
            b'[' => memchr::memchr2(b']', b'\n', &scan.bytes()[at..])
                .map(|length| at + length + 1)
                .filter(|&end| scan.byte(end - 1) == b']'),
            b'.' => {
                let name = word(scan.source.get(at + 1..).unwrap_or_default());
                let name = name.split('-').next().unwrap_or(name);
                name.starts_with(|c: char| !c.is_ascii_digit()).then_some(at + 1 + name.len())
            }
            _ => None,
        };
        match end {
            Some(end) => at = end,
            None => return at,
        }
    }
}

/// Where the lists of parameters end that begin at `at`.
fn lists_end(scan: &mut Scan<'_>, at: usize) -> usize {
    let mut at = at;
    while scan.byte(at) == b'(' {
        let Some(end) = scan.parentheses(at) else { return at };
        at = end;
    }
    at
}

/// Where a block's content begins: after `field =>`, if that is there.
fn parameters_end(scan: &Scan<'_>, at: usize) -> usize {
    let rest = &scan.bytes()[at.min(scan.source.len())..scan.source.len().min(at + PARAMETERS)];
    let line = memchr::memchr3(b'\n', b'<', b'@', rest).unwrap_or(rest.len());
    memchr::memmem::find(&rest[..line], b"=>").map_or(at, |arrow| at + arrow + 2)
}

/// One past the `}` that closes the `{` at `at` of Scala, which has the strings and comments of JavaScript.
fn braces(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if scan.is_unclosed("{") {
        return None;
    }
    let end = Cursor::new(scan.bytes(), at + 1).closing_brace();
    if end.is_none() {
        scan.leave_unclosed("{");
    }
    end
}

/// Whether the code between `at` and `end` calls something: only a call takes a block from which a blank parts it.
fn is_call(scan: &Scan<'_>, at: usize, end: usize) -> bool {
    scan.slice(at, end).ends_with([')', ']']) || scan.slice(at, end).contains('.')
}

fn skip_blanks(scan: &Scan<'_>, at: usize) -> usize {
    let rest = scan.bytes().get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn line_end(scan: &Scan<'_>, at: usize) -> usize {
    memchr::memchr(b'\n', &scan.bytes()[at..]).map_or(scan.source.len(), |length| at + length)
}
