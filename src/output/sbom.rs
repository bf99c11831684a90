//! A software bill of materials, as CycloneDX 1.6: <https://cyclonedx.org/docs/1.6/json/>.
//!
//! The same packages give the same bytes: no serial number and no date.

use std::collections::BTreeMap;

use checks_core::Registry;
use checks_dependencies::Package;
use packageurl::PackageUrl;
use serde_json::{Value, json};

/// The packages of the project `name`, each version once, sorted by group, name and version.
pub fn cyclonedx(name: &str, packages: &[Package]) -> Value {
    let mut components = BTreeMap::new();
    for package in packages {
        let (group, own_name) = split(package);
        let key = (group, own_name, package.version.as_str(), package.ecosystem);
        components.entry(key).or_insert_with(|| component(package));
    }
    json!({
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "tools": { "components": [{ "type": "application", "name": "vigie", "version": env!("CARGO_PKG_VERSION") }] },
            "component": { "type": "application", "bom-ref": "project", "name": name },
        },
        "components": components.into_values().collect::<Vec<_>>(),
    })
}

fn component(package: &Package) -> Value {
    let (group, name) = split(package);
    let purl = purl(package);
    let fallback = || format!("{}:{}@{}", kind(package.ecosystem), package.name, package.version);
    let mut component = json!({
        "type": "library",
        "bom-ref": purl.clone().unwrap_or_else(fallback),
        "name": name,
        "version": package.version,
    });
    if let Some(group) = group {
        component["group"] = group.into();
    }
    if let Some(purl) = purl {
        component["purl"] = purl.into();
    }
    component
}

/// The scope of an npm package, with its `@`, and its name within.
fn split(package: &Package) -> (Option<&str>, &str) {
    match package.name.split_once('/') {
        Some((scope, name)) if package.ecosystem == Registry::Npm && scope.starts_with('@') => (Some(scope), name),
        _ => (None, &package.name),
    }
}

/// The package URL; `None` for what is no name of a package.
fn purl(package: &Package) -> Option<String> {
    let (group, name) = split(package);
    let name = match package.ecosystem {
        // PyPI's names are the same whatever their case and separators: the type's own rule asks for this spelling.
        Registry::Pypi => name.to_ascii_lowercase().replace('_', "-"),
        Registry::Npm | Registry::CratesIo => name.to_owned(),
    };
    let mut purl = PackageUrl::new(kind(package.ecosystem), name).ok()?;
    if let Some(group) = group {
        purl.with_namespace(group).ok()?;
    }
    purl.with_version(package.version.as_str()).ok()?;
    Some(purl.to_string())
}

/// The type of package URLs.
const fn kind(registry: Registry) -> &'static str {
    match registry {
        Registry::Npm => "npm",
        Registry::Pypi => "pypi",
        Registry::CratesIo => "cargo",
    }
}

#[cfg(test)]
mod tests {
    use checks_core::File;

    use super::*;

    #[test]
    fn each_version_is_there_once_with_its_address() {
        let lock = r#"{"lockfileVersion": 3, "packages": {"": {},
            "node_modules/vite": {"version": "7.1.0"},
            "node_modules/a/node_modules/vite": {"version": "7.1.0"},
            "node_modules/@gouvfr/dsfr": {"version": "1.12.1"}}}"#;
        let mut packages = checks_dependencies::packages(&File::new("package-lock.json", lock));
        packages.extend(checks_dependencies::packages(&File::new("requirements.txt", "Django_Filter==25.1\n")));
        let bom = cyclonedx("mon-service", &packages);
        let told: Vec<_> = bom["components"].as_array().unwrap().iter().map(|one| &one["purl"]).collect();
        assert_eq!(told, ["pkg:pypi/django-filter@25.1", "pkg:npm/vite@7.1.0", "pkg:npm/%40gouvfr/dsfr@1.12.1"]);
        assert_eq!(
            (&bom["components"][2]["group"], &bom["components"][2]["name"]),
            (&json!("@gouvfr"), &json!("dsfr"))
        );
    }
}
