//! GitHub's API: the only place that names octocrab.
//!
//! An [`App`] signs for itself with its key; an [`Installation`] is what it may do in one organisation or account:
//!
//! ```no_run
//! # async fn example() -> anyhow::Result<()> {
//! use vigie::github::{App, Settings};
//!
//! let app = App::new(Settings::new("12345", std::env::var("PRIVATE_KEY")?.into()))?;
//! let installation = app.installation(100).await?;
//! let name = "betagouv/demo".parse()?;
//! let pull_request = installation.pull_request(&name, 7).await?;
//! let tree = installation.tree(&name, &pull_request.head.sha).await?;
//! # let _ = tree; Ok(())
//! # }
//! ```
//!
//! What holds for every call:
//!
//! - **A write is sent once.** Only reads are tried again, twice at most; the job that writes looks at what is there
//!   before it writes again. The one exception is an expired token: GitHub refused before it did anything.
//! - **Limits are obeyed, not fought.** A primary or secondary limit is [`Error::RateLimited`] with the moment from
//!   which to try again; until then nothing is sent for that installation. Writes are spaced ([`Limits`]).
//! - **What never changes is read once**: trees and merge bases are kept in memory; what may change is asked again with
//!   its `ETag`, which costs no quota when it did not change.
//! - **A token is narrow**: [`PERMISSIONS`] and nothing else. It is not narrowed to a repository: that would be one
//!   more request per repository and hour, which an installation of 300 repositories feels and a leak hardly notices.
//! - **A pull request from a fork is read through the base repository**, which has its commits under `refs/pull`.
//!
//! [`App`]: crate::github::App
//! [`Installation`]: crate::github::Installation
//! [`Error::RateLimited`]: crate::github::Error::RateLimited
//! [`Limits`]: crate::github::Limits
//! [`PERMISSIONS`]: crate::github::PERMISSIONS

mod app;
mod archive;
mod blobs;
pub mod check_run;
mod error;
mod gate;
mod http;
mod installation;
mod key;
mod models;
pub mod objects;
mod pages;
mod settings;
mod token;
mod tree;

pub use app::{App, AppInfo, InstallationInfo};
pub use blobs::{Blobs, Skipped, Wanted, Why};
pub use check_run::{CheckRun, CheckRunUpdate, NewCheckRun};
pub use error::Error;
pub use gate::Quota;
pub use installation::Installation;
pub use key::BadKey;
pub use models::{Branch, MergeBase, PullRequest, Repository};
pub use settings::{BadSettings, Limits, Settings};
pub use token::PERMISSIONS;
pub use tree::{Kind, Tree, TreeEntry};
