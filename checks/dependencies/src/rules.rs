//! The rules.

mod action_pinned;
mod major_behind;
mod runtime_end_of_life;
mod unreadable_lock;

use crate::rule::Rule;

/// Every rule, by id.
pub(crate) static RULES: &[Rule] =
    &[action_pinned::RULE, major_behind::RULE, runtime_end_of_life::RULE, unreadable_lock::RULE];
