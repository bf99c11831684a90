//! Lines of Ruby.

use std::ops::Range;

use super::{Line, Lines, Page};
use crate::code::CodeKind;
use crate::document::NodeKind;
use crate::mask::ruby as block;
use crate::{rails, ruby};

/// Whether a line that begins with `-` is another branch of the block above it.
pub(crate) fn is_middle(line: &str) -> bool {
    line.strip_prefix('-').is_some_and(|code| block::statement(code) == CodeKind::Middle)
}

/// The result of the Ruby at `code`, whose mark stands at `mark`.
pub(crate) fn output<'s>(page: &mut Page<'s>, lines: &mut Lines<'s>, line: Line, mark: usize, code: Range<usize>) {
    if let ruby::Value::Text(text, range) = ruby::value(page.context.source, code.clone()) {
        page.leaf(NodeKind::Text(text), range);
        return;
    }
    let range = mark..code.end;
    let helper = rails::read(page.context, range.clone(), code.clone());
    if let Some(helper) = helper.filter(|helper| helper.has_block == lines.has_below(line.indent)) {
        return page.helper(helper, line.indent);
    }
    if !lines.has_below(line.indent) {
        return page.leaf(NodeKind::Dynamic, range);
    }
    let code = page.slice(code);
    let takes_block = matches!(block::output(code), CodeKind::Begin { .. });
    let decides = matches!(block::statement(code), CodeKind::Begin { conditional: true, .. });
    page.block(NodeKind::Dynamic, range, line.indent, decides && !takes_block);
}

/// `- code` up to `end`.
pub(crate) fn statement(page: &mut Page<'_>, lines: &mut Lines<'_>, line: Line, end: usize) {
    let kind = block::statement(page.slice(line.start + 1..end));
    let leaf = if kind == CodeKind::Comment { NodeKind::Comment } else { NodeKind::Code };
    if !lines.has_below(line.indent) {
        return page.leaf(leaf, line.start..end);
    }
    let certain = matches!(kind, CodeKind::Begin { conditional: false, .. } | CodeKind::Comment);
    page.block(leaf, line.start..end, line.indent, !certain);
}
