//! The state of conformity.

use serde::{Deserialize, Serialize};

/// A state of conformity, as the law names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum State {
    /// « non conforme ».
    Non,
    /// « partiellement conforme ».
    Partial,
    /// « totalement conforme ».
    Total,
}

impl State {
    /// The words that a page shows.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Non => "non conforme",
            Self::Partial => "partiellement conforme",
            Self::Total => "totalement conforme",
        }
    }

    /// The state that `adverb` tells, before « conforme ».
    pub(super) fn of(adverb: &str) -> Option<Self> {
        Some(match adverb {
            "non" => Self::Non,
            "partiellement" => Self::Partial,
            "totalement" => Self::Total,
            _ => return None,
        })
    }
}

/// What the words of a footer, folded, show of the state of conformity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    /// One of the three states.
    State(State),
    /// The three at once, or the place where one is to be written: what a model has.
    Model,
    /// Accessibility is named and its state is not.
    Unsaid,
    /// A state in words that the law does not have.
    Otherwise,
    /// The words are about something else.
    Nothing,
}

/// What the label of a link may begin with to be about the site's accessibility.
const SUBJECTS: &[&str] = &[
    "declaration d'accessibilite",
    "declaration de l'accessibilite",
    "declaration accessibilite",
    "page d'accessibilite",
    "page accessibilite",
    "accessibilite",
];

/// What may follow the subject without saying anything of the state.
const SCOPES: &[&str] = &[
    "de l'application",
    "de la plateforme",
    "du service",
    "du site internet",
    "du site web",
    "du site",
    "du web",
    "numerique",
    "rgaa",
    "web",
];

/// Words by which footers tell a state that is none of the three.
const OTHERWISE: &[&str] = &[
    "%",
    "a venir",
    "audit",
    "aucun",
    "conforme",
    "conformite",
    "en attente",
    "en construction",
    "en cours",
    "n/a",
    "non applicable",
    "non evalue",
    "non",
    "partielle",
    "partiel",
    "partiellement",
    "totale",
    "total",
    "totalement",
];

/// What `label`, folded, shows of the state.
pub(crate) fn shown(label: &str) -> Shown {
    let label = label.trim_matches(|c: char| !c.is_alphanumeric() && c != ')' && c != '%');
    let Some(rest) = SUBJECTS.iter().find_map(|subject| label.strip_prefix(subject)) else { return Shown::Nothing };
    // « accessibilites »
    if rest.starts_with(char::is_alphanumeric) {
        return Shown::Nothing;
    }
    let mut rest = rest.trim_start();
    while let Some(after) = SCOPES.iter().find_map(|scope| rest.strip_prefix(scope)) {
        rest = after.trim_start();
    }
    let has_colon = rest.starts_with([':', '(', '-', '[', '|', ',']);
    let said = rest.trim_matches(|c: char| !c.is_alphanumeric() && c != '%');
    if said.is_empty() {
        return Shown::Unsaid;
    }
    let words: Vec<&str> = said.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let adverbs: Vec<State> = words.iter().filter_map(|word| State::of(word)).collect();
    let is_named = words.iter().any(|word| matches!(*word, "conforme" | "conformes"));
    match adverbs.as_slice() {
        [_, _, _] if is_named => Shown::Model,
        [_, _] if is_named && said.contains('/') => Shown::Model,
        [state] if is_named && follows(&words, *state) => Shown::State(*state),
        _ if has_colon && OTHERWISE.iter().any(|other| holds(said, other)) => Shown::Otherwise,
        _ => Shown::Nothing,
    }
}

/// Whether « conforme » follows the adverb of `state`.
fn follows(words: &[&str], state: State) -> bool {
    words.windows(2).any(|pair| State::of(pair[0]) == Some(state) && pair[1].starts_with("conforme"))
}

/// Whether `text` holds `words` as words of their own.
fn holds(text: &str, words: &str) -> bool {
    text.match_indices(words).any(|(at, _)| {
        let (before, after) = (&text[..at], &text[at + words.len()..]);
        !words.starts_with(char::is_alphanumeric)
            || (!before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric))
    })
}

#[cfg(test)]
mod tests {
    use super::super::folded;
    use super::*;

    #[test]
    fn the_three_states_are_known_however_they_are_written() {
        for (label, state) in [
            ("Accessibilité : non conforme", State::Non),
            ("Accessibilité\u{a0}: partiellement conforme", State::Partial),
            ("ACCESSIBILITÉ: TOTALEMENT CONFORME", State::Total),
            ("Accessibilite : non-conforme", State::Non),
            ("Accessibilité (non conforme)", State::Non),
            ("Accessibilité numérique : partiellement conforme", State::Partial),
            ("Accessibilité du site : non conforme", State::Non),
            ("Accessibilité : non conforme (audit en cours)", State::Non),
            ("Accessibilité : partiellement conforme (73 %)", State::Partial),
            ("Déclaration d’accessibilité : non conforme", State::Non),
        ] {
            assert_eq!(shown(&folded(label)), Shown::State(state), "{label}");
        }
    }

    #[test]
    fn other_wordings_are_told_apart_from_other_subjects() {
        for (label, expected) in [
            ("Accessibilité", Shown::Unsaid),
            ("Accessibilité :", Shown::Unsaid),
            ("Déclaration d'accessibilité", Shown::Unsaid),
            ("Accessibilité du site", Shown::Unsaid),
            ("Accessibilité : conforme", Shown::Otherwise),
            ("Accessibilité : non", Shown::Otherwise),
            ("Accessibilité : conformité partielle", Shown::Otherwise),
            ("Accessibilité : 73 % conforme", Shown::Otherwise),
            ("Accessibilité : en cours", Shown::Otherwise),
            ("Accessibilité : audit à venir", Shown::Otherwise),
            ("Accessibilité : non/partiellement/totalement conforme", Shown::Model),
            ("Accessibilité : non ou partiellement ou totalement conforme", Shown::Model),
            ("Accessibilités", Shown::Nothing),
            ("Accessibilité des bâtiments", Shown::Nothing),
            ("Accessibilité : nos engagements", Shown::Nothing),
            ("Aide et accessibilité", Shown::Nothing),
            ("Mentions légales", Shown::Nothing),
        ] {
            assert_eq!(shown(&folded(label)), expected, "{label}");
        }
    }
}
