//! Where the world is asked.

use url::Url;

/// The registries' addresses: the public ones, or an organisation's mirrors.
#[derive(Debug, Clone)]
pub struct Sources {
    /// npm (`NPM_REGISTRY_URL`).
    pub npm: Url,
    /// PyPI (`PYPI_URL`).
    pub pypi: Url,
    /// The sparse index of crates.io (`CRATES_INDEX_URL`).
    pub crates: Url,
    /// endoflife.date's API (`ENDOFLIFE_URL`).
    pub end_of_life: Url,
}

/// An address that is none.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} doit être une adresse http:// ou https:// / {0} must be an http:// or https:// address")]
pub struct BadSource(&'static str);

impl Sources {
    /// The public registries, or those that the environment names.
    pub fn from_env() -> Result<Self, BadSource> {
        Self::read(|name| std::env::var(name).ok())
    }

    /// The same from given variables.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, BadSource> {
        let address = |name: &'static str, public: &str| {
            let given = variable(name).filter(|given| !given.trim().is_empty());
            let text = given.as_deref().unwrap_or(public).trim();
            let parsed = Url::parse(&format!("{}/", text.trim_end_matches('/')));
            parsed.ok().filter(|url| matches!(url.scheme(), "http" | "https")).ok_or(BadSource(name))
        };
        Ok(Self {
            npm: address("NPM_REGISTRY_URL", "https://registry.npmjs.org")?,
            pypi: address("PYPI_URL", "https://pypi.org")?,
            crates: address("CRATES_INDEX_URL", "https://index.crates.io")?,
            end_of_life: address("ENDOFLIFE_URL", "https://endoflife.date/api/v1")?,
        })
    }
}
