//! What is drawn with characters is told in words.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::search::words;
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "cryptic-text",
    level: Level::Notice,
    sources: &["RGAA-13.5.1", "WCAG-1.1.1"],
    languages: Language::MARKUP,
    page: include_str!("cryptic_text.md"),
};

/// Faces and signs that are typed. Shorter ones are punctuation.
const EMOTICONS: &[&str] = &[
    ":-)",
    ":)",
    ";-)",
    ";)",
    ":-(",
    ":-D",
    ":D",
    ":-P",
    ":-p",
    ":-/",
    ":-|",
    ":'(",
    "^_^",
    "^^",
    "-_-",
    "\\o/",
    "<3",
    "¯\\_(ツ)_/¯",
    "(^_^)",
];

/// Beyond that many, a page is told often enough.
const MOST: usize = 50;

/// A drawing has that many lines, that many signs, and of these at most one letter or digit in four.
const LINES: usize = 4;
const SIGNS: usize = 60;

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let source = view.file.text();
    let may_smile = source.contains("&lt;3") || SEARCH.as_ref().is_some_and(|search| search.is_match(source));
    for (id, node) in view.document.nodes.iter().enumerate() {
        let NodeKind::Text(text) = &node.kind else { continue };
        let Some(parent) = node.parent else { continue };
        let Some(element) = view.document.element(parent) else { continue };
        let is_art = element.name == "pre" && is_drawing(text);
        if !is_art && (!may_smile || emoticon(text).is_none()) {
            continue;
        }
        if (!is_art && is_code(view, id as NodeId)) || is_told(view, id as NodeId) {
            continue;
        }
        if findings.len() == MOST {
            break;
        }
        findings.push(finding(view, element, if is_art { None } else { emoticon(text) }));
    }
    findings
}

/// All of them at once: every text of every page is searched.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| words(EMOTICONS.iter().copied()));

/// The first emoticon of a text. A parenthesis that was open before closes a remark.
fn emoticon(text: &str) -> Option<&'static str> {
    if !SEARCH.as_ref().is_some_and(|search| search.is_match(text)) {
        return None;
    }
    let mut open = 0_i32;
    for word in text.split_whitespace() {
        let bare = word.trim_end_matches(['.', ',', '!', '?', '…']);
        if let Some(known) = EMOTICONS.iter().find(|known| **known == bare)
            && (open == 0 || !known.ends_with(')'))
        {
            return Some(known);
        }
        for c in word.chars() {
            open = match c {
                '(' => open + 1,
                ')' => (open - 1).max(0),
                _ => open,
            };
        }
    }
    None
}

/// Whether a text is a picture made of characters.
fn is_drawing(text: &str) -> bool {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let signs = text.chars().filter(|c| !c.is_whitespace()).count();
    let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
    lines >= LINES && signs >= SIGNS && letters * 4 <= signs
}

fn is_code(view: &View<'_>, text: NodeId) -> bool {
    view.document.ancestors(text).any(|(_, around)| {
        matches!(around.name.as_str(), "code" | "kbd" | "pre" | "samp" | "script" | "style" | "textarea")
    })
}

/// Whether something around says what it is, or keeps it from readers.
fn is_told(view: &View<'_>, text: NodeId) -> bool {
    const NAMES: &[&str] = &["title", "aria-label", "aria-labelledby", "aria-describedby"];
    view.sight(text) == Sight::Hidden
        || view.document.ancestors(text).take(4).any(|(_, around)| {
            around.name == "figure" || around.open_ended || NAMES.iter().any(|name| around.get(name).is_some())
        })
}

fn finding(view: &View<'_>, element: &Element, emoticon: Option<&str>) -> Finding {
    let what = match emoticon {
        Some(sign) => {
            (format!("Le signe `{sign}` n’est pas expliqué."), format!("The sign `{sign}` is not explained."))
        }
        None => (
            "Ce dessin fait de caractères n’est pas expliqué.".to_owned(),
            "This drawing made of characters is not explained.".to_owned(),
        ),
    };
    let how = match emoticon {
        Some(_) => (
            "Vérifiez que la phrase se comprend sans lui ; sinon, remplacez-le par des mots, ou donnez-lui un `title` : `<span title=\"sourire\">`.",
            "Check that the sentence is understood without it; otherwise, replace it by words, or give it a `title`: `<span title=\"smile\">`.",
        ),
        None => (
            "Vérifiez que le texte qui l’entoure dit ce qu’il montre ; sinon, ajoutez `role=\"img\"`, `aria-label` et `title`, ou masquez-le avec `aria-hidden=\"true\"` s’il ne sert qu’à décorer.",
            "Check that the text around says what it shows; otherwise, add `role=\"img\"`, `aria-label` and `title`, or hide it with `aria-hidden=\"true\"` if it only decorates.",
        ),
    };
    let words = message(
        (&what.0, &what.1),
        (
            "Un lecteur d’écran épelle sa ponctuation, signe après signe.",
            "A screen reader spells its punctuation, sign after sign.",
        ),
        how,
    );
    Finding::new(&META, view.tag(element), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoticon_is_told_from_punctuation() {
        assert_eq!(emoticon("À bientôt :-) !"), Some(":-)"));
        assert_eq!(emoticon("C’est fini ;)."), Some(";)"));
        for text in ["(voir la liste :)", "Exemple : oui", "a < b, 3 > 2", "de 9:00 à 12:00", "C:\\o/", ""] {
            assert_eq!(emoticon(text), None, "{text}");
        }
    }

    #[test]
    fn a_drawing_is_told_from_a_listing() {
        assert!(is_drawing(&"  /\\_/\\  ____ \n ( o.o ) |__| \n".repeat(4)));
        assert!(!is_drawing("├── src\n│   ├── main.rs\n│   └── lib.rs\n├── tests\n└── Cargo.toml\n"));
        assert!(!is_drawing("$ npm install\n$ npm start\n"));
    }
}
