//! A repository's settings: `.github/vigie.yml`, over the organisation's, over the defaults.
//!
//! A mistake is a finding on its line, and the rest still applies. `schema.json` beside this file describes the same
//! for editors; a test holds the two together.

mod node;
mod read;

use std::collections::BTreeMap;

use checks_core::{File, Finding, Language, Level, Meta, Note};
use ignore::gitignore::GitignoreBuilder;
use serde::Serialize;
use time::Date;

pub use read::Read;

/// Where a repository keeps its settings.
pub const SETTINGS_PATH: &str = ".github/vigie.yml";
/// Where an organisation keeps them, in its repository named `.github`.
pub const ORGANISATION_SETTINGS_PATH: &str = "vigie.yml";
/// Mistakes told of one file; a file with more is broken as a whole.
pub const MOST_FINDINGS: usize = 20;
/// The JSON Schema of the settings.
pub const SCHEMA: &str = include_str!("schema.json");

/// The rule of mistakes in the settings.
pub static MISTAKE: Meta = Meta {
    check: "vigie",
    id: "settings",
    level: Level::Warning,
    sources: &[],
    languages: &[Language::Yaml],
    page: include_str!("settings.md"),
};

/// What a repository may set.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    /// The startup whose repository it is, by its id in the beta.gouv.fr directory.
    pub startup: Option<String>,
    /// Checks, by name.
    pub checks: BTreeMap<String, CheckSettings>,
    /// Paths left out, written as in a `.gitignore`.
    pub ignore: Vec<String>,
    /// Rules of which the level is another: `None` where they are off.
    pub rules: BTreeMap<String, Option<Level>>,
    /// What components of other libraries render, by their name (`Btn`) or their package and name.
    pub components: BTreeMap<String, Rendered>,
    /// Findings accepted, until a day that has not passed.
    pub waivers: Vec<Waiver>,
}

/// What a component renders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rendered {
    /// The HTML element.
    pub element: String,
    /// The property that names it.
    pub label: Option<String>,
    /// The property that gives another element in its place.
    #[serde(rename = "as")]
    pub polymorphic: Option<String>,
}

/// What may be set of a check. What is not set is the organisation's, else the default.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CheckSettings {
    /// Whether it runs: yes by default.
    pub enabled: Option<bool>,
    /// Whether it only advises, and never fails: no by default.
    pub advisory: Option<bool>,
}

/// A finding accepted, with a reason and a last day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The rule: `rgaa/img-alt`.
    pub rule: String,
    /// The files, written as in a `.gitignore`.
    pub path: String,
    /// Why it is accepted.
    pub reason: String,
    /// The last day it holds.
    pub until: Date,
}

impl Settings {
    /// These settings over `lower` ones: what is said here holds; paths left out and waivers add up.
    #[must_use]
    pub fn over(mut self, lower: Self) -> Self {
        self.startup = self.startup.or(lower.startup);
        for (name, below) in lower.checks {
            let check = self.checks.entry(name).or_default();
            check.enabled = check.enabled.or(below.enabled);
            check.advisory = check.advisory.or(below.advisory);
        }
        for (rule, level) in lower.rules {
            self.rules.entry(rule).or_insert(level);
        }
        for (name, below) in lower.components {
            self.components.entry(name).or_insert(below);
        }
        self.ignore = [lower.ignore, self.ignore].concat();
        self.waivers = [lower.waivers, self.waivers].concat();
        self
    }

    /// What checks are told of the settings when they conclude, as notes on the file of settings.
    pub fn notes(&self) -> Vec<Note> {
        if self.components.is_empty() {
            return Vec::new();
        }
        let place = File::new(SETTINGS_PATH, "").start_place();
        vec![Note::new("settings.components", place, &self.components)]
    }

    /// Whether a check runs.
    pub fn enabled(&self, check: &str) -> bool {
        self.checks.get(check).and_then(|set| set.enabled).unwrap_or(true)
    }

    /// Whether a check only advises.
    pub fn advisory(&self, check: &str) -> bool {
        self.checks.get(check).and_then(|set| set.advisory).unwrap_or(false)
    }

    /// Gives a finding the level that is set for its rule; `false` where the rule is off.
    pub fn weigh(&self, finding: &mut Finding) -> bool {
        match self.rules.get(&finding.rule) {
            None => true,
            Some(None) => false,
            Some(Some(level)) => {
                finding.level = *level;
                true
            }
        }
    }

    /// Whether a waiver accepts a finding.
    pub fn waives(&self, finding: &Finding) -> bool {
        self.waivers.iter().any(|waiver| waiver.rule == finding.rule && is_below(&waiver.path, &finding.place.path))
    }
}

fn is_below(pattern: &str, path: &str) -> bool {
    let mut builder = GitignoreBuilder::new("");
    let _ = builder.add_line(None, pattern);
    !path.starts_with('/')
        && builder.build().is_ok_and(|pattern| pattern.matched_path_or_any_parents(path, false).is_ignore())
}
