//! What the rules cost beside the reading: `cargo run --release -p checks-rgaa --example speed FOLDER…`.
//!
//! Every page of the folders is looked at over and over, on one thread, and each language gets a line: how fast its
//! pages are read, and how fast they are read and judged.

#![expect(clippy::print_stdout, reason = "it is what a measure is for")]
#![expect(clippy::disallowed_methods, reason = "a measure needs a clock and the files it is given")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use checks_core::{Check, File, Interest};
use checks_markup::Document;
use checks_rgaa::CHECK;

fn main() {
    let mut paths = Vec::new();
    for folder in std::env::args().skip(1) {
        list(Path::new(&folder), &mut paths);
    }
    let mut pages: BTreeMap<String, Vec<(String, Arc<str>)>> = BTreeMap::new();
    for path in paths {
        let name = path.to_string_lossy().into_owned();
        if CHECK.interest(&name) == Interest::Ignored {
            continue;
        }
        let Ok(content) = std::fs::read(&path) else { continue };
        let file = File::new(name.clone(), content);
        let language = file.language().map_or_else(|| "style".to_owned(), |language| format!("{language:?}"));
        pages.entry(language).or_default().push((name, file.shared_text()));
    }
    for (language, files) in pages {
        let bytes: usize = files.iter().map(|(_, text)| text.len()).sum();
        let read = speed(bytes, || files.iter().for_each(|(name, text)| drop(Document::of(&file(name, text)))));
        let judged = speed(bytes, || files.iter().for_each(|(name, text)| drop(CHECK.inspect(&file(name, text)))));
        println!(
            "{language:12} {:5} files {:7} KB: read {read:6.1} MB/s, read and judged {judged:6.1} MB/s",
            files.len(),
            bytes / 1024
        );
    }
}

fn file(name: &str, text: &Arc<str>) -> File {
    File::new(name, text.as_bytes())
}

/// Megabytes a second, over a second of the processor's time.
fn speed(bytes: usize, mut work: impl FnMut()) -> f64 {
    let (start, spent, mut turns) = (Instant::now(), processor_time(), 0.0);
    while start.elapsed() < Duration::from_secs(1) {
        work();
        turns += 1.0;
    }
    let seconds = match (spent, processor_time()) {
        (Some(before), Some(after)) => after.saturating_sub(before).as_secs_f64(),
        _ => start.elapsed().as_secs_f64(),
    };
    turns * bytes as f64 / seconds / 1e6
}

/// The time that the processor gave to this thread, where the system tells: others may share it.
fn processor_time() -> Option<Duration> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split_whitespace().next()?.parse().ok().map(Duration::from_nanos)
}

fn list(folder: &Path, into: &mut Vec<PathBuf>) {
    if folder.is_file() {
        into.push(folder.to_owned());
    }
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { list(&path, into) } else { into.push(path) }
    }
}
