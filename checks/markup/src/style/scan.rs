//! The reader of rules and declarations.

use checks_core::Span;
use compact_str::{CompactString, ToCompactString};

use super::{Block, Declaration, Sheet};

/// Selectors a nested rule may have; more than that, or longer ones, are not told.
const MOST_SELECTORS: usize = 64;
const LONGEST_SELECTOR: usize = 512;
/// Braces around a rule; deeper than that, nothing is told.
const DEEPEST: usize = 64;
/// Bytes of selectors and conditions that nesting may make of one sheet; past them, selectors are not told.
const MOST_TOLD: usize = 16 << 20;

/// How a text is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Syntax {
    /// CSS: `//` is no comment.
    Plain,
    /// SCSS, Less, templates of scripts: `//` is a comment.
    Extended,
}

/// An open brace.
struct Level {
    /// The rule whose declarations stand here, if they count.
    block: Option<usize>,
    selectors: Vec<CompactString>,
    conditions: Vec<CompactString>,
    /// What is here is no rule of the page: keyframes, a font, a mixin.
    is_other: bool,
}

/// The declarations of `text`, the value of a `style` attribute that starts at byte `offset` of its file.
pub fn declarations(text: &str, offset: u32) -> Vec<Declaration> {
    let mut sheet = Sheet::default();
    read(&mut sheet, text, Span::new(0, text.len()), Syntax::Plain, Some("&"));
    let mut found: Vec<Declaration> = sheet.blocks.into_iter().flat_map(|block| block.declarations).collect();
    for declaration in &mut found {
        declaration.span.start += offset;
        declaration.span.end += offset;
    }
    found
}

/// Reads `range` of `text` into `sheet`. With `base`, declarations may stand outside rules: they are of that selector.
pub(super) fn read(sheet: &mut Sheet, text: &str, range: Span, syntax: Syntax, base: Option<&str>) {
    let mut levels = vec![Level { block: None, selectors: Vec::new(), conditions: Vec::new(), is_other: false }];
    if let Some(base) = base {
        levels[0].selectors.push(base.into());
        levels[0].block = Some(sheet.blocks.len());
        let prelude = Span { start: range.start, end: range.start };
        sheet.blocks.push(Block { selectors: vec![base.into()], prelude, ..Block::default() });
    }
    let mut at = range.range().start;
    let end = range.range().end.min(text.len());
    while at < end {
        let statement = statement(text, at, end, syntax);
        let level = levels.last();
        match statement.stop {
            Some(b'{') => {
                let next = open(sheet, text, &statement, level, levels.len() > DEEPEST);
                levels.push(next);
            }
            stop => {
                declare(sheet, text, &statement, level);
                if stop == Some(b'}') && levels.len() > 1 {
                    levels.pop();
                }
            }
        }
        at = statement.next;
    }
}

/// From one `;`, `{` or `}` to the next.
struct Statement {
    /// Without white space and comments around it.
    start: usize,
    end: usize,
    /// The first `:`, outside parentheses.
    colon: Option<usize>,
    is_dynamic: bool,
    has_comment: bool,
    stop: Option<u8>,
    next: usize,
}

fn statement(text: &str, from: usize, end: usize, syntax: Syntax) -> Statement {
    let bytes = text.as_bytes();
    let mut found =
        Statement { start: end, end, colon: None, is_dynamic: false, has_comment: false, stop: None, next: end };
    let mut depth = 0_u32;
    let mut at = from;
    let mut last = from;
    while at < end {
        let byte = bytes[at];
        let follows = bytes.get(at + 1).copied();
        let comment = match (byte, follows) {
            (b'/', Some(b'*')) => Some(find(bytes, at + 2, end, b"*/")),
            (b'/', Some(b'/')) if syntax == Syntax::Extended && depth == 0 => Some(find(bytes, at + 2, end, b"\n")),
            (b'<', Some(b'!')) if bytes[at..end].starts_with(b"<!--") => Some(at + 4),
            (b'-', Some(b'-')) if bytes[at..end].starts_with(b"-->") => Some(at + 3),
            _ => None,
        };
        if let Some(after) = comment {
            found.has_comment |= found.start < end;
            at = after;
            continue;
        }
        if byte.is_ascii_whitespace() {
            at += 1;
            continue;
        }
        let computed = match (byte, follows) {
            (b'#' | b'$' | b'@', Some(b'{')) => Some(balanced(bytes, at + 1, end)),
            (b'{', Some(b'{')) => Some(find(bytes, at + 2, end, b"}}")),
            (b'{', Some(b'%')) => Some(find(bytes, at + 2, end, b"%}")),
            (b'<', Some(b'%')) => Some(find(bytes, at + 2, end, b"%>")),
            (b'<', Some(b'?')) => Some(find(bytes, at + 2, end, b"?>")),
            _ => None,
        };
        let begin = at;
        match computed {
            Some(after) => {
                found.is_dynamic = true;
                at = after;
            }
            None => match byte {
                b'"' | b'\'' => at = string(bytes, at, end),
                b'\\' => at = (at + 2).min(end),
                b';' if depth == 0 => found.stop = Some(byte),
                // A parenthesis left open ends with its rule.
                b'{' | b'}' => found.stop = Some(byte),
                b'(' => depth += 1,
                b')' => depth = depth.saturating_sub(1),
                b':' if depth == 0 && found.colon.is_none() => found.colon = Some(at),
                b'$' => found.is_dynamic = true,
                _ => {}
            },
        }
        if found.stop.is_some() {
            found.next = begin + 1;
            break;
        }
        found.start = found.start.min(begin);
        at = at.max(begin + 1);
        last = at;
    }
    if found.start >= end && found.start != from {
        found.start = last.min(found.next);
    }
    found.end = last.max(found.start.min(end)).min(end);
    found.start = found.start.min(found.end);
    found
}

/// Past the next `mark`, or the end.
fn find(bytes: &[u8], from: usize, end: usize, mark: &[u8]) -> usize {
    let from = from.min(end);
    memchr::memmem::find(&bytes[from..end], mark).map_or(end, |at| from + at + mark.len())
}

/// Past the quote that closes the one at `at`, or the end of its line.
fn string(bytes: &[u8], at: usize, end: usize) -> usize {
    let quote = bytes[at];
    let mut at = at + 1;
    while at < end {
        match bytes[at] {
            b'\\' => at += 1,
            b'\n' => return at,
            byte if byte == quote => return at + 1,
            _ => {}
        }
        at += 1;
    }
    end
}

/// Past the brace that closes the one at `at`.
pub(super) fn balanced(bytes: &[u8], at: usize, end: usize) -> usize {
    let mut depth = 0_usize;
    for (offset, byte) in bytes[at..end].iter().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + offset + 1,
            b'}' => depth -= 1,
            _ => {}
        }
    }
    end
}

fn open(sheet: &mut Sheet, text: &str, statement: &Statement, level: Option<&Level>, too_deep: bool) -> Level {
    let span = Span::new(statement.start, statement.end);
    let prelude = text.get(span.range()).unwrap_or_default();
    let (above, mut conditions, mut is_other) = level.map_or_else(
        || (Vec::new(), Vec::new(), false),
        |level| (level.selectors.clone(), level.conditions.clone(), level.is_other),
    );
    let size = |list: &[CompactString]| list.iter().map(|one| one.len() + size_of::<CompactString>()).sum::<usize>();
    sheet.told += size(&above) + size(&conditions);
    is_other |= too_deep || sheet.told > MOST_TOLD;
    if is_other {
        return Level { block: None, selectors: Vec::new(), conditions: Vec::new(), is_other };
    }
    if let Some(rule) = prelude.strip_prefix('@') {
        let name = rule.split(|c: char| !c.is_ascii_alphanumeric() && c != '-').next().unwrap_or_default();
        is_other |= !matches!(
            name,
            "media" | "supports" | "layer" | "container" | "scope" | "include" | "if" | "else" | "starting-style"
        );
        if !is_other {
            conditions.push(squeeze(&prelude[..floor(prelude, LONGEST_SELECTOR)]));
        }
        let in_rule = !is_other && level.is_some_and(|level| level.block.is_some());
        let block = in_rule.then(|| {
            sheet.blocks.push(Block {
                selectors: above.clone(),
                prelude: span,
                conditions: conditions.clone(),
                ..Block::default()
            });
            sheet.blocks.len() - 1
        });
        return Level { block, selectors: above, conditions, is_other };
    }
    let known = !statement.is_dynamic && !is_other;
    let is_nested = level.is_some_and(|level| level.block.is_some());
    let prelude = if statement.has_comment { String::new() } else { prelude.to_owned() };
    let selectors = if known { nest(&prelude, &above, is_nested) } else { Vec::new() };
    if is_other {
        return Level { block: None, selectors, conditions, is_other };
    }
    sheet.blocks.push(Block {
        selectors: selectors.clone(),
        prelude: span,
        conditions: conditions.clone(),
        ..Block::default()
    });
    Level { block: Some(sheet.blocks.len() - 1), selectors, conditions, is_other }
}

/// The selectors of a rule that stands in another.
fn nest(prelude: &str, above: &[CompactString], is_nested: bool) -> Vec<CompactString> {
    let own: Vec<&str> = split(prelude);
    if !is_nested {
        return own.into_iter().take(MOST_SELECTORS).map(squeeze).collect();
    }
    let mut selectors = Vec::new();
    for parent in above {
        for one in &own {
            let whole = if one.contains('&') { one.replace('&', parent) } else { format!("{parent} {one}") };
            if whole.len() > LONGEST_SELECTOR || selectors.len() >= MOST_SELECTORS {
                return selectors;
            }
            selectors.push(squeeze(&whole));
        }
    }
    selectors
}

/// A selector list, split where `,` stands outside parentheses.
fn split(list: &str) -> Vec<&str> {
    let mut depth = 0_i32;
    let pieces = list.split(move |c: char| {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ => {}
        }
        c == ',' && depth <= 0
    });
    pieces.map(str::trim).filter(|piece| !piece.is_empty() && piece.len() <= LONGEST_SELECTOR).collect()
}

fn squeeze(text: &str) -> CompactString {
    text.split_whitespace().collect::<Vec<_>>().join(" ").into()
}

fn floor(text: &str, most: usize) -> usize {
    (0..=most.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
}

fn declare(sheet: &mut Sheet, text: &str, statement: &Statement, level: Option<&Level>) {
    let written = text.get(statement.start..statement.end).unwrap_or_default();
    let Some(level) = level.filter(|level| !level.is_other && !written.is_empty()) else { return };
    let block = level.block.filter(|&block| block < sheet.blocks.len());
    let is_variable = written.starts_with(['$', '@']) && statement.colon.is_some() && !written.starts_with("@include");
    let Some(colon) = statement.colon.filter(|_| is_variable || !written.starts_with(['@', '$', '.', '#'])) else {
        if let Some(block) = block {
            sheet.blocks[block].open_ended = true;
        }
        return;
    };
    let name = text.get(statement.start..colon).unwrap_or_default().trim();
    let value = text.get(colon + 1..statement.end).unwrap_or_default().trim();
    if is_variable || name.starts_with("--") {
        sheet.set(name, value);
        if is_variable {
            return;
        }
    }
    let Some(block) = block else { return };
    let block = &mut sheet.blocks[block];
    // `{{ name }}: …` may be any property.
    if name.is_empty() || name.contains(['{', '$', '<']) {
        block.open_ended = true;
        return;
    }
    let (value, important) = match value.rsplit_once('!') {
        Some((value, word)) if word.trim().eq_ignore_ascii_case("important") => (value.trim_end(), true),
        _ => (value, false),
    };
    let dynamic = statement.is_dynamic || statement.has_comment || value.contains("var(") || value.starts_with('@');
    block.declarations.push(Declaration {
        name: name.to_ascii_lowercase().to_compact_string(),
        value: value.into(),
        important,
        dynamic,
        span: Span::new(statement.start, statement.end),
    });
}
