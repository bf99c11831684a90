//! The content of files: one by one while they are few, all in one archive when they are many.

use std::collections::HashMap;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use futures_util::{FutureExt as _, StreamExt as _, TryStreamExt as _, stream};
use serde::Deserialize;

use super::error::Error;
use super::installation::{Installation, segment};
use super::{archive, objects};
use crate::names::RepositoryName;

/// A file whose content is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Where the commit has it.
    pub path: String,
    /// The SHA of its content.
    pub sha: String,
    /// In bytes, where the tree says so.
    pub size: Option<u64>,
}

/// What was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Blobs {
    /// Contents by SHA. Each is what its SHA says: that was verified.
    pub contents: HashMap<String, Vec<u8>>,
    /// What was not read, and why.
    pub skipped: Vec<Skipped>,
}

/// A file that was not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Where the commit has it.
    pub path: String,
    /// The SHA of its content.
    pub sha: String,
    /// Why it was not read.
    pub why: Why,
}

/// Why a file was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Larger than [`super::Limits::largest_blob`].
    TooLarge,
    /// GitHub does not have it, or gives something else.
    Missing,
    /// The archive did not have it, and too many are missing to ask for each.
    TooMany,
}

#[derive(Deserialize)]
struct RawBlob {
    #[serde(default)]
    content: String,
    #[serde(default)]
    encoding: String,
}

impl Installation {
    /// The content of the wanted files of a commit. Up to `budget` different ones are asked for one by one; beyond, the
    /// commit's archive is read in one request (it is never unpacked to a disk), and what it lacks is asked for one by
    /// one. A rate limit or a failure on the way is an error; a file that cannot be had is in [`Blobs::skipped`].
    pub async fn blobs(
        &self,
        name: &RepositoryName,
        commit: &str,
        wanted: &[Wanted],
        budget: usize,
    ) -> Result<Blobs, Error> {
        let mut blobs = Blobs::default();
        let mut missing: HashMap<&str, &Wanted> = HashMap::new();
        for file in wanted {
            if file.size.is_some_and(|size| size > self.shared.http.limits.largest_blob) {
                blobs.skip(file, Why::TooLarge);
            } else {
                missing.entry(&file.sha).or_insert(file);
            }
        }
        let many = missing.len() > budget;
        if many {
            let archived = self.archived(name, commit, wanted, &missing).await?;
            missing.retain(|sha, _| !archived.contains_key(*sha));
            blobs.contents = archived;
        }
        let mut rest: Vec<&Wanted> = missing.into_values().collect();
        rest.sort_by(|a, b| a.path.cmp(&b.path));
        let most = if many { self.shared.http.limits.blobs_after_archive.max(budget) } else { rest.len() };
        for file in rest.split_off(most.min(rest.len())) {
            blobs.skip(file, Why::TooMany);
        }
        self.one_by_one(name, rest, &mut blobs).await?;
        Ok(blobs)
    }

    /// What the archive has of what is missing. An archive that is not there, or is none, has nothing.
    async fn archived(
        &self,
        name: &RepositoryName,
        commit: &str,
        wanted: &[Wanted],
        missing: &HashMap<&str, &Wanted>,
    ) -> Result<HashMap<String, Vec<u8>>, Error> {
        let body = match self.archive(name, commit).await {
            Ok(body) => body,
            Err(error @ (Error::RateLimited { .. } | Error::Unauthorized(_))) => return Err(error),
            Err(error) => {
                tracing::info!(%name, %error, "no archive: its files are read one by one");
                return Ok(HashMap::new());
            }
        };
        let paths = wanted
            .iter()
            .filter(|file| missing.contains_key(file.sha.as_str()))
            .map(|file| (file.path.clone(), file.sha.clone()))
            .collect();
        Ok(archive::read(body, paths, &self.shared.http.limits).await)
    }

    async fn one_by_one(&self, name: &RepositoryName, files: Vec<&Wanted>, blobs: &mut Blobs) -> Result<(), Error> {
        let asks: Vec<_> = files.into_iter().map(|file| self.one(name, file).boxed()).collect();
        let mut read = stream::iter(asks).buffer_unordered(self.shared.http.limits.concurrent.max(1));
        while let Some((file, content)) = read.try_next().await? {
            match content {
                Some(content) => {
                    blobs.contents.insert(file.sha.clone(), content);
                }
                None => blobs.skip(file, Why::Missing),
            }
        }
        Ok(())
    }

    /// A file and its content; `None` where it cannot be had.
    async fn one<'a>(&self, name: &RepositoryName, file: &'a Wanted) -> Result<(&'a Wanted, Option<Vec<u8>>), Error> {
        match self.blob(name, &file.sha).await {
            Ok(content) => Ok((file, content)),
            Err(error) if error.passes() || matches!(error, Error::Unauthorized(_)) => Err(error),
            Err(error) => {
                tracing::info!(%name, path = file.path, %error, "not read");
                Ok((file, None))
            }
        }
    }

    /// The content of one file; `None` where it is not what its SHA says.
    async fn blob(&self, name: &RepositoryName, sha: &str) -> Result<Option<Vec<u8>>, Error> {
        let path = format!("/repos/{name}/git/blobs/{}", segment(sha));
        let blob: RawBlob = self.read_once(&path).await?;
        let content = if blob.encoding == "base64" {
            let packed: String = blob.content.chars().filter(|c| !c.is_ascii_whitespace()).collect();
            BASE64_STANDARD.decode(packed).map_err(|error| Error::unreadable(&path, error))?
        } else {
            blob.content.into_bytes()
        };
        Ok((objects::blob(&content) == sha).then_some(content))
    }
}

impl Blobs {
    fn skip(&mut self, file: &Wanted, why: Why) {
        self.skipped.push(Skipped { path: file.path.clone(), sha: file.sha.clone(), why });
    }
}
