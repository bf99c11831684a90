//! The merge queue asks whether a group may be merged.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::reviewing::{self, Against, Target};
use super::{Context, Job, Perform, Priority, RepositoryRef, Turn};
use crate::store::ReviewKind;

/// Look at a merge group. Without an answer within the hour, GitHub throws its pull requests out of the queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewMergeGroup {
    /// The installation that lets Vigie in.
    pub installation: i64,
    /// The repository.
    pub repository: RepositoryRef,
    /// The commit that would be merged.
    pub head: String,
    /// What it would be merged onto.
    pub base: String,
    /// Asked for on purpose: a head that was reviewed is reviewed again.
    #[serde(default)]
    pub again: bool,
}

impl ReviewMergeGroup {
    /// The key of the job about this group, so that a destroyed one can be forgotten.
    pub fn key_of(repository: i64, head: &str) -> String {
        format!("{repository}@{head}")
    }
}

impl Job for ReviewMergeGroup {
    const NAME: &'static str = "review_merge_group";

    fn key(&self) -> Option<String> {
        Some(Self::key_of(self.repository.id, &self.head))
    }

    fn priority(&self) -> Priority {
        Priority::High
    }
}

impl ReviewMergeGroup {
    fn target(self, cause: i64) -> Target {
        Target {
            installation: self.installation,
            repository: self.repository,
            head: self.head,
            against: Against::Commit(self.base),
            kind: ReviewKind::MergeGroup,
            number: 0,
            branch: None,
            again: self.again,
            only: None,
            cause,
        }
    }
}

impl Perform<Arc<Context>> for ReviewMergeGroup {
    async fn perform(self, context: &Arc<Context>, turn: &Turn) -> anyhow::Result<()> {
        Box::pin(reviewing::review(context, &self.target(turn.job))).await
    }

    async fn give_up(self, context: &Arc<Context>, turn: &Turn, _error: &str) -> anyhow::Result<()> {
        reviewing::give_up(context, &self.target(turn.job)).await
    }
}
