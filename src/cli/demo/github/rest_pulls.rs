//! Pull requests.

use serde_json::Value;

use super::server::{Call, Reply};
use super::state::{Pull, State};

pub(super) fn read(state: &State, call: &Call, id: i64, rest: &[&str]) -> Reply {
    let Some(repo) = state.repositories.get(&id) else { return Reply::not_found() };
    let show = |pulls: Vec<&Pull>| {
        let all: Vec<Value> = pulls.into_iter().rev().map(|pull| state.pull(repo, pull)).collect();
        let (page, links) = call.page(all);
        Reply::ok(Value::Array(page)).with(links)
    };
    match rest {
        ["pulls"] => {
            let wanted = call.query("state").unwrap_or("open");
            let of_state = |pull: &&Pull| wanted == "all" || pull.open == (wanted == "open");
            show(repo.pulls.values().filter(of_state).collect())
        }
        ["pulls", number] => {
            let pull = number.parse().ok().and_then(|number: i64| repo.pulls.get(&number));
            pull.map_or_else(Reply::not_found, |pull| Reply::ok(state.pull(repo, pull)))
        }
        ["commits", sha, "pulls"] => {
            let Some(sha) = state.commit_of(id, sha) else {
                return Reply::refused(422, &format!("No commit found for SHA: {sha}"));
            };
            // A commit that only a fork has is tied to no pull request here.
            let objects = state.objects(id);
            let brought = |pull: &Pull| {
                let base = repo.branches.get(&pull.base_branch).map(|base| objects.history(base)).unwrap_or_default();
                objects.history(&pull.head).contains(&sha) && !base.contains(&sha)
            };
            let holds = |pull: &&Pull| pull.head_repository == id && (pull.merged || brought(pull));
            show(repo.pulls.values().filter(holds).collect())
        }
        _ => Reply::not_found(),
    }
}
