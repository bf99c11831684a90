//! Whose repository it is: the beta.gouv.fr directory.
//!
//! The directory is read from the site's own data: a folder of Markdown sheets (`content/_startups/*.md`, YAML front
//! matter) or the JSON of its API (`/api/v2.7/startups.json`, or `/api/v3/startups/ID.json` one by one), by URL or from
//! a file. A sheet with a mistake is skipped and named; the rest is read.

mod api;
mod mapping;
mod sheets;
mod source;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

pub use api::parse as parse_api;
pub use mapping::{Mapping, Overrides, Owner, Reason};
pub use sheets::read_folder;
pub use source::{Source, SourceError};

use crate::names::RepositoryName;

/// A startup: a small product team of the community.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Startup {
    /// Its id: the name of its sheet, as in `https://beta.gouv.fr/startups/ID.html`.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The incubator's id; empty when the sheet names none.
    pub incubator: String,
    /// Its phases, by their start.
    pub phases: Vec<Phase>,
    /// Where its product is served.
    pub link: Option<String>,
    /// Its code, as the sheet writes it.
    pub repository: Option<String>,
}

/// A phase in a startup's life.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phase {
    /// `investigation`, `construction`, `acceleration`, `consolidation`, `opere`, `transfere`, `abandon`…
    pub name: String,
    /// First day, when the sheet gives one.
    pub start: Option<Date>,
}

/// An incubator: where startups are born.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Incubator {
    /// Its id: the name of its sheet.
    pub id: String,
    /// What people call it.
    pub title: String,
}

/// A sheet that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The sheet.
    pub sheet: String,
    /// Why, and where in the sheet.
    pub reason: String,
}

/// The directory, as far as it could be read.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    /// By id.
    pub startups: BTreeMap<String, Startup>,
    /// By id.
    pub incubators: BTreeMap<String, Incubator>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
}

impl Startup {
    /// The latest phase, by start date: the last one written among equals.
    pub fn phase(&self) -> Option<&Phase> {
        self.phases.iter().max_by_key(|phase| phase.start)
    }

    /// Whether the community counts it as active: neither transferred nor given up.
    pub fn is_active(&self) -> bool {
        self.phase().is_none_or(|phase| phase.name != "transfere" && !phase.name.starts_with("abandon"))
    }

    /// The GitHub repository its sheet names: `None` for another forge, an organisation or nothing.
    pub fn github_repository(&self) -> Option<RepositoryName> {
        let address = self.repository.as_deref()?.trim();
        let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
        let rest = rest.strip_prefix("www.").unwrap_or(rest);
        let path = rest.strip_prefix("github.com/")?;
        let path = path.split(['?', '#']).next().unwrap_or(path);
        let mut segments = path.split('/').filter(|segment| !segment.is_empty());
        let (owner, name) = (segments.next()?, segments.next()?);
        format!("{owner}/{}", name.trim_end_matches(".git")).parse().ok().filter(|_| owner != "orgs")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn startup(repository: &str) -> Startup {
        Startup {
            id: "x".into(),
            name: "X".into(),
            incubator: String::new(),
            phases: Vec::new(),
            link: None,
            repository: Some(repository.into()),
        }
    }

    #[test]
    fn a_sheet_names_a_github_repository_in_many_ways() {
        let read = |address| startup(address).github_repository().map(|name| name.to_string());
        for address in [
            "https://github.com/betagouv/a-just",
            "https://github.com/betagouv/a-just/",
            "http://www.github.com/betagouv/a-just.git",
            "https://github.com/betagouv/a-just/tree/main/back",
            "github.com/betagouv/a-just#readme",
        ] {
            assert_eq!(read(address).as_deref(), Some("betagouv/a-just"), "{address}");
        }
        for address in
            ["https://github.com/betagouv", "https://github.com/orgs/gip-inclusion", "https://gitlab.com/a/b"]
        {
            assert_eq!(read(address), None, "{address}");
        }
    }

    #[test]
    fn the_latest_phase_decides_whether_a_startup_is_active() {
        let phase = |name: &str, year| Phase {
            name: name.into(),
            start: Date::from_calendar_date(year, time::Month::January, 1).ok(),
        };
        let mut it = startup("");
        assert!(it.is_active());
        it.phases = vec![phase("abandon", 2024), phase("construction", 2022)];
        assert!(!it.is_active());
        it.phases.push(phase("acceleration", 2025));
        assert!(it.is_active());
    }
}
