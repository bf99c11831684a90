//! Startups.
