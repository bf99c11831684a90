//! A repository is seen for the first time.

use serde::{Deserialize, Serialize};

use super::{Job, Priority, RepositoryRef};

/// Look at the default branch of a repository that is new to Vigie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FirstReport {
    /// The installation that lets Vigie in.
    pub installation: i64,
    /// The repository; its default branch may not be known yet.
    pub repository: RepositoryRef,
}

impl Job for FirstReport {
    const NAME: &'static str = "first_report";

    fn key(&self) -> Option<String> {
        Some(self.repository.id.to_string())
    }

    fn priority(&self) -> Priority {
        Priority::Low
    }
}
