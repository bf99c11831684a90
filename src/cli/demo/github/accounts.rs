//! Stories about accounts: who has the App, and what it may do there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use time::OffsetDateTime;

use super::git::Objects;
use super::state::{Installed, Repo, State};
use super::story::Repository;
use super::{GitHub, deliveries, permissions};

impl GitHub {
    /// A repository, made public and empty if it is new; its owner installs the App everywhere if they had not.
    pub fn repository(&self, name: &str) -> Repository {
        let (owner, name) = name.split_once('/').unwrap_or(("betagouv", name));
        let mut state = self.hub.state();
        let known = state.repository(owner, name).map(|repo| repo.id);
        let id = known.unwrap_or_else(|| {
            state.networks.push(Objects::default());
            let network = state.networks.len() - 1;
            create(&mut state, owner, name, None, network)
        });
        if !state.installations.values().any(|installed| installed.account.eq_ignore_ascii_case(owner)) {
            let id = 100 + state.installations.len() as i64;
            install(&mut state, id, owner);
        }
        Repository::of(Arc::clone(&self.hub), id)
    }

    /// The number of the installation in an account.
    pub fn installation(&self, account: &str) -> Option<i64> {
        let state = self.hub.state();
        state.installations.values().find(|installed| installed.account == account).map(|installed| installed.id)
    }

    /// Tells the App of its installation: `created`, `new_permissions_accepted`.
    pub fn tell_installation(&self, id: i64, action: &str) {
        self.told(|state| deliveries::installation(state, id, action));
    }

    /// Suspends an installation: its tokens stop working, nothing more is delivered.
    pub fn suspend(&self, id: i64) {
        self.told(|state| {
            if let Some(installed) = state.installations.get_mut(&id) {
                installed.suspended = true;
            }
            deliveries::installation(state, id, "suspend");
        });
    }

    /// Lets it work again.
    pub fn unsuspend(&self, id: i64) {
        self.told(|state| {
            if let Some(installed) = state.installations.get_mut(&id) {
                installed.suspended = false;
            }
            deliveries::installation(state, id, "unsuspend");
        });
    }

    /// Takes the App out of an account.
    pub fn uninstall(&self, id: i64) {
        self.told(|state| {
            deliveries::installation(state, id, "deleted");
            state.installations.remove(&id);
            state.tokens.retain(|_, grant| grant.installation != id);
        });
    }

    /// From now on the installation has these repositories only; the App is told what was added and removed.
    pub fn select(&self, id: i64, repositories: &[&Repository]) {
        let chosen: BTreeSet<i64> = repositories.iter().map(|repository| repository.id()).collect();
        self.told(|state| {
            let shown = |state: &State| -> BTreeSet<i64> {
                let of = |repository: &i64| state.installation_of(*repository).is_some_and(|of| of.id == id);
                state.repositories.keys().copied().filter(of).collect()
            };
            let before = shown(state);
            if let Some(installed) = state.installations.get_mut(&id) {
                installed.selected = Some(chosen);
            }
            let after = shown(state);
            let added: Vec<i64> = after.difference(&before).copied().collect();
            let removed: Vec<i64> = before.difference(&after).copied().collect();
            if !added.is_empty() {
                deliveries::installation_repositories(state, id, &added, &[]);
            }
            if !removed.is_empty() {
                deliveries::installation_repositories(state, id, &[], &removed);
            }
        });
    }

    /// What an installation may do from now on.
    pub fn grant(&self, id: i64, granted: &[(&str, &str)]) {
        if let Some(installed) = self.hub.state().installations.get_mut(&id) {
            installed.permissions =
                granted.iter().map(|(name, level)| ((*name).to_owned(), (*level).to_owned())).collect();
        }
    }

    /// How many requests an installation has left, and when it gets new ones.
    pub fn quota(&self, id: i64, remaining: u64, reset: OffsetDateTime) {
        if let Some(installed) = self.hub.state().installations.get_mut(&id) {
            installed.remaining = remaining;
            installed.reset = reset.unix_timestamp();
        }
    }
}

pub(super) fn create(state: &mut State, owner: &str, name: &str, parent: Option<i64>, network: usize) -> i64 {
    let id = state.new_id();
    let repo = Repo {
        id,
        owner: owner.to_owned(),
        name: name.to_owned(),
        private: false,
        archived: false,
        default_branch: "main".to_owned(),
        parent,
        network,
        branches: BTreeMap::new(),
        pulls: BTreeMap::new(),
        longest_tree: 100_000,
    };
    state.repositories.insert(id, repo);
    id
}

fn install(state: &mut State, id: i64, account: &str) {
    let installed = Installed {
        id,
        account: account.to_owned(),
        suspended: false,
        selected: None,
        permissions: permissions(),
        limit: 5_000,
        remaining: 5_000,
        reset: OffsetDateTime::now_utc().unix_timestamp() + 3_600,
    };
    state.installations.insert(id, installed);
}
