//! A default branch moves: its state is looked at.

use serde::{Deserialize, Serialize};

use super::{Job, RepositoryRef};

/// Look at a branch as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewBranch {
    /// The installation that lets Vigie in.
    pub installation: i64,
    /// The repository.
    pub repository: RepositoryRef,
    /// The branch, without `refs/heads/`.
    pub branch: String,
    /// Its head as the event said.
    pub head: String,
    /// Asked for on purpose: a head that was reviewed is reviewed again.
    #[serde(default)]
    pub again: bool,
    /// Of that review, one check alone.
    #[serde(default)]
    pub only: Option<String>,
}

impl Job for ReviewBranch {
    const NAME: &'static str = "review_branch";

    fn key(&self) -> Option<String> {
        let key = format!("{}:{}", self.repository.id, self.branch);
        Some(self.only.as_ref().map_or(key.clone(), |check| format!("{key} {check}")))
    }

    fn lane(&self) -> Option<String> {
        Some(format!("{}:{}", self.repository.id, self.branch))
    }
}
