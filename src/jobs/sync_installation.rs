//! An account lets Vigie in, or changes what it may see.

use serde::{Deserialize, Serialize};

use super::Job;

/// Ask GitHub which repositories an installation covers, and look at those that were never looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncInstallation {
    /// GitHub's id of the installation.
    pub installation: i64,
}

impl Job for SyncInstallation {
    const NAME: &'static str = "sync_installation";

    fn key(&self) -> Option<String> {
        Some(self.installation.to_string())
    }
}
