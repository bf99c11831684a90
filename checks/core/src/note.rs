//! What one file says that only the whole project can judge.

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

use crate::Place;

/// A fact read in a file, kept with its place for [`Check::conclude`](crate::Check::conclude).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// What it is about, in the check's own words: `nginx`, `npm-lock`.
    pub topic: String,
    /// Where it was read.
    pub place: Place,
    /// The fact.
    pub value: Value,
}

impl Note {
    /// A note on `topic`. A value that cannot be written as JSON (a map with keys that are no strings) becomes null.
    pub fn new(topic: &str, place: Place, value: &impl Serialize) -> Self {
        Self { topic: topic.to_owned(), place, value: serde_json::to_value(value).unwrap_or_default() }
    }

    /// The fact as `T`, if it is one: a note kept by an older version of the check may not be.
    pub fn read<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(&self.value).ok()
    }
}
