//! Which startup a repository belongs to, and why.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::Directory;
use crate::names::RepositoryName;

/// Why a repository is said to be a startup's, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// `startup:` in the repository's `.github/vigie.yml`.
    Settings,
    /// The operator's override file.
    Override,
    /// The `repository` of the startup's sheet.
    Sheet,
}

impl Reason {
    /// As it is stored and told by the API.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Override => "override",
            Self::Sheet => "sheet",
        }
    }
}

/// The startup of a repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owner {
    /// The startup's id.
    pub startup: String,
    /// Why it is this one.
    pub reason: Reason,
}

/// The operator's override file: YAML, `owner/name` or `owner/prefix-*` to a startup's id.
///
/// ```yaml
/// betagouv/rdv-solidarites.fr: rdv-services-publics
/// MTES-MCT/acceslibre-*: acceslibre
/// ```
#[derive(Debug, Clone, Default)]
pub struct Overrides(Vec<(String, String)>);

impl Overrides {
    /// Reads the file's text; the first pattern that fits wins.
    pub fn parse(yaml: &str) -> Result<Self, serde_saphyr::Error> {
        if yaml.trim().is_empty() {
            return Ok(Self::default());
        }
        let map: indexed::Pairs = serde_saphyr::from_str(yaml)?;
        Ok(Self(map.0.into_iter().map(|(pattern, id)| (pattern.to_lowercase(), id)).collect()))
    }

    fn startup_of(&self, repository: &str) -> Option<&str> {
        let fits = |pattern: &str| match pattern.split_once('*') {
            Some((head, tail)) => {
                repository.len() >= head.len() + tail.len()
                    && repository.starts_with(head)
                    && repository.ends_with(tail)
            }
            None => pattern == repository,
        };
        self.0.iter().find(|(pattern, _)| fits(pattern)).map(|(_, id)| id.as_str())
    }
}

/// Repository → startup, ready to be asked. GitHub's names know no case, nor does this.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    overrides: Overrides,
    sheets: HashMap<String, String>,
}

impl Mapping {
    /// From a directory and the operator's overrides. Where two sheets name one repository, the active startup has it,
    /// then the first by id.
    pub fn new(directory: &Directory, overrides: Overrides) -> Self {
        let mut sheets = HashMap::new();
        let (active, others): (Vec<_>, Vec<_>) = directory.startups.values().partition(|startup| startup.is_active());
        for startup in active.into_iter().chain(others) {
            if let Some(repository) = startup.github_repository() {
                sheets.entry(repository.to_string().to_lowercase()).or_insert_with(|| startup.id.clone());
            }
        }
        Self { overrides, sheets }
    }

    /// The startup of a repository, given what its own settings say.
    pub fn owner(&self, repository: &RepositoryName, settings: Option<&str>) -> Option<Owner> {
        let name = repository.to_string().to_lowercase();
        let found = |startup: &str, reason| Owner { startup: startup.to_owned(), reason };
        settings
            .filter(|startup| !startup.is_empty())
            .map(|startup| found(startup, Reason::Settings))
            .or_else(|| self.overrides.startup_of(&name).map(|startup| found(startup, Reason::Override)))
            .or_else(|| self.sheets.get(&name).map(|startup| found(startup, Reason::Sheet)))
    }
}

/// A YAML mapping in the order it is written.
mod indexed {
    use std::fmt;

    use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};

    pub(super) struct Pairs(pub(super) Vec<(String, String)>);

    impl<'de> Deserialize<'de> for Pairs {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct InOrder;
            impl<'de> Visitor<'de> for InOrder {
                type Value = Pairs;
                fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str("des lignes « propriétaire/dépôt: startup »")
                }
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs, A::Error> {
                    let mut pairs = Vec::new();
                    while let Some(pair) = map.next_entry()? {
                        pairs.push(pair);
                    }
                    Ok(Pairs(pairs))
                }
            }
            deserializer.deserialize_map(InOrder)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::startups::parse_api;

    fn mapping() -> Mapping {
        let directory = parse_api(
            r#"[{"id":"old","name":"Old","repository":"https://github.com/MTES-MCT/Acceslibre","phases":[{"name":"abandon","start":"2020-01-01"}]},
                {"id":"acceslibre","name":"Acceslibre","repository":"https://github.com/mtes-mct/acceslibre/"}]"#,
        )
        .unwrap();
        let overrides = Overrides::parse("MTES-MCT/acceslibre-*: acceslibre\nbetagouv/*: dinum\n").unwrap();
        Mapping::new(&directory, overrides)
    }

    #[test]
    fn settings_come_before_overrides_and_overrides_before_sheets() {
        let mapping = mapping();
        let owner = |name: &str, settings| {
            mapping.owner(&name.parse().unwrap(), settings).map(|owner| (owner.startup, owner.reason))
        };
        assert_eq!(owner("mtes-mct/AccesLibre", None), Some(("acceslibre".into(), Reason::Sheet)));
        assert_eq!(owner("MTES-MCT/acceslibre-widget", None), Some(("acceslibre".into(), Reason::Override)));
        assert_eq!(owner("betagouv/a", Some("pix")), Some(("pix".into(), Reason::Settings)));
        assert_eq!(owner("betagouv/a", Some("")), Some(("dinum".into(), Reason::Override)));
        assert_eq!(owner("etalab/a", None), None);
    }

    #[test]
    fn an_override_file_that_is_no_mapping_is_refused() {
        assert!(Overrides::parse("- a\n- b\n").is_err());
        assert!(Overrides::parse("").unwrap().0.is_empty());
    }
}
