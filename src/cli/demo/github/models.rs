//! What things look like in GitHub's answers and deliveries.

use serde_json::{Value, json};

use super::git::Commit;
use super::state::{Installed, Pull, Repo, Run, State, rfc3339};

const ORGANISATIONS: &[&str] = &["betagouv", "dinum", "mtes-mct", "incubateur-ademe"];

/// A number for a name, always the same.
pub(super) fn number_of(login: &str) -> i64 {
    login.to_lowercase().bytes().fold(7, |sum: i64, byte| (sum * 31 + i64::from(byte)) % 90_000_000) + 1_000
}

pub(super) fn is_organisation(login: &str) -> bool {
    ORGANISATIONS.contains(&login.to_lowercase().as_str()) || login.to_lowercase().contains("gouv")
}

pub(super) fn account(login: &str) -> Value {
    let id = number_of(login);
    let api = format!("https://api.github.com/users/{login}");
    json!({
        "login": login,
        "id": id,
        "node_id": format!("U_{id}"),
        "avatar_url": format!("https://avatars.githubusercontent.com/u/{id}?v=4"),
        "gravatar_id": "",
        "url": api,
        "html_url": format!("https://github.com/{login}"),
        "repos_url": format!("{api}/repos"),
        "type": if is_organisation(login) { "Organization" } else { "User" },
        "site_admin": false,
    })
}

pub(super) fn organisation(login: &str) -> Value {
    let id = number_of(login);
    json!({
        "login": login,
        "id": id,
        "node_id": format!("O_{id}"),
        "url": format!("https://api.github.com/orgs/{login}"),
        "repos_url": format!("https://api.github.com/orgs/{login}/repos"),
        "avatar_url": format!("https://avatars.githubusercontent.com/u/{id}?v=4"),
        "description": "",
    })
}

pub(super) fn repository(repo: &Repo) -> Value {
    let full_name = repo.full_name();
    let api = format!("https://api.github.com/repos/{full_name}");
    json!({
        "id": repo.id,
        "node_id": format!("R_{}", repo.id),
        "name": repo.name,
        "full_name": full_name,
        "private": repo.private,
        "owner": account(&repo.owner),
        "html_url": format!("https://github.com/{full_name}"),
        "description": null,
        "fork": repo.parent.is_some(),
        "url": api,
        "archive_url": format!("{api}/{{archive_format}}{{/ref}}"),
        "clone_url": format!("https://github.com/{full_name}.git"),
        "default_branch": repo.default_branch,
        "archived": repo.archived,
        "disabled": false,
        "visibility": if repo.private { "private" } else { "public" },
        "topics": [],
        "created_at": "2024-01-15T09:00:00Z",
        "updated_at": "2026-11-02T08:00:00Z",
        "pushed_at": "2026-11-02T08:00:00Z",
        "size": 120,
        "stargazers_count": 0,
        "watchers_count": 0,
        "language": null,
        "has_issues": true,
        "open_issues_count": 0,
    })
}

impl State {
    fn side(&self, id: i64, branch: &str, sha: &str) -> Value {
        let repo = self.repositories.get(&id);
        let owner = repo.map_or("ghost", |repo| &repo.owner);
        json!({
            "label": format!("{owner}:{branch}"),
            "ref": branch,
            "sha": sha,
            "user": account(owner),
            "repo": repo.map(repository),
        })
    }

    pub(super) fn pull(&self, repo: &Repo, pull: &Pull) -> Value {
        let full_name = repo.full_name();
        let (number, id) = (pull.number, pull.id);
        let api = format!("https://api.github.com/repos/{full_name}/pulls/{number}");
        let base = repo.branches.get(&pull.base_branch).cloned().unwrap_or_default();
        let at = rfc3339(pull.at);
        json!({
            "url": api,
            "id": id,
            "node_id": format!("PR_{id}"),
            "html_url": format!("https://github.com/{full_name}/pull/{number}"),
            "number": number,
            "state": if pull.open { "open" } else { "closed" },
            "locked": false,
            "title": pull.title,
            "user": account(&pull.author),
            "body": null,
            "labels": [],
            "milestone": null,
            "draft": pull.draft,
            "created_at": at,
            "updated_at": at,
            "closed_at": if pull.open { Value::Null } else { at.clone().into() },
            "merged_at": if pull.merged { Value::from(at.clone()) } else { Value::Null },
            "merge_commit_sha": null,
            "assignee": null,
            "assignees": [],
            "requested_reviewers": [],
            "requested_teams": [],
            "head": self.side(pull.head_repository, &pull.head_branch, &pull.head),
            "base": self.side(repo.id, &pull.base_branch, &base),
            "author_association": "CONTRIBUTOR",
            "auto_merge": null,
        })
    }

    pub(super) fn app(&self, id: i64) -> Value {
        let (slug, client) = if id == self.app.id {
            (self.app.slug.as_str(), self.app.client_id.as_str())
        } else {
            ("github-actions", "Iv1.0000000000000000")
        };
        json!({
            "id": id,
            "client_id": client,
            "slug": slug,
            "node_id": format!("A_{id}"),
            "owner": organisation("betagouv"),
            "name": slug,
            "description": "",
            "external_url": "https://beta.gouv.fr",
            "html_url": format!("https://github.com/apps/{slug}"),
            "created_at": "2026-01-05T09:00:00Z",
            "updated_at": "2026-01-05T09:00:00Z",
            "permissions": self.app.permissions,
            "events": ["check_run", "check_suite", "deployment_status", "merge_group", "pull_request", "push", "repository"],
        })
    }

    pub(super) fn installation(&self, installed: &Installed) -> Value {
        let id = installed.id;
        json!({
            "id": id,
            "account": account(&installed.account),
            "access_tokens_url": format!("https://api.github.com/app/installations/{id}/access_tokens"),
            "repositories_url": "https://api.github.com/installation/repositories",
            "html_url": format!("https://github.com/organizations/{}/settings/installations/{id}", installed.account),
            "app_id": self.app.id,
            "app_slug": self.app.slug,
            "target_id": number_of(&installed.account),
            "target_type": if is_organisation(&installed.account) { "Organization" } else { "User" },
            "permissions": installed.permissions,
            "events": ["check_run", "check_suite", "deployment_status", "merge_group", "pull_request", "push", "repository"],
            "created_at": "2026-02-02T09:00:00Z",
            "updated_at": "2026-02-02T09:00:00Z",
            "single_file_name": null,
            "repository_selection": if installed.selected.is_some() { "selected" } else { "all" },
            "suspended_at": installed.suspended.then_some("2026-11-01T09:00:00Z"),
            "suspended_by": installed.suspended.then(|| account("octocat")),
        })
    }

    pub(super) fn run(&self, run: &Run) -> Value {
        let repo = self.repositories.get(&run.repository);
        let full_name = repo.map(Repo::full_name).unwrap_or_default();
        let api = format!("https://api.github.com/repos/{full_name}/check-runs/{}", run.id);
        json!({
            "id": run.id,
            "node_id": format!("CR_{}", run.id),
            "name": run.name,
            "head_sha": run.head,
            "external_id": run.external_id.as_deref().unwrap_or_default(),
            "url": api,
            "html_url": format!("https://github.com/{full_name}/runs/{}", run.id),
            "details_url": run.details_url,
            "status": run.status,
            "conclusion": run.conclusion,
            "started_at": run.started_at,
            "completed_at": run.completed_at,
            "output": {
                "title": run.title,
                "summary": run.summary,
                "text": run.text,
                "annotations_count": run.annotations.len(),
                "annotations_url": format!("{api}/annotations"),
            },
            "check_suite": {"id": run.suite},
            "app": self.app(run.app),
            "pull_requests": repo.map(|repo| pulls_of_head(repo, &run.head)).unwrap_or_default(),
        })
    }
}

pub(super) fn commit(full_name: &str, commit: &Commit) -> Value {
    let sha = &commit.sha;
    let api = format!("https://api.github.com/repos/{full_name}");
    let who = json!({"name": commit.author, "email": format!("{}@users.noreply.github.com", commit.author), "date": rfc3339(commit.at)});
    let parents: Vec<Value> =
        commit.parents.iter().map(|sha| json!({"sha": sha, "url": format!("{api}/commits/{sha}")})).collect();
    json!({
        "sha": sha,
        "node_id": format!("C_{sha}"),
        "url": format!("{api}/commits/{sha}"),
        "html_url": format!("https://github.com/{full_name}/commit/{sha}"),
        "commit": {
            "author": who,
            "committer": who,
            "message": commit.message,
            "tree": {"sha": commit.tree, "url": format!("{api}/git/trees/{}", commit.tree)},
            "comment_count": 0,
        },
        "author": account(&commit.author),
        "committer": account(&commit.author),
        "parents": parents,
    })
}

/// A pull request in a check run's or suite's list: never for one from a fork.
pub(super) fn pulls_of_head(repo: &Repo, head: &str) -> Vec<Value> {
    let same = |pull: &&Pull| pull.open && pull.head == head && pull.head_repository == repo.id;
    let side = |branch: &str, sha: &str| {
        json!({
            "ref": branch,
            "sha": sha,
            "repo": {"id": repo.id, "name": repo.name, "url": format!("https://api.github.com/repos/{}", repo.full_name())},
        })
    };
    repo.pulls
        .values()
        .filter(same)
        .map(|pull| {
            let base = repo.branches.get(&pull.base_branch).cloned().unwrap_or_default();
            json!({
                "url": format!("https://api.github.com/repos/{}/pulls/{}", repo.full_name(), pull.number),
                "id": pull.id,
                "number": pull.number,
                "head": side(&pull.head_branch, &pull.head),
                "base": side(&pull.base_branch, &base),
            })
        })
        .collect()
}
