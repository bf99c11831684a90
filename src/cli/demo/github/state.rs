//! What the GitHub in memory knows.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::time::Duration;

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::deliveries::Delivery;
use super::git::Objects;

/// Levels of a permission, weakest first.
pub(super) type Permissions = BTreeMap<String, String>;

pub(super) struct State {
    pub(super) app: AppIdentity,
    pub(super) installations: BTreeMap<i64, Installed>,
    pub(super) repositories: BTreeMap<i64, Repo>,
    pub(super) networks: Vec<Objects>,
    pub(super) runs: BTreeMap<i64, Run>,
    /// (repository, head, App) → suite.
    pub(super) suites: HashMap<(i64, String, i64), i64>,
    pub(super) tokens: HashMap<String, Grant>,
    pub(super) token_life: Duration,
    pub(super) faults: Vec<Fault>,
    pub(super) requests: Vec<RequestRecord>,
    pub(super) refusals: Vec<String>,
    pub(super) outbox: VecDeque<Delivery>,
    pub(super) delivered: Vec<Delivery>,
    pub(super) in_flight: bool,
    pub(super) next_id: i64,
    pub(super) clock: OffsetDateTime,
    pub(super) codeload: String,
}

/// The App that GitHub knows.
pub(super) struct AppIdentity {
    pub(super) id: i64,
    pub(super) client_id: String,
    pub(super) slug: String,
    pub(super) public_key: Vec<u8>,
    pub(super) permissions: Permissions,
}

/// An installation of it.
pub(super) struct Installed {
    pub(super) id: i64,
    pub(super) account: String,
    pub(super) suspended: bool,
    /// `None`: all of the account's.
    pub(super) selected: Option<BTreeSet<i64>>,
    pub(super) permissions: Permissions,
    pub(super) limit: u64,
    pub(super) remaining: u64,
    pub(super) reset: i64,
}

/// What a token may do.
#[derive(Clone)]
pub(super) struct Grant {
    pub(super) installation: i64,
    pub(super) permissions: Permissions,
    pub(super) repositories: Option<BTreeSet<i64>>,
    pub(super) ends: OffsetDateTime,
}

pub(super) struct Repo {
    pub(super) id: i64,
    pub(super) owner: String,
    pub(super) name: String,
    pub(super) private: bool,
    pub(super) archived: bool,
    pub(super) default_branch: String,
    /// The repository that it was forked from.
    pub(super) parent: Option<i64>,
    pub(super) network: usize,
    pub(super) branches: BTreeMap<String, String>,
    pub(super) pulls: BTreeMap<i64, Pull>,
    /// Entries that a recursive tree shows before it is cut.
    pub(super) longest_tree: usize,
}

impl Repo {
    pub(super) fn full_name(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }
}

#[derive(Clone)]
pub(super) struct Pull {
    pub(super) id: i64,
    pub(super) number: i64,
    pub(super) title: String,
    pub(super) open: bool,
    pub(super) merged: bool,
    pub(super) draft: bool,
    pub(super) author: String,
    pub(super) head_repository: i64,
    pub(super) head_branch: String,
    pub(super) head: String,
    pub(super) base_branch: String,
    pub(super) at: OffsetDateTime,
}

/// A check run.
#[derive(Clone)]
pub(super) struct Run {
    pub(super) id: i64,
    pub(super) repository: i64,
    pub(super) suite: i64,
    pub(super) app: i64,
    pub(super) name: String,
    pub(super) head: String,
    pub(super) external_id: Option<String>,
    pub(super) details_url: Option<String>,
    pub(super) status: String,
    pub(super) conclusion: Option<String>,
    pub(super) started_at: Option<String>,
    pub(super) completed_at: Option<String>,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) text: Option<String>,
    pub(super) annotations: Vec<Value>,
    pub(super) actions: Vec<Value>,
}

/// A request that came in.
#[derive(Debug, Clone)]
pub struct RequestRecord {
    /// `GET`, `POST`, `PATCH`…
    pub method: String,
    /// Without query, without `/api/v3`.
    pub path: String,
    /// The path's parts, decoded.
    pub segments: Vec<String>,
    /// The query, decoded.
    pub query: BTreeMap<String, String>,
    /// The headers, but for what they prove.
    pub headers: BTreeMap<String, String>,
    /// The body, where it is JSON.
    pub body: Option<Value>,
    /// Whether it came to the address of an Enterprise Server (`/api/v3`).
    pub enterprise: bool,
    /// The installation whose token it bore.
    pub installation: Option<i64>,
    /// What was answered; 0 until then.
    pub status: u16,
}

impl RequestRecord {
    /// Whether this is a request for `route`: `GET /repos/*/*/git/trees/*`, where `*` is one part of the path and `**`,
    /// at the end, all that follows.
    pub fn is(&self, route: &str) -> bool {
        let Some((method, path)) = route.split_once(' ') else { return false };
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        let (parts, length) = match parts.split_last() {
            Some((&"**", parts)) => (parts, parts.len().min(self.segments.len())),
            _ => (parts.as_slice(), self.segments.len()),
        };
        self.method == method
            && parts.len() == length
            && parts.iter().zip(&self.segments).all(|(part, segment)| *part == "*" || part == segment)
    }
}

/// Something that goes wrong, for the next requests of a route.
#[derive(Debug, Clone)]
pub struct Fault {
    pub(super) route: String,
    pub(super) times: usize,
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Vec<u8>,
    pub(super) delay: Duration,
    pub(super) after: bool,
    pub(super) cut: bool,
}

impl Fault {
    /// The next request for `route` (see [`RequestRecord::is`]) is answered with this status. The archives' own server
    /// is at `GET /*/*/legacy.tar.gz/*`.
    pub fn new(route: &str, status: u16) -> Self {
        Self {
            route: route.to_owned(),
            times: 1,
            status,
            headers: Vec::new(),
            body: json!({ "message": "It went wrong on purpose." }).to_string().into_bytes(),
            delay: Duration::ZERO,
            after: false,
            cut: false,
        }
    }

    /// The next request for `route` is answered too late.
    pub fn slow(route: &str, delay: Duration) -> Self {
        Self { delay, ..Self::new(route, 200) }
    }

    /// So many times.
    #[must_use]
    pub fn times(mut self, times: usize) -> Self {
        self.times = times;
        self
    }

    /// With this header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// With this body.
    #[must_use]
    pub fn body(mut self, body: impl Into<Vec<u8>>) -> Self {
        self.body = body.into();
        self
    }

    /// What was asked is done all the same: only the answer is lost.
    #[must_use]
    pub fn once_done(mut self) -> Self {
        self.after = true;
        self
    }

    /// The true answer breaks off in the middle.
    #[must_use]
    pub fn broken_off(mut self) -> Self {
        self.after = true;
        self.cut = true;
        self
    }
}

impl State {
    pub(super) fn new_id(&mut self) -> i64 {
        self.next_id += 1;
        self.next_id
    }

    /// The time in this world: a second more at each look, so that histories are the same every time.
    pub(super) fn tick(&mut self) -> OffsetDateTime {
        self.clock += time::Duration::SECOND;
        self.clock
    }

    pub(super) fn repository(&self, owner: &str, name: &str) -> Option<&Repo> {
        self.repositories
            .values()
            .find(|repo| repo.owner.eq_ignore_ascii_case(owner) && repo.name.eq_ignore_ascii_case(name))
    }

    pub(super) fn objects(&self, repository: i64) -> &Objects {
        static NONE: std::sync::LazyLock<Objects> = std::sync::LazyLock::new(Objects::default);
        self.repositories.get(&repository).and_then(|repo| self.networks.get(repo.network)).unwrap_or(&NONE)
    }

    /// The commit that a branch, a pull request's ref or a SHA names.
    pub(super) fn commit_of(&self, repository: i64, name: &str) -> Option<String> {
        let repo = self.repositories.get(&repository)?;
        let name = name.strip_prefix("refs/").unwrap_or(name);
        let branch = name.strip_prefix("heads/").unwrap_or(name);
        if let Some(sha) = repo.branches.get(branch) {
            return Some(sha.clone());
        }
        if let Some(number) = name.strip_prefix("pull/").and_then(|rest| rest.strip_suffix("/head")) {
            return repo.pulls.get(&number.parse().ok()?).map(|pull| pull.head.clone());
        }
        self.objects(repository).commits.contains_key(name).then(|| name.to_owned())
    }

    /// The installation that has a repository.
    pub(super) fn installation_of(&self, repository: i64) -> Option<&Installed> {
        let repo = self.repositories.get(&repository)?;
        self.installations.values().find(|installed| {
            installed.account.eq_ignore_ascii_case(&repo.owner)
                && installed.selected.as_ref().is_none_or(|selected| selected.contains(&repository))
        })
    }

    pub(super) fn suite(&mut self, repository: i64, head: &str, app: i64) -> i64 {
        let key = (repository, head.to_owned(), app);
        if let Some(id) = self.suites.get(&key) {
            return *id;
        }
        let id = self.new_id();
        self.suites.insert(key, id);
        id
    }
}

/// As GitHub writes a moment.
pub(super) fn rfc3339(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
