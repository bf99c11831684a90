//! Rows as they are read. Times are milliseconds since 1970 (UTC).

use serde::Serialize;
use sqlx::FromRow;

use super::{Conclusion, FindingState, JobState, ReviewKind, ReviewStatus, StartupSource};
use crate::names::RepositoryName;

/// An account that installed the App.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Installation {
    /// GitHub's id.
    pub id: i64,
    /// The organisation's or person's login.
    pub account: String,
    /// The account's id on GitHub.
    pub account_id: i64,
    /// `Organization` or `User`.
    pub kind: String,
    /// Since when GitHub sends nothing and refuses tokens.
    pub suspended_at: Option<i64>,
    /// When the App was removed.
    pub deleted_at: Option<i64>,
    /// When it was first heard of.
    pub created_at: i64,
}

/// A repository, by GitHub's id, which outlives renames.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Repository {
    /// GitHub's id.
    pub id: i64,
    /// The owner's login.
    pub owner: String,
    /// Its name below the owner.
    pub name: String,
    /// Only its members may read it: it appears on no public page.
    pub private: bool,
    /// It takes no more changes.
    pub archived: bool,
    /// Unknown until GitHub says it.
    pub default_branch: Option<String>,
    /// The installation that lets Vigie in.
    pub installation_id: Option<i64>,
    /// When Vigie lost sight of it (uninstalled, deleted).
    pub removed_at: Option<i64>,
    /// Whose it is, in the directory.
    pub startup_id: Option<String>,
    /// Who said so.
    pub startup_source: Option<StartupSource>,
    /// JSON.
    pub settings: String,
    /// When GitHub last spoke of it.
    pub seen_at: i64,
}

impl Repository {
    /// `owner/name`.
    pub fn full_name(&self) -> RepositoryName {
        RepositoryName { owner: self.owner.clone(), name: self.name.clone() }
    }
}

/// What a change makes known of a repository; `None` leaves what was known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenRepository {
    /// GitHub's id.
    pub id: i64,
    /// Its name as of now.
    pub name: RepositoryName,
    /// Whether only its members may read it. A repository first seen without this is taken for private.
    pub private: Option<bool>,
    /// Whether it takes no more changes.
    pub archived: Option<bool>,
    /// Its default branch.
    pub default_branch: Option<String>,
    /// The installation that lets Vigie in.
    pub installation_id: Option<i64>,
}

/// The work on one head.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Review {
    /// Ours; a check run's `external_id` carries it.
    pub id: i64,
    /// Which repository.
    pub repository_id: i64,
    /// The commit that is looked at.
    pub head_sha: String,
    /// The commit it is compared with.
    pub base_sha: Option<String>,
    /// What is looked at.
    pub kind: ReviewKind,
    /// The pull request's number; 0 when there is none.
    pub number: i64,
    /// The branch, where one is meant.
    pub branch: Option<String>,
    /// 1, then one more each time it is asked for again.
    pub attempt: i64,
    /// The job that asked for it.
    pub cause: Option<i64>,
    /// Whether it has ended.
    pub status: ReviewStatus,
    /// The worst of its checks' conclusions.
    pub outcome: Option<Conclusion>,
    /// When it began.
    pub created_at: i64,
    /// When it ended.
    pub finished_at: Option<i64>,
}

/// One check of a review: its check run on GitHub and what it said.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct CheckOutcome {
    /// Which review.
    pub review_id: i64,
    /// `rgaa`, `rgpd` …
    pub check_name: String,
    /// GitHub's id of the check run, once it is made.
    pub check_run_id: Option<i64>,
    /// How many annotations GitHub has already taken: a retry goes on from there.
    pub annotations_sent: i64,
    /// How it ended.
    pub conclusion: Option<Conclusion>,
    /// Findings that the change brings in.
    pub new_findings: i64,
    /// Findings of the base that are gone.
    pub fixed_findings: i64,
    /// Findings that were there before.
    pub remaining_findings: i64,
    /// Findings at head, by level.
    pub failures: i64,
    /// Findings at head, by level.
    pub warnings: i64,
    /// Findings at head, by level.
    pub notices: i64,
    /// A to F, for the state of a branch.
    pub grade: Option<String>,
    /// When it ended.
    pub finished_at: Option<i64>,
}

/// A finding as a review kept it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeptFinding {
    /// `rgaa`, `rgpd` …
    pub check_name: String,
    /// The rule's id.
    pub rule: String,
    /// `failure`, `warning`, `notice`.
    pub level: String,
    /// In the repository, with `/`.
    pub path: String,
    /// From 1; 0 when it is about the whole file.
    pub line: i64,
    /// What survives moved lines.
    pub fingerprint: String,
    /// Whether the change brought it.
    pub state: FindingState,
    /// The finding whole, as JSON.
    pub data: String,
}

/// An answer of the world, kept.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Answer {
    /// The question, as text.
    pub question: String,
    /// JSON.
    pub answer: String,
    /// What to show the server to be told « not modified ».
    pub etag: Option<String>,
    /// When it was asked.
    pub fetched_at: i64,
    /// From when it should be asked again.
    pub expires_at: i64,
}

/// A startup of the directory.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Startup {
    /// The directory's id: `a-dock`.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Who carries it.
    pub incubator_id: Option<String>,
    /// Its current phase, in the directory's words.
    pub phase: Option<String>,
    /// Neither abandoned nor handed over.
    pub active: bool,
    /// The sheet's `repository`: a URL, as written.
    pub repository: Option<String>,
    /// The public site.
    pub link: Option<String>,
    /// The rest of the sheet, as JSON.
    pub data: String,
    /// When it was read.
    pub updated_at: i64,
}

/// Who carries startups.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct Incubator {
    /// The directory's id: `dinum`.
    pub id: String,
    /// What it is called.
    pub title: String,
}

/// A job as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct KeptJob {
    /// Ours.
    pub id: i64,
    /// Which kind of job.
    pub name: String,
    /// What it is about: of one name and key at most one waits.
    pub key: Option<String>,
    /// What it must have to itself: of one lane at most one runs.
    pub lane: Option<String>,
    /// JSON.
    pub payload: String,
    /// The greater goes first.
    pub priority: i64,
    /// Not before.
    pub run_at: i64,
    /// Until when its worker holds it.
    pub lease: i64,
    /// Who holds it.
    pub worker: Option<String>,
    /// How often it was begun.
    pub attempts: i64,
    /// Where it is.
    pub state: JobState,
    /// Why it did not end well the last time.
    pub last_error: Option<String>,
    /// The delivery it came from.
    pub delivery: Option<String>,
    /// When it was first asked for.
    pub created_at: i64,
}

/// How the reviews of pull requests of one repository ended on one day, for one check.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize)]
pub struct OutcomeCount {
    /// Whose repository it is.
    pub startup_id: Option<String>,
    /// Which repository.
    pub repository_id: i64,
    /// `rgaa`, `rgpd` …
    pub check_name: String,
    /// Days since 1970 (UTC).
    pub day: i64,
    /// How they ended.
    pub conclusion: Conclusion,
    /// How many did.
    pub reviews: i64,
}

/// What one check said of a repository's default branch, the last time.
#[derive(Debug, Clone, PartialEq, Eq, FromRow, Serialize)]
pub struct CheckState {
    /// Whose repository it is.
    pub startup_id: Option<String>,
    /// Which repository.
    pub repository_id: i64,
    /// Its owner.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// The review that said so.
    pub review_id: i64,
    /// The commit it looked at.
    pub head_sha: String,
    /// `rgaa`, `rgpd` …
    pub check_name: String,
    /// How it ended.
    pub conclusion: Conclusion,
    /// A to F.
    pub grade: Option<String>,
    /// Findings by level.
    pub failures: i64,
    /// Findings by level.
    pub warnings: i64,
    /// Findings by level.
    pub notices: i64,
    /// When.
    pub finished_at: i64,
}
