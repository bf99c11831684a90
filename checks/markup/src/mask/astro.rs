//! Astro: HTML with expressions that hold HTML.

use memchr::{memchr2, memmem};

use super::js::{Cursor, Stop};
use super::markup::{self, Fence};
use super::scan::Scan;
use crate::code::{Code, CodeKind};

/// What stands around a place, innermost last.
enum Frame<'s> {
    /// Elements: the page's, or those an expression gives.
    Markup {
        /// How many are open.
        depth: usize,
    },
    /// An expression: `{items.map((item) => <li>…`.
    Expression {
        /// Where its code is read.
        cursor: Cursor<'s>,
        /// Where its code begins, or goes on after an element.
        start: usize,
        /// Whether it has given elements.
        has_markup: bool,
        /// Its own braces that are open.
        braces: usize,
    },
}

/// The template code of a component; its frontmatter is no part of the page.
pub(crate) fn codes(mut scan: Scan<'_>) -> Vec<Code<'_>> {
    let mut at = frontmatter_end(&mut scan);
    let mut frames = vec![Frame::Markup { depth: 0 }];
    while let Some(frame) = frames.last_mut() {
        let (next, turn) = match frame {
            Frame::Markup { depth } => markup_step(&mut scan, at, depth),
            Frame::Expression { .. } => code_step(&mut scan, frame),
        };
        at = next;
        match turn {
            Turn::Stop => break,
            Turn::Into(frame) => frames.push(frame),
            Turn::ElementDone if frames.len() > 1 => {
                frames.pop();
                if let Some(Frame::Expression { cursor, start, .. }) = frames.last_mut() {
                    *start = at;
                    cursor.after_operand(at);
                }
            }
            Turn::Stay | Turn::ElementDone => {}
            Turn::ExpressionDone => {
                frames.pop();
            }
        }
    }
    scan.codes
}

fn frontmatter_end(scan: &mut Scan<'_>) -> usize {
    let start = scan.source.find(|c: char| !c.is_whitespace() && c != '\u{FEFF}').unwrap_or_default();
    if !scan.starts(start, "---") {
        return 0;
    }
    let Some(end) = memmem::find(&scan.bytes()[start + 3..], b"\n---") else { return 0 };
    let end = start + 3 + end + 4;
    scan.push(0, end, CodeKind::Outside);
    end
}

/// What reading a piece leads to.
enum Turn<'s> {
    Stay,
    Into(Frame<'s>),
    ElementDone,
    ExpressionDone,
    Stop,
}

fn markup_step<'s>(scan: &mut Scan<'s>, at: usize, depth: &mut usize) -> (usize, Turn<'s>) {
    let Some(found) = scan.bytes().get(at..).and_then(|rest| memchr2(b'<', b'{', rest)) else {
        return (at, Turn::Stop);
    };
    let at = at + found;
    if scan.byte(at) == b'{' {
        let cursor = Cursor::new(scan.bytes(), at + 1);
        return (at, Turn::Into(Frame::Expression { cursor, start: at, has_markup: false, braces: 0 }));
    }
    if let Some(end) = markup::comment_end(scan, at) {
        return (end, Turn::Stay);
    }
    let (end, opens, closes) = if scan.starts(at, "<>") {
        scan.push(at, at + 2, CodeKind::Outside);
        (at + 2, true, false)
    } else if scan.starts(at, "</>") {
        scan.push(at, at + 3, CodeKind::Outside);
        (at + 3, false, true)
    } else {
        let Some(tag) = markup::tag(scan, at, Fence::BraceOrTemplate) else { return (at + 1, Turn::Stay) };
        let raw = tag.opens() && matches!(tag.name, "script" | "style");
        (if raw { markup::raw_end(scan, tag.name, tag.end) } else { tag.end }, tag.opens(), tag.closing)
    };
    if opens {
        *depth += 1;
        return (end, Turn::Stay);
    }
    if closes {
        *depth = depth.saturating_sub(1);
    }
    (end, if *depth == 0 { Turn::ElementDone } else { Turn::Stay })
}

fn code_step<'s>(scan: &mut Scan<'s>, frame: &mut Frame<'s>) -> (usize, Turn<'s>) {
    let Frame::Expression { cursor, start, has_markup, braces } = frame else { return (0, Turn::Stop) };
    while let Some((at, stop)) = cursor.next_stop() {
        match stop {
            Stop::Open => *braces += 1,
            Stop::Close if *braces > 0 => *braces -= 1,
            Stop::Close => {
                let inner = scan.slice(*start + 1, at).trim();
                let kind = match has_markup {
                    true => CodeKind::End { name: "" },
                    false if inner.starts_with("/*") && inner.ends_with("*/") => CodeKind::Comment,
                    false => CodeKind::Output,
                };
                scan.push(*start, at + 1, kind);
                return (at + 1, Turn::ExpressionDone);
            }
            Stop::Less if scan.byte(at + 1).is_ascii_alphabetic() || scan.byte(at + 1) == b'>' => {
                let begin = CodeKind::Begin { name: "", conditional: true, output: false };
                scan.push(*start, at, if *has_markup { CodeKind::Middle } else { begin });
                *has_markup = true;
                return (at, Turn::Into(Frame::Markup { depth: 0 }));
            }
            Stop::Less | Stop::Template => {}
        }
    }
    let end = scan.source.len();
    scan.push(*start, end, CodeKind::Output);
    (end, Turn::Stop)
}
