//! What an event asks for: changes to what is known, and jobs. Pure, so that every event can be told in a test.

use url::Url;

use super::event::{App, Payload, PullRequest, Repository};
use crate::jobs::{
    FirstReport, GradeReviewApp, Job, RepositoryRef, ReviewBranch, ReviewHead, ReviewMergeGroup, ReviewPullRequest,
    ScanReviewApp, SyncInstallation,
};
use crate::store::{NewJob, SeenRepository};

/// A change to what is known of installations, repositories and what waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// An account installed the App, or GitHub spoke of it.
    Installed {
        /// GitHub's id of the installation.
        id: i64,
        /// The account's login.
        account: String,
        /// The account's id.
        account_id: i64,
        /// `Organization` or `User`.
        kind: String,
    },
    /// The account is called differently now.
    Renamed {
        /// GitHub's id of the installation.
        id: i64,
        /// The account's new login.
        account: String,
    },
    /// Tokens are refused from now on, or given again.
    Suspended {
        /// GitHub's id of the installation.
        id: i64,
        /// Refused?
        suspended: bool,
    },
    /// The App was removed.
    Uninstalled(i64),
    /// GitHub described repositories.
    Seen(Vec<SeenRepository>),
    /// Vigie lost sight of a repository.
    Removed(i64),
    /// What waits under this name and key is of no use any more.
    Forget {
        /// The job's name.
        name: &'static str,
        /// The job's key.
        key: String,
    },
}

/// What an event asks for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asks {
    /// In this order, before the jobs.
    pub changes: Vec<Change>,
    /// What to do later.
    pub jobs: Vec<NewJob>,
}

/// The delivery that asks, and whose it is.
#[derive(Debug, Clone, Copy)]
pub struct Cause<'a> {
    /// `X-GitHub-Delivery`.
    pub delivery: &'a str,
    /// Our App's id, when it is known: check suites and runs of other Apps are none of our business.
    pub app: Option<i64>,
    /// Milliseconds since 1970 (UTC).
    pub now: i64,
}

/// The events that Vigie listens to. `installation…` come to every App; the others are asked for in the App's manifest.
pub const EVENTS: [&str; 10] = [
    "check_run",
    "check_suite",
    "deployment_status",
    "installation",
    "installation_repositories",
    "installation_target",
    "merge_group",
    "pull_request",
    "push",
    "repository",
];

/// Reads an event and says its action and what it asks for. An event, or an action, that Vigie has no use for asks for
/// nothing; so does one that lacks what it should have.
pub fn read(event: &str, body: &[u8], cause: Cause<'_>) -> Result<(String, Asks), serde_json::Error> {
    let payload: Payload = serde_json::from_slice(body)?;
    let mut asks = Asks::default();
    // Without an installation nothing can be asked of GitHub: such a delivery comes from a plain webhook.
    if let Some(installation) = payload.installation.as_ref().and_then(|installation| installation.id) {
        let asking = Asking { payload: &payload, installation, cause };
        match event {
            "pull_request" => asking.pull_request(&mut asks)?,
            "push" => asking.push(&mut asks)?,
            "check_suite" => asking.check_suite(&mut asks)?,
            "check_run" => asking.check_run(&mut asks)?,
            "deployment_status" => asking.deployment_status(&mut asks)?,
            "merge_group" => asking.merge_group(&mut asks)?,
            "installation" => asking.installation(&mut asks)?,
            "installation_repositories" => asking.installation_repositories(&mut asks)?,
            "installation_target" => asking.installation_target(&mut asks),
            "repository" => asking.repository(&mut asks),
            _ => {}
        }
    }
    Ok((payload.action.unwrap_or_default(), asks))
}

/// A payload of one of our installations.
struct Asking<'a> {
    payload: &'a Payload,
    installation: i64,
    cause: Cause<'a>,
}

type Asked = Result<(), serde_json::Error>;

impl Asking<'_> {
    fn action(&self) -> &str {
        self.payload.action.as_deref().unwrap_or_default()
    }

    fn queue<J: Job>(&self, asks: &mut Asks, job: &J) -> Asked {
        asks.jobs.push(job.queued(Some(self.cause.delivery), self.cause.now)?);
        Ok(())
    }

    /// The payload's repository: as jobs speak of it, and as the store is told of it.
    fn whose(&self) -> Option<(RepositoryRef, Change)> {
        let described = self.payload.repository.as_ref()?;
        Some((reference(described)?, Change::Seen(vec![described.seen(self.installation)?])))
    }

    fn is_ours(&self, app: Option<&App>) -> bool {
        match (app.and_then(|app| app.id), self.cause.app) {
            (Some(theirs), Some(ours)) => theirs == ours,
            _ => true,
        }
    }

    fn pull_request(&self, asks: &mut Asks) -> Asked {
        let again = match self.action() {
            "opened" | "synchronize" | "reopened" | "ready_for_review" => false,
            "edited" if self.payload.changes.as_ref().is_some_and(|changes| changes.base.is_some()) => true,
            "closed" => {
                let repository = self.payload.repository.as_ref().and_then(|repository| repository.id);
                if let (Some(repository), Some(number)) = (repository, self.number()) {
                    let key = ReviewPullRequest::key_of(repository, number);
                    asks.changes.push(Change::Forget { name: ReviewPullRequest::NAME, key });
                }
                return Ok(());
            }
            _ => return Ok(()),
        };
        let Some((repository, seen)) = self.whose() else { return Ok(()) };
        let Some(PullRequest { head: Some(head), base: Some(base), .. }) = &self.payload.pull_request else {
            return Ok(());
        };
        let (Some(number), Some(head), Some(base_ref)) = (self.number(), &head.sha, &base.r#ref) else { return Ok(()) };
        asks.changes.push(seen);
        self.queue(
            asks,
            &ReviewPullRequest {
                installation: self.installation,
                repository,
                number,
                head: head.clone(),
                base_ref: base_ref.clone(),
                again,
                only: None,
            },
        )
    }

    fn number(&self) -> Option<i64> {
        self.payload.number.or_else(|| self.payload.pull_request.as_ref()?.number)
    }

    fn push(&self, asks: &mut Asks) -> Asked {
        let Some((repository, seen)) = self.whose() else { return Ok(()) };
        let branch = self.payload.r#ref.as_deref().and_then(|name| name.strip_prefix("refs/heads/"));
        let (Some(branch), Some(head)) = (branch, &self.payload.after) else { return Ok(()) };
        if self.payload.deleted == Some(true) || repository.default_branch.as_deref() != Some(branch) {
            return Ok(());
        }
        asks.changes.push(seen);
        self.queue(
            asks,
            &ReviewBranch {
                installation: self.installation,
                branch: branch.to_owned(),
                repository,
                head: head.clone(),
                again: false,
                only: None,
            },
        )
    }

    fn check_suite(&self, asks: &mut Asks) -> Asked {
        let rerun = match self.action() {
            "requested" => false,
            "rerequested" => true,
            _ => return Ok(()),
        };
        let Some(suite) = self.payload.check_suite.as_ref().filter(|suite| self.is_ours(suite.app.as_ref())) else {
            return Ok(());
        };
        let (Some((repository, seen)), Some(head)) = (self.whose(), &suite.head_sha) else { return Ok(()) };
        asks.changes.push(seen);
        let (installation, head) = (self.installation, head.clone());
        self.queue(asks, &ReviewHead { installation, repository, head, only: None, check_run: None, rerun })
    }

    fn check_run(&self, asks: &mut Asks) -> Asked {
        if self.action() != "rerequested" {
            return Ok(());
        }
        let Some(run) = self.payload.check_run.as_ref().filter(|run| self.is_ours(run.app.as_ref())) else {
            return Ok(());
        };
        let (Some((repository, seen)), Some(head)) = (self.whose(), &run.head_sha) else { return Ok(()) };
        asks.changes.push(seen);
        self.queue(
            asks,
            &ReviewHead {
                installation: self.installation,
                repository,
                head: head.clone(),
                only: run.name.clone(),
                check_run: run.id,
                rerun: true,
            },
        )
    }

    fn merge_group(&self, asks: &mut Asks) -> Asked {
        let Some((repository, seen)) = self.whose() else { return Ok(()) };
        let Some(group) = &self.payload.merge_group else { return Ok(()) };
        let (Some(head), Some(base)) = (&group.head_sha, &group.base_sha) else { return Ok(()) };
        match self.action() {
            "checks_requested" => {
                asks.changes.push(seen);
                let (installation, head, base) = (self.installation, head.clone(), base.clone());
                self.queue(asks, &ReviewMergeGroup { installation, repository, head, base, again: false })
            }
            "destroyed" => {
                let key = ReviewMergeGroup::key_of(repository.id, head);
                asks.changes.push(Change::Forget { name: ReviewMergeGroup::NAME, key });
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// A review app that is up; production has its own watchers.
    fn deployment_status(&self, asks: &mut Asks) -> Asked {
        let (Some(status), Some(deployment)) = (&self.payload.deployment_status, &self.payload.deployment) else {
            return Ok(());
        };
        if status.state.as_deref() != Some("success") || deployment.production_environment == Some(true) {
            return Ok(());
        }
        let url = status.environment_url.as_deref().and_then(|url| Url::parse(url).ok());
        let (Some((repository, seen)), Some(head), Some(url)) = (self.whose(), &deployment.sha, url) else {
            return Ok(());
        };
        asks.changes.push(seen);
        let installation = self.installation;
        let grade =
            GradeReviewApp { installation, repository: repository.clone(), head: head.clone(), url: url.clone() };
        self.queue(asks, &grade)?;
        self.queue(asks, &ScanReviewApp { installation, repository, head: head.clone(), url })
    }

    fn installed(&self) -> Option<Change> {
        let account = self.payload.installation.as_ref()?.account.as_ref()?;
        Some(Change::Installed {
            id: self.installation,
            account: account.login.clone()?,
            account_id: account.id?,
            kind: account.r#type.clone().unwrap_or_else(|| "Organization".to_owned()),
        })
    }

    fn installation(&self, asks: &mut Asks) -> Asked {
        let id = self.installation;
        match self.action() {
            "deleted" => {
                asks.changes.push(Change::Uninstalled(id));
                return Ok(());
            }
            "suspend" => {
                asks.changes.extend(self.installed());
                asks.changes.push(Change::Suspended { id, suspended: true });
                return Ok(());
            }
            "created" | "unsuspend" | "new_permissions_accepted" => {}
            _ => return Ok(()),
        }
        asks.changes.extend(self.installed());
        asks.changes.push(Change::Suspended { id, suspended: false });
        asks.changes.extend(self.described(self.payload.repositories.as_deref()));
        self.queue(asks, &SyncInstallation { installation: id })
    }

    fn installation_repositories(&self, asks: &mut Asks) -> Asked {
        if !matches!(self.action(), "added" | "removed") {
            return Ok(());
        }
        asks.changes.extend(self.installed());
        let removed = self.payload.repositories_removed.iter().flatten();
        asks.changes.extend(removed.filter_map(|repository| repository.id).map(Change::Removed));
        let added = self.payload.repositories_added.as_deref();
        asks.changes.extend(self.described(added));
        for repository in added.unwrap_or_default().iter().filter_map(reference) {
            self.queue(asks, &FirstReport { installation: self.installation, repository })?;
        }
        Ok(())
    }

    fn described(&self, repositories: Option<&[Repository]>) -> Option<Change> {
        let repositories = repositories.unwrap_or_default().iter();
        let seen: Vec<_> = repositories.filter_map(|repository| repository.seen(self.installation)).collect();
        (!seen.is_empty()).then_some(Change::Seen(seen))
    }

    fn installation_target(&self, asks: &mut Asks) {
        let account = self.payload.account.as_ref().and_then(|account| account.login.clone());
        if let ("renamed", Some(account)) = (self.action(), account) {
            asks.changes.push(Change::Renamed { id: self.installation, account });
        }
    }

    fn repository(&self, asks: &mut Asks) {
        let Some((repository, seen)) = self.whose() else { return };
        asks.changes.push(if self.action() == "deleted" { Change::Removed(repository.id) } else { seen });
    }
}

/// A repository as jobs speak of it. One of which nobody said whether it is private is taken for private.
fn reference(repository: &Repository) -> Option<RepositoryRef> {
    Some(RepositoryRef {
        id: repository.id?,
        name: repository.name()?,
        private: repository.private.unwrap_or(true),
        default_branch: repository.default_branch.clone(),
    })
}
