//! Stories told to the real thing, on both databases.
#![expect(clippy::unwrap_used, reason = "a story that cannot be told fails")]

mod app;
mod arrows;
mod check_command;
mod databases;
mod deployment;
mod github;
mod openapi;
mod pull_request;
mod queue;
mod review_app;
mod scan;
mod store;
mod web;
mod webhook;
