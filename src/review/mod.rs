//! The heart: what changed, inspect, ask, conclude, compare with the base, decide.
//!
//! Nothing here reads a disk, a socket or a clock: the host (the App, the command line, a test) brings the bytes and
//! the answers, and every step is data in, data out:
//!
//! 1. [`Settings::read`] the repository's settings; [`Snapshot`]s of head and base.
//! 2. [`Review::new`] plans; [`Review::needs`] names the inspections wanted. The host looks up which are kept.
//! 3. [`Review::jobs`] names the files to read; [`inspect::run`] reads and inspects them. The host keeps the results.
//! 4. [`Review::questions`] says what must be known of the world. The host answers.
//! 5. [`Review::conclude`] compares and decides: one [`Outcome`] per check, which [`summary`] tells in words.

mod boundaries;
mod compare;
mod conclude;
mod decide;
pub mod inspect;
mod markdown;
mod plan;
mod registry;
pub mod settings;
mod snapshot;
pub mod summary;

pub use boundaries::{Boundaries, LARGEST_FILE, LARGEST_LOCK, LOCKS, is_generated, is_too_large};
pub use compare::{Comparison, compare};
pub use decide::{Conclusion, Counts, Outcome, Problem, State, Told};
pub use markdown::{escape, escape_code};
pub use plan::{Inspections, Key, Review, Sides};
pub use registry::{StaticCheck, UnknownCheck, checks, rules, select};
pub use settings::{SETTINGS_PATH, Settings};
pub use snapshot::{Blob, Difference, Snapshot};

#[cfg(test)]
mod tests;
