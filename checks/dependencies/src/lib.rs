//! Dependency freshness: lock files, runtimes, actions.
//!
//! What lock files hold is read here ([`packages`]), with the place of each package; what the world says of them
//! comes as answers to the check's questions.

mod action;
mod interest;
mod lock;
mod manifest;
mod package;
mod rule;
mod rules;
mod runtime;
mod version;

use std::collections::BTreeSet;

use checks_core::{Check, Facts, File, Finding, Inspection, Interest, Meta, Project, Question, Text};

pub use lock::{is_lock, is_readable, packages};
pub use package::{Package, Source};

use rule::Look;
use rules::RULES;

/// The check.
pub static CHECK: DependenciesCheck = DependenciesCheck;

/// Freshness of what a project stands on: packages, runtimes, base images, actions.
#[derive(Debug)]
pub struct DependenciesCheck;

impl Check for DependenciesCheck {
    fn name(&self) -> &'static str {
        "dependencies"
    }

    fn title(&self) -> Text {
        Text::new("Fraîcheur des dépendances", "Dependency freshness")
    }

    fn version(&self) -> u32 {
        1
    }

    fn rules(&self) -> Vec<&'static Meta> {
        RULES.iter().map(|rule| rule.meta).collect()
    }

    fn interest(&self, path: &str) -> Interest {
        interest::of(path)
    }

    fn inspect(&self, file: &File) -> Inspection {
        let mut inspection = Inspection::default();
        for rule in RULES {
            match rule.look {
                Look::File(look) => inspection.findings.extend(look(file)),
                Look::World { inspect, .. } => inspect(file, &mut inspection),
            }
        }
        inspection
    }

    fn asks(&self, project: &Project<'_>) -> Vec<Question> {
        let mut questions = BTreeSet::new();
        for rule in RULES {
            if let Look::World { asks, .. } = rule.look {
                questions.extend(asks(project));
            }
        }
        questions.into_iter().collect()
    }

    fn conclude(&self, project: &Project<'_>, facts: &Facts) -> Vec<Finding> {
        let mut findings = Vec::new();
        for rule in RULES {
            if let Look::World { conclude, .. } = rule.look {
                findings.extend(conclude(project, facts));
            }
        }
        findings.sort_by(|a, b| (&a.place, &a.rule).cmp(&(&b.place, &b.rule)));
        findings
    }
}
