//! Versions in each ecosystem's own order.

use std::cmp::Ordering;

use checks_core::{Registry, Release, Releases};

/// A version that its ecosystem can read.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Version {
    Npm(nodejs_semver::Version),
    Pypi(pep440_rs::Version),
    Cargo(semver::Version),
}

/// How far a locked version is behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Behind {
    /// The newest version to move to.
    pub(crate) newest: String,
    /// Number of major versions between; `None` where both are `0.x`, which do not count them.
    pub(crate) majors: Option<u64>,
}

impl Version {
    fn read(registry: Registry, text: &str) -> Option<Self> {
        match registry {
            Registry::Npm => nodejs_semver::Version::parse(text).ok().map(Self::Npm),
            Registry::Pypi => text.parse().ok().map(Self::Pypi),
            Registry::CratesIo => text.parse().ok().map(Self::Cargo),
        }
    }

    fn is_stable(&self) -> bool {
        match self {
            Self::Npm(version) => !version.is_prerelease(),
            Self::Pypi(version) => !version.any_prerelease() && !version.is_local(),
            Self::Cargo(version) => version.pre.is_empty(),
        }
    }

    /// The part that changes when a release may break what uses it. Semantic versioning counts majors from 1; before,
    /// npm's and Cargo's ranges take the minor for it.
    fn breaking(&self) -> (u64, u64) {
        let of = |major, minor| if major == 0 { (0, minor) } else { (major, 0) };
        match self {
            Self::Npm(version) => of(version.major(), version.minor()),
            Self::Cargo(version) => of(version.major, version.minor),
            Self::Pypi(version) => (version.release().first().copied().unwrap_or_default(), 0),
        }
    }

    fn compare(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Npm(a), Self::Npm(b)) => a.cmp(b),
            (Self::Pypi(a), Self::Pypi(b)) => a.cmp(b),
            (Self::Cargo(a), Self::Cargo(b)) => a.cmp_precedence(b),
            _ => Ordering::Equal,
        }
    }
}

/// How far `locked` is behind the newest release that one would take, if a release between may break what uses it.
pub(crate) fn behind(registry: Registry, locked: &str, releases: &Releases) -> Option<Behind> {
    let locked = Version::read(registry, locked)?;
    let limit = releases.latest.as_deref().and_then(|latest| Version::read(registry, latest));
    let taken = releases.versions.iter().filter(|release| !release.yanked && release.deprecated.is_none());
    let (newest, release) = taken
        .filter_map(|release| Some((Version::read(registry, &release.version)?, release)))
        .filter(|(version, _)| version.is_stable())
        .filter(|(version, _)| limit.as_ref().is_none_or(|limit| version.compare(limit) != Ordering::Greater))
        .max_by(|(a, _), (b, _)| a.compare(b))?;
    let (old, new) = (locked.breaking(), newest.breaking());
    let epochs = matches!((&locked, &newest), (Version::Pypi(a), Version::Pypi(b)) if a.epoch() != b.epoch());
    if old >= new || epochs || is_calendar(new.0, release) {
        return None;
    }
    let majors = (new.0 > 0).then(|| new.0 - old.0);
    Some(Behind { newest: release.version.clone(), majors })
}

/// Whether a version is of a cycle: `3.8.10` of `3.8`. `3` is of none: it moves with the newest.
pub(crate) fn is_of(version: &str, cycle: &str) -> bool {
    version.strip_prefix(cycle).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// Whether the first number is the year of the release: a new year breaks nothing.
fn is_calendar(major: u64, release: &Release) -> bool {
    let year = release.date.and_then(|date| u64::try_from(date.year()).ok());
    (1990..2100).contains(&major) || year.is_some_and(|year| major == year % 100 && major > 9)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn releases(latest: Option<&str>, versions: &[&str]) -> Releases {
        let release = |version: &&str| Release {
            version: (*version).to_owned(),
            date: None,
            yanked: version.ends_with(".9"),
            deprecated: version.ends_with(".8").then(|| "unused".to_owned()),
        };
        Releases { latest: latest.map(ToOwned::to_owned), versions: versions.iter().map(release).collect() }
    }

    fn newest(registry: Registry, locked: &str, releases: &Releases) -> Option<(String, Option<u64>)> {
        behind(registry, locked, releases).map(|behind| (behind.newest, behind.majors))
    }

    #[test]
    fn npm_goes_no_further_than_latest() {
        let of = releases(Some("4.19.2"), &["4.19.2", "5.0.0", "6.0.0-beta.1"]);
        assert_eq!(newest(Registry::Npm, "4.17.1", &of), None);
        assert_eq!(newest(Registry::Npm, "3.0.0", &of), Some(("4.19.2".into(), Some(1))));
    }

    #[test]
    fn withdrawn_releases_are_not_proposed() {
        let of = releases(None, &["1.4.0", "2.0.9", "2.0.8"]);
        assert_eq!(newest(Registry::CratesIo, "1.0.0", &of), None);
    }

    #[test]
    fn before_one_the_minor_breaks_for_npm_and_cargo() {
        let of = releases(None, &["0.8.5", "0.9.2"]);
        assert_eq!(newest(Registry::CratesIo, "0.8.1", &of), Some(("0.9.2".into(), None)));
        assert_eq!(newest(Registry::Pypi, "0.8.1", &of), None);
    }

    #[test]
    fn a_year_is_no_major() {
        assert_eq!(newest(Registry::Pypi, "2023.7.22", &releases(None, &["2026.1.4"])), None);
        let mut of = releases(None, &["26.1.0"]);
        of.versions[0].date = time::Date::from_ordinal_date(2026, 12).ok();
        assert_eq!(newest(Registry::Pypi, "23.1.0", &of), None);
    }
}
