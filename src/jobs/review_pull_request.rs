//! A pull request is opened, or its head or its base moves.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::reviewing::{self, Against, Target};
use super::{Context, Job, Perform, Priority, RepositoryRef, Turn};
use crate::store::ReviewKind;

/// Look at the head of a pull request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewPullRequest {
    /// The installation that lets Vigie in.
    pub installation: i64,
    /// The repository that the pull request is made to, whose head it has under `refs/pull/N/head` even from a fork.
    pub repository: RepositoryRef,
    /// Its number.
    pub number: i64,
    /// The head as the event said; deliveries may come out of order, so the present head counts.
    pub head: String,
    /// The branch it is made to.
    pub base_ref: String,
    /// Asked for on purpose: a head that was reviewed is reviewed again.
    #[serde(default)]
    pub again: bool,
    /// Of that review, one check alone.
    #[serde(default)]
    pub only: Option<String>,
}

impl ReviewPullRequest {
    /// The key of every job about this pull request, so that a closed one can be forgotten.
    pub fn key_of(repository: i64, number: i64) -> String {
        format!("{repository}#{number}")
    }
}

impl Job for ReviewPullRequest {
    const NAME: &'static str = "review_pull_request";

    fn key(&self) -> Option<String> {
        let key = Self::key_of(self.repository.id, self.number);
        Some(self.only.as_ref().map_or(key.clone(), |check| format!("{key} {check}")))
    }

    fn lane(&self) -> Option<String> {
        Some(Self::key_of(self.repository.id, self.number))
    }

    fn priority(&self) -> Priority {
        Priority::High
    }
}

impl ReviewPullRequest {
    fn target(self, cause: i64) -> Target {
        Target {
            installation: self.installation,
            repository: self.repository,
            head: self.head,
            against: Against::Branch(self.base_ref),
            kind: ReviewKind::PullRequest,
            number: self.number,
            branch: None,
            again: self.again,
            only: self.only,
            cause,
        }
    }
}

impl Perform<Arc<Context>> for ReviewPullRequest {
    async fn perform(self, context: &Arc<Context>, turn: &Turn) -> anyhow::Result<()> {
        Box::pin(reviewing::review(context, &self.target(turn.job))).await
    }

    async fn give_up(self, context: &Arc<Context>, turn: &Turn, _error: &str) -> anyhow::Result<()> {
        reviewing::give_up(context, &self.target(turn.job)).await
    }
}
