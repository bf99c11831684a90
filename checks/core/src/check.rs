//! The contract between a check and its host.

use serde::{Deserialize, Serialize};

use crate::{Facts, File, Finding, Meta, Note, Project, Question, Text};

/// What a check wants of a path, told before the file is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interest {
    /// Nothing: the file is never fetched for this check.
    Ignored,
    /// Its findings stand alone: on a pull request it is inspected only when it changed.
    Alone,
    /// Its notes weigh in the project's conclusion: it is inspected even when it did not change.
    Project,
}

/// What a file says alone.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Inspection {
    /// What is wrong in it.
    pub findings: Vec<Finding>,
    /// What the project's conclusion needs of it.
    pub notes: Vec<Note>,
}

/// A check: two pure functions and the questions between them.
pub trait Check: Sync {
    /// Its name, which is that of its folder and the first part of its rules' ids: `rgaa`.
    fn name(&self) -> &'static str;

    /// What people call it: the name of its check run.
    fn title(&self) -> Text;

    /// Changes whenever [`inspect`](Self::inspect) may answer otherwise for the same file; what was kept for another
    /// version is not used.
    fn version(&self) -> u32;

    /// Its rules, sorted by id.
    fn rules(&self) -> Vec<&'static Meta>;

    /// What it wants of a path. Vendored paths ([`is_vendored`](crate::is_vendored)) are never proposed.
    fn interest(&self, path: &str) -> Interest;

    /// What a file says alone. Depends on the path, the bytes and the version only; never panics, whatever the bytes.
    fn inspect(&self, file: &File) -> Inspection;

    /// What it must know of the world to conclude.
    fn asks(&self, _project: &Project<'_>) -> Vec<Question> {
        Vec::new()
    }

    /// What the files of a project say together.
    fn conclude(&self, _project: &Project<'_>, _facts: &Facts) -> Vec<Finding> {
        Vec::new()
    }
}
