//! What a repository holds.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use super::git::{Entry, Objects};
use super::models;
use super::server::{Call, Reply};
use super::state::State;

pub(super) fn repository(state: &State, id: i64) -> Reply {
    state.repositories.get(&id).map_or_else(Reply::not_found, |repo| Reply::ok(models::repository(repo)))
}

pub(super) fn read(state: &State, call: &Call, id: i64, rest: &[&str]) -> Reply {
    let Some(repo) = state.repositories.get(&id) else { return Reply::not_found() };
    match rest {
        ["git", "trees", sha @ ..] => tree(state, call, id, &sha.join("/")),
        ["git", "blobs", sha] => blob(state.objects(id), sha, &repo.full_name()),
        ["git", "ref", name @ ..] => reference(state, id, &name.join("/")),
        ["git", "commits", sha] | ["commits", sha] => {
            let found = state.commit_of(id, sha).and_then(|sha| state.objects(id).commits.get(&sha));
            found.map_or_else(
                || Reply::refused(422, &format!("No commit found for SHA: {sha}")),
                |commit| Reply::ok(models::commit(&repo.full_name(), commit)),
            )
        }
        ["compare", basehead @ ..] => compare(state, call, id, &basehead.join("/")),
        ["tarball", name @ ..] => {
            let Some(sha) = state.commit_of(id, &name.join("/")) else { return Reply::not_found() };
            let to = format!("{}/{}/legacy.tar.gz/{sha}?token=AB12", state.codeload, repo.full_name());
            Reply { status: 302, headers: vec![("location".to_owned(), to)], body: Value::Null }
        }
        _ => Reply::not_found(),
    }
}

fn reference(state: &State, id: i64, name: &str) -> Reply {
    let Some(repo) = state.repositories.get(&id) else { return Reply::not_found() };
    if repo.branches.is_empty() {
        return Reply::refused(409, "Git Repository is empty.");
    }
    let branch = name.strip_prefix("heads/").and_then(|branch| repo.branches.get(branch));
    let Some(sha) = branch else { return Reply::not_found() };
    let api = format!("https://api.github.com/repos/{}/git", repo.full_name());
    Reply::ok(json!({
        "ref": format!("refs/{name}"),
        "node_id": format!("REF_{sha}"),
        "url": format!("{api}/refs/{name}"),
        "object": {"type": "commit", "sha": sha, "url": format!("{api}/commits/{sha}")},
    }))
}

fn tree(state: &State, call: &Call, id: i64, name: &str) -> Reply {
    let Some(repo) = state.repositories.get(&id) else { return Reply::not_found() };
    if repo.branches.is_empty() {
        return Reply::refused(409, "Git Repository is empty.");
    }
    let objects = state.objects(id);
    let root = match state.commit_of(id, name).and_then(|sha| objects.commits.get(&sha)) {
        Some(commit) => commit.tree.clone(),
        None if objects.trees.contains_key(name) => name.to_owned(),
        None => return Reply::not_found(),
    };
    let recursive = call.query("recursive").is_some();
    let mut entries = Vec::new();
    objects.walk(&root, "", recursive, &mut entries);
    let truncated = recursive && entries.len() > repo.longest_tree;
    if truncated {
        entries.truncate(repo.longest_tree);
    }
    let api = format!("https://api.github.com/repos/{}/git", repo.full_name());
    let line = |(path, entry): &(String, Entry)| {
        let folder = if entry.is_folder() { "trees" } else { "blobs" };
        let mut line = json!({
            "path": path, "mode": entry.mode, "type": entry.kind(), "sha": entry.sha,
            "url": format!("{api}/{folder}/{}", entry.sha),
        });
        if let Some(content) = objects.blobs.get(&entry.sha) {
            line["size"] = content.len().into();
        }
        line
    };
    let lines: Vec<Value> = entries.iter().map(line).collect();
    Reply::ok(json!({"sha": root, "url": format!("{api}/trees/{root}"), "tree": lines, "truncated": truncated}))
}

fn blob(objects: &Objects, sha: &str, full_name: &str) -> Reply {
    let Some(content) = objects.blobs.get(sha) else { return Reply::not_found() };
    // GitHub breaks the lines of what it packs.
    let packed = BASE64_STANDARD.encode(content);
    let lines: Vec<String> =
        packed.as_bytes().chunks(60).map(|line| String::from_utf8_lossy(line).into_owned()).collect();
    Reply::ok(json!({
        "sha": sha,
        "node_id": format!("B_{sha}"),
        "size": content.len(),
        "url": format!("https://api.github.com/repos/{full_name}/git/blobs/{sha}"),
        "content": format!("{}\n", lines.join("\n")),
        "encoding": "base64",
    }))
}

fn compare(state: &State, call: &Call, id: i64, basehead: &str) -> Reply {
    let Some(repo) = state.repositories.get(&id) else { return Reply::not_found() };
    let Some((base, head)) = basehead.split_once("...") else { return Reply::not_found() };
    let (Some(base), Some(head)) = (state.commit_of(id, base), state.commit_of(id, head)) else {
        return Reply::not_found();
    };
    let objects = state.objects(id);
    let Some(merge_base) = objects.merge_base(&base, &head) else {
        return Reply::refused(404, &format!("No common ancestor between {base} and {head}."));
    };
    let of_base = objects.history(&base);
    let of_head = objects.history(&head);
    let ahead: Vec<&String> = of_head.iter().filter(|sha| !of_base.contains(sha)).collect();
    let behind = of_base.iter().filter(|sha| !of_head.contains(sha)).count();
    let status = match (ahead.len(), behind) {
        (0, 0) => "identical",
        (_, 0) => "ahead",
        (0, _) => "behind",
        _ => "diverged",
    };
    let full_name = repo.full_name();
    let of = |sha: &str| objects.commits.get(sha).map(|commit| models::commit(&full_name, commit));
    let total = ahead.len();
    let first = call.query("page").is_none_or(|page| page == "1");
    let (page, links) = call.page(ahead.into_iter().rev().filter_map(|sha| of(sha)).collect());
    let api = format!("https://api.github.com/repos/{full_name}/compare/{basehead}");
    let page_of_github = format!("https://github.com/{full_name}/compare/{basehead}");
    let mut body = json!({
        "url": api,
        "html_url": page_of_github,
        "permalink_url": page_of_github,
        "diff_url": format!("{page_of_github}.diff"),
        "patch_url": format!("{page_of_github}.patch"),
        "base_commit": of(&base),
        "merge_base_commit": of(&merge_base),
        "status": status,
        "ahead_by": total,
        "behind_by": behind,
        "total_commits": total,
        "commits": page,
    });
    if first {
        body["files"] = files(objects, &merge_base, &head);
    }
    Reply::ok(body).with(links)
}

fn files(objects: &Objects, base: &str, head: &str) -> Value {
    let (base, head) = (objects.files(base), objects.files(head));
    let mut files = Vec::new();
    for (path, sha) in &head {
        match base.get(path) {
            Some(before) if before == sha => {}
            before => {
                let status = if before.is_some() { "modified" } else { "added" };
                files.push(json!({"filename": path, "sha": sha, "status": status}));
            }
        }
    }
    for (path, sha) in base.iter().filter(|(path, _)| !head.contains_key(*path)) {
        files.push(json!({"filename": path, "sha": sha, "status": "removed"}));
    }
    Value::Array(files)
}
