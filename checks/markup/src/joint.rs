//! What templates take from their layout and give to it: Django, Jinja, Twig and Nunjucks.

use std::ops::Range;

use checks_core::{Language, Span};

use crate::document::{Document, NodeKind};

/// What ties a template to others.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Joints {
    /// The layout that it is put into.
    pub layout: Option<Layout>,
    /// The blocks that it defines or fills, in document order: a block stands after the one around it.
    pub blocks: Vec<Block>,
    /// Stretches of the file that are written out elsewhere, if anywhere: macros, texts that are kept.
    pub asides: Vec<Range<u32>>,
}

/// A layout, as a template names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Its name; `None` where code computes it.
    pub name: Option<String>,
    /// Where it is named.
    pub span: Span,
}

/// A block that templates fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// Its name.
    pub name: String,
    /// What it holds, in bytes of the file; where it is, for one that is a text alone (`{% block title 'Accueil' %}`).
    pub inside: Range<u32>,
    /// Whether it puts there, among others, what the layout has.
    pub keeps: bool,
    /// Whether it is a text alone.
    pub is_text: bool,
}

/// How many open blocks are looked through for the one that an end names.
const MOST_OPEN: usize = 64;

/// What ties a template to others; nothing for a language without layouts of this kind.
pub fn joints(document: &Document) -> Joints {
    let mut joints = Joints::default();
    if !matches!(document.language, Language::Jinja | Language::Twig | Language::Nunjucks) {
        return joints;
    }
    // What is open: its tag, its block if it is one, and where its content begins.
    let mut open: Vec<(&str, Option<usize>, u32)> = Vec::new();
    for node in &document.nodes {
        if !matches!(node.kind, NodeKind::Code | NodeKind::Dynamic) {
            continue;
        }
        let (code, span) = (document.source(node.span), node.span);
        if let Some(inner) = inside(code, "{{", "}}") {
            if matches!(inner, "super()" | "block.super" | "parent()") {
                let block = open.iter().rev().find_map(|(_, block, _)| *block);
                block.and_then(|block| joints.blocks.get_mut(block)).into_iter().for_each(|block| block.keeps = true);
            }
            continue;
        }
        let Some(inner) = inside(code, "{%", "%}") else { continue };
        let (tag, rest) = word(inner);
        let rest = rest.trim();
        if let Some(ended) = tag.strip_prefix("end") {
            let searched = open.len().saturating_sub(MOST_OPEN);
            let Some(found) = open[searched..].iter().rposition(|(open, ..)| *open == ended) else { continue };
            for (_, block, start) in open.drain(searched + found..) {
                let inside = start..span.start.max(start);
                match block.and_then(|block| joints.blocks.get_mut(block)) {
                    Some(block) => block.inside = inside,
                    None => joints.asides.push(inside),
                }
            }
            continue;
        }
        match tag {
            "extends" => joints.layout = Some(Layout { name: quoted(rest), span }),
            "block" => {
                let (name, after) = name_of_block(rest);
                let is_text =
                    !matches!(word(after.trim()).0, "" | "scoped" | "required") || after.contains(['"', '\'']);
                if !is_text {
                    open.push(("block", Some(joints.blocks.len()), span.end));
                }
                let inside = span.end..u32::MAX;
                let inside = if is_text { span.start..span.end } else { inside };
                joints.blocks.push(Block { name: name.to_owned(), inside, keeps: false, is_text });
            }
            "set" if rest.contains('=') => {}
            "macro" | "set" | "call" | "filter" | "embed" => open.push((tag, None, span.end)),
            _ => {}
        }
    }
    joints
}

impl Joints {
    /// The blocks around the byte `at`, outermost first.
    pub fn around(&self, at: u32) -> impl Iterator<Item = &Block> {
        self.blocks.iter().filter(move |block| block.inside.contains(&at))
    }

    /// Whether the byte `at` is written out elsewhere, if anywhere.
    pub fn is_aside(&self, at: u32) -> bool {
        self.asides.iter().any(|aside| aside.contains(&at))
    }
}

/// The code between fences, without the marks that strip white space.
fn inside<'c>(code: &'c str, before: &str, after: &str) -> Option<&'c str> {
    let inner = code.strip_prefix(before)?.strip_suffix(after)?;
    Some(inner.trim_start_matches(['-', '+', '~']).trim_end_matches(['-', '+', '~']).trim())
}

/// The word that `code` begins with, and what follows.
fn word(code: &str) -> (&str, &str) {
    code.split_at(code.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(code.len()))
}

fn name_of_block(rest: &str) -> (&str, &str) {
    let ends = |c: char| !c.is_alphanumeric() && !matches!(c, '_' | '-' | '.' | ':');
    rest.split_at(rest.find(ends).unwrap_or(rest.len()))
}

/// A text that stands alone, in quotes.
fn quoted(code: &str) -> Option<String> {
    let quote = code.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let (text, rest) = code[1..].split_once(quote)?;
    (rest.trim().is_empty() && !text.is_empty() && !text.contains('\\')).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use super::*;

    fn told(path: &str, text: &str) -> String {
        let joints = joints(&Document::of(&File::new(path, text)).unwrap());
        let layout = joints.layout.iter().map(|layout| format!("extends {}", layout.name.as_deref().unwrap_or("?")));
        let blocks = joints.blocks.iter().map(|block| {
            let held = text.get(block.inside.start as usize..block.inside.end as usize).unwrap_or("?");
            format!("{}[{held}]{}", block.name, if block.keeps { "+" } else { "" })
        });
        let asides = joints
            .asides
            .iter()
            .map(|aside| format!("aside[{}]", text.get(aside.start as usize..aside.end as usize).unwrap_or("?")));
        layout.chain(blocks).chain(asides).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn layouts_and_blocks_are_told() {
        for (path, text, expected) in [
            ("a.html", "{% extends \"b.html\" %}{%- block t -%}a{% endblock %}", "extends b.html; t[a]"),
            ("a.html", "{% extends layout %}{% extends 'a' if b else 'c' %}", "extends ?"),
            (
                "a.html",
                "{% block a %}{% block b %}1{% endblock b %}2{% endblock a %}",
                "a[{% block b %}1{% endblock b %}2]; b[1]",
            ),
            ("a.html.twig", "{% block t 'Accueil' %}b", "t[{% block t 'Accueil' %}]"),
            ("a.html.twig", "{% block t %}{{ parent() }}{% endblock %}", "t[{{ parent() }}]+"),
            (
                "a.html",
                "{% block t %}{% if a %}{{ block.super }}{% endif %}{% endblock %}",
                "t[{% if a %}{{ block.super }}{% endif %}]+",
            ),
            ("a.html", "{% macro a() %}<b></b>{% endmacro %}{% set x = 1 %}", "aside[<b></b>]"),
            ("a.html", "{% block t %}{% endblock %}{% endblock %}", "t[]"),
            ("a.html", "{% block t %}<p>", "t[?]"),
            ("a.html", "<p>{{ a }}</p>", ""),
        ] {
            assert_eq!(told(path, text), expected, "{text}");
        }
    }
}
