//! `vigie sbom`: what the lock files of a folder hold.

use std::path::PathBuf;

use checks_core::{Check as _, File, Interest, Lang, is_vendored};
use clap::Args;

use super::folder::{Files, Place};
use super::words::Words;
use super::{CALM, Failure, print, say};
use crate::output::sbom::cyclonedx;
use crate::review::{LOCKS, is_too_large};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Dossier ou fichier à lire
    #[arg(default_value = ".", value_name = "CHEMIN")]
    path: PathBuf,
}

pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<u8, Failure> {
    let words = Words(lang);
    let place = Place::of(&arguments.path).map_err(|error| Failure(words.no_such_path(&arguments.path, &error)))?;
    let files = Files::walk(&place);
    for reason in files.unlisted.iter().take(5) {
        say(&words.unlisted(reason));
    }
    let mut packages = Vec::new();
    for (path, size) in files.paths().filter(|(path, _)| is_deployed(path)) {
        if is_too_large(path, size) || !checks_dependencies::is_lock(path) {
            say(&words.lock_not_read(path));
            continue;
        }
        let file = File::new(path, files.read(path).unwrap_or_default());
        if !file.is_text() || !checks_dependencies::is_readable(&file) {
            return Err(Failure(words.unreadable_lock(path)));
        }
        packages.extend(checks_dependencies::packages(&file));
    }
    let folder = place.root.join(&place.inside);
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let bom = cyclonedx(&name, &packages);
    let text = serde_json::to_string_pretty(&bom).map_err(|error| Failure(error.to_string()))?;
    print(&format!("{text}\n"), lang)?;
    Ok(CALM)
}

/// Whether a path is that of a lock file, and not one that tests or other people's code read.
fn is_deployed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let read = checks_dependencies::is_lock(path);
    let wanted = !read || checks_dependencies::CHECK.interest(path) != Interest::Ignored;
    (read || LOCKS.contains(&name)) && wanted && !is_vendored(path)
}
