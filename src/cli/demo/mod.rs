//! `vigie demo`: the whole journey without a GitHub account.

pub mod github;
