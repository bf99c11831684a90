//! What checks ask of the world, and the answers.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

/// A registry of packages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Registry {
    /// npm.
    Npm,
    /// PyPI.
    Pypi,
    /// crates.io.
    CratesIo,
}

/// A question that the host answers for all checks together: cached, bounded, polite.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "kebab-case")]
pub enum Question {
    /// The releases of a package. The answer is [`Answer::Releases`].
    Releases {
        /// Where it is published.
        registry: Registry,
        /// Its name, as the registry spells it.
        name: String,
    },
    /// The cycles of a product on endoflife.date. The answer is [`Answer::Cycles`].
    EndOfLife {
        /// The product's id there: `nodejs`.
        product: String,
    },
}

/// One published version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Release {
    /// The version as published.
    pub version: String,
    /// The day it was published, where that is known and can be believed.
    #[serde(default)]
    pub date: Option<Date>,
    /// Withdrawn (PyPI and crates.io: yanked).
    #[serde(default)]
    pub yanked: bool,
    /// The deprecation note, when its authors gave one.
    #[serde(default)]
    pub deprecated: Option<String>,
}

/// The releases of a package.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Releases {
    /// The version that npm's `latest` dist-tag names.
    #[serde(default)]
    pub latest: Option<String>,
    /// Every version, in no order.
    pub versions: Vec<Release>,
}

/// The end of a cycle's support.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum End {
    /// On that day.
    On(Date),
    /// Over (`true`) or not announced (`false`), without a date.
    Over(bool),
}

impl End {
    /// Whether it is over on `today`.
    pub fn is_over(self, today: Date) -> bool {
        match self {
            Self::On(day) => day <= today,
            Self::Over(over) => over,
        }
    }
}

/// A release cycle of a product, as endoflife.date tells it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cycle {
    /// Its name: `22`, `3.12`.
    pub cycle: String,
    /// The day it came out.
    #[serde(default)]
    pub released: Option<Date>,
    /// The day it becomes long-term support, for products that have such cycles.
    #[serde(default)]
    pub lts: Option<End>,
    /// End of life: no fix for security any more.
    pub ends: End,
    /// Its latest version.
    #[serde(default)]
    pub latest: Option<String>,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Answer {
    /// To [`Question::Releases`].
    Releases(Releases),
    /// To [`Question::EndOfLife`]: newest first.
    Cycles(Vec<Cycle>),
    /// There is no such package or product.
    Absent,
    /// The host could not know: no network, a time-out, a private registry. Never a reason to fail.
    Unknown,
}

/// The answers to a check's questions, and the date they hold for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The day of the review.
    pub today: Date,
    answers: BTreeMap<Question, Answer>,
}

impl Facts {
    /// What is known on `today`.
    pub fn new(today: Date, answers: BTreeMap<Question, Answer>) -> Self {
        Self { today, answers }
    }

    /// The answer to a question; `Unknown` to one that was not asked.
    pub fn answer(&self, question: &Question) -> &Answer {
        self.answers.get(question).unwrap_or(&Answer::Unknown)
    }

    /// The questions that stayed without an answer.
    pub fn unknown(&self) -> impl Iterator<Item = &Question> {
        self.answers.iter().filter(|(_, answer)| **answer == Answer::Unknown).map(|(question, _)| question)
    }
}
