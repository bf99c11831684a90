//! What the App may do in one organisation or account.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use axum::body::Body;
use axum::http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::app::{Shared, again};
use super::check_run::{AT_ONCE, CheckRun, CheckRunUpdate, NewCheckRun};
use super::error::Error;
use super::gate::{Gate, Quota};
use super::http::{Answer, Asked};
use super::models::{MergeBase, PullRequest, Reference, Repository, is_sha};
use super::pages::{self, PER_PAGE};
use super::token::{Token, Tokens};
use crate::names::RepositoryName;

/// An installation: its token, its limits, and what may be read and written with them.
pub struct Installation {
    id: i64,
    pub(super) shared: Arc<Shared>,
    tokens: Tokens,
    gate: Gate,
}

impl fmt::Debug for Installation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Installation").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Installation {
    pub(super) fn new(id: i64, shared: Arc<Shared>) -> Self {
        let gate = Gate::new(&shared.http.limits);
        Self { id, shared, tokens: Tokens::default(), gate }
    }

    /// Its number.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// What GitHub last said is left of this installation's requests; `None` before the first one, or where an
    /// Enterprise Server has no limits.
    pub fn quota(&self) -> Option<Quota> {
        self.gate.quota()
    }

    /// Makes sure that there is a token.
    pub(super) async fn enter(&self) -> Result<(), Error> {
        self.token().await.map(drop)
    }

    async fn token(&self) -> Result<Token, Error> {
        self.tokens.get(|| self.shared.mint(self.id)).await
    }

    /// Every repository that the installation shows.
    pub async fn repositories(&self) -> Result<Vec<Repository>, Error> {
        self.list("/installation/repositories?", Some("repositories")).await
    }

    /// A repository, as it is called and set now.
    pub async fn repository(&self, name: &RepositoryName) -> Result<Repository, Error> {
        self.read(&format!("/repos/{name}")).await
    }

    /// The newest commit of a branch; `None` where there is no such branch, as in an empty repository.
    pub async fn branch_head(&self, name: &RepositoryName, branch: &str) -> Result<Option<String>, Error> {
        let branch: Vec<String> = branch.split('/').map(segment).collect();
        let path = format!("/repos/{name}/git/ref/heads/{}", branch.join("/"));
        match self.read_once::<Reference>(&path).await {
            Ok(reference) => Ok(Some(reference.object.sha)),
            // GitHub answers 409 for a repository without a commit.
            Err(Error::NotFound(_) | Error::Refused { status: 409, .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A pull request, as it is now.
    pub async fn pull_request(&self, name: &RepositoryName, number: i64) -> Result<PullRequest, Error> {
        self.read(&format!("/repos/{name}/pulls/{number}")).await
    }

    /// The pull requests that are open, newest first.
    pub async fn open_pull_requests(&self, name: &RepositoryName) -> Result<Vec<PullRequest>, Error> {
        self.list(&format!("/repos/{name}/pulls?state=open&"), None).await
    }

    /// The open pull requests whose head is this commit. GitHub does not always tie a fork's commit to its pull
    /// request: where it knows of none, the open ones are looked through.
    pub async fn pull_requests_of_commit(&self, name: &RepositoryName, sha: &str) -> Result<Vec<PullRequest>, Error> {
        let of_head = |mut all: Vec<PullRequest>| {
            all.retain(|pull_request| pull_request.is_open() && pull_request.head.sha == sha);
            all
        };
        let known = match self.list(&format!("/repos/{name}/commits/{}/pulls?", segment(sha)), None).await {
            // 422: no commit of this repository.
            Err(Error::NotFound(_) | Error::Refused { status: 422, .. }) => Vec::new(),
            other => of_head(other?),
        };
        if known.is_empty() { Ok(of_head(self.open_pull_requests(name).await?)) } else { Ok(known) }
    }

    /// Where `head` left `base` (commits, or branches). [`Error::NotFound`] also when the two have nothing in common.
    /// One request with a small answer, none when both are commits that were compared before.
    pub async fn merge_base(&self, name: &RepositoryName, base: &str, head: &str) -> Result<MergeBase, Error> {
        let key = (name.to_string(), base.to_owned(), head.to_owned());
        if let Some(sha) = self.shared.bases.get(&key).await {
            return Ok(MergeBase { sha });
        }
        let (from, to) = (segment(base), segment(head));
        let mut found = None;
        // The second page of one commit each lists no file: with the files, which the first has, the answer may weigh
        // megabytes.
        for page in [2, 1] {
            let path = format!("/repos/{name}/compare/{from}...{to}?per_page=1&page={page}");
            let compared: Value = self.read_once(&path).await?;
            found = compared.pointer("/merge_base_commit/sha").and_then(Value::as_str).map(str::to_owned);
            if found.is_some() {
                break;
            }
        }
        let sha = found.ok_or_else(|| Error::unreadable("GET compare", "no merge base in it"))?;
        if is_sha(base) && is_sha(head) {
            self.shared.bases.insert(key, sha.clone()).await;
        }
        Ok(MergeBase { sha })
    }

    /// The check runs of a commit that are this App's, all of them: also those that a newer one of the same name hides.
    pub async fn check_runs(&self, name: &RepositoryName, head_sha: &str) -> Result<Vec<CheckRun>, Error> {
        let app = self.shared.number().await?;
        let path = format!("/repos/{name}/commits/{}/check-runs?filter=all&app_id={app}&", segment(head_sha));
        let mut runs: Vec<CheckRun> = self.list_once(&path, Some("check_runs")).await?;
        runs.retain(|run| run.app.as_ref().is_none_or(|owner| owner.id == app));
        Ok(runs)
    }

    /// Starts a check run. Sent once: after a failure, look with [`Self::check_runs`] whether it is there.
    pub async fn create_check_run(&self, name: &RepositoryName, run: &NewCheckRun) -> Result<CheckRun, Error> {
        within(run.state.output.as_ref().map_or(0, |output| output.annotations.len()))?;
        self.write(Method::POST, &format!("/repos/{name}/check-runs"), run).await
    }

    /// Changes a check run. Its annotations are *added* to those it has: [`AT_ONCE`] at most, and never twice.
    pub async fn update_check_run(
        &self,
        name: &RepositoryName,
        id: i64,
        update: &CheckRunUpdate,
    ) -> Result<CheckRun, Error> {
        within(update.output.as_ref().map_or(0, |output| output.annotations.len()))?;
        self.write(Method::PATCH, &format!("/repos/{name}/check-runs/{id}"), update).await
    }

    /// Reads what may change: with its `ETag`, when it was read before.
    async fn read<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        let answer = self.kept(path).await?;
        serde_json::from_slice(&answer.body).map_err(|error| Error::unreadable(path, error))
    }

    /// Reads what is not worth keeping.
    pub(super) async fn read_once<T: DeserializeOwned>(&self, path: &str) -> Result<T, Error> {
        let answer = self.get(path, None).await?;
        serde_json::from_slice(&answer.body).map_err(|error| Error::unreadable(path, error))
    }

    async fn kept(&self, path: &str) -> Result<Arc<Answer>, Error> {
        let key = (self.id, path.to_owned());
        let known = self.shared.answers.get(&key).await;
        let etag = known.as_ref().and_then(|answer| answer.etag.as_deref());
        let answer = self.get(path, etag).await?;
        match known {
            Some(known) if answer.unchanged => Ok(known),
            _ => {
                let answer = Arc::new(answer);
                if answer.etag.is_some() {
                    self.shared.answers.insert(key, Arc::clone(&answer)).await;
                }
                Ok(answer)
            }
        }
    }

    /// A list that is asked for again and again. `path` ends with `?` or `&`.
    async fn list<T: DeserializeOwned>(&self, path: &str, key: Option<&str>) -> Result<Vec<T>, Error> {
        self.pages(path, key, true).await
    }

    /// A list that is not worth keeping.
    async fn list_once<T: DeserializeOwned>(&self, path: &str, key: Option<&str>) -> Result<Vec<T>, Error> {
        self.pages(path, key, false).await
    }

    async fn pages<T: DeserializeOwned>(&self, path: &str, key: Option<&str>, keep: bool) -> Result<Vec<T>, Error> {
        let mut all = Vec::new();
        let mut before: Option<Arc<Answer>> = None;
        for number in 1..=self.shared.http.limits.pages {
            let page = format!("{path}per_page={PER_PAGE}&page={number}");
            let answer = if keep { self.kept(&page).await? } else { Arc::new(self.get(&page, None).await?) };
            // A server that knows no pages gives the same one for ever.
            if before.is_some_and(|before| before.body == answer.body) {
                return Ok(all);
            }
            let page = pages::read(path, &answer, key, all.len())?;
            before = Some(answer);
            all.extend(page.items);
            if !page.more {
                return Ok(all);
            }
        }
        tracing::warn!(path, "the list goes on beyond what is read");
        Ok(all)
    }

    async fn get(&self, path: &str, etag: Option<&str>) -> Result<Answer, Error> {
        let asked = Asked { etag, ..Asked::get(path) };
        again(&self.shared.http, || self.send(&asked)).await
    }

    async fn write<T: DeserializeOwned>(&self, method: Method, path: &str, body: &impl Serialize) -> Result<T, Error> {
        let body = serde_json::to_string(body)
            .map_err(|error| Error::Refused { status: 400, message: format!("{path}: {error}") })?;
        let answer = self.send(&Asked::write(method, path, &body)).await?;
        serde_json::from_slice(&answer.body).map_err(|error| Error::unreadable(path, error))
    }

    /// Sends once; once more with a new token where GitHub did not accept the present one, and so did nothing.
    async fn send(&self, asked: &Asked<'_>) -> Result<Answer, Error> {
        let token = self.token().await?;
        match self.shared.http.once(&self.gate, &token.secret, asked).await {
            Err(Error::Unauthorized(_)) => {
                self.tokens.refuse(&token).await;
                self.shared.http.once(&self.gate, &self.token().await?.secret, asked).await
            }
            ended => ended,
        }
    }

    /// The archive of a commit, as it comes.
    pub(super) async fn archive(&self, name: &RepositoryName, commit: &str) -> Result<Body, Error> {
        let path = format!("/repos/{name}/tarball/{}", segment(commit));
        let stream = || async { self.shared.http.stream(&self.gate, &self.token().await?.secret, &path).await };
        again(&self.shared.http, stream).await
    }
}

fn within(annotations: usize) -> Result<(), Error> {
    if annotations <= AT_ONCE {
        return Ok(());
    }
    let message = format!("{annotations} annotations in one request, {AT_ONCE} at most");
    Err(Error::Refused { status: 422, message })
}

/// A piece of a path: a branch's name may hold anything.
pub(super) fn segment(text: &str) -> String {
    text.bytes().fold(String::with_capacity(text.len()), |mut path, byte| {
        if byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'~')
            || (byte == b'.' && text != "." && text != "..")
        {
            path.push(char::from(byte));
        } else {
            let _ = write!(path, "%{byte:02X}");
        }
        path
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_branch_cannot_leave_its_place_in_a_path() {
        assert_eq!(segment("feature/é?x#y"), "feature%2F%C3%A9%3Fx%23y");
        assert_eq!(segment(".."), "%2E%2E");
        assert_eq!(segment("v1.2"), "v1.2");
    }
}
