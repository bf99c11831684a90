//! A text read from right to left says so.

use std::cell::OnceCell;

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "text-direction",
    level: Level::Failure,
    sources: &["RGAA-8.10.1", "WCAG-1.3.2"],
    languages: Language::MARKUP,
    page: include_str!("text_direction.md"),
};

/// Languages that are written from right to left.
const RIGHT_TO_LEFT: &[&str] = &["ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Beyond that many, a page is told often enough.
const MOST: usize = 10;

fn look(view: &View<'_>) -> Vec<Finding> {
    // The first bytes of Hebrew's, Arabic's and Syriac's letters, which no other byte of a character can be.
    if view.file.text().is_ascii() || !view.file.text().bytes().any(|byte| (0xD6..=0xDC).contains(&byte)) {
        return Vec::new();
    }
    let is_left_to_right = OnceCell::new();
    let mut told: Vec<NodeId> = Vec::new();
    for (id, node) in view.document.nodes.iter().enumerate() {
        let NodeKind::Text(text) = &node.kind else { continue };
        let words = text.split_whitespace().filter(|word| word.chars().any(is_right_to_left)).count();
        // One word is a name: of a language in the menu that offers it, of a place.
        if words < 2
            || !is_missing(view, id as NodeId, || *is_left_to_right.get_or_init(|| is_left_to_right_file(view)))
        {
            continue;
        }
        let page = view.document.ancestors(id as NodeId).find(|(_, around)| around.name == "html");
        let told_at = page.filter(|(_, page)| is_all_right_to_left(page)).map(|(id, _)| id).or(node.parent);
        told.extend(told_at.filter(|at| !told.contains(at)));
        if told.len() == MOST {
            break;
        }
    }
    told.into_iter().filter_map(|id| Some(finding(view, id, view.document.element(id)?))).collect()
}

/// Whether no element around a text says its direction, nor may one of another file.
fn is_missing(view: &View<'_>, text: NodeId, is_left_to_right: impl Fn() -> bool) -> bool {
    let mut is_in_page = false;
    for (_, around) in view.document.ancestors(text) {
        let is_skipped = matches!(around.name.as_str(), "bdi" | "code" | "pre" | "script" | "style" | "svg" | "title");
        if is_skipped || view.attr(around, "dir") != Attr::Absent {
            return false;
        }
        is_in_page |= around.name == "html";
    }
    is_in_page || is_left_to_right()
}

/// Whether most letters of the file are read from left to right.
fn is_left_to_right_file(view: &View<'_>) -> bool {
    let mut balance = 0_i64;
    for node in &view.document.nodes {
        if let NodeKind::Text(text) = &node.kind {
            for letter in text.chars().filter(|letter| letter.is_alphabetic()) {
                balance += if is_right_to_left(letter) { -1 } else { 1 };
            }
        }
    }
    balance > 0
}

fn is_all_right_to_left(page: &Element) -> bool {
    let code = page.text("lang").unwrap_or_default();
    let primary = code.trim().split('-').next().unwrap_or_default();
    RIGHT_TO_LEFT.iter().any(|known| primary.eq_ignore_ascii_case(known))
}

fn is_right_to_left(letter: char) -> bool {
    letter.is_alphabetic()
        && matches!(letter, '\u{590}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' | '\u{FE70}'..='\u{FEFC}')
}

fn finding(view: &View<'_>, node: NodeId, element: &Element) -> Finding {
    let is_page = element.name == "html";
    let what = if is_page {
        (
            "Cette page se lit de droite à gauche, et ne le dit pas.",
            "This page is read from right to left, and does not say so.",
        )
    } else {
        (
            "Ce texte se lit de droite à gauche, et rien ne le dit.",
            "This text is read from right to left, and nothing says so.",
        )
    };
    let words = message(
        what,
        (
            "Sa ponctuation et ses nombres s’affichent au mauvais endroit, et un lecteur d’écran peut le dire dans le désordre.",
            "Its punctuation and its numbers are shown in the wrong place, and a screen reader may say it out of order.",
        ),
        (
            "Ajoutez `dir=\"rtl\"` à cet élément, avec `lang` si c’est une autre langue que celle de la page.",
            "Add `dir=\"rtl\"` to this element, with `lang` if the language is not the page’s.",
        ),
    );
    let is_in_page = is_page || view.document.ancestors(node).any(|(_, around)| around.name == "html");
    let is_sure = is_in_page && !element.is_component && !element.open_ended;
    Finding::new(&META, view.tag(element), words).level(if is_sure { Level::Failure } else { Level::Warning })
}
