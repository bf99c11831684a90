//! What a check is.
//!
//! A check is two pure functions and the questions between them:
//!
//! 1. [`Check::inspect`] looks at one [`File`] alone and returns findings and [`Note`]s. Its result depends on the
//!    path, the bytes and [`Check::version`] only, so the host keeps it by blob SHA and never inspects a file twice.
//! 2. [`Check::asks`] says, as data, what the check must know of the world ([`Question`]).
//! 3. [`Check::conclude`] looks at what the files of one [`Project`] say together, with the answers ([`Facts`]).
//!
//! Nothing here, and nothing in a check, opens a file, a socket, a process or a clock: `checks/clippy.toml` holds it.

mod check;
mod file;
mod finding;
mod language;
mod note;
mod page;
mod project;
mod question;
mod rule;
#[cfg(feature = "testing")]
pub mod testing;

pub use check::{Check, Inspection, Interest};
pub use file::{File, Place, Position, Region, Span};
pub use finding::{Edit, Finding, Fix, Lang, Level, Message, Text, fingerprints};
pub use language::Language;
pub use note::Note;
pub use page::{Example, Page, Sample, Words};
pub use project::{Project, is_vendored, project_roots, root_of};
pub use question::{Answer, Cycle, End, Facts, Question, Registry, Release, Releases};
pub use rule::Meta;
