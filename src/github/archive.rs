//! A commit's archive, read as it comes: gzip, then tar, in memory, within bounds. Nothing is unpacked to a disk, no
//! name in the archive is followed, and a content counts only if it is what its SHA says.

use std::collections::HashMap;
use std::io::{self, Read};

use axum::body::{Body, Bytes};
use flate2::read::GzDecoder;
use futures_util::StreamExt as _;
use tokio::sync::mpsc;

use super::objects;
use super::settings::Limits;

/// The wanted contents (path → SHA) that the archive has, by SHA. It ends early once all are there, and keeps what it
/// has when the archive breaks off.
pub(super) async fn read(body: Body, wanted: HashMap<String, String>, limits: &Limits) -> HashMap<String, Vec<u8>> {
    let (sender, receiver) = mpsc::channel(16);
    let bounds = Bounds::of(limits);
    let reader = tokio::task::spawn_blocking(move || pick(Chunks { receiver, chunk: Bytes::new() }, &wanted, &bounds));
    let feed = feed(body, sender, limits.archive_bytes);
    if tokio::time::timeout(limits.download, feed).await.is_err() {
        tracing::info!("the archive took too long: the rest is read file by file");
    }
    reader.await.unwrap_or_default()
}

/// Passes the archive on until it ends, breaks off, becomes too large, or nobody listens any more.
async fn feed(body: Body, sender: mpsc::Sender<Bytes>, most: u64) {
    let mut stream = body.into_data_stream();
    let mut left = most;
    while let Some(Ok(chunk)) = stream.next().await {
        let Some(rest) = left.checked_sub(chunk.len() as u64) else { return };
        left = rest;
        if sender.send(chunk).await.is_err() {
            return;
        }
    }
}

/// The archive's bytes for a thread that may wait.
struct Chunks {
    receiver: mpsc::Receiver<Bytes>,
    chunk: Bytes,
}

impl Read for Chunks {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.chunk.is_empty() {
            match self.receiver.blocking_recv() {
                Some(chunk) => self.chunk = chunk,
                None => return Ok(0),
            }
        }
        let length = self.chunk.len().min(into.len());
        into[..length].copy_from_slice(&self.chunk.split_to(length));
        Ok(length)
    }
}

struct Bounds {
    unpacked: u64,
    entries: usize,
    file: u64,
    kept: u64,
}

impl Bounds {
    fn of(limits: &Limits) -> Self {
        Self {
            unpacked: limits.unpacked_bytes,
            entries: limits.archive_entries,
            file: limits.largest_blob,
            kept: limits.kept_bytes,
        }
    }
}

fn pick(archive: impl Read, wanted: &HashMap<String, String>, bounds: &Bounds) -> HashMap<String, Vec<u8>> {
    let mut found = HashMap::new();
    if let Err(error) = look_through(archive, wanted, bounds, &mut found) {
        tracing::info!(%error, found = found.len(), "the archive ends early: the rest is read file by file");
    }
    found
}

fn look_through(
    archive: impl Read,
    wanted: &HashMap<String, String>,
    bounds: &Bounds,
    found: &mut HashMap<String, Vec<u8>>,
) -> io::Result<()> {
    let mut left: HashMap<&str, &str> = wanted.iter().map(|(path, sha)| (path.as_str(), sha.as_str())).collect();
    let mut room = bounds.kept;
    let mut archive = tar::Archive::new(GzDecoder::new(archive).take(bounds.unpacked));
    for entry in archive.entries()?.take(bounds.entries) {
        let mut entry = entry?;
        if left.is_empty() {
            break;
        }
        let size = entry.header().entry_size().unwrap_or(u64::MAX);
        if !entry.header().entry_type().is_file() || size > bounds.file || size > room {
            continue;
        }
        let path = entry.path_bytes();
        let Some(path) = within_folder(&path) else { continue };
        let Some(sha) = left.remove(path) else { continue };
        let mut content = Vec::with_capacity(size as usize);
        entry.read_to_end(&mut content)?;
        // `export-subst`, large files kept elsewhere: the archive's content may be another.
        if objects::blob(&content) == sha {
            room -= content.len() as u64;
            found.insert(sha.to_owned(), content);
        }
    }
    Ok(())
}

/// GitHub puts everything in one folder named after the commit.
fn within_folder(path: &[u8]) -> Option<&str> {
    let (_, path) = std::str::from_utf8(path).ok()?.split_once('/')?;
    Some(path)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
        let mut tar = tar::Builder::new(GzEncoder::new(Vec::new(), Compression::fast()));
        for (path, content) in files {
            let mut header = tar::Header::new_gnu();
            header.set_size(content.len() as u64);
            header.set_mode(0o644);
            tar.append_data(&mut header, format!("o-r-abc/{path}"), *content).unwrap();
        }
        tar.into_inner().unwrap().finish().unwrap()
    }

    fn wanted(files: &[(&str, &[u8])]) -> HashMap<String, String> {
        files.iter().map(|(path, content)| ((*path).to_owned(), objects::blob(content))).collect()
    }

    fn bounds() -> Bounds {
        Bounds::of(&Limits::default())
    }

    #[test]
    fn only_what_is_wanted_and_genuine_is_kept() {
        let deep = format!("{}/x.html", "d".repeat(150));
        let packed = archive(&[("a.html", b"<p>"), ("b.html", b"changed"), ("c.html", b"no"), (&deep, b"deep")]);
        let found =
            pick(&packed[..], &wanted(&[("a.html", b"<p>"), ("b.html", b"as it was"), (&deep, b"deep")]), &bounds());
        let mut contents: Vec<&[u8]> = found.values().map(Vec::as_slice).collect();
        contents.sort_unstable();
        assert_eq!(contents, [b"<p>".as_slice(), b"deep"]);
    }

    #[test]
    fn a_broken_archive_gives_what_it_has() {
        let noise: Vec<u8> = (0..200_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let packed = archive(&[("a", b"first"), ("noise", &noise), ("z", b"last")]);
        let cut = &packed[..packed.len() / 2];
        let found = pick(cut, &wanted(&[("a", b"first"), ("z", b"last")]), &bounds());
        assert_eq!(found.len(), 1);
        assert!(pick(&b"<html>"[..], &wanted(&[("a", b"first")]), &bounds()).is_empty());
    }

    #[test]
    fn a_bomb_is_not_unpacked() {
        let mut bomb = GzEncoder::new(Vec::new(), Compression::best());
        for _ in 0..64 {
            bomb.write_all(&vec![0; 1 << 20]).unwrap();
        }
        let mut header = archive(&[("a", b"first")]);
        header.extend(bomb.finish().unwrap());
        let small = Bounds { unpacked: 1_000, ..bounds() };
        assert!(pick(&header[..], &wanted(&[("b", b"x")]), &small).is_empty());
        let few = Bounds { entries: 1, ..bounds() };
        let packed = archive(&[("a", b"first"), ("b", b"second")]);
        assert_eq!(pick(&packed[..], &wanted(&[("a", b"first"), ("b", b"second")]), &few).len(), 1);
        let tight = Bounds { kept: 5, ..bounds() };
        assert_eq!(pick(&packed[..], &wanted(&[("a", b"first"), ("b", b"second")]), &tight).len(), 1);
    }

    #[tokio::test]
    async fn the_stream_is_left_once_all_is_found() {
        let packed = archive(&[("a", b"first")]);
        let endless = futures_util::stream::iter([Ok::<_, io::Error>(Bytes::from(packed))])
            .chain(futures_util::stream::repeat_with(|| Ok(Bytes::from_static(&[0; 4096]))));
        let found = read(Body::from_stream(endless), wanted(&[("a", b"first")]), &Limits::default()).await;
        assert_eq!(found.len(), 1);
    }
}
