//! What a review reads of GitHub.

use std::collections::{BTreeMap, HashMap};

use super::settle;
use crate::github::{Installation, Kind, Wanted};
use crate::names::RepositoryName;
use crate::review::inspect::Job;
use crate::review::{Blob, Sides, Snapshot};

/// Beyond so many missing blobs, a commit is read as one archive: two requests (the answer is a redirect) whatever the
/// number. With two commits, four trees' worth of requests and eight of check runs, a review stays below twenty.
const MOST_BLOBS: usize = 4;

/// What a review reads of GitHub.
pub(super) struct Sources<'a> {
    installation: &'a Installation,
    repository: &'a RepositoryName,
    head: &'a str,
}

impl<'a> Sources<'a> {
    pub(super) fn new(installation: &'a Installation, repository: &'a RepositoryName, head: &'a str) -> Self {
        Self { installation, repository, head }
    }

    /// The commit where the head left `other`, a branch or a commit.
    pub(super) async fn merge_base(&self, other: &str) -> anyhow::Result<String> {
        Ok(self.installation.merge_base(self.repository, other, self.head).await.map_err(settle)?.sha)
    }

    /// The files of a commit.
    pub(super) async fn snapshot(&self, commit: &str) -> anyhow::Result<Snapshot> {
        let tree = self.installation.tree(self.repository, commit).await.map_err(settle)?;
        if tree.truncated {
            tracing::warn!(repository = %self.repository, "the tree is larger than what is read: its end is left out");
        }
        let files = tree.entries.iter().filter(|entry| entry.kind == Kind::File);
        Ok(Snapshot::new(files.map(|entry| (entry.path.clone(), Blob { sha: entry.sha.clone(), size: entry.size }))))
    }

    /// One file of the head.
    pub(super) async fn file(&self, head: &Snapshot, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
        let Some(blob) = head.get(path) else { return Ok(None) };
        let wanted = [Wanted { path: path.to_owned(), sha: blob.sha.clone(), size: blob.size }];
        Ok(self.read(self.head, wanted.into()).await?.remove(&blob.sha))
    }

    /// The bytes of the jobs' files, by SHA: each is asked of the commit that has it, the head first.
    pub(super) async fn blobs(
        &self,
        jobs: &[Job],
        sides: &Sides,
        base: Option<&str>,
    ) -> anyhow::Result<HashMap<String, Vec<u8>>> {
        let mut of_head: BTreeMap<&str, Wanted> = BTreeMap::new();
        let mut of_base: BTreeMap<&str, Wanted> = BTreeMap::new();
        for job in jobs {
            let blob = |snapshot: &Snapshot| snapshot.get(&job.path).filter(|blob| blob.sha == job.sha).cloned();
            let wanted = |blob: Blob| Wanted { path: job.path.clone(), sha: blob.sha, size: blob.size };
            if let Some(blob) = blob(&sides.head) {
                of_head.insert(&job.sha, wanted(blob));
            } else if let Some(blob) = sides.base.as_ref().and_then(blob) {
                of_base.insert(&job.sha, wanted(blob));
            }
        }
        let mut found = self.read(self.head, of_head.into_values().collect()).await?;
        if let Some(base) = base {
            let left = of_base.into_iter().filter(|(sha, _)| !found.contains_key(*sha)).map(|(_, wanted)| wanted);
            let left: Vec<Wanted> = left.collect();
            found.extend(self.read(base, left).await?);
        }
        Ok(found)
    }

    async fn read(&self, commit: &str, wanted: Vec<Wanted>) -> anyhow::Result<HashMap<String, Vec<u8>>> {
        if wanted.is_empty() {
            return Ok(HashMap::new());
        }
        let blobs = self.installation.blobs(self.repository, commit, &wanted, MOST_BLOBS).await.map_err(settle)?;
        for skipped in &blobs.skipped {
            tracing::info!(repository = %self.repository, sha = skipped.sha, why = ?skipped.why, "a file was not read");
        }
        Ok(blobs.contents)
    }
}
