//! `package-lock.json`: <https://docs.npmjs.com/cli/configuring-npm/package-lock-json>.

use std::collections::{BTreeMap, BTreeSet};

use checks_core::{File, Registry, Span};
use jsonc_parser::ast::{Object, ObjectProp, Value};
use jsonc_parser::common::Ranged;
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use super::Unreadable;
use crate::{Package, package::Source};

/// JSON as npm reads it.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

const FOLDER: &str = "node_modules/";

pub(super) fn read(file: &File) -> Result<Vec<Package>, Unreadable> {
    let parsed = parse_to_ast(file.text(), &CollectOptions::default(), &STRICT)
        .map_err(|error| Unreadable { span: Span::new(error.range().start, error.range().end) })?;
    let whole = Unreadable { span: file.line_span(1) };
    let lock = parsed.value.as_ref().and_then(Value::as_object).ok_or(whole)?;
    Ok(match lock.get_object("packages") {
        Some(entries) => of_paths(file, entries),
        None => of_names(file, lock),
    })
}

/// Versions 2 and 3: a map from paths.
fn of_paths(file: &File, entries: &Object<'_>) -> Vec<Package> {
    let direct = direct(entries);
    let package = |property: &ObjectProp<'_>| {
        let (path, entry) = (property.name.as_str(), property.value.as_object()?);
        let folder = match path.rsplit_once(FOLDER) {
            Some((_, folder)) => folder,
            // A workspace; the root names the project, not a package.
            None if path.is_empty() => return None,
            None => path.rsplit('/').next().unwrap_or(path),
        };
        if entry.get_boolean("link").is_some_and(|link| link.value) {
            return None;
        }
        let name = text(entry, "name").unwrap_or(folder);
        let version = text(entry, "version").unwrap_or_default();
        let (source, public) = source(text(entry, "resolved"), version);
        let flag = |key| entry.get_boolean(key).is_some_and(|flag| flag.value);
        Some(Package {
            registry: (public && path.contains(FOLDER)).then_some(Registry::Npm),
            ecosystem: Registry::Npm,
            name: name.to_owned(),
            version: version.to_owned(),
            direct: direct.contains(path),
            dev: flag("dev") || flag("devOptional"),
            source: match source {
                _ if !path.contains(FOLDER) => Source::Path,
                Source::Registry if name != folder => Source::Alias,
                other => other,
            },
            place: file.place(name_span(property)),
        })
    };
    entries.properties.iter().filter_map(package).collect()
}

/// The paths of what the project and its workspaces ask for.
fn direct<'a>(entries: &'a Object<'_>) -> BTreeSet<&'a str> {
    let paths: BTreeSet<&str> = entries.properties.iter().map(|property| property.name.as_str()).collect();
    let members = entries.properties.iter().filter(|property| !property.name.as_str().contains(FOLDER));
    let mut direct = BTreeSet::new();
    for member in members {
        let Some(manifest) = member.value.as_object() else { continue };
        for list in ["dependencies", "devDependencies", "optionalDependencies"] {
            for wanted in manifest.get_object(list).into_iter().flat_map(|list| &list.properties) {
                let found = resolve(member.name.as_str(), wanted.name.as_str(), &paths);
                direct.extend(found);
            }
        }
    }
    direct
}

/// Where Node.js finds `name` from `folder`: in the nearest `node_modules` above.
fn resolve<'a>(folder: &str, name: &str, paths: &BTreeSet<&'a str>) -> Option<&'a str> {
    let mut folder = folder;
    loop {
        let path = if folder.is_empty() { format!("{FOLDER}{name}") } else { format!("{folder}/{FOLDER}{name}") };
        if let Some(&found) = paths.get(path.as_str()) {
            return Some(found);
        }
        if folder.is_empty() {
            return None;
        }
        folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
    }
}

/// Version 1: a tree of names, which does not tell what is direct.
fn of_names(file: &File, lock: &Object<'_>) -> Vec<Package> {
    let mut found = BTreeMap::new();
    let mut todo: Vec<&Object<'_>> = lock.get_object("dependencies").into_iter().collect();
    while let Some(tree) = todo.pop() {
        for property in &tree.properties {
            let Some(entry) = property.value.as_object() else { continue };
            todo.extend(entry.get_object("dependencies"));
            let locked = text(entry, "version").unwrap_or_default();
            let alias = locked.strip_prefix("npm:").and_then(|alias| alias.rsplit_once('@'));
            let (name, version) = alias.unwrap_or((property.name.as_str(), locked));
            let (source, public) = source(text(entry, "resolved"), version);
            // The version of a git package is its address, with the commit.
            let version = if source == Source::Git { version.rsplit('#').next().unwrap_or(version) } else { version };
            let package = Package {
                registry: public.then_some(Registry::Npm),
                ecosystem: Registry::Npm,
                name: name.to_owned(),
                version: version.to_owned(),
                direct: false,
                dev: entry.get_boolean("dev").is_some_and(|dev| dev.value),
                source: if alias.is_some() { Source::Alias } else { source },
                place: file.place(name_span(property)),
            };
            found.insert(package.place.span, package);
        }
    }
    found.into_values().collect()
}

/// Where a package comes from, and whether npm's public registry publishes it.
fn source(resolved: Option<&str>, version: &str) -> (Source, bool) {
    // npm leaves the address out when it is told to (`omit-lockfile-registry-resolved`) and for bundled packages.
    let address = resolved.unwrap_or(version);
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| address.starts_with(prefix));
    if starts(&["git+", "git:", "git@", "github:", "gitlab:", "bitbucket:"]) {
        (Source::Git, false)
    } else if starts(&["file:", "link:", "../", "./"]) {
        (Source::Path, false)
    } else if starts(&["https://registry.npmjs.org/", "http://registry.npmjs.org/", "https://registry.yarnpkg.com/"]) {
        (Source::Registry, true)
    } else if starts(&["http://", "https://"]) {
        // Registries serve archives under `/-/`, GitHub's under `/download/`.
        let registry = address.contains("/-/") || starts(&["https://npm.pkg.github.com/"]);
        (if registry { Source::Registry } else { Source::Tarball }, false)
    } else {
        (Source::Registry, true)
    }
}

fn text<'a>(object: &'a Object<'_>, key: &str) -> Option<&'a str> {
    object.get_string(key).map(|string| string.value.as_ref())
}

/// The key and its version: what tells this package from others.
fn name_span(property: &ObjectProp<'_>) -> Span {
    let range = property.range();
    let version = property.value.as_object().and_then(|entry| entry.get_string("version"));
    Span::new(range.start, version.map_or(property.name.range().end, |version| version.range.end))
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use crate::package::Source;
    use crate::packages;

    #[test]
    fn paths_give_names_sources_and_what_is_direct() {
        let lock = r#"{
  "lockfileVersion": 3,
  "packages": {
    "": { "name": "app", "workspaces": ["front"], "dependencies": { "@gouvfr/dsfr": "^1.0.0", "vieux": "npm:left-pad@1" } },
    "front": { "name": "front", "version": "0.1.0", "devDependencies": { "vite": "^5" } },
    "front/node_modules/vite": { "version": "5.4.0", "resolved": "https://registry.npmjs.org/vite/-/vite-5.4.0.tgz", "dev": true },
    "node_modules/@gouvfr/dsfr": { "version": "1.12.1", "resolved": "https://registry.npmjs.org/@gouvfr/dsfr/-/dsfr-1.12.1.tgz" },
    "node_modules/front": { "resolved": "front", "link": true },
    "node_modules/vieux": { "name": "left-pad", "version": "1.3.0", "resolved": "https://registry.npmjs.org/left-pad/-/left-pad-1.3.0.tgz" },
    "node_modules/vite": { "version": "4.0.0", "resolved": "git+ssh://git@github.com/vitejs/vite.git#abc" }
  }
}"#;
        let read = packages(&File::new("package-lock.json", lock));
        let told: Vec<_> =
            read.iter().map(|package| (package.name.as_str(), package.direct, package.dev, package.source)).collect();
        assert_eq!(
            told,
            [
                ("front", false, false, Source::Path),
                ("vite", true, true, Source::Registry),
                ("@gouvfr/dsfr", true, false, Source::Registry),
                ("left-pad", true, false, Source::Alias),
                ("vite", false, false, Source::Git),
            ]
        );
        assert_eq!(read[2].place.region.start.line, 7);
    }
}
