//! `Cargo.lock`: <https://doc.rust-lang.org/cargo/guide/cargo-toml-vs-cargo-lock.html>.

use std::collections::BTreeSet;

use checks_core::{File, Registry};
use toml_edit::Table;

use super::{Unreadable, toml};
use crate::{Package, package::Source};

const CRATES_IO: &[&str] =
    &["registry+https://github.com/rust-lang/crates.io-index", "sparse+https://index.crates.io/"];

pub(super) fn read(file: &File) -> Result<Vec<Package>, Unreadable> {
    let document = toml::parse(file)?;
    let tables = toml::tables(&document, "package");
    let direct = direct(&tables);
    let package = |table: &&Table| {
        let (name, version) = (toml::string(*table, "name")?, toml::string(*table, "version")?);
        let source = toml::string(*table, "source");
        Some(Package {
            registry: source.filter(|source| CRATES_IO.contains(source)).map(|_| Registry::CratesIo),
            ecosystem: Registry::CratesIo,
            name: name.to_owned(),
            version: version.to_owned(),
            direct: direct.contains(name) || direct.contains(format!("{name} {version}").as_str()),
            dev: false,
            source: match source {
                // A crate of the repository.
                None => Source::Path,
                Some(source) if source.starts_with("git+") => Source::Git,
                Some(_) => Source::Registry,
            },
            place: file.place(toml::name_span(table)),
        })
    };
    Ok(tables.iter().filter_map(package).collect())
}

/// What the crates of the repository depend on: a name, with a version where the lock file holds several.
fn direct<'a>(tables: &[&'a Table]) -> BTreeSet<&'a str> {
    let local = tables.iter().filter(|table| !table.contains_key("source"));
    let lists = local.filter_map(|table| table.get("dependencies")?.as_array());
    let words = lists.flatten().filter_map(|value| {
        let entry = value.as_str()?;
        // `name version (source)`, in old files.
        Some(entry.split_once(" (").map_or(entry, |(head, _)| head))
    });
    words.collect()
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use crate::packages;

    #[test]
    fn what_the_crates_of_the_repository_ask_for_is_direct() {
        let lock = "version = 4\n\n[[package]]\nname = \"app\"\nversion = \"0.1.0\"\ndependencies = [\n \"rand 0.8.5\",\n \"serde\",\n]\n\n[[package]]\nname = \"rand\"\nversion = \"0.7.3\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n\n[[package]]\nname = \"rand\"\nversion = \"0.8.5\"\nsource = \"registry+https://github.com/rust-lang/crates.io-index\"\n\n[[package]]\nname = \"serde\"\nversion = \"1.0.1\"\nsource = \"git+https://github.com/serde-rs/serde#abc\"\n";
        let read = packages(&File::new("Cargo.lock", lock));
        let told: Vec<_> =
            read.iter().map(|package| (package.name.as_str(), package.version.as_str(), package.direct)).collect();
        assert_eq!(
            told,
            [("app", "0.1.0", false), ("rand", "0.7.3", false), ("rand", "0.8.5", true), ("serde", "1.0.1", true)]
        );
        assert_eq!(read[3].registry, None);
        assert_eq!(read[2].place.region.start.line, 17);
    }
}
