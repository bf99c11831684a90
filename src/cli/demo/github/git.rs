//! Git as it is: blobs, trees and commits under their real SHA-1.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};
use std::fmt::Write as _;

use time::OffsetDateTime;

use crate::github::objects;

/// The objects that a repository and its forks share.
#[derive(Debug, Default)]
pub(super) struct Objects {
    pub(super) blobs: HashMap<String, Vec<u8>>,
    pub(super) trees: HashMap<String, Vec<Entry>>,
    pub(super) commits: HashMap<String, Commit>,
}

/// A line of a tree.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) mode: &'static str,
    pub(super) sha: String,
}

impl Entry {
    pub(super) fn is_folder(&self) -> bool {
        self.mode == "040000"
    }

    pub(super) fn kind(&self) -> &'static str {
        match self.mode {
            "040000" => "tree",
            "160000" => "commit",
            _ => "blob",
        }
    }
}

#[derive(Debug, Clone)]
pub(super) struct Commit {
    pub(super) sha: String,
    pub(super) tree: String,
    pub(super) parents: Vec<String>,
    pub(super) message: String,
    pub(super) author: String,
    pub(super) at: OffsetDateTime,
}

/// The files of a commit: path → SHA.
pub(super) type Files = BTreeMap<String, String>;

impl Objects {
    pub(super) fn write_blob(&mut self, content: &[u8]) -> String {
        let sha = objects::blob(content);
        self.blobs.entry(sha.clone()).or_insert_with(|| content.to_vec());
        sha
    }

    pub(super) fn write_tree(&mut self, files: &Files) -> String {
        let mut entries = Vec::new();
        let mut folders: BTreeMap<&str, Files> = BTreeMap::new();
        for (path, sha) in files {
            match path.split_once('/') {
                Some((folder, rest)) => {
                    folders.entry(folder).or_default().insert(rest.to_owned(), sha.clone());
                }
                None => entries.push(Entry { name: path.clone(), mode: "100644", sha: sha.clone() }),
            }
        }
        for (name, files) in folders {
            entries.push(Entry { name: name.to_owned(), mode: "040000", sha: self.write_tree(&files) });
        }
        // Git sorts a folder as if its name ended with a slash.
        entries.sort_by_key(|entry| if entry.is_folder() { format!("{}/", entry.name) } else { entry.name.clone() });
        let mut content = Vec::new();
        for entry in &entries {
            content.extend(format!("{} {}\0", entry.mode.trim_start_matches('0'), entry.name).bytes());
            content.extend(hex::decode(&entry.sha).unwrap_or_default());
        }
        let sha = objects::sha("tree", &content);
        self.trees.insert(sha.clone(), entries);
        sha
    }

    pub(super) fn write_commit(
        &mut self,
        files: &Files,
        parents: Vec<String>,
        message: &str,
        author: &str,
        at: OffsetDateTime,
    ) -> String {
        let tree = self.write_tree(files);
        let mut content = format!("tree {tree}\n");
        for parent in &parents {
            let _ = writeln!(content, "parent {parent}");
        }
        let who = format!("{author} <{author}@users.noreply.github.com> {} +0000", at.unix_timestamp());
        let _ = write!(content, "author {who}\ncommitter {who}\n\n{message}\n");
        let sha = objects::sha("commit", content.as_bytes());
        let (message, author) = (message.to_owned(), author.to_owned());
        self.commits.insert(sha.clone(), Commit { sha: sha.clone(), tree, parents, message, author, at });
        sha
    }

    /// Everything below a tree, folders before what they hold, as GitHub lists it.
    pub(super) fn walk(&self, tree: &str, folder: &str, recursive: bool, into: &mut Vec<(String, Entry)>) {
        for entry in self.trees.get(tree).into_iter().flatten() {
            let path = if folder.is_empty() { entry.name.clone() } else { format!("{folder}/{}", entry.name) };
            into.push((path.clone(), entry.clone()));
            if recursive && entry.is_folder() {
                self.walk(&entry.sha, &path, true, into);
            }
        }
    }

    pub(super) fn files(&self, commit: &str) -> Files {
        let Some(commit) = self.commits.get(commit) else { return Files::new() };
        let mut entries = Vec::new();
        self.walk(&commit.tree, "", true, &mut entries);
        entries.into_iter().filter(|(_, entry)| !entry.is_folder()).map(|(path, entry)| (path, entry.sha)).collect()
    }

    /// The commit and all before it, nearest first.
    pub(super) fn history(&self, commit: &str) -> Vec<String> {
        let mut seen = HashSet::new();
        let mut all = Vec::new();
        let mut next = VecDeque::from([commit.to_owned()]);
        while let Some(sha) = next.pop_front() {
            let Some(commit) = self.commits.get(&sha) else { continue };
            if seen.insert(sha.clone()) {
                next.extend(commit.parents.iter().cloned());
                all.push(sha);
            }
        }
        all
    }

    /// The nearest commit of `head`'s history that `base` has too.
    pub(super) fn merge_base(&self, base: &str, head: &str) -> Option<String> {
        let of_base: HashSet<String> = self.history(base).into_iter().collect();
        self.history(head).into_iter().find(|sha| of_base.contains(sha))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trees_are_named_as_git_names_them() {
        let mut objects = Objects::default();
        let blob = objects.write_blob(b"hello\n");
        let file = |path: &str| (path.to_owned(), blob.clone());
        // git init; mkdir a; echo hello > a/x; echo hello > a.txt; git add .; git write-tree
        let tree = objects.write_tree(&Files::from([file("a/x"), file("a.txt")]));
        assert_eq!(objects.trees[&tree].iter().map(|entry| entry.name.as_str()).collect::<Vec<_>>(), ["a.txt", "a"]);
        assert_eq!(tree, "a9bae932899dbd616007c2ec028e2f137cef0266");
    }

    #[test]
    fn two_histories_part_where_they_part() {
        let mut objects = Objects::default();
        let at = OffsetDateTime::UNIX_EPOCH;
        let mut commit = |parents: &[&String], message| {
            objects.write_commit(&Files::new(), parents.iter().map(|sha| (*sha).clone()).collect(), message, "ada", at)
        };
        let root = commit(&[], "root");
        let main = commit(&[&root], "main");
        let side = commit(&[&root], "side");
        let merged = commit(&[&side, &main], "merge");
        let alone = commit(&[], "alone");
        assert_eq!(objects.merge_base(&main, &side), Some(root));
        assert_eq!(objects.merge_base(&main, &merged), Some(main.clone()));
        assert_eq!(objects.merge_base(&main, &alone), None);
    }
}
