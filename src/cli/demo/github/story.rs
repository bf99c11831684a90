//! Stories: what people do on GitHub, in one line each.

use std::sync::Arc;

use serde_json::{Value, json};

use super::accounts::create;
use super::deliveries;
use super::server::Hub;
use super::state::{Pull, Repo, Run, State};
use crate::names::RepositoryName;

/// A repository, and what is done in it.
#[derive(Clone)]
pub struct Repository {
    hub: Arc<Hub>,
    id: i64,
}

/// A check run as people see it.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "GitHub's own fields")]
pub struct CheckRunSeen {
    pub id: i64,
    pub app: i64,
    pub name: String,
    pub external_id: Option<String>,
    pub details_url: Option<String>,
    pub status: String,
    pub conclusion: Option<String>,
    pub title: Option<String>,
    pub summary: Option<String>,
    pub text: Option<String>,
    pub annotations: Vec<Value>,
    pub actions: Vec<Value>,
}

impl CheckRunSeen {
    /// Where its annotations are: path and first line.
    pub fn places(&self) -> Vec<(String, i64)> {
        let place = |annotation: &Value| {
            (annotation["path"].as_str().unwrap_or_default().to_owned(), annotation["start_line"].as_i64().unwrap_or(0))
        };
        self.annotations.iter().map(place).collect()
    }
}

impl From<&Run> for CheckRunSeen {
    fn from(run: &Run) -> Self {
        let run = run.clone();
        Self {
            id: run.id,
            app: run.app,
            name: run.name,
            external_id: run.external_id,
            details_url: run.details_url,
            status: run.status,
            conclusion: run.conclusion,
            title: run.title,
            summary: run.summary,
            text: run.text,
            annotations: run.annotations,
            actions: run.actions,
        }
    }
}

impl Repository {
    pub(super) fn of(hub: Arc<Hub>, id: i64) -> Self {
        Self { hub, id }
    }

    /// Its number.
    pub fn id(&self) -> i64 {
        self.id
    }

    /// What it is called now.
    pub fn name(&self) -> RepositoryName {
        self.with(|repo| RepositoryName { owner: repo.owner.clone(), name: repo.name.clone() })
    }

    /// Hides it from the public, without telling the App.
    #[must_use]
    pub fn private(self) -> Self {
        self.with(|repo| repo.private = true);
        self
    }

    /// From how many entries on a recursive tree is cut.
    pub fn trees_are_cut_at(&self, entries: usize) {
        self.with(|repo| repo.longest_tree = entries);
    }

    fn with<T>(&self, what: impl FnOnce(&mut Repo) -> T) -> T {
        let mut state = self.hub.state();
        let repo = state.repositories.get_mut(&self.id);
        what(repo.unwrap_or_else(|| unreachable!("a repository is never forgotten")))
    }

    fn told<T>(&self, what: impl FnOnce(&mut State) -> T) -> T {
        let done = what(&mut self.hub.state());
        self.hub.wake.notify_one();
        done
    }

    /// The newest commit of a branch.
    pub fn head(&self, branch: &str) -> Option<String> {
        self.with(|repo| repo.branches.get(branch).cloned())
    }

    /// The SHA of a file of a commit.
    pub fn blob(&self, commit: &str, path: &str) -> Option<String> {
        self.hub.state().objects(self.id).files(commit).get(path).cloned()
    }

    /// Adds a commit to a branch (a new branch leaves the default one) and tells nobody. Gives its SHA.
    pub fn commit<C: AsRef<[u8]>>(&self, branch: &str, files: &[(&str, C)]) -> String {
        let changes: Vec<(&str, Option<&[u8]>)> =
            files.iter().map(|(path, content)| (*path, Some(content.as_ref()))).collect();
        write(&mut self.hub.state(), self.id, branch, &changes)
    }

    /// Adds a commit that removes files, and tells nobody.
    pub fn commit_without(&self, branch: &str, paths: &[&str]) -> String {
        let changes: Vec<(&str, Option<&[u8]>)> = paths.iter().map(|path| (*path, None)).collect();
        write(&mut self.hub.state(), self.id, branch, &changes)
    }

    /// Adds a commit and tells the App: `push`, `check_suite`, and `pull_request.synchronize` where one is open.
    pub fn push<C: AsRef<[u8]>>(&self, branch: &str, files: &[(&str, C)]) -> String {
        let before = self.head(branch);
        let after = self.commit(branch, files);
        self.told(|state| pushed(state, self.id, branch, before.as_deref(), &after));
        after
    }

    /// Moves a branch to a commit, as a push with force does, and tells the App.
    pub fn force(&self, branch: &str, sha: &str) {
        let before = self.with(|repo| repo.branches.insert(branch.to_owned(), sha.to_owned()));
        self.told(|state| pushed(state, self.id, branch, before.as_deref(), sha));
    }

    /// Says that a commit is deployed at `url`, as hosts of review apps do.
    pub fn deployed(&self, head: &str, url: &str) {
        self.told(|state| deliveries::deployment_status(state, self.id, head, url));
    }

    /// A copy in somebody's account, where the App is not installed.
    #[must_use]
    pub fn fork(&self, owner: &str) -> Self {
        let mut state = self.hub.state();
        let original = &state.repositories[&self.id];
        let (name, network, branches) = (original.name.clone(), original.network, original.branches.clone());
        let id = create(&mut state, owner, &name, Some(self.id), network);
        if let Some(fork) = state.repositories.get_mut(&id) {
            fork.branches = branches;
        }
        Self { hub: Arc::clone(&self.hub), id }
    }

    /// Opens a pull request from a branch to the default one, and tells the App. Gives its number.
    pub fn open_pull_request(&self, branch: &str) -> i64 {
        self.open(self.id, branch)
    }

    /// Opens a pull request from a branch of a fork.
    pub fn open_pull_request_from(&self, fork: &Self, branch: &str) -> i64 {
        self.open(fork.id, branch)
    }

    fn open(&self, head_repository: i64, branch: &str) -> i64 {
        self.told(|state| {
            let (id, at) = (state.new_id(), state.tick());
            let from = &state.repositories[&head_repository];
            let head = from.branches.get(branch).cloned().unwrap_or_default();
            let author = if head_repository == self.id { "ada".to_owned() } else { from.owner.clone() };
            let Some(repo) = state.repositories.get_mut(&self.id) else { return 0 };
            let number = repo.pulls.len() as i64 + 1;
            let pull = Pull {
                id,
                number,
                title: format!("Ajoute {branch}"),
                open: true,
                merged: false,
                draft: false,
                author,
                head_repository,
                head_branch: branch.to_owned(),
                head: head.clone(),
                base_branch: repo.default_branch.clone(),
                at,
            };
            repo.pulls.insert(number, pull);
            if head_repository != self.id {
                // For a fork, GitHub names neither the branch nor the pull request.
                deliveries::check_suite(state, self.id, &head, None, "requested");
            }
            deliveries::pull_request(state, self.id, number, "opened", Value::Null);
            number
        })
    }

    fn change(&self, number: i64, action: &str, what: impl FnOnce(&mut Pull)) {
        self.told(|state| {
            if let Some(pull) = state.repositories.get_mut(&self.id).and_then(|repo| repo.pulls.get_mut(&number)) {
                what(pull);
            }
            deliveries::pull_request(state, self.id, number, action, Value::Null);
        });
    }

    /// Closes a pull request.
    pub fn close_pull_request(&self, number: i64) {
        self.change(number, "closed", |pull| pull.open = false);
    }

    /// Opens it again.
    pub fn reopen_pull_request(&self, number: i64) {
        self.change(number, "reopened", |pull| pull.open = true);
    }

    /// Says that a draft is ready.
    pub fn ready_for_review(&self, number: i64) {
        self.change(number, "ready_for_review", |pull| pull.draft = false);
    }

    /// Makes it a draft, and tells the App.
    pub fn convert_to_draft(&self, number: i64) {
        self.change(number, "converted_to_draft", |pull| pull.draft = true);
    }

    /// Changes the branch that a pull request is made to.
    pub fn retarget(&self, number: i64, base: &str) {
        self.told(|state| {
            let tip = state.commit_of(self.id, base).unwrap_or_default();
            let Some(repo) = state.repositories.get_mut(&self.id) else { return };
            let Some(pull) = repo.pulls.get_mut(&number) else { return };
            let before = std::mem::replace(&mut pull.base_branch, base.to_owned());
            let changes = json!({"changes": {"base": {"ref": {"from": before}, "sha": {"from": tip}}}});
            deliveries::pull_request(state, self.id, number, "edited", changes);
        });
    }

    /// Merges a pull request: its files are on the default branch now, and the App is told of the push.
    pub fn merge_pull_request(&self, number: i64) -> String {
        self.told(|state| {
            let repo = &state.repositories[&self.id];
            let Some(pull) = repo.pulls.get(&number).cloned() else { return String::new() };
            let before = repo.branches.get(&pull.base_branch).cloned().unwrap_or_default();
            let merge = merged(state, self.id, &before, &pull.head);
            if let Some(repo) = state.repositories.get_mut(&self.id) {
                repo.branches.insert(pull.base_branch.clone(), merge.clone());
                if let Some(pull) = repo.pulls.get_mut(&number) {
                    (pull.open, pull.merged) = (false, true);
                }
            }
            deliveries::pull_request(state, self.id, number, "closed", Value::Null);
            pushed(state, self.id, &pull.base_branch, Some(&before), &merge);
            merge
        })
    }

    /// Puts a pull request in the merge queue. Gives the commit to look at.
    pub fn queue_pull_request(&self, number: i64) -> String {
        self.told(|state| {
            let repo = &state.repositories[&self.id];
            let Some(pull) = repo.pulls.get(&number).cloned() else { return String::new() };
            let base = repo.branches.get(&pull.base_branch).cloned().unwrap_or_default();
            let head = merged(state, self.id, &base, &pull.head);
            let branch = format!("gh-readonly-queue/{}/pr-{number}-{base}", pull.base_branch);
            if let Some(repo) = state.repositories.get_mut(&self.id) {
                repo.branches.insert(branch.clone(), head.clone());
            }
            deliveries::merge_group(state, self.id, &head, &base, &branch, "checks_requested");
            head
        })
    }

    /// The check runs of a commit, of every App, oldest first.
    pub fn check_runs(&self, sha: &str) -> Vec<CheckRunSeen> {
        let state = self.hub.state();
        let of_commit = |run: &&Run| run.repository == self.id && run.head == sha;
        state.runs.values().filter(of_commit).map(CheckRunSeen::from).collect()
    }

    /// A check run of another App on a commit. Gives its number.
    pub fn foreign_check_run(&self, sha: &str, name: &str) -> i64 {
        let mut state = self.hub.state();
        let suite = state.suite(self.id, sha, 15_368);
        let id = state.new_id();
        let run = Run {
            id,
            repository: self.id,
            suite,
            app: 15_368,
            name: name.to_owned(),
            head: sha.to_owned(),
            external_id: None,
            details_url: None,
            status: "completed".to_owned(),
            conclusion: Some("success".to_owned()),
            started_at: None,
            completed_at: None,
            title: None,
            summary: None,
            text: None,
            annotations: Vec::new(),
            actions: Vec::new(),
        };
        state.runs.insert(id, run);
        id
    }

    /// Somebody presses « Re-run » on one check.
    pub fn rerequest_check_run(&self, id: i64) {
        self.press(id, "rerequested", None);
    }

    /// Somebody presses one of a check run's buttons.
    pub fn request_action(&self, id: i64, identifier: &str) {
        self.press(id, "requested_action", Some(identifier));
    }

    fn press(&self, id: i64, action: &str, identifier: Option<&str>) {
        self.told(|state| {
            if let Some(run) = state.runs.get(&id).cloned() {
                deliveries::check_run(state, &run, action, identifier);
            }
        });
    }

    /// Somebody presses « Re-run all checks » on a commit.
    pub fn rerequest_check_suite(&self, sha: &str) {
        self.told(|state| {
            let repo = &state.repositories[&self.id];
            let branch = repo.branches.iter().find(|(_, head)| *head == sha).map(|(branch, _)| branch.clone());
            deliveries::check_suite(state, self.id, sha, branch.as_deref(), "rerequested");
        });
    }

    /// Gives it another name.
    pub fn rename(&self, name: &str) {
        let before = self.with(|repo| std::mem::replace(&mut repo.name, name.to_owned()));
        self.tell("renamed", json!({"repository": {"name": {"from": before}}}));
    }

    /// Gives it to another owner, who has the App too.
    pub fn transfer(&self, owner: &str) {
        let before = self.with(|repo| std::mem::replace(&mut repo.owner, owner.to_owned()));
        self.tell("transferred", json!({"owner": {"from": {"user": {"login": before}}}}));
    }

    /// Hides it from the public.
    pub fn privatize(&self) {
        self.with(|repo| repo.private = true);
        self.tell("privatized", Value::Null);
    }

    /// Shows it to the public.
    pub fn publicize(&self) {
        self.with(|repo| repo.private = false);
        self.tell("publicized", Value::Null);
    }

    /// Makes it read-only.
    pub fn archive(&self) {
        self.with(|repo| repo.archived = true);
        self.tell("archived", Value::Null);
    }

    fn tell(&self, action: &str, changes: Value) {
        self.told(|state| deliveries::repository(state, self.id, action, changes));
    }
}

fn write(state: &mut State, id: i64, branch: &str, changes: &[(&str, Option<&[u8]>)]) -> String {
    let at = state.tick();
    let repo = &state.repositories[&id];
    let parent = repo.branches.get(branch).or_else(|| repo.branches.get(&repo.default_branch)).cloned();
    let author = if repo.parent.is_some() { repo.owner.clone() } else { "ada".to_owned() };
    let network = repo.network;
    let Some(objects) = state.networks.get_mut(network) else { return String::new() };
    let mut files = parent.as_deref().map(|parent| objects.files(parent)).unwrap_or_default();
    for (path, content) in changes {
        match content {
            Some(content) => {
                let sha = objects.write_blob(content);
                files.insert((*path).to_owned(), sha);
            }
            None => {
                files.remove(*path);
            }
        }
    }
    let names: Vec<&str> = changes.iter().map(|(path, _)| *path).take(3).collect();
    let message = format!("Change {}", names.join(", "));
    let sha = objects.write_commit(&files, parent.into_iter().collect(), &message, &author, at);
    if let Some(repo) = state.repositories.get_mut(&id) {
        repo.branches.insert(branch.to_owned(), sha.clone());
    }
    sha
}

/// The commit that merges `head` into `base`: what `head` changed since they parted.
fn merged(state: &mut State, id: i64, base: &str, head: &str) -> String {
    let at = state.tick();
    let network = state.repositories[&id].network;
    let Some(objects) = state.networks.get_mut(network) else { return String::new() };
    let parted = objects.merge_base(base, head).map(|sha| objects.files(&sha)).unwrap_or_default();
    let (mut files, of_head) = (objects.files(base), objects.files(head));
    for (path, sha) in &of_head {
        if parted.get(path) != Some(sha) {
            files.insert(path.clone(), sha.clone());
        }
    }
    files.retain(|path, _| of_head.contains_key(path) || !parted.contains_key(path));
    objects.write_commit(&files, vec![base.to_owned(), head.to_owned()], "Merge", "ada", at)
}

/// What the App hears of a push: to its own repository, or to a fork that a pull request comes from.
fn pushed(state: &mut State, id: i64, branch: &str, before: Option<&str>, after: &str) {
    if state.installation_of(id).is_some() {
        deliveries::push(state, id, branch, before, Some(after));
        deliveries::check_suite(state, id, after, Some(branch), "requested");
    }
    let mut moved = Vec::new();
    for repo in state.repositories.values_mut() {
        for pull in repo.pulls.values_mut() {
            if pull.open && pull.head_repository == id && pull.head_branch == branch && pull.head != after {
                after.clone_into(&mut pull.head);
                moved.push((repo.id, pull.number));
            }
        }
    }
    for (repository, number) in moved {
        if repository != id {
            deliveries::check_suite(state, repository, after, None, "requested");
        }
        let more = json!({"before": before, "after": after});
        deliveries::pull_request(state, repository, number, "synchronize", more);
    }
}
