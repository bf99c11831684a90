//! Vigie, the lookout of beta.gouv.fr's digital services.
//!
//! A signed delivery arrives; the change it speaks of is looked at file by file; what is new and wrong is told on the
//! line; what was found is kept, and added up per startup. The App, the command line and the tests run the same review.
//!
//! Arrows point down only: `cli`, `web`, `webhook` → `jobs` → `review` → the checks, `github`, `facts`, `store`;
//! `web` → `reports` → `store`. `tests/it/arrows.rs` holds them.

// The command line: what `vigie check`, `serve`, `demo` … do.
pub mod cli;
// Settings of the server, read once from the environment.
pub mod config;
// Answers to the checks' questions: registries and end of life, asked once, cached, bounded.
pub mod facts;
// GitHub's API: the only place that names octocrab.
pub mod github;
// Work to do: queued in the transaction that remembers its cause, leased, retried, set aside.
pub mod jobs;
// The words that all rooms share: what a repository is called.
pub mod names;
// Findings as text, SARIF, JSON, annotations, and packages as an SBOM.
pub mod output;
// Pass rates, grades and trends: plain functions over stored rows.
pub mod reports;
// The heart: what changed, inspect, ask, conclude, compare with the base, decide.
pub mod review;
// Live pages: what a browser sees of them.
pub mod scan;
// Whose repository it is: the beta.gouv.fr directory.
pub mod startups;
// What is kept, in SQLite or PostgreSQL, with one SQL text.
pub mod store;
// Pages, API, health.
pub mod web;
// Bytes → signature → remembered → an event of ours.
pub mod webhook;
