//! The arrows of the house point down only, and checks are pure.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Room → the rooms it may name. `cli` may name all; whoever is not listed here may name none.
const ARROWS: &[(&str, &[&str])] = &[
    ("config", &["scan"]),
    ("names", &[]),
    ("github", &["names"]),
    ("store", &["names"]),
    ("startups", &["names"]),
    ("facts", &["names", "store"]),
    ("reports", &["names", "store"]),
    ("scan", &[]),
    ("review", &["facts", "github", "names", "store"]),
    ("output", &["github", "names", "review", "scan"]),
    ("jobs", &["config", "facts", "github", "names", "output", "review", "scan", "startups", "store"]),
    ("webhook", &["config", "jobs", "names", "store"]),
    ("web", &["config", "jobs", "names", "reports", "store"]),
];

/// What a check may be built of: nothing that opens a file, a socket or a process for it.
const NEVER_IN_CHECKS: &[&str] = &["tokio", "reqwest", "hyper", "octocrab", "sqlx", "ureq", "vigie"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
}

/// The rooms a source names as `crate::room`, tests aside.
fn rooms_named(source: &str) -> BTreeSet<&str> {
    let product = source.split("#[cfg(test)]").next().unwrap_or(source);
    let code = product.lines().filter(|line| !line.trim_start().starts_with("//"));
    code.flat_map(|line| line.split("crate::").skip(1))
        .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or(rest))
        .collect()
}

#[test]
fn a_room_names_only_the_rooms_below_it() {
    let arrows: BTreeMap<&str, &[&str]> = ARROWS.iter().copied().collect();
    let rooms: BTreeSet<&str> = arrows.keys().copied().chain(["cli"]).collect();
    let mut files = Vec::new();
    rust_files(&root().join("src"), &mut files);
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(root().join("src")).unwrap();
        let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
        let room = first.trim_end_matches(".rs");
        if matches!(room, "cli" | "main" | "lib") {
            continue;
        }
        assert!(rooms.contains(room), "src/{room} is a room without arrows: say in this test what it may name");
        let source = std::fs::read_to_string(&file).unwrap();
        for named in rooms_named(&source) {
            if named != room && rooms.contains(named) && !arrows[room].contains(&named) {
                wrong.push(format!("{} names {named}", inside.display()));
            }
        }
        if room != "github" && source.contains("octocrab::") {
            wrong.push(format!("{} names octocrab", inside.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_reader_of_rooms_sees_what_is_written() {
    let source = "use crate::store::Store;\n// crate::web is a comment\nlet x = crate::names::f();\n#[cfg(test)]\nmod tests { use crate::cli; }\n";
    assert_eq!(rooms_named(source), BTreeSet::from(["store", "names"]));
}

/// The platform of this machine, as Rust names it.
fn host() -> String {
    let output = Command::new("rustc").arg("-vV").output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    told.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

#[test]
fn checks_are_built_of_nothing_that_reaches_out() {
    // What other platforms need may not be on this machine.
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline", "--filter-platform", &host()])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("cargo metadata");
    let name_of = |id: &Value| {
        let packages = metadata["packages"].as_array().unwrap();
        packages.iter().find(|package| package["id"] == *id).unwrap()["name"].as_str().unwrap().to_owned()
    };
    let nodes = metadata["resolve"]["nodes"].as_array().unwrap();
    let mut checks = 0;
    for node in nodes.iter().filter(|node| name_of(&node["id"]).starts_with("checks-")) {
        checks += 1;
        // Normal dependencies, all the way down.
        let mut below = BTreeSet::new();
        let mut to_see = vec![&node["id"]];
        while let Some(id) = to_see.pop() {
            let node = nodes.iter().find(|node| node["id"] == *id).unwrap();
            for dependency in node["deps"].as_array().unwrap() {
                let normal = dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null());
                if normal && below.insert(name_of(&dependency["pkg"])) {
                    to_see.push(&dependency["pkg"]);
                }
            }
        }
        for never in NEVER_IN_CHECKS {
            assert!(!below.contains(*never), "{} is built of {never}", name_of(&node["id"]));
        }
    }
    assert_eq!(checks, 6, "core, markup and the four checks");
}
