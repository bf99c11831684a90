//! The runtimes and base images that a project names.

mod image;

use checks_core::{File, Language, Span};
use serde::{Deserialize, Serialize};

/// A file that names runtimes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Node,
    Python,
    Ruby,
    Dockerfile,
}

/// A product of endoflife.date at a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Runtime {
    /// Its id there: `nodejs`.
    pub(crate) product: String,
    /// What people call it: `Node.js`.
    pub(crate) title: String,
    /// The version that the file asks for, as digits and dots: `18`, `3.8.10`.
    pub(crate) version: String,
}

impl Kind {
    /// The kind that a path names.
    pub(crate) fn of(path: &str) -> Option<Self> {
        match path.rsplit('/').next().unwrap_or(path) {
            ".nvmrc" | ".node-version" => Some(Self::Node),
            ".python-version" => Some(Self::Python),
            ".ruby-version" => Some(Self::Ruby),
            name if name.ends_with(".dockerignore") => None,
            _ => (Language::of_path(path) == Some(Language::Dockerfile)).then_some(Self::Dockerfile),
        }
    }
}

impl Runtime {
    fn new(product: &str, title: &str, version: &str) -> Self {
        Self { product: product.to_owned(), title: title.to_owned(), version: version.to_owned() }
    }
}

/// The runtimes that a file names, where it names them.
pub(crate) fn runtimes(file: &File) -> Vec<(Runtime, Span)> {
    match Kind::of(file.path()) {
        Some(Kind::Node) => of_lines(file, |line| Some(Runtime::new("nodejs", "Node.js", node(line)?))),
        Some(Kind::Python) => of_lines(file, |line| Some(Runtime::new("python", "Python", number(line)?))),
        Some(Kind::Ruby) => of_lines(file, |line| {
            Some(Runtime::new("ruby", "Ruby", number(line.strip_prefix("ruby-").unwrap_or(line))?))
        }),
        Some(Kind::Dockerfile) => image::runtimes(file),
        None => Vec::new(),
    }
}

fn of_lines(file: &File, read: impl Fn(&str) -> Option<Runtime>) -> Vec<(Runtime, Span)> {
    let lines = (1..=file.line_count()).map(|line| file.line_span(line));
    lines.filter_map(|span| Some((read(file.slice(span).trim())?, span))).collect()
}

/// A version of Node.js as nvm names it: `v18.20.4`, `lts/hydrogen`.
fn node(line: &str) -> Option<&str> {
    match line.strip_prefix("lts/") {
        Some(name) => node_codename(name),
        None => number(line.strip_prefix('v').unwrap_or(line)),
    }
}

/// The major version of a long-term support line of Node.js, by its name.
fn node_codename(name: &str) -> Option<&'static str> {
    Some(match name.to_ascii_lowercase().as_str() {
        "argon" => "4",
        "boron" => "6",
        "carbon" => "8",
        "dubnium" => "10",
        "erbium" => "12",
        "fermium" => "14",
        "gallium" => "16",
        "hydrogen" => "18",
        "iron" => "20",
        "jod" => "22",
        "krypton" => "24",
        _ => return None,
    })
}

/// The digits and dots that a text starts with, where only a mark of variant follows.
fn number(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len());
    let version = text[..end].trim_end_matches('.');
    // `3.8.10`, `3.15.0rc1` and `17.0.2_8` are versions; `*`, `pypy3.9` and `20230101` say nothing of a cycle.
    (version.starts_with(|c: char| c.is_ascii_digit()) && version.split('.').all(|part| part.len() < 5))
        .then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_version_managers_name_a_version() {
        let versions = |path: &str, text: &str| -> Vec<String> {
            runtimes(&File::new(path, text)).into_iter().map(|(runtime, _)| runtime.version).collect()
        };
        assert_eq!(versions(".nvmrc", "v18.20.4\n"), ["18.20.4"]);
        assert_eq!(versions(".nvmrc", "lts/hydrogen"), ["18"]);
        assert_eq!(versions(".nvmrc", "lts/*\n"), [""; 0]);
        assert_eq!(versions(".python-version", "# outils\n3.8.10\npypy3.9-7.3\n3.12\n"), ["3.8.10", "3.12"]);
        assert_eq!(versions("back/.ruby-version", "ruby-3.1.2"), ["3.1.2"]);
    }
}
