//! What a check concludes of a change.

use checks_core::{Finding, Lang, Level, Question, fingerprints};
use serde::Serialize;

/// GitHub's conclusions that a check gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Conclusion {
    /// Nothing new is wrong, for sure or probably.
    Success,
    /// Something new is wrong for sure.
    Failure,
    /// Said without judging: something new is probably wrong, the check only advises, or could not look at everything.
    Neutral,
    /// Nothing here for this check, or the settings switch it off. GitHub counts it as passed.
    Skipped,
}

impl Conclusion {
    /// GitHub's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Neutral => "neutral",
            Self::Skipped => "skipped",
        }
    }
}

/// Findings by level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Wrong for sure.
    pub failures: usize,
    /// Probably wrong.
    pub warnings: usize,
    /// To verify.
    pub notices: usize,
}

impl Counts {
    /// Counts findings.
    pub fn of<'a>(findings: impl IntoIterator<Item = &'a Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            match finding.level {
                Level::Failure => counts.failures += 1,
                Level::Warning => counts.warnings += 1,
                Level::Notice => counts.notices += 1,
            }
        }
        counts
    }

    /// All levels together.
    pub const fn total(self) -> usize {
        self.failures + self.warnings + self.notices
    }
}

/// Something that kept a check from looking: to log, and to say in the summary.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(tag = "problem", rename_all = "lowercase")]
pub enum Problem {
    /// The bytes of a file could not be had.
    Unreadable {
        /// Its path.
        path: String,
    },
    /// A check stopped short (a fault of ours).
    Stopped {
        /// The check.
        check: &'static str,
        /// On which file; `None` while it concluded.
        path: Option<String>,
    },
}

impl Problem {
    /// In words.
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::Unreadable { path }, Lang::Fr) => format!("« {path} » n’a pas pu être lu."),
            (Self::Unreadable { path }, Lang::En) => format!("“{path}” could not be read."),
            (Self::Stopped { check, path: Some(path) }, Lang::Fr) => {
                format!(
                    "Le contrôle {check} s’est interrompu sur « {path} » : ce fichier n’est pas jugé. C’est un défaut de Vigie."
                )
            }
            (Self::Stopped { check, path: Some(path) }, Lang::En) => {
                format!("The {check} check stopped on “{path}”: this file is not judged. This is a fault of Vigie.")
            }
            (Self::Stopped { check, path: None }, Lang::Fr) => {
                format!("Le contrôle {check} s’est interrompu avant de conclure. C’est un défaut de Vigie.")
            }
            (Self::Stopped { check, path: None }, Lang::En) => {
                format!("The {check} check stopped before concluding. This is a fault of Vigie.")
            }
        }
    }
}

/// Whether the change brought a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It did.
    New,
    /// It was there.
    Remaining,
}

/// A finding of the head with what it is stored under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Whether the change brought it.
    pub state: State,
    /// Its fingerprint: 32 hexadecimal digits, the same when lines move.
    pub fingerprint: String,
}

/// What a check concludes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The check's name.
    pub check: &'static str,
    /// GitHub's conclusion.
    pub conclusion: Conclusion,
    /// What the change brings in; everything when the whole head is reviewed. By place.
    pub new: Vec<Finding>,
    /// What the change mends, as the base had it.
    pub fixed: Vec<Finding>,
    /// What was there already in the files that the change touches.
    pub remaining: Vec<Finding>,
    /// Number of findings of the head that waivers accept.
    pub waived: usize,
    /// Whether the settings leave the check on.
    pub enabled: bool,
    /// Whether the check only advises: a failure is told and does not fail.
    pub advisory: bool,
    /// Paths that could not be looked at on one side, and are not judged.
    pub unread: Vec<String>,
    /// Paths of the head that are too large to be looked at.
    pub too_large: Vec<String>,
    /// Questions that stayed without an answer.
    pub unknown: Vec<Question>,
    /// What kept the check from concluding.
    pub problems: Vec<Problem>,
    /// What is wrong in the settings, to annotate: on one outcome of a review only.
    pub settings: Vec<Finding>,
    /// What is wrong in the settings where the change does not touch them: to mention only.
    pub elsewhere: Vec<Finding>,
}

impl Outcome {
    /// Nothing to say: skipped.
    pub(super) fn new(check: &'static str) -> Self {
        Self {
            check,
            conclusion: Conclusion::Skipped,
            new: Vec::new(),
            fixed: Vec::new(),
            remaining: Vec::new(),
            waived: 0,
            enabled: true,
            advisory: false,
            unread: Vec::new(),
            too_large: Vec::new(),
            unknown: Vec::new(),
            problems: Vec::new(),
            settings: Vec::new(),
            elsewhere: Vec::new(),
        }
    }

    /// A new finding that is wrong for sure fails the check, unless it only advises. One that is probably wrong leaves
    /// it neutral: GitHub blocks nothing for it, and does not show it as all well. What could not be looked at never
    /// fails, and never passes for looked at. An answer that is missing changes nothing.
    pub(super) fn decide(&mut self, advisory: bool) {
        self.advisory = advisory;
        let counts = self.counts();
        let whole = self.unread.is_empty() && self.problems.is_empty();
        self.conclusion = if counts.failures > 0 && !advisory {
            Conclusion::Failure
        } else if counts.failures + counts.warnings == 0 && whole {
            Conclusion::Success
        } else {
            Conclusion::Neutral
        };
    }

    /// What is new, by level.
    pub fn counts(&self) -> Counts {
        Counts::of(&self.new)
    }

    /// Whether the check looked at anything.
    pub fn ran(&self) -> bool {
        self.conclusion != Conclusion::Skipped
    }

    /// What goes on the lines: faults of the settings, then what is new.
    pub fn annotated(&self) -> impl Iterator<Item = &Finding> {
        self.settings.iter().chain(&self.new)
    }

    /// The findings of the head, with their fingerprints: new ones first.
    pub fn told(&self) -> Vec<Told<'_>> {
        let states = std::iter::repeat_n(State::New, self.new.len())
            .chain(std::iter::repeat_n(State::Remaining, self.remaining.len()));
        let findings = self.new.iter().chain(&self.remaining);
        let fingerprints = fingerprints(findings.clone());
        findings
            .zip(states)
            .zip(fingerprints)
            .map(|((finding, state), fingerprint)| Told { finding, state, fingerprint })
            .collect()
    }
}
