//! `uv.lock`: <https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile>.

use std::collections::BTreeMap;

use checks_core::{File, Registry};
use toml_edit::{Item, Table, TableLike};

use super::{Unreadable, toml};
use crate::{Package, package::Source};

pub(super) fn read(file: &File) -> Result<Vec<Package>, Unreadable> {
    let document = toml::parse(file)?;
    let tables = toml::tables(&document, "package");
    let asked = Asked::of(&tables);
    let package = |table: &&Table| {
        let (name, version) = (toml::string(*table, "name")?, toml::string(*table, "version")?);
        let (source, registry) = source(*table);
        let dev = asked.dev(name, version);
        Some(Package {
            registry: registry.then_some(Registry::Pypi),
            ecosystem: Registry::Pypi,
            name: name.to_owned(),
            version: version.to_owned(),
            direct: dev.is_some(),
            dev: dev == Some(true),
            source,
            place: file.place(toml::name_span(table)),
        })
    };
    Ok(tables.iter().filter_map(package).collect())
}

/// Where a package comes from and whether PyPI publishes it.
fn source(table: &dyn TableLike) -> (Source, bool) {
    let Some(source) = table.get("source").and_then(Item::as_table_like) else {
        return (Source::Registry, false);
    };
    match toml::string(source, "registry") {
        Some(address) => (Source::Registry, is_pypi(address)),
        None if source.contains_key("git") => (Source::Git, false),
        None if source.contains_key("url") => (Source::Tarball, false),
        None => (Source::Path, false),
    }
}

fn is_project(source: &dyn TableLike) -> bool {
    source.contains_key("editable") || source.contains_key("virtual")
}

fn is_pypi(address: &str) -> bool {
    matches!(address.trim_end_matches('/'), "https://pypi.org/simple" | "https://pypi.python.org/simple")
}

/// What the projects of the repository ask for: by name, the version where several are locked, and whether every
/// demand is for development.
struct Asked<'a>(BTreeMap<&'a str, Vec<(Option<&'a str>, bool)>>);

impl<'a> Asked<'a> {
    fn of(tables: &[&'a Table]) -> Self {
        let mut asked: BTreeMap<&str, Vec<_>> = BTreeMap::new();
        let mut add = |item: &'a Item, dev: bool| {
            for entry in item.as_array().into_iter().flatten().filter_map(|value| value.as_inline_table()) {
                let Some(name) = toml::string(entry, "name") else { continue };
                asked.entry(name).or_default().push((toml::string(entry, "version"), dev));
            }
        };
        for table in tables {
            let source = table.get("source").and_then(Item::as_table_like);
            if !source.is_some_and(is_project) {
                continue;
            }
            if let Some(list) = table.get("dependencies") {
                add(list, false);
            }
            for (key, dev) in [("optional-dependencies", false), ("dev-dependencies", true)] {
                for (_, list) in table.get(key).and_then(Item::as_table_like).into_iter().flat_map(TableLike::iter) {
                    add(list, dev);
                }
            }
        }
        Self(asked)
    }

    /// Whether a package is for development only; `None` when no project asks for it.
    fn dev(&self, name: &str, version: &str) -> Option<bool> {
        let demands = self.0.get(name)?;
        let mut of_it = demands.iter().filter(|(wanted, _)| wanted.is_none_or(|wanted| wanted == version)).peekable();
        of_it.peek()?;
        Some(of_it.all(|(_, dev)| *dev))
    }
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use crate::packages;

    #[test]
    fn what_a_project_asks_for_is_direct() {
        let lock = "version = 1\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\nsource = { virtual = \".\" }\ndependencies = [\n    { name = \"django\" },\n]\n\n[package.dev-dependencies]\ndev = [\n    { name = \"ruff\" },\n]\n\n[[package]]\nname = \"asgiref\"\nversion = \"3.8.1\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n[[package]]\nname = \"django\"\nversion = \"5.2\"\nsource = { registry = \"https://pypi.org/simple\" }\n\n[[package]]\nname = \"ruff\"\nversion = \"0.9.0\"\nsource = { registry = \"https://paquets.example.gouv.fr/simple\" }\n";
        let read = packages(&File::new("uv.lock", lock));
        let told: Vec<_> = read.iter().map(|package| (package.name.as_str(), package.direct, package.dev)).collect();
        assert_eq!(
            told,
            [("app", false, false), ("asgiref", false, false), ("django", true, false), ("ruff", true, true)]
        );
        assert!(read[2].question().is_some() && read[3].question().is_none());
    }
}
