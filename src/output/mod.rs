//! Findings as text, SARIF, JSON, annotations: one small module each over the same [`Report`].

pub mod annotations;
pub mod grade;
pub mod grid;
pub mod json;
pub mod rendered;
pub mod rules;
pub mod sarif;
pub mod sbom;
pub mod text;

use std::collections::BTreeSet;

use checks_core::{Finding, Lang, Level, Meta, fingerprints};

use crate::review::settings::MISTAKE;
use crate::review::{Outcome, State};

/// What a run of the command line tells, whatever the format.
pub struct Report<'a> {
    /// One per check.
    pub outcomes: &'a [Outcome],
    /// The rules of the checks that ran.
    pub rules: &'a [&'static Meta],
    /// What the head was compared with, as the person named it.
    pub base: Option<&'a str>,
    /// Number of files that the change touches; without a base, of those that are there.
    pub files: usize,
    /// The language of the person.
    pub lang: Lang,
}

/// A finding to tell, and its fingerprint.
pub struct Item<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its fingerprint.
    pub fingerprint: String,
}

impl Report<'_> {
    /// What is new, by place: faults of the settings among it.
    pub fn items(&self) -> Vec<Item<'_>> {
        let mut items = Vec::new();
        for outcome in self.outcomes {
            let settings = outcome.settings.iter().zip(fingerprints(&outcome.settings));
            items.extend(settings.map(|(finding, fingerprint)| Item { finding, fingerprint }));
            let told = outcome.told().into_iter().filter(|told| told.state == State::New);
            items.extend(told.map(|told| Item { finding: told.finding, fingerprint: told.fingerprint }));
        }
        items.sort_by(|a, b| (&a.finding.place, &a.finding.rule).cmp(&(&b.finding.place, &b.finding.rule)));
        items
    }

    /// The gravest level told, if anything is.
    pub fn worst(&self) -> Option<Level> {
        self.items().iter().map(|item| item.finding.level).max()
    }

    /// The rules, that of the settings among them where it speaks.
    fn rules_told(&self) -> Vec<&'static Meta> {
        let mut rules = self.rules.to_vec();
        if self.outcomes.iter().any(|outcome| !outcome.settings.is_empty()) {
            rules.push(&MISTAKE);
        }
        rules
    }

    /// What could not be known, each once.
    fn unknown(&self) -> BTreeSet<String> {
        let questions = self.outcomes.iter().flat_map(|outcome| &outcome.unknown);
        questions.map(crate::review::summary::subject).collect()
    }
}

#[cfg(test)]
mod tests;
