//! GitHub's payloads: only the fields that are used, every one of them optional. GitHub adds, renames and leaves out
//! fields over the years and between its versions; a delivery must not fail for one that is not needed.

use serde::Deserialize;

use crate::names::RepositoryName;
use crate::store::SeenRepository;

/// What any of the events that Vigie listens to may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Payload {
    pub(super) action: Option<String>,
    pub(super) installation: Option<Installation>,
    pub(super) repository: Option<Repository>,
    pub(super) changes: Option<Changes>,
    // pull_request
    pub(super) number: Option<i64>,
    pub(super) pull_request: Option<PullRequest>,
    // push
    pub(super) r#ref: Option<String>,
    pub(super) after: Option<String>,
    pub(super) deleted: Option<bool>,
    // check_suite, check_run
    pub(super) check_suite: Option<CheckSuite>,
    pub(super) check_run: Option<CheckRun>,
    // merge_group
    pub(super) merge_group: Option<MergeGroup>,
    // deployment_status
    pub(super) deployment_status: Option<DeploymentStatus>,
    pub(super) deployment: Option<Deployment>,
    // installation, installation_repositories, installation_target
    pub(super) repositories: Option<Vec<Repository>>,
    pub(super) repositories_added: Option<Vec<Repository>>,
    pub(super) repositories_removed: Option<Vec<Repository>>,
    pub(super) account: Option<Account>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Installation {
    pub(super) id: Option<i64>,
    pub(super) account: Option<Account>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Account {
    pub(super) id: Option<i64>,
    pub(super) login: Option<String>,
    pub(super) r#type: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Repository {
    pub(super) id: Option<i64>,
    pub(super) full_name: Option<String>,
    pub(super) private: Option<bool>,
    pub(super) archived: Option<bool>,
    pub(super) default_branch: Option<String>,
}

impl Repository {
    /// What it says to the store; nothing without an id and a name.
    pub(super) fn seen(&self, installation: i64) -> Option<SeenRepository> {
        Some(SeenRepository {
            id: self.id?,
            name: self.name()?,
            private: self.private,
            archived: self.archived,
            default_branch: self.default_branch.clone(),
            installation_id: Some(installation),
        })
    }

    pub(super) fn name(&self) -> Option<RepositoryName> {
        self.full_name.as_ref()?.parse().ok()
    }
}

/// What an `edited` pull request was before; only that its base changed is of interest.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Changes {
    pub(super) base: Option<serde::de::IgnoredAny>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct PullRequest {
    pub(super) number: Option<i64>,
    pub(super) head: Option<Reference>,
    pub(super) base: Option<Reference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Reference {
    pub(super) r#ref: Option<String>,
    pub(super) sha: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CheckSuite {
    pub(super) head_sha: Option<String>,
    pub(super) app: Option<App>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct CheckRun {
    pub(super) id: Option<i64>,
    pub(super) name: Option<String>,
    pub(super) head_sha: Option<String>,
    pub(super) app: Option<App>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct App {
    pub(super) id: Option<i64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct MergeGroup {
    pub(super) head_sha: Option<String>,
    pub(super) base_sha: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct DeploymentStatus {
    pub(super) state: Option<String>,
    pub(super) environment_url: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Deployment {
    pub(super) sha: Option<String>,
    pub(super) production_environment: Option<bool>,
}
