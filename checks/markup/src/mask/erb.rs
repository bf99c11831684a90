//! ERB.

use super::scan::Scan;
use super::{markup, ruby};
use crate::code::{Code, CodeKind};

/// The code at `at`.
pub(crate) fn code<'s>(scan: &mut Scan<'s>, at: usize) -> Option<Code<'s>> {
    if !scan.starts(at, "<%") {
        return markup::interpolation(scan, at);
    }
    if scan.starts(at, "<%%") {
        return None;
    }
    let end = scan.close(at + 2, "%>")?;
    let inner = scan.slice(at + 2, end - 2);
    let inner = inner.strip_suffix('-').unwrap_or(inner);
    let kind = match inner.as_bytes().first() {
        Some(b'#') => CodeKind::Comment,
        Some(b'=') => ruby::output(inner.trim_start_matches('=')),
        _ => ruby::statement(inner.strip_prefix('-').unwrap_or(inner)),
    };
    Some(Code { start: at, end, kind })
}
