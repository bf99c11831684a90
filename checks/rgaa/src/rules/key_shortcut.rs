//! No shortcut is a single letter.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::{File, Finding, Level, Meta, Span};

use crate::rule::{Look, Rule, SCRIPTED, message};
use crate::search::words;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Text(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "key-shortcut",
    level: Level::Notice,
    sources: &["RGAA-12.10.1", "WCAG-2.1.4", "ACT-ffbc54"],
    languages: SCRIPTED,
    page: include_str!("key_shortcut.md"),
};

/// Listeners of the whole page.
const LISTENERS: &[&str] = &[
    "document.addEventListener(",
    "window.addEventListener(",
    "document.body.addEventListener(",
    "document.onkeydown",
    "document.onkeypress",
    "window.onkeydown",
    "document.onkeyup",
    "$(document).on(",
    "$(window).on(",
    "$(document).keydown(",
    "$(document).keypress(",
];

/// Libraries' ways to bind a key to the whole page.
const BINDERS: &[&str] =
    &["useHotkeys(", "Mousetrap.bind(", "hotkeys(", "onKeyStroke(", "useKeyPress(", "useKey(", "tinykeys(window, {"];

/// How far after a listener its test of a key is looked for, in bytes.
const REACH: usize = 600;

fn look(file: &File) -> Vec<Finding> {
    let text = file.text();
    let Some((at, len, key)) = shortcut(text) else { return Vec::new() };
    let span = Span::new(at, at + len);
    let words = message(
        (
            &format!("La touche « {key} » seule est un raccourci de toute la page."),
            &format!("The key “{key}” alone is a shortcut of the whole page."),
        ),
        (
            "Une personne qui dicte au clavier vocal, ou dont la main glisse, le déclenche sans le vouloir.",
            "A person who dictates, or whose hand slips, triggers it without meaning to.",
        ),
        (
            "Vérifiez que l’on peut le couper ou lui ajouter Ctrl ou Alt, ou qu’il ne vaut que dans un élément qui a le focus.",
            "Verify that it can be switched off or be given Ctrl or Alt, or that it holds only in an element that has the focus.",
        ),
    );
    vec![Finding::new(&META, file.place(span), words)]
}

/// All of them in one pass: every page and every script is searched.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| words(BINDERS.iter().chain(LISTENERS).copied()));

/// The first place, its length and the key.
fn shortcut(text: &str) -> Option<(usize, usize, char)> {
    SEARCH.as_ref()?.find_iter(text).find_map(|found| {
        let is_binder = found.pattern().as_usize() < BINDERS.len();
        if is_binder { bound(text, found.start(), found.end()) } else { tested(text, found.start(), found.end()) }
    })
}

/// A library's call whose first argument is one printable character: `useHotkeys('s', …)`.
fn bound(text: &str, at: usize, end: usize) -> Option<(usize, usize, char)> {
    let is_whole_word = !text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '.');
    let key = quoted_key(&text[end..])?;
    is_whole_word.then_some((at, end - at + 3, key))
}

/// A listener of the page that tests one printable key and no modifier.
fn tested(text: &str, at: usize, after: usize) -> Option<(usize, usize, char)> {
    let mut end = (at + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let code = &text[at..end];
    let head = text.get(after..end)?.trim_start_matches(['\'', '"', ' ']);
    if ["Listener(", ".on("].iter().any(|call| text[..after].ends_with(call)) && !head.starts_with("key") {
        return None;
    }
    let modified = ["ctrlKey", "metaKey", "altKey", "isContentEditable", "tagName", "activeElement"];
    if modified.iter().any(|word| code.contains(word)) {
        return None;
    }
    let tests = [".key === ", ".key == ", "key === ", "case "];
    tests.iter().find_map(|test| {
        let (before, after) = code.split_once(test)?;
        let key = quoted_key(after)?;
        Some((at + before.len(), test.len() + 2 + key.len_utf8(), key))
    })
}

/// The character of `'s'` or `"s"`, if it is one that is typed.
fn quoted_key(code: &str) -> Option<char> {
    let code = code.trim_start();
    let quote = code.chars().next().filter(|c| matches!(c, '\'' | '"' | '`'))?;
    let mut inside = code[1..].chars();
    let key = inside.next().filter(|c| !c.is_whitespace() && !c.is_control())?;
    (inside.next() == Some(quote) && key != quote).then_some(key)
}
