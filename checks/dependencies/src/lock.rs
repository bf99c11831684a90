//! Lock files.

mod cargo;
mod npm;
mod requirements;
mod toml;
mod uv;

use checks_core::{File, Span};

use crate::Package;
#[cfg(doc)]
use crate::Source;

/// A format of lock files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Format {
    Npm,
    Requirements,
    Uv,
    Cargo,
}

/// A lock file that its tool cannot read, and where it stops being readable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Unreadable {
    pub(crate) span: Span,
}

impl Format {
    /// The format that a path names.
    pub(crate) fn of(path: &str) -> Option<Self> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        match name {
            "package-lock.json" | "npm-shrinkwrap.json" => Some(Self::Npm),
            "uv.lock" => Some(Self::Uv),
            "Cargo.lock" => Some(Self::Cargo),
            _ => {
                let is_text = name.rsplit_once('.').is_some_and(|(_, end)| end == "txt");
                let in_folder = folder == "requirements" || folder.ends_with("/requirements");
                (is_text && (in_folder || name.starts_with("requirements"))).then_some(Self::Requirements)
            }
        }
    }

    /// What people call it: `JSON`, `TOML`.
    pub(crate) const fn syntax(self) -> &'static str {
        match self {
            Self::Npm => "JSON",
            Self::Uv | Self::Cargo => "TOML",
            Self::Requirements => "texte",
        }
    }
}

/// The packages of a lock file, in its order; none when it is no lock file.
pub(crate) fn read(file: &File) -> Result<Vec<Package>, Unreadable> {
    let Some(format) = Format::of(file.path()) else { return Ok(Vec::new()) };
    match format {
        Format::Npm => npm::read(file),
        Format::Requirements => Ok(requirements::read(file)),
        Format::Uv => uv::read(file),
        Format::Cargo => cargo::read(file),
    }
}

/// Whether a path is that of a lock file which [`packages`] reads.
pub fn is_lock(path: &str) -> bool {
    Format::of(path).is_some()
}

/// Whether a lock file is written in the syntax of its format; a file that is no lock file is.
pub fn is_readable(file: &File) -> bool {
    read(file).is_ok()
}

/// Every package of a lock file (`package-lock.json`, `npm-shrinkwrap.json`, `requirements.txt`, `uv.lock`,
/// `Cargo.lock`), in its order. A package without a version is left out, one of the repository itself has the source [`Source::Path`]; a file that is no such lock file, or
/// cannot be read, has none.
pub fn packages(file: &File) -> Vec<Package> {
    let mut packages = read(file).unwrap_or_default();
    packages.retain(|package| !package.name.is_empty() && !package.version.is_empty());
    packages
}
