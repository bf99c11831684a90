//! GitHub speaks of a commit and not of what it is the head of: a check suite, a re-run.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Job, Priority, RepositoryRef};

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
