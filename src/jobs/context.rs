//! What jobs are lent.

use std::sync::{Arc, PoisonError, RwLock};

use url::Url;

use super::Wake;
use crate::facts::Answers;
use crate::github::App;
use crate::review::StaticCheck;
use crate::scan::Chromium;
use crate::startups::{Mapping, Overrides, Source};
use crate::store::Store;

/// What jobs are lent.
pub struct Context {
    /// What is kept.
    pub store: Store,
    /// GitHub.
    pub github: Arc<App>,
    /// The world's answers.
    pub answers: Arc<Answers>,
    /// The checks, in the order they are shown.
    pub checks: Vec<StaticCheck>,
    /// Tells the workers that a job queued another.
    pub wake: Wake,
    /// Where people reach the pages; `None` where nobody does.
    pub public_url: Option<Url>,
    /// The browser for review apps; `None` where there is none to be used.
    pub chromium: Option<Chromium>,
    /// Hosts (`host:port`) of review apps that are reached though they are not public: `SCAN_HOSTS`.
    pub scan_hosts: Vec<String>,
    /// Where the directory of startups is read.
    pub directory: Option<Source>,
    /// Who says whose repository it is, over the directory.
    pub overrides: Overrides,
    /// The directory as it was last read.
    pub mapping: RwLock<Arc<Mapping>>,
}

impl Context {
    /// Repository → startup, as the directory was last read.
    pub fn mapping(&self) -> Arc<Mapping> {
        Arc::clone(&self.mapping.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// From now on, whose repository it is.
    pub fn set_mapping(&self, mapping: Mapping) {
        *self.mapping.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(mapping);
    }
}
