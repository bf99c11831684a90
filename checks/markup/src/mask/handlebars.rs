//! Handlebars and Mustache.

use super::scan::{Scan, word};
use crate::code::{Code, CodeKind};

/// The code at the `{` of `at`.
pub(crate) fn code<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    if !scan.starts(at, "{{") {
        return None;
    }
    let code = |end, kind| Some(Code { start: at, end, kind });
    if scan.starts(at, "{{{{") {
        return code(scan.close(at + 4, "}}}}")?, CodeKind::Statement);
    }
    // `\{{ name }}` is text.
    if at > 0 && scan.byte(at - 1) == b'\\' {
        return code(scan.close(at + 2, "}}")?, CodeKind::Outside);
    }
    if scan.starts(at, "{{{") {
        return code(scan.close_unquoted(at + 3, "}}}")?, CodeKind::Output);
    }
    let inside = at + 2 + usize::from(scan.byte(at + 2) == b'~');
    if scan.byte(inside) == b'!' {
        return code(comment_end(scan, inside)?, CodeKind::Comment);
    }
    let end = scan.close_unquoted(inside, "}}")?;
    let inner = scan.slice(inside, end - 2).trim_end_matches('~').trim();
    code(end, classify(inner))
}

fn comment_end(scan: &mut Scan<'_>, at: usize) -> Option<usize> {
    if !scan.starts(at, "!--") {
        return scan.close(at, "}}");
    }
    let dashes = scan.close(at + 3, "--}}");
    let tilde = scan.close(at + 3, "--~}}");
    dashes.into_iter().chain(tilde).min()
}

fn classify(inner: &str) -> CodeKind<'_> {
    let rest = |mark: char| inner.strip_prefix(mark).map(str::trim_start);
    if let Some(block) = rest('#') {
        let output = block.starts_with('>');
        let name = block_name(block.trim_start_matches(['>', '*']).trim_start());
        let plain = matches!(name, "if" | "unless" | "each" | "with" | "inline");
        return CodeKind::Begin { name, conditional: true, output: output || !plain };
    }
    if let Some(inverse) = rest('^') {
        let name = block_name(inverse);
        return if name.is_empty() {
            CodeKind::Middle
        } else {
            CodeKind::Begin { name, conditional: true, output: false }
        };
    }
    if let Some(block) = rest('/') {
        return CodeKind::End { name: block_name(block) };
    }
    if word(inner) == "else" { CodeKind::Middle } else { CodeKind::Output }
}

fn block_name(block: &str) -> &str {
    block.split(|c: char| c.is_whitespace() || matches!(c, '}' | '~' | '|')).next().unwrap_or_default()
}
