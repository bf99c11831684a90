//! What was answered before.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Mutex, PoisonError};

use checks_core::{Answer, Question};

use crate::store::{self, Store};

/// An answer, and how long it serves.
#[derive(Debug, Clone)]
pub(super) struct KeptAnswer {
    pub(super) answer: Answer,
    pub(super) etag: Option<String>,
    /// Milliseconds since 1970.
    pub(super) expires_at: i64,
}

/// Where answers are kept.
pub(super) enum Kept {
    Store(Store),
    Memory(Mutex<HashMap<Question, KeptAnswer>>),
}

impl Kept {
    pub(super) fn memory() -> Self {
        Self::Memory(Mutex::default())
    }

    /// What is known of the questions. A store that does not answer knows nothing.
    pub(super) async fn read(&self, questions: &BTreeSet<Question>) -> HashMap<Question, KeptAnswer> {
        match self {
            Self::Memory(kept) => {
                let kept = kept.lock().unwrap_or_else(PoisonError::into_inner);
                let known = |question: &Question| Some((question.clone(), kept.get(question)?.clone()));
                questions.iter().filter_map(known).collect()
            }
            Self::Store(store) => {
                let keys: HashMap<String, &Question> =
                    questions.iter().filter_map(|question| Some((key(question)?, question))).collect();
                let texts: Vec<String> = keys.keys().cloned().collect();
                let rows = store.answers(&texts).await.unwrap_or_else(|error| {
                    tracing::warn!(%error, "kept answers cannot be read");
                    Vec::new()
                });
                let read = |row: store::Answer| {
                    let question = (*keys.get(&row.question)?).clone();
                    // What another version wrote is asked again.
                    let answer = serde_json::from_str(&row.answer).ok()?;
                    Some((question, KeptAnswer { answer, etag: row.etag, expires_at: row.expires_at }))
                };
                rows.into_iter().filter_map(read).collect()
            }
        }
    }

    pub(super) async fn write(&self, question: &Question, kept: &KeptAnswer, now: i64) {
        match self {
            Self::Memory(all) => {
                all.lock().unwrap_or_else(PoisonError::into_inner).insert(question.clone(), kept.clone());
            }
            Self::Store(store) => {
                let (Some(key), Ok(answer)) = (key(question), serde_json::to_string(&kept.answer)) else { return };
                let row = store::Answer {
                    question: key,
                    answer,
                    etag: kept.etag.clone(),
                    fetched_at: now,
                    expires_at: kept.expires_at,
                };
                if let Err(error) = store.keep_answers(&[row]).await {
                    tracing::warn!(%error, "an answer could not be kept");
                }
            }
        }
    }
}

fn key(question: &Question) -> Option<String> {
    serde_json::to_string(question).ok()
}
