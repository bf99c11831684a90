//! What a commit holds, and how two commits differ.

use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blob {
    /// SHA of its content: equal contents have equal SHAs. Git's for what Git knows, any other hash of the bytes for a
    /// folder that Git does not know.
    pub sha: String,
    /// Bytes, where the host knows them; `None` is never too large.
    pub size: Option<u64>,
}

/// The files of one commit, by path from the root of the repository with `/`. Neither folders, nor links, nor
/// submodules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Snapshot {
    blobs: BTreeMap<String, Blob>,
}

impl Snapshot {
    /// A commit that holds these files.
    pub fn new(blobs: impl IntoIterator<Item = (String, Blob)>) -> Self {
        Self { blobs: blobs.into_iter().collect() }
    }

    /// The file at `path`.
    pub fn get(&self, path: &str) -> Option<&Blob> {
        self.blobs.get(path)
    }

    /// The files, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Blob)> {
        self.blobs.iter().map(|(path, blob)| (path.as_str(), blob))
    }

    /// The paths, sorted.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.blobs.keys().map(String::as_str)
    }

    /// Number of files.
    pub fn len(&self) -> usize {
        self.blobs.len()
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.blobs.is_empty()
    }
}

/// How a head differs from its base. Every path is in one list only.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// Paths of the head that the base does not have and that no file moved to.
    pub added: BTreeSet<String>,
    /// Paths of both whose content differs.
    pub modified: BTreeSet<String>,
    /// Paths of the base that the head does not have and that no file moved from.
    pub removed: BTreeSet<String>,
    /// Files that moved with their content unchanged: path in the base → path in the head.
    pub renamed: BTreeMap<String, String>,
    arrived: BTreeSet<String>,
}

impl Difference {
    /// What leads from `base` to `head`.
    pub fn between(base: &Snapshot, head: &Snapshot) -> Self {
        let mut difference = Self::default();
        let mut gone: HashMap<&str, Vec<&str>> = HashMap::new();
        for (path, blob) in base.iter() {
            match head.get(path) {
                Some(now) if now.sha == blob.sha => {}
                Some(_) => {
                    difference.modified.insert(path.to_owned());
                }
                None => {
                    difference.removed.insert(path.to_owned());
                    gone.entry(&blob.sha).or_default().push(path);
                }
            }
        }
        for (path, blob) in head.iter().filter(|(path, _)| base.get(path).is_none()) {
            match gone.get_mut(blob.sha.as_str()).and_then(|from| nearest(from, path)) {
                Some(from) => {
                    difference.removed.remove(from);
                    difference.renamed.insert(from.to_owned(), path.to_owned());
                    difference.arrived.insert(path.to_owned());
                }
                None => {
                    difference.added.insert(path.to_owned());
                }
            }
        }
        difference
    }

    /// Whether the change touched `path` of the head: added, modified, or moved there.
    pub fn touches(&self, path: &str) -> bool {
        self.added.contains(path) || self.modified.contains(path) || self.arrived.contains(path)
    }

    /// Whether the change touched `path` of the base: removed, modified, or moved away.
    pub fn touched(&self, path: &str) -> bool {
        self.removed.contains(path) || self.modified.contains(path) || self.renamed.contains_key(path)
    }

    /// Where `path` of the base stands in the head, whether the file is still there or not.
    pub fn now<'a>(&'a self, path: &'a str) -> &'a str {
        self.renamed.get(path).map_or(path, String::as_str)
    }

    /// Number of files that changed; a file that moved is one.
    pub fn len(&self) -> usize {
        self.added.len() + self.modified.len() + self.removed.len() + self.renamed.len()
    }

    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Takes from `candidates` the path most likely moved to `path`: one of the same name, else the first.
fn nearest<'a>(candidates: &mut Vec<&'a str>, path: &str) -> Option<&'a str> {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let same = candidates.iter().position(|candidate| name(candidate) == name(path));
    let at = same.or_else(|| (!candidates.is_empty()).then_some(0))?;
    Some(candidates.remove(at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn snapshot(files: &[(&str, &str)]) -> Snapshot {
        Snapshot::new(files.iter().map(|(path, sha)| ((*path).to_owned(), Blob { sha: (*sha).to_owned(), size: None })))
    }

    fn set(paths: &[&str]) -> BTreeSet<String> {
        paths.iter().map(|&path| path.to_owned()).collect()
    }

    #[test]
    fn files_are_added_modified_removed_and_moved() {
        let base = snapshot(&[("same", "1"), ("changed", "2"), ("gone", "3"), ("old/name.html", "4")]);
        let head = snapshot(&[("same", "1"), ("changed", "5"), ("new/name.html", "4"), ("fresh", "6")]);
        let difference = Difference::between(&base, &head);
        assert_eq!(difference.added, set(&["fresh"]));
        assert_eq!(difference.modified, set(&["changed"]));
        assert_eq!(difference.removed, set(&["gone"]));
        assert_eq!(difference.renamed, BTreeMap::from([("old/name.html".to_owned(), "new/name.html".to_owned())]));
        assert!(difference.touches("new/name.html") && difference.touched("old/name.html"));
        assert_eq!(difference.len(), 4);
        assert!(!difference.touches("same") && !difference.touched("same"));
    }

    #[test]
    fn a_copy_is_added_and_twins_move_by_their_name() {
        let copied = Difference::between(&snapshot(&[("a", "1")]), &snapshot(&[("a", "1"), ("b", "1")]));
        assert_eq!((copied.added, copied.renamed.len()), (set(&["b"]), 0));
        let base = snapshot(&[("x/a", "1"), ("x/b", "1")]);
        let moved = Difference::between(&base, &snapshot(&[("y/a", "1"), ("y/b", "1")]));
        assert_eq!(moved.renamed["x/a"], "y/a");
        assert_eq!(moved.renamed["x/b"], "y/b");
        assert!(Difference::between(&base, &base).is_empty());
    }
}
