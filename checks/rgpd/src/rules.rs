//! The rules.

mod pii_nir;
mod sentry_pii;
mod tracker_google_analytics;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] = &[pii_nir::RULE, sentry_pii::RULE, tracker_google_analytics::RULE];
