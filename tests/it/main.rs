//! Stories told to the real thing, on both databases.
#![expect(clippy::unwrap_used, reason = "a story that cannot be told fails")]

mod arrows;
mod check_command;
mod databases;
mod github;
mod openapi;
mod queue;
mod store;
mod web;
mod webhook;
