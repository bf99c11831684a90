//! GitHub speaks of a commit and not of what it is the head of: a check suite, a re-run.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::reviewing::settle;
use super::{Context, Job, Perform, Priority, RepositoryRef, ReviewMergeGroup, ReviewPullRequest, Turn, enqueue};
use crate::store::ReviewKind;

/// Find out what a commit is the head of, and have that reviewed: queue the `Review…` jobs rather than review here, so
/// that each keeps its lane to itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewHead {
    /// The installation that lets Vigie in.
    pub installation: i64,
    /// The repository.
    pub repository: RepositoryRef,
    /// The commit.
    pub head: String,
    /// The check run that somebody asked to have again; its name is what was shown.
    #[serde(default)]
    pub only: Option<String>,
    /// That check run's id: `Store::review_of_check_run` knows whose it is.
    #[serde(default)]
    pub check_run: Option<i64>,
    /// Somebody asked for it. Else it is GitHub's word that a commit came, which the pull request's or the branch's own
    /// event says better: only a head that has no review by then needs one.
    pub rerun: bool,
}

impl Job for ReviewHead {
    const NAME: &'static str = "review_head";

    fn key(&self) -> Option<String> {
        let Self { repository, head, only, rerun, .. } = self;
        Some(format!(
            "{}@{head} {} {}",
            repository.id,
            if *rerun { "again" } else { "new" },
            only.as_deref().unwrap_or("")
        ))
    }

    fn priority(&self) -> Priority {
        if self.rerun { Priority::High } else { Priority::Normal }
    }

    fn delay(&self) -> Duration {
        if self.rerun { Duration::ZERO } else { Duration::from_secs(10) }
    }
}

impl Perform<Arc<Context>> for ReviewHead {
    async fn perform(self, context: &Arc<Context>, _turn: &Turn) -> anyhow::Result<()> {
        let known = match self.check_run {
            Some(run) => context.store.review_of_check_run(run).await?.into_iter().collect(),
            None => Vec::new(),
        };
        let known =
            if known.is_empty() { context.store.reviews_of_head(self.repository.id, &self.head).await? } else { known };
        if !known.is_empty() && !self.rerun {
            return Ok(());
        }
        let installation = context.github.installation(self.installation).await.map_err(settle)?;
        let name = &self.repository.name;
        let mut numbers: BTreeSet<i64> =
            known.iter().map(|review| review.number).filter(|&number| number > 0).collect();
        if known.is_empty() {
            let pulls = installation.pull_requests_of_commit(name, &self.head).await.map_err(settle)?;
            numbers.extend(pulls.iter().map(|pull| pull.number));
        }
        let mut pulls = Vec::new();
        for number in numbers {
            pulls.push(installation.pull_request(name, number).await.map_err(settle)?);
        }
        let mut tx = context.store.begin().await?;
        for pull in pulls {
            let review = ReviewPullRequest {
                installation: self.installation,
                repository: self.repository.clone(),
                number: pull.number,
                head: self.head.clone(),
                base_ref: pull.base.branch,
                again: self.rerun,
                only: self.only.clone(),
            };
            enqueue(&mut tx, &review).await?;
        }
        let group = known.iter().find(|review| review.kind == ReviewKind::MergeGroup);
        if let Some(base) = group.and_then(|review| review.base_sha.clone()) {
            let review = ReviewMergeGroup {
                installation: self.installation,
                repository: self.repository.clone(),
                head: self.head.clone(),
                base,
                again: true,
            };
            enqueue(&mut tx, &review).await?;
        }
        tx.commit().await?;
        context.wake.wake();
        Ok(())
    }
}
