//! The words that all rooms share.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// What GitHub calls a repository: `owner/name`. It changes with a rename; the numeric id does not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct RepositoryName {
    /// The organisation or person.
    pub owner: String,
    /// The repository.
    pub name: String,
}

impl fmt::Display for RepositoryName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

/// A text that is not `owner/name`.
#[derive(Debug, thiserror::Error)]
#[error("« {0} » is not the name of a repository: write owner/name")]
pub struct NotARepositoryName(String);

impl FromStr for RepositoryName {
    type Err = NotARepositoryName;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let plain = |part: &str| {
            !part.is_empty()
                && part != "."
                && part != ".."
                && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'))
        };
        match text.split_once('/') {
            Some((owner, name)) if plain(owner) && plain(name) => {
                Ok(Self { owner: owner.to_owned(), name: name.to_owned() })
            }
            _ => Err(NotARepositoryName(text.to_owned())),
        }
    }
}
