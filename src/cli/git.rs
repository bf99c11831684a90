//! What the `git` program knows of a repository that may be hostile: no shell, no hook, no pager, no network, no lock.

use std::collections::{BTreeSet, HashMap};
use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use sha1::{Digest, Sha1};
use sha2::Sha256;

use super::Failure;
use super::folder::told;
use super::words::Words;
use crate::review::{Blob, LARGEST_LOCK, Snapshot};

/// A git work tree.
pub(super) struct Repository<'a> {
    root: &'a Path,
    words: Words,
}

impl<'a> Repository<'a> {
    pub(super) fn at(root: &'a Path, words: Words) -> Self {
        Self { root, words }
    }

    /// The commit where HEAD left `revision`.
    pub(super) fn merge_base(&self, revision: &str) -> Result<String, Failure> {
        let commit = format!("{revision}^{{commit}}");
        let named = self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let Some(named) = named.filter(|_| !revision.starts_with('-')) else {
            return Err(self.refuse(self.words.no_such_revision(revision)));
        };
        let base = self.ask(&["merge-base", sha_of(&named), "HEAD"])?;
        base.map(|base| sha_of(&base).to_owned()).ok_or_else(|| Failure(self.words.no_merge_base(revision)))
    }

    /// The files of a commit.
    pub(super) fn snapshot(&self, commit: &str, holds: impl Fn(&str) -> bool) -> Result<Snapshot, Failure> {
        let listed = self.run(&["ls-tree", "-r", "-z", "-l", "--full-tree", commit])?;
        let entries = listed.split(|&byte| byte == 0).filter_map(tree_entry);
        Ok(Snapshot::new(entries.filter(|(path, _)| holds(path))))
    }

    /// The paths of the work tree: what is tracked, and what is new and not ignored.
    pub(super) fn paths(&self) -> Result<Vec<PathBuf>, Failure> {
        let listed = self.run(&["ls-files", "-z", "--cached", "--others", "--exclude-standard"])?;
        Ok(listed.split(|&byte| byte == 0).filter(|path| !path.is_empty()).map(path_of).collect())
    }

    /// The contents of blobs, by SHA; what cannot be had is not in the map.
    pub(super) fn blobs(&self, shas: &BTreeSet<&str>) -> Result<HashMap<String, Vec<u8>>, Failure> {
        if shas.is_empty() {
            return Ok(HashMap::new());
        }
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| Failure(self.words.no_git(&error)))?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        let mut found = HashMap::new();
        thread::scope(|scope| {
            // Written aside: git answers before it has read all, and either pipe may be full.
            if let Some(mut stdin) = stdin {
                scope.spawn(move || shas.iter().all(|sha| writeln!(stdin, "{sha}").is_ok()));
            }
            let mut answers = stdout.map(BufReader::new);
            for _ in shas {
                let Some((sha, content)) = answers.as_mut().and_then(next_blob) else { break };
                found.extend(content.map(|content| (sha, content)));
            }
        });
        let _ = child.wait();
        Ok(found)
    }

    /// The output of a command that must succeed.
    fn run(&self, arguments: &[&str]) -> Result<Vec<u8>, Failure> {
        let output = self.command(arguments).output().map_err(|error| Failure(self.words.no_git(&error)))?;
        if output.status.success() {
            return Ok(output.stdout);
        }
        let command = arguments.first().copied().unwrap_or_default();
        Err(Failure(self.words.git_failed(command, &String::from_utf8_lossy(&output.stderr))))
    }

    /// The output of a command that may say no.
    fn ask(&self, arguments: &[&str]) -> Result<Option<String>, Failure> {
        let output = self.command(arguments).output().map_err(|error| Failure(self.words.no_git(&error)))?;
        Ok(output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// Why git refuses the repository as a whole, if it does; else `otherwise`.
    fn refuse(&self, otherwise: String) -> Failure {
        self.run(&["rev-parse", "--git-dir"]).err().unwrap_or(Failure(otherwise))
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .args(["--no-pager", "--no-optional-locks", "--literal-pathspecs"])
            .args(["-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", "-c", "protocol.allow=never"])
            .arg("-C")
            .arg(self.root)
            .args(arguments)
            .env("LC_ALL", "C")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .env("GIT_NO_REPLACE_OBJECTS", "1")
            .stdin(Stdio::null());
        // A hook that calls Vigie passes these on; the folder says which repository is meant.
        for name in
            ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY", "GIT_NAMESPACE"]
        {
            command.env_remove(name);
        }
        command
    }
}

/// The SHA of a file of the work tree as git would make it; the same length as `like`. What is too large to be looked
/// at is not read.
pub(super) fn sha_of_file(path: &Path, size: u64, like: &str) -> String {
    if size > LARGEST_LOCK {
        return format!("large:{size}");
    }
    let Ok(bytes) = std::fs::read(path) else { return "unreadable".to_owned() };
    let head = format!("blob {}\0", bytes.len());
    if like.len() == 64 {
        hex::encode(Sha256::new().chain_update(head.as_bytes()).chain_update(&bytes).finalize())
    } else {
        hex::encode(Sha1::new().chain_update(head.as_bytes()).chain_update(&bytes).finalize())
    }
}

fn sha_of(output: &str) -> &str {
    output.split_whitespace().next().unwrap_or_default()
}

/// `<mode> <kind> <sha> <size>\t<path>`: regular files only.
fn tree_entry(entry: &[u8]) -> Option<(String, Blob)> {
    let tab = entry.iter().position(|&byte| byte == b'\t')?;
    let (head, path) = (std::str::from_utf8(&entry[..tab]).ok()?, &entry[tab + 1..]);
    let mut words = head.split_whitespace();
    let (mode, kind, sha, size) = (words.next()?, words.next()?, words.next()?, words.next()?);
    (kind == "blob" && mode.starts_with("100"))
        .then(|| (told(&path_of(path)), Blob { sha: sha.to_owned(), size: size.parse().ok() }))
}

/// One answer of `cat-file --batch`: the SHA asked for, and the content where git has it.
fn next_blob(answers: &mut impl BufRead) -> Option<(String, Option<Vec<u8>>)> {
    let mut head = String::new();
    answers.read_line(&mut head).ok().filter(|&read| read > 0)?;
    let mut words = head.split_whitespace();
    let (sha, kind) = (words.next()?.to_owned(), words.next()?);
    if kind != "blob" {
        return Some((sha, None));
    }
    let size: usize = words.next()?.parse().ok()?;
    let mut content = vec![0; size];
    answers.read_exact(&mut content).ok()?;
    answers.read_exact(&mut [0]).ok()?;
    Some((sha, Some(content)))
}

#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt as _;
    PathBuf::from(OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(OsStr::new(String::from_utf8_lossy(bytes).as_ref()))
}
