//! What GitHub tells the App: payloads shaped like its own, signed, delivered in order.

use std::sync::Arc;
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::{Value, json};
use sha2::Sha256;

use super::models;
use super::server::Hub;
use super::state::{Run, State, rfc3339};

/// A delivery: made, and once the App answered, with its answer.
#[derive(Debug, Clone)]
pub struct Delivery {
    /// `X-GitHub-Delivery`.
    pub guid: String,
    /// `X-GitHub-Event`.
    pub event: String,
    /// The exact bytes that are signed.
    pub body: String,
    /// The HTTP status of the App's answer; `None` before, or when there was none.
    pub status: Option<u16>,
}

impl Delivery {
    /// The payload's `action`, where it has one.
    pub fn action(&self) -> Option<String> {
        self.payload()["action"].as_str().map(str::to_owned)
    }

    /// The payload.
    pub fn payload(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or(Value::Null)
    }

    /// The headers that GitHub sends with it, signed with `secret`.
    pub fn headers(&self, secret: &str) -> Vec<(&'static str, String)> {
        vec![
            ("user-agent", "GitHub-Hookshot/044aadd".to_owned()),
            ("accept", "*/*".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("x-github-event", self.event.clone()),
            ("x-github-delivery", self.guid.clone()),
            ("x-github-hook-id", "292430182".to_owned()),
            ("x-github-hook-installation-target-type", "integration".to_owned()),
            ("x-github-hook-installation-target-id", super::APP_ID.to_string()),
            ("x-hub-signature-256", signature(secret, self.body.as_bytes())),
        ]
    }
}

/// `X-Hub-Signature-256`.
pub fn signature(secret: &str, body: &[u8]) -> String {
    // An HMAC takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.as_bytes()) else { return String::new() };
    mac.update(body);
    format!("sha256={}", hex::encode(mac.finalize().into_bytes()))
}

/// Where deliveries go.
#[derive(Debug, Clone)]
pub(super) struct Hook {
    pub(super) url: String,
    pub(super) secret: String,
}

/// Delivers what is in the outbox, one after the other, and goes on until it is dropped.
pub(super) async fn deliver(hub: Arc<Hub>, hook: Hook) {
    let Ok(client) = reqwest::Client::builder().timeout(Duration::from_secs(10)).build() else { return };
    loop {
        let next = {
            let mut state = hub.state();
            let next = state.outbox.pop_front();
            state.in_flight = next.is_some();
            next
        };
        let Some(mut delivery) = next else {
            hub.wake.notified().await;
            continue;
        };
        let mut request = client.post(&hook.url).body(delivery.body.clone());
        for (name, value) in delivery.headers(&hook.secret) {
            request = request.header(name, value);
        }
        delivery.status = request.send().await.ok().map(|answer| answer.status().as_u16());
        let mut state = hub.state();
        state.in_flight = false;
        state.delivered.push(delivery);
    }
}

/// Puts a delivery in the outbox, with what every payload of the App has.
fn queue(state: &mut State, event: &str, repository: Option<i64>, mut payload: Value) {
    let repo = repository.and_then(|id| state.repositories.get(&id));
    if let Some(repo) = repo {
        payload["repository"] = models::repository(repo);
        if models::is_organisation(&repo.owner) {
            payload["organization"] = models::organisation(&repo.owner);
        }
        let Some(installed) = state.installation_of(repo.id) else { return };
        if installed.suspended {
            return;
        }
        payload["installation"] = json!({"id": installed.id, "node_id": format!("I_{}", installed.id)});
    }
    if payload.get("sender").is_none() {
        payload["sender"] = models::account("ada");
    }
    let number = state.new_id();
    let guid = format!(
        "{:08x}-{:04x}-11f1-{:04x}-{:012x}",
        number * 7_919,
        number & 0xffff,
        0x8000 | (number & 0xfff),
        number * 104_729
    );
    state.outbox.push_back(Delivery { guid, event: event.to_owned(), body: payload.to_string(), status: None });
}

pub(super) fn pull_request(state: &mut State, repository: i64, number: i64, action: &str, more: Value) {
    let Some(repo) = state.repositories.get(&repository) else { return };
    let Some(pull) = repo.pulls.get(&number) else { return };
    let mut full = state.pull(repo, pull);
    full["merged"] = pull.merged.into();
    full["commits"] = 1.into();
    let mut payload = json!({
        "action": action, "number": number, "pull_request": full, "sender": models::account(&pull.author),
    });
    if let (Some(payload), Value::Object(more)) = (payload.as_object_mut(), more) {
        payload.extend(more);
    }
    queue(state, "pull_request", Some(repository), payload);
}

pub(super) fn push(state: &mut State, repository: i64, branch: &str, before: Option<&str>, after: Option<&str>) {
    let Some(repo) = state.repositories.get(&repository) else { return };
    let zero = "0".repeat(40);
    let head = after.and_then(|sha| state.objects(repository).commits.get(sha)).map(|commit| {
        json!({
            "id": commit.sha, "tree_id": commit.tree, "distinct": true, "message": commit.message,
            "timestamp": rfc3339(commit.at), "url": format!("https://github.com/{}/commit/{}", repo.full_name(), commit.sha),
            "author": {"name": commit.author, "username": commit.author},
            "committer": {"name": commit.author, "username": commit.author},
            "added": [], "removed": [], "modified": [],
        })
    });
    let payload = json!({
        "ref": format!("refs/heads/{branch}"),
        "before": before.unwrap_or(&zero),
        "after": after.unwrap_or(&zero),
        "created": before.is_none(),
        "deleted": after.is_none(),
        "forced": false,
        "base_ref": null,
        "compare": format!("https://github.com/{}/compare", repo.full_name()),
        "commits": head.clone().into_iter().collect::<Vec<_>>(),
        "head_commit": head,
        "pusher": {"name": "ada", "email": "ada@users.noreply.github.com"},
    });
    queue(state, "push", Some(repository), payload);
}

/// `requested` with each push, `rerequested` from the button « Re-run all checks ».
pub(super) fn check_suite(state: &mut State, repository: i64, head: &str, branch: Option<&str>, action: &str) {
    let app = state.app.id;
    let id = state.suite(repository, head, app);
    let Some(repo) = state.repositories.get(&repository) else { return };
    let commit = state.objects(repository).commits.get(head);
    let payload = json!({
        "action": action,
        "check_suite": {
            "id": id,
            "node_id": format!("CS_{id}"),
            "head_branch": branch,
            "head_sha": head,
            "status": "queued",
            "conclusion": null,
            "url": format!("https://api.github.com/repos/{}/check-suites/{id}", repo.full_name()),
            "before": null,
            "after": head,
            "pull_requests": models::pulls_of_head(repo, head),
            "app": state.app(app),
            "created_at": rfc3339(state.clock),
            "updated_at": rfc3339(state.clock),
            "rerequestable": true,
            "runs_rerequestable": true,
            "latest_check_runs_count": state.runs.values().filter(|run| run.suite == id).count(),
            "head_commit": {"id": head, "tree_id": commit.map(|commit| &commit.tree), "message": commit.map(|commit| &commit.message)},
        },
    });
    queue(state, "check_suite", Some(repository), payload);
}

pub(super) fn check_run(state: &mut State, run: &Run, action: &str, requested: Option<&str>) {
    let Some(repo) = state.repositories.get(&run.repository) else { return };
    let mut shown = state.run(run);
    let pulls = models::pulls_of_head(repo, &run.head);
    let branch = repo.branches.iter().find(|(_, sha)| **sha == run.head).map(|(branch, _)| branch);
    shown["check_suite"] = json!({
        "id": run.suite, "head_branch": branch, "head_sha": run.head, "status": "completed", "conclusion": null,
        "before": null, "after": run.head, "pull_requests": pulls, "app": state.app(run.app),
    });
    let mut payload = json!({"action": action, "check_run": shown});
    if let Some(identifier) = requested {
        payload["requested_action"] = json!({"identifier": identifier});
    }
    queue(state, "check_run", Some(run.repository), payload);
}

pub(super) fn merge_group(state: &mut State, repository: i64, head: &str, base: &str, head_ref: &str, action: &str) {
    let Some(repo) = state.repositories.get(&repository) else { return };
    let payload = json!({
        "action": action,
        "merge_group": {
            "head_sha": head,
            "head_ref": format!("refs/heads/{head_ref}"),
            "base_sha": base,
            "base_ref": format!("refs/heads/{}", repo.default_branch),
            "head_commit": {"id": head},
        },
    });
    queue(state, "merge_group", Some(repository), payload);
}

/// A deployment that is up, as hosts of review apps tell it.
pub(super) fn deployment_status(state: &mut State, repository: i64, head: &str, url: &str) {
    let Some(repo) = state.repositories.get(&repository) else { return };
    let api = format!("https://api.github.com/repos/{}/deployments/1", repo.full_name());
    let at = rfc3339(state.clock);
    let payload = json!({
        "action": "created",
        "deployment_status": {
            "id": 1, "node_id": "DES_1", "state": "success", "creator": models::account("scalingo[bot]"),
            "description": "", "environment": "review", "target_url": url, "log_url": "", "environment_url": url,
            "url": format!("{api}/statuses/1"), "deployment_url": api, "created_at": at, "updated_at": at,
        },
        "deployment": {
            "id": 1, "node_id": "DE_1", "sha": head, "ref": head, "task": "deploy", "payload": {},
            "original_environment": "review", "environment": "review", "description": null,
            "creator": models::account("scalingo[bot]"), "transient_environment": true,
            "production_environment": false, "url": api, "created_at": at, "updated_at": at,
        },
    });
    queue(state, "deployment_status", Some(repository), payload);
}

pub(super) fn repository(state: &mut State, repository: i64, action: &str, changes: Value) {
    let mut payload = json!({"action": action});
    if !changes.is_null() {
        payload["changes"] = changes;
    }
    queue(state, "repository", Some(repository), payload);
}

fn short(state: &State, ids: &[i64]) -> Vec<Value> {
    let line = |id: &i64| {
        state.repositories.get(id).map(|repo| {
            json!({"id": repo.id, "node_id": format!("R_{}", repo.id), "name": repo.name, "full_name": repo.full_name(), "private": repo.private})
        })
    };
    ids.iter().filter_map(line).collect()
}

/// `created`, `deleted`, `suspend`, `unsuspend`, `new_permissions_accepted`.
pub(super) fn installation(state: &mut State, id: i64, action: &str) {
    let Some(installed) = state.installations.get(&id) else { return };
    let ids: Vec<i64> = state
        .repositories
        .keys()
        .copied()
        .filter(|repository| state.installation_of(*repository).is_some_and(|of| of.id == id))
        .collect();
    let payload = json!({
        "action": action,
        "installation": state.installation(installed),
        "repositories": short(state, &ids),
        "requester": null,
    });
    queue(state, "installation", None, payload);
}

/// Repositories given to, or taken from, an installation.
pub(super) fn installation_repositories(state: &mut State, id: i64, added: &[i64], removed: &[i64]) {
    let Some(installed) = state.installations.get(&id) else { return };
    let payload = json!({
        "action": if added.is_empty() { "removed" } else { "added" },
        "installation": state.installation(installed),
        "repository_selection": if installed.selected.is_some() { "selected" } else { "all" },
        "repositories_added": short(state, added),
        "repositories_removed": short(state, removed),
        "requester": null,
    });
    queue(state, "installation_repositories", None, payload);
}

pub(super) fn ping(state: &mut State) {
    let payload = json!({
        "zen": "Non-blocking is better than blocking.",
        "hook_id": 292_430_182,
        "hook": {"type": "App", "id": 292_430_182, "active": true, "app_id": state.app.id},
    });
    queue(state, "ping", None, payload);
}
