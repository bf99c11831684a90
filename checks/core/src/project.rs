//! The deployable parts of a repository.

use crate::Note;

/// One deployable part of a repository: the folder that holds a lock file (or the like), and what lies below it down
/// to the next such folder. A repository without one is a project as a whole.
///
/// It borrows what it is made of: a repository may have very many files, and is concluded by several checks.
#[derive(Debug, Clone, Default)]
pub struct Project<'a> {
    /// Its folder, with `/` and without one at the end; empty for the root of the repository.
    pub root: &'a str,
    /// The paths of its files, sorted.
    pub paths: &'a [String],
    /// What the check noted in its files, in the order of the paths.
    pub notes: Vec<&'a Note>,
}

impl<'a> Project<'a> {
    /// The notes on a topic.
    pub fn on(&self, topic: &str) -> impl Iterator<Item = &'a Note> {
        self.notes.iter().copied().filter(move |note| note.topic == topic)
    }

    /// Whether the project has a file at `path`, from the root of the repository.
    pub fn has(&self, path: &str) -> bool {
        self.paths.binary_search_by(|probe| probe.as_str().cmp(path)).is_ok()
    }
}

/// Files that mark the folder they stand in as a project.
const MARKS: &[&str] = &[
    "package-lock.json",
    "npm-shrinkwrap.json",
    "yarn.lock",
    "pnpm-lock.yaml",
    "bun.lock",
    "uv.lock",
    "poetry.lock",
    "pdm.lock",
    "Pipfile.lock",
    "requirements.txt",
    "manage.py",
    "Gemfile.lock",
    "composer.lock",
    "Cargo.lock",
    "go.sum",
    "mix.lock",
];

/// The folders of a repository's projects, sorted, the root (`""`) always among them.
pub fn project_roots<'a>(paths: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    let mut roots: Vec<String> = paths
        .into_iter()
        .filter(|path| !is_vendored(path))
        .filter_map(|path| match path.rsplit_once('/') {
            Some((folder, name)) => MARKS.contains(&name).then(|| folder.to_owned()),
            None => None,
        })
        .chain(std::iter::once(String::new()))
        .collect();
    roots.sort();
    roots.dedup();
    roots
}

/// The root among `roots` of the project that holds `path`: the nearest one above it.
pub fn root_of<'a>(roots: &'a [String], path: &str) -> &'a str {
    let above = |root: &str| root.is_empty() || path.strip_prefix(root).is_some_and(|rest| rest.starts_with('/'));
    roots.iter().filter(|root| above(root)).max_by_key(|root| root.len()).map_or("", String::as_str)
}

/// Whether a path holds other people's code, or what a build made: no check speaks of it.
pub fn is_vendored(path: &str) -> bool {
    const FOLDERS: &[&str] = &[
        "node_modules",
        "bower_components",
        "vendor",
        "vendors",
        "third_party",
        "third-party",
        "dist",
        ".git",
        ".next",
        ".nuxt",
        ".output",
        ".venv",
        "venv",
        "site-packages",
        "__pycache__",
        "coverage",
        "storybook-static",
        "playwright-report",
    ];
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    folders.split('/').any(|folder| FOLDERS.contains(&folder))
        || [".min.js", ".min.css", ".bundle.js", ".map"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_belongs_to_the_nearest_project_above_it() {
        let paths = ["README.md", "front/package-lock.json", "front/src/a.tsx", "back/uv.lock", "frontend/b.html"];
        let roots = project_roots(paths);
        assert_eq!(roots, ["", "back", "front"]);
        assert_eq!(root_of(&roots, "front/src/a.tsx"), "front");
        assert_eq!(root_of(&roots, "frontend/b.html"), "");
    }

    #[test]
    fn vendored_code_makes_no_project() {
        assert_eq!(project_roots(["a/node_modules/b/package-lock.json"]), [""]);
        assert!(is_vendored("static/js/app.min.js"));
        assert!(!is_vendored("src/vendoring.js"));
    }
}
