//! What a commit holds: read in one request, in parts where GitHub cuts it, and kept, since it never changes.

use std::collections::VecDeque;
use std::sync::Arc;

use moka::future::Cache;
use serde::Deserialize;

use super::error::Error;
use super::installation::{Installation, segment};
use super::models::is_sha;
use crate::names::RepositoryName;

/// The files and folders of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// As GitHub names it: the tree's SHA, or the commit's that was asked for.
    pub sha: String,
    /// In GitHub's order, folders included; paths from the root, with `/`.
    pub entries: Vec<TreeEntry>,
    /// Whether something is missing: the tree is larger than we read.
    pub truncated: bool,
}

/// A file or a folder of a [`Tree`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// From the root of the repository.
    pub path: String,
    /// The SHA of its content.
    pub sha: String,
    /// In bytes, for files.
    pub size: Option<u64>,
    /// What it is.
    pub kind: Kind,
}

/// What an entry of a tree is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file, executable or not.
    File,
    /// A link; its content is where it leads.
    Symlink,
    /// A folder.
    Folder,
    /// A commit of another repository.
    Submodule,
}

#[derive(Deserialize)]
struct RawTree {
    #[serde(default)]
    sha: String,
    #[serde(default)]
    tree: Vec<RawEntry>,
    #[serde(default)]
    truncated: bool,
}

#[derive(Deserialize)]
struct RawEntry {
    path: Option<String>,
    #[serde(default)]
    mode: String,
    #[serde(rename = "type", default)]
    kind: String,
    sha: Option<String>,
    size: Option<u64>,
}

impl RawEntry {
    fn read(self, folder: &str) -> Option<TreeEntry> {
        let kind = match (self.kind.as_str(), self.mode.as_str()) {
            ("blob", "120000") => Kind::Symlink,
            ("blob", _) => Kind::File,
            ("tree", _) => Kind::Folder,
            ("commit", _) => Kind::Submodule,
            _ => return None,
        };
        let path = self.path.filter(|path| !path.is_empty())?;
        let path = if folder.is_empty() { path } else { format!("{folder}/{path}") };
        Some(TreeEntry { path, sha: self.sha?, size: self.size, kind })
    }
}

/// Trees kept in memory, by repository and what was asked for: whoever may not see a repository does not see its trees.
pub(super) struct Trees(Cache<(String, String), Arc<Tree>>);

impl Trees {
    pub(super) fn new(bytes: u64) -> Self {
        let weigh = |_: &(String, String), tree: &Arc<Tree>| {
            let bytes: usize = tree.entries.iter().map(|entry| entry.path.len() + entry.sha.len() + 80).sum();
            u32::try_from(bytes + 200).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(bytes).weigher(weigh).build())
    }
}

impl Installation {
    /// What a commit (or a tree) holds. One request, however many files: GitHub cuts a tree beyond 100,000 entries or
    /// 7 MB, which is then read folder by folder, within bounds.
    pub async fn tree(&self, name: &RepositoryName, sha: &str) -> Result<Arc<Tree>, Error> {
        if !is_sha(sha) {
            return self.walk(name, sha).await.map(Arc::new);
        }
        let key = (name.to_string(), sha.to_owned());
        let read = async { self.walk(name, sha).await.map(Arc::new) };
        let tree = self.shared.trees.0.try_get_with(key.clone(), read).await.map_err(|error| (*error).clone())?;
        if tree.truncated {
            self.shared.trees.0.invalidate(&key).await;
        }
        Ok(tree)
    }

    async fn walk(&self, name: &RepositoryName, sha: &str) -> Result<Tree, Error> {
        let whole = self.read_tree(name, sha, true).await?;
        if !whole.truncated {
            return Ok(whole_tree(whole));
        }
        let mut tree = Tree { sha: whole.sha, entries: Vec::new(), truncated: false };
        let mut requests = self.shared.http.limits.tree_requests;
        // A folder and whether it is already known to be too large to be read whole.
        let mut folders = VecDeque::from([(String::new(), sha.to_owned(), true)]);
        while let Some((folder, sha, large)) = folders.pop_front() {
            let Some(left) = requests.checked_sub(1) else {
                tree.truncated = true;
                break;
            };
            requests = left;
            let read = self.read_tree(name, &sha, !large).await?;
            if read.truncated && !large {
                folders.push_back((folder, sha, true));
                continue;
            }
            // One folder of more than 100,000 files: what GitHub shows of it is all there is to see.
            tree.truncated |= read.truncated;
            let entries = read.tree.into_iter().filter_map(|entry| entry.read(&folder));
            for entry in entries {
                if large && entry.kind == Kind::Folder {
                    folders.push_back((entry.path.clone(), entry.sha.clone(), false));
                }
                tree.entries.push(entry);
            }
        }
        tree.entries.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(tree)
    }

    async fn read_tree(&self, name: &RepositoryName, sha: &str, whole: bool) -> Result<RawTree, Error> {
        let recursive = if whole { "?recursive=1" } else { "" };
        let read = self.read_once(&format!("/repos/{name}/git/trees/{}{recursive}", segment(sha))).await;
        match read {
            // An empty repository has no commit: 409.
            Err(Error::Refused { status: 409, .. }) => {
                Ok(RawTree { sha: sha.to_owned(), tree: Vec::new(), truncated: false })
            }
            other => other,
        }
    }
}

fn whole_tree(raw: RawTree) -> Tree {
    let entries = raw.tree.into_iter().filter_map(|entry| entry.read("")).collect();
    Tree { sha: raw.sha, entries, truncated: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_entry_is_told_apart() {
        let raw: RawTree = serde_json::from_str(
            r#"{"sha":"x","truncated":false,"tree":[
                {"path":"a.txt","mode":"100755","type":"blob","sha":"1","size":3},
                {"path":"l","mode":"120000","type":"blob","sha":"2","size":1},
                {"path":"d","mode":"040000","type":"tree","sha":"3"},
                {"path":"m","mode":"160000","type":"commit","sha":"4"},
                {"path":"?","mode":"","type":"new","sha":"5"},
                {"mode":"100644","type":"blob","sha":"6"}]}"#,
        )
        .unwrap();
        let kinds: Vec<Kind> = whole_tree(raw).entries.iter().map(|entry| entry.kind).collect();
        assert_eq!(kinds, [Kind::File, Kind::Symlink, Kind::Folder, Kind::Submodule]);
    }
}
