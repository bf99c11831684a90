//! A folder as a commit: its files, as they are on disk.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use ignore::WalkBuilder;

use crate::review::{Blob, Snapshot};

/// What was asked to be looked at.
pub(super) struct Place {
    /// The folder that paths are told from: the repository's root, else the folder itself.
    pub(super) root: PathBuf,
    /// What is looked at, from the root; empty for all of it.
    pub(super) inside: String,
    /// Whether the root is a git work tree.
    pub(super) is_repository: bool,
}

/// Files on disk, by the path they are told under.
#[derive(Default)]
pub(super) struct Files {
    on_disk: BTreeMap<String, (PathBuf, u64)>,
    /// What could not be listed, in the system's words.
    pub(super) unlisted: Vec<String>,
}

impl Place {
    /// Finds what `path` names.
    pub(super) fn of(path: &Path) -> io::Result<Self> {
        let whole = fs::canonicalize(path)?;
        let is_file = fs::metadata(&whole)?.is_file();
        let folder = if is_file { whole.parent().unwrap_or(&whole) } else { &whole };
        let above = folder.ancestors().find(|folder| fs::symlink_metadata(folder.join(".git")).is_ok());
        let root = above.unwrap_or(folder).to_path_buf();
        let inside = told(whole.strip_prefix(&root).unwrap_or(Path::new("")));
        Ok(Self { is_repository: above.is_some(), root, inside })
    }

    /// Whether a path, from the root, is looked at.
    pub(super) fn holds(&self, path: &str) -> bool {
        self.inside.is_empty()
            || path.strip_prefix(&self.inside).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// A file of the root that settings are read from, wherever is looked.
    pub(super) fn read(&self, path: &str) -> Option<Vec<u8>> {
        is_regular(&self.root, Path::new(path), &mut HashMap::new()).then(|| fs::read(self.root.join(path)).ok())?
    }
}

impl Files {
    /// Every file that `.gitignore` does not leave out; dot-folders too, links never.
    pub(super) fn walk(place: &Place) -> Self {
        let mut files = Self::default();
        let start = place.root.join(&place.inside);
        let walk = WalkBuilder::new(start)
            .hidden(false)
            .ignore(false)
            .require_git(false)
            .follow_links(false)
            .filter_entry(|entry| entry.file_name() != ".git")
            .build();
        for entry in walk {
            let known = entry.and_then(|entry| Ok((entry.metadata()?, entry)));
            let (metadata, entry) = match known {
                Ok(known) => known,
                Err(error) => {
                    files.unlisted.push(error.to_string());
                    continue;
                }
            };
            if !entry.file_type().is_some_and(|kind| kind.is_file()) {
                continue;
            }
            let path = told(entry.path().strip_prefix(&place.root).unwrap_or(entry.path()));
            files.on_disk.insert(path, (entry.into_path(), metadata.len()));
        }
        files
    }

    /// The files of `paths`, from the root, that are there and are neither links nor behind one.
    pub(super) fn of(place: &Place, paths: impl Iterator<Item = PathBuf>) -> Self {
        let mut files = Self::default();
        let mut folders = HashMap::new();
        for path in paths {
            let shown = told(&path);
            if !place.holds(&shown) || !is_regular(&place.root, &path, &mut folders) {
                continue;
            }
            let on_disk = place.root.join(&path);
            let Ok(metadata) = fs::symlink_metadata(&on_disk) else { continue };
            files.on_disk.insert(shown, (on_disk, metadata.len()));
        }
        files
    }

    /// The files as a snapshot; `sha` tells a content by its file and size.
    pub(super) fn snapshot(&self, sha: impl Fn(&Path, u64) -> String) -> Snapshot {
        let blob = |on_disk: &Path, size: u64| Blob { sha: sha(on_disk, size), size: Some(size) };
        Snapshot::new(self.on_disk.iter().map(|(path, (on_disk, size))| (path.clone(), blob(on_disk, *size))))
    }

    /// The bytes of a file; `None` where it cannot be read or has become larger than it was.
    pub(super) fn read(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(&self.on_disk.get(path)?.0).ok()
    }

    /// The paths, sorted, and the size of each file in bytes.
    pub(super) fn paths(&self) -> impl Iterator<Item = (&str, u64)> {
        self.on_disk.iter().map(|(path, (_, size))| (path.as_str(), *size))
    }

    pub(super) fn len(&self) -> usize {
        self.on_disk.len()
    }
}

/// A path as it is told: with `/`, and a mark for bytes that are no text.
pub(super) fn told(path: &Path) -> String {
    let parts: Vec<_> = path.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

/// Whether `path` below `root` is a file, and every folder on the way a folder and no link.
fn is_regular(root: &Path, path: &Path, folders: &mut HashMap<PathBuf, bool>) -> bool {
    if path.components().any(|part| !matches!(part, Component::Normal(_))) {
        return false;
    }
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        let known = folders.get(folder).copied();
        let straight = known.unwrap_or_else(|| {
            let mut above: Vec<&Path> = folder.ancestors().filter(|part| !part.as_os_str().is_empty()).collect();
            above.reverse();
            above.iter().all(|part| fs::symlink_metadata(root.join(part)).is_ok_and(|metadata| metadata.is_dir()))
        });
        folders.insert(folder.to_path_buf(), straight);
        if !straight {
            return false;
        }
    }
    fs::symlink_metadata(root.join(path)).is_ok_and(|metadata| metadata.is_file())
}
