//! How jobs speak of a repository.

use serde::{Deserialize, Serialize};

use crate::names::RepositoryName;

/// A repository as the event that caused a job described it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepositoryRef {
    /// GitHub's id, which outlives renames.
    pub id: i64,
    /// What it was called then.
    pub name: RepositoryName,
    /// Only its members may read it.
    pub private: bool,
    /// Not every event says it.
    pub default_branch: Option<String>,
}
