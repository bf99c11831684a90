//! What a piece of Ruby in a template does to the blocks around it.

use super::scan::word;
use crate::code::CodeKind;

/// What `<% code %>` does.
pub(crate) fn statement(code: &str) -> CodeKind<'_> {
    let code = code.trim();
    if code.starts_with('#') && !code.contains('\n') {
        return CodeKind::Comment;
    }
    if code.contains(['\n', ';']) {
        return several(code);
    }
    line(code)
}

/// What `<%= code %>` does: a result, which may take a block (`<%= link_to path do %>`).
pub(crate) fn output(code: &str) -> CodeKind<'_> {
    if begins_block(code.trim()) {
        CodeKind::Begin { name: "", conditional: false, output: true }
    } else {
        CodeKind::Output
    }
}

fn line(code: &str) -> CodeKind<'_> {
    let code = code.trim();
    let first = word(code);
    match first {
        "end" => CodeKind::End { name: "" },
        "else" | "elsif" | "when" | "in" | "rescue" | "ensure" => CodeKind::Middle,
        "if" | "unless" | "case" | "while" | "until" | "for" | "begin" if last_word(code) == "end" => {
            CodeKind::Statement
        }
        "if" | "unless" | "case" | "while" | "until" | "for" | "begin" => {
            CodeKind::Begin { name: "", conditional: true, output: false }
        }
        _ if code.starts_with('}') => CodeKind::End { name: "" },
        _ if begins_block(code) || assigns_condition(code) => {
            let kept = matches!(first, "content_for" | "provide" | "cache" | "form_with" | "form_for" | "form_tag");
            CodeKind::Begin { name: "", conditional: !kept, output: false }
        }
        _ => CodeKind::Statement,
    }
}

/// Several statements: those that end what began before, then those that begin what ends later.
fn several(code: &str) -> CodeKind<'_> {
    let (mut ends, mut begins, mut middle) = (0_u8, 0_u8, false);
    for statement in code.split(['\n', ';']) {
        match line(statement) {
            CodeKind::Begin { .. } => begins = begins.saturating_add(1),
            CodeKind::End { .. } if begins > 0 => begins -= 1,
            CodeKind::End { .. } => ends = ends.saturating_add(1),
            CodeKind::Middle if begins == 0 => middle = true,
            _ => {}
        }
    }
    match (ends, begins) {
        (0, 0) if middle => CodeKind::Middle,
        (0, 0) => CodeKind::Statement,
        (0, 1) => CodeKind::Begin { name: "", conditional: true, output: false },
        _ => CodeKind::Flow { ends, begins },
    }
}

/// Whether the code ends with `do`, `do |a, b|`, `{` or `{ |a|`.
fn begins_block(code: &str) -> bool {
    let code = without_comment(code).trim_end();
    let code = match code.strip_suffix('|') {
        Some(parameters) => parameters.rsplit_once('|').map_or(code, |(before, _)| before.trim_end()),
        None => code,
    };
    code.ends_with('{') || last_word(code) == "do"
}

/// `label = if admin?`
fn assigns_condition(code: &str) -> bool {
    let Some((_, value)) = code.split_once("= ") else { return false };
    matches!(word(value.trim_start()), "if" | "unless" | "case") && last_word(code) != "end"
}

fn without_comment(code: &str) -> &str {
    code.find(" # ").map_or(code, |at| &code[..at])
}

fn last_word(code: &str) -> &str {
    let start = code.trim_end().rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '.' && c != ':');
    let code = code.trim_end();
    start.map_or(code, |at| {
        code[at..].trim_start_matches(|c: char| !c.is_alphanumeric() && c != '_' && c != '.' && c != ':')
    })
}
