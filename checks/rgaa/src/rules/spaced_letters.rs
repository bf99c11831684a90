//! No spaces part the letters of a word.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "spaced-letters",
    level: Level::Warning,
    sources: &["RGAA-10.1.3", "WCAG-1.3.2"],
    languages: Language::MARKUP,
    page: include_str!("spaced_letters.md"),
};

/// The shortest word that is told.
const LETTERS: usize = 4;

/// Initials that stand for a series: the months and the days, in French and in English.
const SERIES: &[&str] = &["JFMAMJJASOND", "LMMJVSD", "MTWTFSS", "SMTWTFS", "DLMMJVS"];

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for node in &view.document.nodes {
        let NodeKind::Text(text) = &node.kind else { continue };
        if text.len() < LETTERS * 2 - 1 || !may_be_spaced(text) {
            continue;
        }
        let Some(word) = spaced_word(text) else { continue };
        let Some(element) = node.parent.and_then(|parent| view.document.element(parent)) else { continue };
        if !is_literal(element) {
            findings.push(finding(view, element, &word));
        }
    }
    findings
}

/// Whether what an element holds is shown as it is typed.
fn is_literal(element: &Element) -> bool {
    matches!(element.name.as_str(), "code" | "kbd" | "pre" | "samp" | "script" | "style" | "svg" | "text" | "textarea")
}

/// Whether a letter stands alone: hardly any text has one, and every text is asked.
#[expect(clippy::needless_bitwise_bool, reason = "a branch would have it read byte by byte")]
fn may_be_spaced(text: &str) -> bool {
    let bytes = text.as_bytes();
    // All of it without a branch, which compilers turn into many bytes at once.
    let alone = |(before, letter, after): (&u8, &u8, &u8)| {
        (*before <= b' ') & ((*letter | 0x20).wrapping_sub(b'a') < 26) & (*after <= b' ')
    };
    let threes = bytes.iter().zip(&bytes[1..]).zip(&bytes[2..]);
    let is_alone = threes.fold(false, |found, ((before, letter), after)| found | alone((before, letter, after)));
    is_alone || text.contains('\u{a0}')
}

/// The first word whose letters stand apart.
fn spaced_word(text: &str) -> Option<String> {
    let mut letters = String::new();
    for part in text.split_whitespace().chain([""]) {
        let mut chars = part.chars();
        match (chars.next(), chars.next()) {
            (Some(letter), None) if letter.is_alphabetic() => letters.push(letter),
            _ if is_word(&letters) => return Some(letters),
            _ => letters.clear(),
        }
    }
    None
}

/// Whether letters make a word: of one case, or with a capital; not the alphabet, nor a series of initials.
fn is_word(letters: &str) -> bool {
    let chars: Vec<char> = letters.chars().collect();
    let rises = chars.windows(2).all(|pair| u32::from(pair[0]) + 1 == u32::from(pair[1]));
    let is_vowel = |letter: &char| "aeiouyàâéèêëîïôûùœ".contains(letter.to_lowercase().next().unwrap_or(*letter));
    let rest_is = |test: fn(char) -> bool| chars.iter().skip(1).all(|&letter| test(letter));
    let repeats = chars.windows(2).all(|pair| pair[0] == pair[1]);
    chars.len() >= LETTERS
        && !rises
        && !repeats
        && !SERIES.contains(&letters)
        && chars.iter().any(is_vowel)
        && !chars.iter().all(is_vowel)
        && (rest_is(char::is_uppercase) || rest_is(char::is_lowercase))
}

fn finding(view: &View<'_>, element: &Element, word: &str) -> Finding {
    let words = message(
        (
            &format!("Des espaces séparent les lettres du mot « {word} »."),
            &format!("Spaces part the letters of the word “{word}”."),
        ),
        (
            "Un lecteur d’écran épelle alors des lettres sans suite, et une recherche ne trouve pas le mot.",
            "A screen reader then spells letters that mean nothing, and a search does not find the word.",
        ),
        (
            "Écrivez le mot entier, et espacez ses lettres en CSS avec `letter-spacing`.",
            "Write the whole word, and space its letters in CSS with `letter-spacing`.",
        ),
    );
    Finding::new(&META, view.tag(element), words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_is_told_from_a_series() {
        for (text, expected) in [
            ("T I T R E", Some("TITRE")),
            ("Le m\u{a0}e\u{a0}n\u{a0}u du jour", Some("menu")),
            ("A B C D E", None),
            ("J F M A M J J A S O N D", None),
            ("Il y a à lire", None),
            ("x x x x", None),
            ("W S D F", None),
            ("", None),
        ] {
            assert_eq!(spaced_word(text).as_deref(), expected, "{text}");
        }
    }
}
