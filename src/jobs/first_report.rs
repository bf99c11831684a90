//! A repository is seen for the first time.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::reviewing::settle;
use super::{Context, Job, Perform, Priority, RepositoryRef, ReviewBranch, Turn};

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

impl Perform<Arc<Context>> for FirstReport {
    async fn perform(self, context: &Arc<Context>, turn: &Turn) -> anyhow::Result<()> {
        let installation = context.github.installation(self.installation).await.map_err(settle)?;
        let name = &self.repository.name;
        let branch = match self.repository.default_branch.clone() {
            Some(branch) => branch,
            None => installation.repository(name).await.map_err(settle)?.default_branch,
        };
        let Some(head) = installation.branch_head(name, &branch).await.map_err(settle)? else {
            tracing::info!(repository = self.repository.id, "nothing to report: the repository is empty");
            return Ok(());
        };
        let review = ReviewBranch {
            installation: self.installation,
            repository: RepositoryRef { default_branch: Some(branch.clone()), ..self.repository },
            branch,
            head,
            again: false,
            only: None,
        };
        Box::pin(review.perform(context, turn)).await
    }
}
