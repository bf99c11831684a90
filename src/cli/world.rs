//! What checks ask of the world, answered for the command line.

use std::collections::BTreeSet;

use checks_core::{Facts, Lang, Question};
use time::OffsetDateTime;

use super::Failure;
use super::words::Words;
use crate::facts::{Answers, Sources};

/// The answers, as of today. Offline, only what was shipped is known.
pub(super) fn facts(questions: &BTreeSet<Question>, offline: bool, lang: Lang) -> Result<Facts, Failure> {
    let today = OffsetDateTime::now_utc().date();
    if questions.is_empty() {
        return Ok(Facts::new(today, std::collections::BTreeMap::new()));
    }
    let failure = |error: anyhow::Error| Failure(Words(lang).cannot_ask(&error));
    let answers = Answers::in_memory(Sources::from_env().map_err(|error| failure(error.into()))?, offline);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| failure(error.into()))?;
    Ok(Facts::new(today, runtime.block_on(answers.answer(questions))))
}
