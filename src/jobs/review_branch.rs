//! A default branch moves: its state is looked at.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::reviewing::{self, Against, Target};
use super::{Context, Job, Perform, RepositoryRef, Turn};
use crate::store::ReviewKind;

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

impl ReviewBranch {
    fn target(self, cause: i64) -> Target {
        Target {
            installation: self.installation,
            repository: self.repository,
            head: self.head,
            against: Against::Nothing,
            kind: ReviewKind::Branch,
            number: 0,
            branch: Some(self.branch),
            again: self.again,
            only: self.only,
            cause,
        }
    }
}

impl Perform<Arc<Context>> for ReviewBranch {
    async fn perform(self, context: &Arc<Context>, turn: &Turn) -> anyhow::Result<()> {
        Box::pin(reviewing::review(context, &self.target(turn.job))).await
    }

    async fn give_up(self, context: &Arc<Context>, turn: &Turn, _error: &str) -> anyhow::Result<()> {
        reviewing::give_up(context, &self.target(turn.job)).await
    }
}
