//! Manifests: the lines where people write what they depend on.

use checks_core::{File, Registry, Span};
use jsonc_parser::ast::{Object, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};
use serde::{Deserialize, Serialize};
use toml_edit::{Document, Item, TableLike};

/// A dependency as a manifest asks for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Wanted {
    pub(crate) ecosystem: Registry,
    /// Spelled as [`same_name`] says.
    pub(crate) name: String,
}

impl Wanted {
    pub(crate) fn new(ecosystem: Registry, name: &str) -> Self {
        Self { ecosystem, name: same_name(ecosystem, name) }
    }
}

/// The spelling that all spellings of a name share: PyPI takes `Django_Filter` for `django-filter`.
fn same_name(ecosystem: Registry, name: &str) -> String {
    match ecosystem {
        Registry::Pypi => name.to_ascii_lowercase().replace(['_', '.'], "-"),
        Registry::Npm | Registry::CratesIo => name.to_owned(),
    }
}

/// The ecosystem of a manifest, by its path.
pub(crate) fn of(path: &str) -> Option<Registry> {
    match path.rsplit('/').next().unwrap_or(path) {
        "package.json" => Some(Registry::Npm),
        "pyproject.toml" => Some(Registry::Pypi),
        "Cargo.toml" => Some(Registry::CratesIo),
        _ => None,
    }
}

/// What a manifest asks for, and where; nothing where it cannot be read.
pub(crate) fn wanted(file: &File) -> Vec<(Wanted, Span)> {
    let Some(ecosystem) = of(file.path()) else { return Vec::new() };
    let found = match ecosystem {
        Registry::Npm => npm(file),
        Registry::Pypi => toml(file, pyproject),
        Registry::CratesIo => toml(file, cargo),
    };
    found.into_iter().map(|(name, span)| (Wanted::new(ecosystem, &name), span)).collect()
}

type Names = Vec<(String, Span)>;

fn npm(file: &File) -> Names {
    let parsed = parse_to_ast(file.text(), &CollectOptions::default(), &ParseOptions::default());
    let Ok(Some(Value::Object(manifest))) = parsed.map(|parsed| parsed.value) else { return Vec::new() };
    let lists = ["dependencies", "devDependencies", "optionalDependencies"].into_iter();
    let of_list = |list: &Object<'_>| -> Names {
        let properties = list.properties.iter();
        properties
            .map(|property| {
                let range = property.range();
                (property.name.as_str().to_owned(), Span::new(range.start, range.end))
            })
            .collect()
    };
    lists.filter_map(|list| manifest.get_object(list)).flat_map(of_list).collect()
}

fn toml(file: &File, read: fn(&dyn TableLike) -> Names) -> Names {
    Document::parse(file.text()).map(|document| read(document.as_table())).unwrap_or_default()
}

/// `[project]` and `[dependency-groups]`: lists of requirements.
fn pyproject(manifest: &dyn TableLike) -> Names {
    let project = table(manifest, "project");
    let own = project.and_then(|project| project.get("dependencies"));
    let optional = project.and_then(|project| table(project, "optional-dependencies"));
    let groups = [optional, table(manifest, "dependency-groups")].into_iter().flatten().flat_map(TableLike::iter);
    let lists = own.into_iter().chain(groups.map(|(_, list)| list)).filter_map(Item::as_array);
    lists
        .flatten()
        .filter_map(|value| {
            let requirement = value.as_str()?;
            let end = requirement.find(|c: char| !(c.is_ascii_alphanumeric() || "-_.".contains(c)));
            let span = value.span()?;
            Some((requirement[..end.unwrap_or(requirement.len())].to_owned(), Span::new(span.start, span.end)))
        })
        .collect()
}

/// The tables of dependencies, those of the workspace and of targets too.
fn cargo(manifest: &dyn TableLike) -> Names {
    let targets = table(manifest, "target").into_iter().flat_map(TableLike::iter);
    let holders = targets.filter_map(|(_, target)| target.as_table_like()).chain(table(manifest, "workspace"));
    let holders: Vec<&dyn TableLike> = std::iter::once(manifest).chain(holders).collect();
    let lists = holders.into_iter().flat_map(|holder| {
        ["dependencies", "dev-dependencies", "build-dependencies"].into_iter().filter_map(move |key| table(holder, key))
    });
    lists
        .flat_map(|list| list.iter().map(move |(key, item)| (list, key, item)))
        .filter_map(|(list, key, item)| {
            let name = match item.as_table_like() {
                // Without a version it is written elsewhere: in the workspace, a folder or a repository.
                Some(entry) => entry.get("version").map(|_| entry.get("package").and_then(Item::as_str).unwrap_or(key)),
                None => item.as_str().map(|_| key),
            }?;
            let span = list.key(key)?.span()?;
            Some((
                name.to_owned(),
                Span::new(span.start, item.span().map_or(span.end, |value| value.end.max(span.end))),
            ))
        })
        .collect()
}

fn table<'a>(holder: &'a dyn TableLike, key: &str) -> Option<&'a dyn TableLike> {
    holder.get(key)?.as_table_like()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(path: &str, text: &str) -> Vec<(String, String)> {
        let file = File::new(path, text);
        wanted(&file).into_iter().map(|(wanted, span)| (wanted.name, file.slice(span).to_owned())).collect()
    }

    #[test]
    fn manifests_name_what_they_ask_for_where_they_do() {
        let pair = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        assert_eq!(
            told("package.json", r#"{"name": "a", "devDependencies": {"vite": "^7"}}"#),
            [pair("vite", "\"vite\": \"^7\"")]
        );
        assert_eq!(
            told(
                "pyproject.toml",
                "[project]\ndependencies = [\n  \"Django_Filter[x]>=1\",\n]\n[dependency-groups]\ndev = [\"ruff\", {include-group = \"a\"}]\n"
            ),
            [pair("django-filter", "\"Django_Filter[x]>=1\""), pair("ruff", "\"ruff\"")]
        );
        assert_eq!(
            told(
                "Cargo.toml",
                "[dependencies]\na = \"1\"\nb.workspace = true\n[workspace.dependencies]\nc = { package = \"real\", version = \"2\" }\n[target.'cfg(unix)'.dev-dependencies]\nd = \"3\"\n"
            ),
            [
                pair("a", "a = \"1\""),
                pair("d", "d = \"3\""),
                pair("real", "c = { package = \"real\", version = \"2\" }")
            ]
        );
    }
}
