//! The referential: RGAA 4.1.2, its thématiques and critères.
//!
//! Titles, levels and test counts are those of the « critères et tests » of the RGAA 4.1.2 (DINUM, Licence Ouverte 2.0),
//! <https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/>; a title's links to the glossary are left out.

use std::sync::LazyLock;

use serde::Deserialize;

/// A thématique: « Images ».
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Topic {
    /// 1 to 13.
    pub number: u8,
    /// Its name.
    pub title: String,
    /// Its critères, in order.
    pub criteria: Vec<Criterion>,
}

/// A critère.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Criterion {
    /// Its number within the thématique.
    pub number: u8,
    /// The question it asks.
    pub title: String,
    /// `A` or `AA`: the lowest WCAG level that it serves.
    pub level: String,
    /// The WCAG 2.1 success criteria it serves: `1.1.1`.
    pub wcag: Vec<String>,
    /// How many tests it has.
    pub tests: u8,
}

static TOPICS: LazyLock<Vec<Topic>> =
    LazyLock::new(|| serde_json::from_str(include_str!("referential.json")).unwrap_or_default());

/// The thirteen thématiques with their 106 critères.
pub fn referential() -> &'static [Topic] {
    &TOPICS
}

/// The critère that a source names, as (thématique, critère): `RGAA-11.9.2` names (11, 9).
pub fn criterion_of(source: &str) -> Option<(u8, u8)> {
    let mut numbers = source.strip_prefix("RGAA-")?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// Where the method explains a critère.
pub fn method(topic: u8, criterion: u8) -> String {
    format!("https://accessibilite.numerique.gouv.fr/methode/criteres-et-tests/#{topic}.{criterion}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use checks_core::Check as _;

    use super::*;

    fn numbers() -> BTreeSet<(u8, u8)> {
        let of_topic = |topic: &Topic| topic.criteria.iter().map(|c| (topic.number, c.number)).collect::<Vec<_>>();
        referential().iter().flat_map(of_topic).collect()
    }

    #[test]
    fn the_referential_is_whole() {
        assert_eq!(referential().len(), 13);
        assert_eq!(numbers().len(), 106);
        let tests: u32 = referential().iter().flat_map(|topic| &topic.criteria).map(|c| u32::from(c.tests)).sum();
        assert_eq!(tests, 258);
    }

    #[test]
    fn rules_cite_criteria_that_exist() {
        for meta in crate::CHECK.rules() {
            for source in meta.sources.iter().filter(|source| source.starts_with("RGAA-")) {
                let known = criterion_of(source).is_some_and(|criterion| numbers().contains(&criterion));
                assert!(known, "{} cites {source}", meta.id);
            }
        }
    }

    #[test]
    fn a_source_names_its_criterion() {
        assert_eq!(criterion_of("RGAA-11.9.2"), Some((11, 9)));
        assert_eq!(criterion_of("WCAG-1.1.1"), None);
        assert_eq!(criterion_of("RGAA-x"), None);
    }
}
