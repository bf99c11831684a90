//! Stories.

#![allow(clippy::unwrap_used, reason = "a story that cannot go on fails")]

mod databases;
mod queue;
mod store;
