//! Stories.

mod databases;
mod store;
