//! The App and its installations.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::auth::{Caller, grants};
use super::models;
use super::server::{Call, Reply};
use super::state::{Grant, Permissions, State, rfc3339};

pub(super) fn app(state: &mut State, call: &Call, caller: &Caller) -> Reply {
    if !matches!(caller, Caller::App) {
        return Reply::refused(401, "A JSON web token could not be decoded");
    }
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        ("GET", ["app"]) => Reply::ok(state.app(state.app.id)),
        ("GET", ["app", "installations"]) => {
            let all = state.installations.values().map(|installed| state.installation(installed)).collect();
            let (page, links) = call.page(all);
            Reply::ok(Value::Array(page)).with(links)
        }
        ("GET", ["app", "installations", id]) => {
            let installed = id.parse().ok().and_then(|id: i64| state.installations.get(&id));
            installed.map_or_else(Reply::not_found, |installed| Reply::ok(state.installation(installed)))
        }
        ("POST", ["app", "installations", id, "access_tokens"]) => {
            id.parse().map_or_else(|_| Reply::not_found(), |id| mint(state, call, id))
        }
        _ => Reply::not_found(),
    }
}

fn mint(state: &mut State, call: &Call, id: i64) -> Reply {
    let Some(installed) = state.installations.get(&id) else { return Reply::not_found() };
    if installed.suspended {
        return Reply::refused(403, "This installation has been suspended");
    }
    let mut permissions = Permissions::new();
    match call.body.get("permissions").and_then(Value::as_object) {
        None => permissions.clone_from(&installed.permissions),
        Some(wanted) => {
            for (name, level) in wanted {
                let level = level.as_str().unwrap_or_default();
                if !grants(installed.permissions.get(name), level) {
                    return Reply::refused(422, "The permissions requested are not granted to this installation.");
                }
                permissions.insert(name.clone(), level.to_owned());
            }
            permissions.insert("metadata".to_owned(), "read".to_owned());
        }
    }
    let visible: Vec<(i64, String)> = visible(state, id);
    let of_ids = call.body.get("repository_ids").and_then(Value::as_array);
    let of_names = call.body.get("repositories").and_then(Value::as_array);
    let mut narrowed = None;
    if of_ids.is_some() || of_names.is_some() {
        let known = |wanted: &Value| {
            visible.iter().find(|(id, name)| wanted.as_i64() == Some(*id) || wanted.as_str() == Some(name))
        };
        let mut chosen = BTreeSet::new();
        for wanted in of_ids.into_iter().flatten().chain(of_names.into_iter().flatten()) {
            let Some((id, _)) = known(wanted) else {
                return Reply::refused(
                    422,
                    "There is at least one repository that does not exist or is not accessible to the parent installation.",
                );
            };
            chosen.insert(*id);
        }
        narrowed = Some(chosen);
    }
    let ends = OffsetDateTime::now_utc() + state.token_life;
    let serial = state.new_id();
    // As long and as dotted as GitHub's since 2026: nobody may take its shape for granted.
    let token = format!("ghs_{}_{}.{}-{serial}_{}", state.app.id, "e".repeat(80), "y".repeat(300), "z".repeat(90));
    let selection = if narrowed.is_some() || state.installations[&id].selected.is_some() { "selected" } else { "all" };
    let body = json!({
        "token": token,
        "expires_at": rfc3339(ends.replace_nanosecond(0).unwrap_or(ends)),
        "permissions": permissions,
        "repository_selection": selection,
    });
    state.tokens.insert(token, Grant { installation: id, permissions, repositories: narrowed, ends });
    Reply::created(body)
}

/// Number and name of the repositories that an installation shows.
fn visible(state: &State, installation: i64) -> Vec<(i64, String)> {
    let shown = |id: i64| state.installation_of(id).is_some_and(|installed| installed.id == installation);
    state.repositories.values().filter(|repo| shown(repo.id)).map(|repo| (repo.id, repo.name.clone())).collect()
}

pub(super) fn of_repository(state: &State, caller: &Caller, owner: &str, name: &str) -> Reply {
    if !matches!(caller, Caller::App) {
        return Reply::refused(401, "A JSON web token could not be decoded");
    }
    let installed = state.repository(owner, name).and_then(|repo| state.installation_of(repo.id));
    installed.map_or_else(Reply::not_found, |installed| Reply::ok(state.installation(installed)))
}

pub(super) fn repositories(state: &State, call: &Call, caller: &Caller) -> Reply {
    let Caller::Installation(grant) = caller else {
        return Reply::refused(403, "Resource not accessible by integration");
    };
    let all: Vec<Value> = visible(state, grant.installation)
        .into_iter()
        .filter(|(id, _)| grant.repositories.as_ref().is_none_or(|some| some.contains(id)))
        .filter_map(|(id, _)| state.repositories.get(&id).map(models::repository))
        .collect();
    let total = all.len();
    let (page, links) = call.page(all);
    Reply::ok(json!({"total_count": total, "repository_selection": "all", "repositories": page})).with(links)
}
