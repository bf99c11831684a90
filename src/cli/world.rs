//! What checks ask of the world, answered for the command line.

use std::collections::{BTreeMap, BTreeSet};

use checks_core::{Answer, Facts, Question};
use time::OffsetDateTime;

/// The answers, as of today. Offline, what is not known is unknown.
pub(super) fn facts(questions: BTreeSet<Question>, _offline: bool) -> Facts {
    let answers: BTreeMap<Question, Answer> =
        questions.into_iter().map(|question| (question, Answer::Unknown)).collect();
    Facts::new(OffsetDateTime::now_utc().date(), answers)
}
