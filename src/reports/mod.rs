//! Pass rates, grades and states: plain functions over stored rows.
//!
//! - **Pass rate** of a check over a period: reviews of pull requests that ended in success ÷ those that ended in
//!   success or failure. What ended otherwise (cancelled, neutral, skipped) is counted nowhere.
//! - **State**: what the latest review of each repository's default branch says, with a grade A to F per check.
//!
//! Both are shown and never mixed. Without data there is no figure: [`Rate::percent`] is `None`, never 0.

mod grade;
mod overview;
mod rate;

pub use grade::{Grade, SCALE, Step};
pub use overview::{CheckReport, Overview, StartupReport, overview, repository_report, startup_report};
pub use rate::Rate;
