//! A review app is up: what its answers say of its security is graded.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::reviewing::deployed;
use super::{Context, Job, Perform, Priority, RepositoryRef, Turn};

/// Grade the security headers of a review app, in a check run of its own on its head. It blocks nothing: what a host
/// adds to a review app may differ from production.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GradeReviewApp {
    /// The installation that lets Vigie in.
    pub installation: i64,
    /// The repository.
    pub repository: RepositoryRef,
    /// The commit that was deployed.
    pub head: String,
    /// Where it was deployed: a stranger's word.
    pub url: Url,
}

impl Job for GradeReviewApp {
    const NAME: &'static str = "grade_review_app";

    fn key(&self) -> Option<String> {
        Some(format!("{}@{}", self.repository.id, self.head))
    }

    fn priority(&self) -> Priority {
        Priority::Normal
    }

    // An application that was just started warms up.
    fn delay(&self) -> Duration {
        Duration::from_secs(5)
    }
}

impl Perform<Arc<Context>> for GradeReviewApp {
    async fn perform(self, context: &Arc<Context>, _turn: &Turn) -> anyhow::Result<()> {
        Box::pin(deployed::look(context, &self)).await
    }
}
