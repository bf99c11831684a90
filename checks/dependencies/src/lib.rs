//! Dependency freshness: lock files, runtimes, actions.
//!
//! What lock files hold is read here ([`packages`]), with the place of each package; what the world says of them
//! comes as answers to the check's questions.

mod lock;
mod package;

pub use lock::packages;
pub use package::{Package, Source};
