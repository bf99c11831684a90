//! A review app is up: its pages are looked at as a browser renders them.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::reviewing::rendered;
use super::{Context, Job, Perform, Priority, RepositoryRef, Turn};

/// Look at the pages of a review app, and tell them on the accessibility check run of its head. It blocks nothing:
/// what a browser sees may change from one visit to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScanReviewApp {
    /// The installation that lets Vigie in.
    pub installation: i64,
    /// The repository.
    pub repository: RepositoryRef,
    /// The commit that was deployed.
    pub head: String,
    /// Where it was deployed: a stranger's word.
    pub url: Url,
}

impl Job for ScanReviewApp {
    const NAME: &'static str = "scan_review_app";

    fn key(&self) -> Option<String> {
        Some(format!("{}@{}", self.repository.id, self.head))
    }

    // A browser takes a gigabyte: one at a time.
    fn lane(&self) -> Option<String> {
        Some("browser".to_owned())
    }

    fn priority(&self) -> Priority {
        Priority::Normal
    }

    // An application that was just started warms up.
    fn delay(&self) -> Duration {
        Duration::from_secs(5)
    }
}

impl Perform<Arc<Context>> for ScanReviewApp {
    async fn perform(self, context: &Arc<Context>, _turn: &Turn) -> anyhow::Result<()> {
        Box::pin(rendered::look(context, &self)).await
    }
}
