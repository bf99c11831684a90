//! `requirements.txt`: <https://pip.pypa.io/en/stable/reference/requirements-file-format/>.
//!
//! Only a requirement pinned to one version (`==` or `===`, without a wildcard) is a locked package.

use checks_core::{File, Registry, Span};

use crate::{Package, package::Source};

pub(super) fn read(file: &File) -> Vec<Package> {
    let lines = logical_lines(file);
    let registry = if lines.iter().any(|line| has_other_index(&line.text)) { None } else { Some(Registry::Pypi) };
    let compiled = file.text().lines().take(20).any(|line| {
        line.starts_with('#') && ["pip-compile", "uv pip compile", "uv export"].iter().any(|tool| line.contains(tool))
    });
    let dev = ["dev", "test", "lint", "doc"].iter().any(|word| file.name().contains(word));
    let package = |(index, line): (usize, &Line)| {
        let (name, version) = pinned(&line.text)?;
        Some(Package {
            registry,
            ecosystem: Registry::Pypi,
            name: name.to_owned(),
            version: version.to_owned(),
            direct: !compiled || asked_by_the_project(&lines, index),
            dev,
            source: Source::Registry,
            place: file.place(line.span),
        })
    };
    lines.iter().enumerate().filter_map(package).collect()
}

/// A line as pip reads it: continuations joined, the comment apart.
struct Line {
    text: String,
    comment: String,
    /// The requirement on its first line.
    span: Span,
}

fn logical_lines(file: &File) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    let mut goes_on = false;
    for number in 1..=file.line_count() {
        let whole = file.line_span(number);
        let (text, comment) = split_comment(file.slice(whole));
        let (text, open) = match text.trim_end().strip_suffix('\\') {
            Some(text) if comment.is_empty() => (text.trim_end(), true),
            _ => (text.trim_end(), false),
        };
        if let Some(line) = lines.last_mut().filter(|_| goes_on) {
            line.text.push(' ');
            line.text.push_str(text);
            line.comment.push_str(comment);
        } else {
            let start = whole.start as usize + text.len() - text.trim_start().len();
            let span = Span::new(start, start + text.trim().len());
            lines.push(Line { text: text.to_owned(), comment: comment.to_owned(), span });
        }
        goes_on = open;
    }
    lines
}

/// A comment starts the line or follows a space.
fn split_comment(line: &str) -> (&str, &str) {
    let mut before = ' ';
    for (at, character) in line.char_indices() {
        if character == '#' && before.is_whitespace() {
            return line.split_at(at);
        }
        before = character;
    }
    (line, "")
}

/// The name and the version of `name[extra] == version ; marker --hash=…`.
fn pinned(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start_matches('\u{feff}').trim();
    let end = line.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c))).unwrap_or(line.len());
    let (name, rest) = line.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = rest.trim_start();
    let rest = match rest.strip_prefix('[') {
        Some(extras) => extras.split_once(']')?.1.trim_start(),
        None => rest,
    };
    let specifiers = rest.split(';').next()?.split(" --").next()?.trim();
    let specifiers = specifiers.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(specifiers);
    let version = specifiers
        .split(',')
        .map(str::trim)
        .find_map(|specifier| specifier.strip_prefix("===").or_else(|| specifier.strip_prefix("==")))?;
    let version = version.trim();
    let is_version = version.starts_with(|c: char| c.is_ascii_alphanumeric())
        && version.chars().all(|c| c.is_ascii_alphanumeric() || ".-_+!".contains(c));
    is_version.then_some((name, version))
}

/// Whether names are looked up elsewhere than on PyPI.
fn has_other_index(line: &str) -> bool {
    let line = line.trim();
    let address = ["--index-url", "-i "].iter().find_map(|option| line.strip_prefix(option));
    address.is_some_and(|address| !address.contains("//pypi.org/") && !address.contains("//pypi.python.org/"))
}

/// Whether the tool that compiled the file says, beside or below a requirement, that the project's own files ask for
/// it. Without any word of the origin, it is taken for the project's; what comes from another compiled file
/// (`-r base.txt`) is told there.
fn asked_by_the_project(lines: &[Line], index: usize) -> bool {
    let below = lines[index + 1..].iter().take_while(|line| line.text.trim().is_empty() && !line.comment.is_empty());
    let origin: String =
        std::iter::once(&lines[index]).chain(below).flat_map(|line| [line.comment.as_str(), " "]).collect();
    let mut files = origin.match_indices("-r ").map(|(at, _)| &origin[at + 3..]);
    !origin.contains(" via")
        || ["(pyproject.toml)", "(setup.py)", "(setup.cfg)"].iter().any(|own| origin.contains(own))
        || files
            .any(|file| file.split([' ', ',', '#']).next().is_none_or(|file| file.rsplit('.').next() != Some("txt")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_pinned_to_one_version_is_locked() {
        assert_eq!(pinned("celery [redis, pytest] == 4.4.7"), Some(("celery", "4.4.7")));
        assert_eq!(pinned("attrs==20.3.0; python_version >= \"2.7\""), Some(("attrs", "20.3.0")));
        assert_eq!(pinned("pytest==3.2.3  --hash=sha256:81a2"), Some(("pytest", "3.2.3")));
        for line in
            ["django==5.*", "keyring>=4.1", "-r base.txt", "pandas", "git+https://a/b.git@v1", "a @ https://b/c"]
        {
            assert_eq!(pinned(line), None, "{line}");
        }
    }

    #[test]
    fn a_compiled_file_tells_what_is_direct() {
        let text = "# This file is autogenerated by pip-compile\ndjango==5.2 \\\n    --hash=sha256:aa\n    # via -r requirements.in\nasgiref==3.8.1\n    # via django\n";
        let read = read(&File::new("requirements.txt", text));
        let told: Vec<_> = read
            .iter()
            .map(|package| (package.name.as_str(), package.direct, package.place.region.start.line))
            .collect();
        assert_eq!(told, [("django", true, 2), ("asgiref", false, 5)]);
    }

    #[test]
    fn another_index_answers_for_its_own_packages() {
        let read = read(&File::new("requirements.txt", "--index-url https://paquets.example.gouv.fr/simple\na==1\n"));
        assert_eq!(read[0].registry, None);
    }
}
