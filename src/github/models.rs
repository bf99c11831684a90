//! What we read of GitHub's answers: only what is used, and as little as possible taken for granted, because an
//! Enterprise Server, a stand-in or next year's GitHub leaves fields out.

use serde::{Deserialize, Deserializer};

use crate::names::RepositoryName;

/// A repository.
#[expect(clippy::struct_excessive_bools, reason = "GitHub's own fields")]
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Repository {
    /// Its number, which stays when it is renamed or moved.
    pub id: i64,
    /// What it is called now.
    #[serde(rename = "full_name", deserialize_with = "name")]
    pub name: RepositoryName,
    /// Whether the public may not see it (also « internal » ones).
    #[serde(default = "yes")]
    pub private: bool,
    /// The branch that is looked at.
    #[serde(default = "main")]
    pub default_branch: String,
    /// Read-only for good.
    #[serde(default)]
    pub archived: bool,
    /// Switched off by GitHub.
    #[serde(default)]
    pub disabled: bool,
    /// A copy of another.
    #[serde(default)]
    pub fork: bool,
}

/// A pull request, on the repository that it is made to.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PullRequest {
    /// Its number in the repository.
    pub number: i64,
    /// `open` or `closed`.
    #[serde(default)]
    pub state: String,
    /// Not to be merged yet.
    #[serde(default)]
    pub draft: bool,
    /// What it is called.
    #[serde(default)]
    pub title: String,
    /// The branch to merge.
    pub head: Branch,
    /// The branch to merge into.
    pub base: Branch,
}

impl PullRequest {
    /// Whether it may still be merged.
    pub fn is_open(&self) -> bool {
        self.state == "open"
    }

    /// Whether its head is in another repository, or in one that is gone.
    pub fn is_from_a_fork(&self) -> bool {
        self.head.repository.as_ref().map(|repository| repository.id)
            != self.base.repository.as_ref().map(|repository| repository.id)
    }
}

/// One side of a pull request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Branch {
    /// Its newest commit.
    pub sha: String,
    /// The branch's name.
    #[serde(rename = "ref", default)]
    pub branch: String,
    /// Where it is; `None` when the fork was deleted.
    #[serde(rename = "repo", default)]
    pub repository: Option<Repository>,
}

/// Where a branch is.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Reference {
    /// What it leads to.
    pub(super) object: Referred,
}

/// What a branch leads to.
#[derive(Debug, Clone, Deserialize)]
pub(super) struct Referred {
    /// The commit.
    pub(super) sha: String,
}

/// Where two histories part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeBase {
    /// The newest commit that both have.
    pub sha: String,
}

fn name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<RepositoryName, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// What is not said to be public is not.
fn yes() -> bool {
    true
}

fn main() -> String {
    "main".to_owned()
}

/// Whether this is a whole commit's or object's SHA.
pub(super) fn is_sha(text: &str) -> bool {
    text.len() == 40 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_fields_are_enough() {
        let read: PullRequest = serde_json::from_str(
            r#"{"number":3,"state":"open","head":{"sha":"a","ref":"x","repo":null},"base":{"sha":"b","repo":{"id":1,"full_name":"betagouv/demo"}},"new":[]}"#,
        )
        .unwrap();
        assert!(read.is_open() && read.is_from_a_fork(), "a deleted fork is a fork");
        let base = read.base.repository.unwrap();
        assert!(base.private, "not said to be public");
        assert_eq!(base.default_branch, "main");
    }
}
