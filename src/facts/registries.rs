//! The registries' addresses and answers.

use std::collections::BTreeMap;

use checks_core::{Answer, Question, Registry, Release, Releases};
use serde::Deserialize;
use serde::de::IgnoredAny;
use time::Date;
use time::macros::format_description;
use url::Url;

use super::{Sources, end_of_life};

/// Who is asked; each a few requests at a time.
pub(super) const PLACES: [&str; 4] = ["npm", "pypi", "crates", "end-of-life"];

/// Who is asked a question.
pub(super) fn place(question: &Question) -> &'static str {
    match question {
        Question::Releases { registry: Registry::Npm, .. } => "npm",
        Question::Releases { registry: Registry::Pypi, .. } => "pypi",
        Question::Releases { registry: Registry::CratesIo, .. } => "crates",
        Question::EndOfLife { .. } => "end-of-life",
    }
}

/// Where to ask; `None` for a name that no registry would have taken. Names come from strangers' files: none may lead
/// anywhere else than below the registry's address.
pub(super) fn address(sources: &Sources, question: &Question) -> Option<Url> {
    match question {
        Question::Releases { registry: Registry::Npm, name } => {
            let plain = match name.strip_prefix('@') {
                Some(scoped) => scoped.split_once('/').is_some_and(|(scope, name)| is_plain(scope) && is_plain(name)),
                None => is_plain(name),
            };
            sources.npm.join(&name.replace('/', "%2F")).ok().filter(|_| plain)
        }
        Question::Releases { registry: Registry::Pypi, name } => {
            sources.pypi.join(&format!("pypi/{name}/json")).ok().filter(|_| is_plain(name))
        }
        Question::Releases { registry: Registry::CratesIo, name } => {
            let name = name.to_ascii_lowercase();
            let path = match name.len() {
                _ if !is_plain(&name) => return None,
                1 | 2 => format!("{}/{name}", name.len()),
                3 => format!("3/{}/{name}", &name[..1]),
                _ => format!("{}/{}/{name}", &name[..2], &name[2..4]),
            };
            sources.crates.join(&path).ok()
        }
        Question::EndOfLife { product } => {
            sources.end_of_life.join(&format!("products/{product}")).ok().filter(|_| is_plain(product))
        }
    }
}

/// ASCII letters, digits, `-`, `_`, `.` and `~`, and neither `.` nor `..`: what all these registries allow of a name.
fn is_plain(name: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | '~');
    !name.is_empty() && name.len() <= 214 && !name.starts_with('.') && name.chars().all(allowed)
}

/// The representation to ask for: npm has one without the readmes.
pub(super) fn accept(question: &Question) -> &'static str {
    match question {
        Question::Releases { registry: Registry::Npm, .. } => {
            "application/vnd.npm.install-v1+json; q=1.0, application/json; q=0.8"
        }
        Question::Releases { registry: Registry::CratesIo, .. } => "text/plain, */*",
        _ => "application/json",
    }
}

/// Reads an answer.
pub(super) fn read(question: &Question, body: &[u8]) -> Result<Answer, serde_json::Error> {
    Ok(match question {
        Question::Releases { registry: Registry::Npm, .. } => Answer::Releases(npm(body)?),
        Question::Releases { registry: Registry::Pypi, .. } => Answer::Releases(pypi(body)?),
        Question::Releases { registry: Registry::CratesIo, .. } => Answer::Releases(crates(body)?),
        Question::EndOfLife { .. } => Answer::Cycles(end_of_life::read(body)?),
    })
}

#[derive(Deserialize)]
struct Packument {
    #[serde(default, rename = "dist-tags")]
    dist_tags: BTreeMap<String, String>,
    #[serde(default)]
    versions: BTreeMap<String, PackumentVersion>,
    /// Only in the full representation. Its dates are believed only where the registry says when the package was made.
    #[serde(default)]
    time: BTreeMap<String, serde_json::Value>,
}

#[derive(Deserialize)]
struct PackumentVersion {
    /// A note, or a boolean that some registries write.
    #[serde(default)]
    deprecated: Option<serde_json::Value>,
}

fn npm(body: &[u8]) -> Result<Releases, serde_json::Error> {
    let packument: Packument = serde_json::from_slice(body)?;
    let dated = packument.time.contains_key("created");
    let versions = packument
        .versions
        .into_iter()
        .map(|(version, about)| Release {
            date: packument.time.get(&version).filter(|_| dated).and_then(|time| day(time.as_str()?)),
            deprecated: match about.deprecated {
                Some(serde_json::Value::String(note)) if !note.is_empty() => Some(note),
                Some(serde_json::Value::Bool(true)) => Some(String::new()),
                _ => None,
            },
            version,
            yanked: false,
        })
        .collect();
    Ok(Releases { latest: packument.dist_tags.get("latest").cloned(), versions })
}

#[derive(Deserialize)]
struct PypiProject {
    releases: BTreeMap<String, Vec<PypiFile>>,
}

#[derive(Deserialize)]
struct PypiFile {
    #[serde(default)]
    yanked: bool,
    #[serde(default)]
    upload_time_iso_8601: Option<String>,
}

/// A release is yanked when all its files are; one without a file cannot be taken.
fn pypi(body: &[u8]) -> Result<Releases, serde_json::Error> {
    let project: PypiProject = serde_json::from_slice(body)?;
    let versions = project
        .releases
        .into_iter()
        .filter(|(_, files)| !files.is_empty())
        .map(|(version, files)| Release {
            version,
            date: files.iter().filter_map(|file| day(file.upload_time_iso_8601.as_deref()?)).min(),
            yanked: files.iter().all(|file| file.yanked),
            deprecated: None,
        })
        .collect();
    Ok(Releases { latest: None, versions })
}

#[derive(Deserialize)]
struct IndexLine {
    vers: String,
    #[serde(default)]
    yanked: bool,
    #[serde(default)]
    pubtime: Option<String>,
    #[serde(default, rename = "deps")]
    _deps: Option<IgnoredAny>,
}

/// The sparse index: a line of JSON a version.
fn crates(body: &[u8]) -> Result<Releases, serde_json::Error> {
    let lines = body.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let release = |line| {
        let line: IndexLine = serde_json::from_slice(line)?;
        let date = line.pubtime.as_deref().and_then(day);
        Ok(Release { version: line.vers, date, yanked: line.yanked, deprecated: None })
    };
    Ok(Releases { latest: None, versions: lines.map(release).collect::<Result<_, serde_json::Error>>()? })
}

fn day(time: &str) -> Option<Date> {
    Date::parse(time.get(..10)?, format_description!("[year]-[month]-[day]")).ok()
}

#[cfg(test)]
mod tests {
    use time::macros::date;

    use super::*;

    fn releases(registry: Registry, name: &str) -> Question {
        Question::Releases { registry, name: name.to_owned() }
    }

    #[test]
    fn addresses_stay_below_the_registry() {
        let sources = Sources::read(|_| None).unwrap();
        let at = |question| address(&sources, &question).map(|url| url.path().to_owned());
        assert_eq!(at(releases(Registry::Npm, "@codegouvfr/react-dsfr")).as_deref(), Some("/@codegouvfr%2Freact-dsfr"));
        assert_eq!(at(releases(Registry::Pypi, "Django")).as_deref(), Some("/pypi/Django/json"));
        assert_eq!(at(releases(Registry::CratesIo, "Syn")).as_deref(), Some("/3/s/syn"));
        assert_eq!(at(releases(Registry::CratesIo, "tokio")).as_deref(), Some("/to/ki/tokio"));
        for name in ["", "..", "../x", "a/b", "@a", "@a/b/c", "a b", "a?b", "http://x", "é"] {
            for registry in [Registry::Npm, Registry::Pypi, Registry::CratesIo] {
                assert_eq!(at(releases(registry, name)), None, "{name}");
            }
            assert_eq!(at(Question::EndOfLife { product: name.to_owned() }), None, "{name}");
        }
    }

    #[test]
    fn a_packument_is_read_and_its_dates_believed_only_with_created() {
        let body = br#"{"dist-tags":{"latest":"2.0.0"},"versions":{"1.0.0":{"deprecated":"use 2"},"2.0.0":{}},
            "time":{"1.0.0":"2020-01-02T03:04:05Z"}}"#;
        let read = npm(body).unwrap();
        assert_eq!(read.latest.as_deref(), Some("2.0.0"));
        assert_eq!((read.versions[0].deprecated.as_deref(), read.versions[0].date), (Some("use 2"), None));
        let dated =
            String::from_utf8_lossy(body).replace("\"time\":{", "\"time\":{\"created\":\"2020-01-01T00:00:00Z\",");
        assert_eq!(npm(dated.as_bytes()).unwrap().versions[0].date, Some(date!(2020 - 01 - 02)));
    }

    #[test]
    fn pypi_and_the_sparse_index_are_read() {
        let read =
            pypi(br#"{"releases":{"1.0":[{"yanked":true,"upload_time_iso_8601":"2020-01-02T00:00:00Z"}],"2.0":[]}}"#);
        let read = read.unwrap();
        assert_eq!((read.versions.len(), read.versions[0].yanked), (1, true));
        let read =
            crates(b"{\"vers\":\"1.0.0\",\"deps\":[{}],\"yanked\":false,\"pubtime\":\"2024-05-06T00:00:00Z\"}\n")
                .unwrap();
        assert_eq!(read.versions[0].date, Some(date!(2024 - 05 - 06)));
        assert!(crates(b"not json\n").is_err());
    }
}
