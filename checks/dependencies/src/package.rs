//! A package as a lock file holds it.

use checks_core::{Place, Question, Registry};
use serde::{Deserialize, Serialize};

/// Where a lock file says a package comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// A registry.
    Registry,
    /// A registry, under another name than its own (npm's `npm:`).
    Alias,
    /// A commit of a git repository.
    Git,
    /// A folder of the repository or of the machine.
    Path,
    /// An archive at an address.
    Tarball,
}

/// A package at one version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The public registry that publishes it; `None` for a private one or another source.
    pub registry: Option<Registry>,
    /// Its ecosystem, whatever the source: the registry its names are of.
    pub ecosystem: Registry,
    /// Its own name, as the lock file spells it, never an alias.
    pub name: String,
    /// The version, as the lock file spells it.
    pub version: String,
    /// Whether the project itself asks for it; others are there because a dependency asks for them.
    pub direct: bool,
    /// Whether it serves development only, where the lock file tells.
    pub dev: bool,
    /// Where it comes from.
    pub source: Source,
    /// Where the lock file names it.
    pub place: Place,
}

impl Package {
    /// What to ask of the world about it; `None` where no public registry can answer.
    pub fn question(&self) -> Option<Question> {
        Some(Question::Releases { registry: self.registry?, name: self.name.clone() })
    }
}
