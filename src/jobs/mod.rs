//! Work to do. A job is a serde struct: what is to be done, as data. It is queued in the transaction that remembers its
//! cause, so that neither exists without the other, and performed by [`Workers`], later, at least once.
//!
//! At least once means that every job must bear being performed again after any part of it: a process may be killed at
//! any moment. What must not be done twice (a check run) is written down before and looked for after.

mod context;
mod first_report;
mod grade_review_app;
mod refresh_directory;
mod registry;
mod repository_ref;
mod review_branch;
mod review_head;
mod review_merge_group;
mod review_pull_request;
mod reviewing;
mod scan_review_app;
mod sweep;
mod sync_installation;
mod tidy;
mod worker;

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;

pub use context::Context;
pub use first_report::FirstReport;
pub use grade_review_app::GradeReviewApp;
pub use refresh_directory::RefreshDirectory;
pub use registry::Registry;
pub use repository_ref::RepositoryRef;
pub use review_branch::ReviewBranch;
pub use review_head::ReviewHead;
pub use review_merge_group::ReviewMergeGroup;
pub use review_pull_request::ReviewPullRequest;
pub use scan_review_app::ScanReviewApp;
pub use sweep::Sweep;
pub use sync_installation::SyncInstallation;
pub use worker::{Pace, Wake, Workers};

use crate::store::{self, NewJob, Tx};

/// What goes first when several jobs are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// Nobody waits for it: the first look at a repository.
    Low = 0,
    /// Somebody will look at it today: the state of a branch.
    Normal = 10,
    /// Somebody is looking at it now: a pull request, a merge queue.
    High = 20,
}

/// What is to be done, as data.
pub trait Job: Serialize + DeserializeOwned + Send + 'static {
    /// Its name in the database. It outlives the code: never change one.
    const NAME: &'static str;

    /// What it is about. While a job of the same name and key waits, a newer one replaces it.
    fn key(&self) -> Option<String> {
        None
    }

    /// What it must have to itself: of one lane, one job runs at a time, whatever its name.
    fn lane(&self) -> Option<String> {
        self.key().map(|key| format!("{} {key}", Self::NAME))
    }

    /// What goes first.
    fn priority(&self) -> Priority {
        Priority::Normal
    }

    /// How long it waits before it may be performed.
    fn delay(&self) -> Duration {
        Duration::ZERO
    }

    /// The row to queue.
    fn queued(&self, delivery: Option<&str>, now: i64) -> Result<NewJob, serde_json::Error> {
        Ok(NewJob {
            name: Self::NAME.to_owned(),
            key: self.key(),
            lane: self.lane(),
            payload: serde_json::to_string(self)?,
            priority: self.priority() as i64,
            run_at: now + self.delay().as_millis() as i64,
            delivery: delivery.map(str::to_owned),
        })
    }
}

/// How a job is done, with what `Context` lends it.
pub trait Perform<Context>: Job {
    /// The longest it may take; beyond, it is stopped and counts as failed.
    const TIME_LIMIT: Duration = Duration::from_mins(15);

    /// Does it. An error is a failure, and it is tried again later; a [`NotBefore`] anywhere in the error's chain is
    /// none, and it is tried again then.
    fn perform(self, context: &Context, turn: &Turn) -> impl Future<Output = anyhow::Result<()>> + Send;

    /// Is called once, after the last failure (an error, a panic, a process that vanished): the place to leave nothing
    /// half done, such as a check run that is still in progress.
    fn give_up(
        self,
        _context: &Context,
        _turn: &Turn,
        _error: &str,
    ) -> impl Future<Output = anyhow::Result<()>> + Send {
        async { Ok(()) }
    }
}

/// One go at a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Turn {
    /// The job's id: the same in every turn. A review takes it for its `cause`.
    pub job: i64,
    /// 1 the first time.
    pub attempt: i64,
}

/// The job cannot go on before a moment, through no fault of its own: a rate limit.
#[derive(Debug, Clone, thiserror::Error)]
#[error("not before {at}: {why}")]
pub struct NotBefore {
    /// Milliseconds since 1970 (UTC).
    pub at: i64,
    /// What stands in the way.
    pub why: String,
}

/// Queues a job in a transaction. Call [`Wake::wake`] once it is committed.
pub async fn enqueue<J: Job>(tx: &mut Tx, job: &J) -> anyhow::Result<()> {
    let now = store::now();
    Ok(tx.enqueue(&[&job.queued(None, now)?], now).await?)
}

/// Every job that Vigie performs.
pub fn registry() -> Registry<Arc<Context>> {
    Registry::new()
        .with::<FirstReport>()
        .with::<GradeReviewApp>()
        .with::<RefreshDirectory>()
        .with::<ReviewBranch>()
        .with::<ReviewHead>()
        .with::<ReviewMergeGroup>()
        .with::<ReviewPullRequest>()
        .with::<ScanReviewApp>()
        .with::<Sweep>()
        .with::<SyncInstallation>()
}
