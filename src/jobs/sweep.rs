//! Nothing is left half done.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::reviewing::{self, Against, GivenUp, Target};
use super::{Context, Job, Perform, Priority, RepositoryRef, Turn, enqueue};
use crate::store::{self, Review};

/// A review that has no job any more after so long will not be gone on with, in milliseconds.
const FORGOTTEN: i64 = 20 * 60_000;

/// Close the check runs of reviews that nobody goes on with: a newer head took their job's place, or the pull request
/// was closed. Queues itself again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sweep {
    /// Not before so many minutes.
    pub in_minutes: u64,
}

impl Job for Sweep {
    const NAME: &'static str = "sweep";

    fn key(&self) -> Option<String> {
        Some(String::new())
    }

    fn priority(&self) -> Priority {
        Priority::Low
    }

    fn delay(&self) -> Duration {
        Duration::from_secs(self.in_minutes * 60)
    }
}

impl Perform<Arc<Context>> for Sweep {
    async fn perform(self, context: &Arc<Context>, _turn: &Turn) -> anyhow::Result<()> {
        let mut tx = context.store.begin().await?;
        enqueue(&mut tx, &Self { in_minutes: 10 }).await?;
        tx.commit().await?;
        for review in context.store.unfinished_reviews(store::now() - FORGOTTEN).await? {
            if let Err(error) = close(context, &review).await {
                tracing::warn!(review = review.id, error = format!("{error:#}"), "a review stays open");
            }
        }
        Ok(())
    }
}

async fn close(context: &Context, review: &Review) -> anyhow::Result<()> {
    if let Some(cause) = review.cause
        && context.store.has_job(cause).await?
    {
        return Ok(());
    }
    let Some(repository) = context.store.repository(review.repository_id).await? else { return Ok(()) };
    let Some(installation) = repository.installation_id else { return Ok(()) };
    let target = Target {
        installation,
        repository: RepositoryRef {
            id: repository.id,
            name: repository.full_name(),
            private: repository.private,
            default_branch: repository.default_branch,
        },
        head: review.head_sha.clone(),
        against: Against::Nothing,
        kind: review.kind,
        number: review.number,
        branch: review.branch.clone(),
        again: false,
        only: None,
        cause: review.cause.unwrap_or_default(),
    };
    reviewing::abandon(context, &target, review, GivenUp::Superseded).await
}
