//! What looks like a list is one.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["br", "div", "p"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "list-faked",
    level: Level::Notice,
    sources: &["RGAA-9.3.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("list_faked.md"),
};

/// How many lines make a list.
const ENOUGH: usize = 3;

/// How many nodes before and after the first `<br>` are read.
const NEAR: usize = 32;

/// The mark that a line begins with.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Bullet(char),
    Number(u32),
}

impl Mark {
    /// The mark of a line, if it has one.
    fn of(line: &str) -> Option<Self> {
        let line = line.trim_start();
        let first = line.chars().next()?;
        let rest = &line[first.len_utf8()..];
        let spaced = rest.starts_with(char::is_whitespace) && rest.chars().any(char::is_alphanumeric);
        match first {
            '•' | '◦' | '▪' | '●' | '‣' if rest.chars().any(char::is_alphanumeric) => {
                Some(Self::Bullet(first))
            }
            '-' | '–' | '*' | '·' if spaced => Some(Self::Bullet(first)),
            '0'..='9' => {
                let digits = line.bytes().take_while(u8::is_ascii_digit).take(3).count();
                let after = line[digits..].strip_prefix(['.', ')'])?;
                let is_item = after.starts_with(char::is_whitespace) && after.chars().any(char::is_alphabetic);
                is_item.then(|| line[..digits].parse().ok().map(Self::Number))?
            }
            _ => None,
        }
    }

    /// Whether a line marked so goes on the list.
    fn follows(self, before: Self) -> bool {
        match (before, self) {
            (Self::Bullet(one), Self::Bullet(other)) => one == other,
            (Self::Number(one), Self::Number(other)) => other == one + 1,
            _ => false,
        }
    }
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || matches!(view.document.language, Language::Markdown | Language::Mdx) {
        return None;
    }
    let parent = view.document.node(node).parent;
    let siblings = match parent {
        Some(parent) => &view.document.node(parent).children,
        None => view.tops(),
    };
    let mark = match element.name.as_str() {
        "br" => {
            let at = siblings.binary_search(&node).ok()?;
            let is_break = |&id: &NodeId| view.document.element(id).is_some_and(|element| element.name == "br");
            let from = at.saturating_sub(NEAR);
            if siblings[from..at].iter().any(is_break) {
                return None;
            }
            of_lines(view, &siblings[from..siblings.len().min(at + NEAR)])?
        }
        _ => of_blocks(view, node, siblings)?,
    };
    let is_code = view
        .document
        .ancestors(node)
        .take(64)
        .any(|(_, around)| matches!(&*around.name, "code" | "li" | "pre" | "samp" | "textarea"));
    if is_code {
        return None;
    }
    let (list, sources): (_, &[&str]) = match mark {
        Mark::Bullet(_) => ("`<ul>`", &["RGAA-9.3.1", "WCAG-1.3.1"]),
        Mark::Number(_) => ("`<ol>`", &["RGAA-9.3.2", "WCAG-1.3.1"]),
    };
    let words = message(
        (
            "Ces lignes se présentent comme une liste : chacune commence par un tiret, une puce ou un numéro.",
            "These lines look like a list: each begins with a dash, a bullet or a number.",
        ),
        (
            "Un lecteur d’écran n’annonce ni la liste ni le nombre de ses éléments.",
            "A screen reader announces neither the list nor the number of its items.",
        ),
        (
            &format!("Vérifiez s’il s’agit d’une liste : si oui, écrivez-la avec {list} et `<li>`."),
            &format!("Verify whether it is a list: if so, write it with {list} and `<li>`."),
        ),
    );
    let place = match (element.name.as_str(), parent.and_then(|parent| view.document.element(parent))) {
        ("br", Some(around)) => view.tag(around),
        _ => view.tag(element),
    };
    Some(Finding::new(&META, place, words).sources(sources))
}

/// Lines parted by `<br>`.
fn of_lines(view: &View<'_>, children: &[NodeId]) -> Option<Mark> {
    let mut run = 0;
    let mut last = None;
    let mut begins = true;
    for &child in children {
        let mark = match &view.document.node(child).kind {
            NodeKind::Element(inner) if inner.name == "br" => {
                begins = true;
                continue;
            }
            NodeKind::Text(text) if begins && !is_blank(text) => Mark::of(text),
            NodeKind::Text(_) | NodeKind::Comment | NodeKind::Doctype => continue,
            _ if begins => None,
            _ => continue,
        };
        begins = false;
        run = match (last, mark) {
            (Some(last), Some(mark)) if Mark::follows(mark, last) => run + 1,
            (_, Some(_)) => 1,
            _ => 0,
        };
        last = mark;
        if run >= ENOUGH {
            return last;
        }
    }
    None
}

/// Paragraphs one after the other, the first of them at `node`.
fn of_blocks(view: &View<'_>, node: NodeId, siblings: &[NodeId]) -> Option<Mark> {
    let first = of_block(view, node)?;
    let at = siblings.binary_search(&node).ok()?;
    let blocks = |id: &&NodeId| !matches!(&view.document.node(**id).kind, NodeKind::Text(text) if is_blank(text));
    let before = siblings[..at].iter().rev().find(blocks).and_then(|&id| of_block(view, id));
    if before.is_some_and(|before| first.follows(before)) {
        return None;
    }
    let mut last = first;
    for &next in siblings[at + 1..].iter().filter(blocks).take(ENOUGH - 1) {
        let mark = of_block(view, next).filter(|mark| mark.follows(last))?;
        last = mark;
    }
    let count = siblings[at..].iter().filter(blocks).take(ENOUGH).count();
    (count == ENOUGH).then_some(first)
}

fn of_block(view: &View<'_>, node: NodeId) -> Option<Mark> {
    let element = view.document.element(node)?;
    if !matches!(&*element.name, "div" | "p") || element.is_component {
        return None;
    }
    let first = view.document.node(node).children.first()?;
    match &view.document.node(*first).kind {
        NodeKind::Text(text) => Mark::of(text),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_begins_a_line_of_words() {
        for (line, is_mark) in [
            (" - un", true),
            ("•un", true),
            ("12. un", true),
            ("1) un", true),
            ("-un", false),
            ("- ", false),
            ("3.5 km", false),
            ("2024", false),
            ("1. 2", false),
            ("", false),
        ] {
            assert_eq!(Mark::of(line).is_some(), is_mark, "{line}");
        }
    }
}
