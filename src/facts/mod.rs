//! Answers to the checks' questions about the world: releases of packages, end of life of products.
//!
//! A question is asked once for all repositories together: what was answered is kept with its `ETag` for a lifetime,
//! and callers that ask the same at once share one request. Registries are asked politely (a few requests at a time
//! each), within bounds (sizes, redirects, time-outs), at the configured addresses only. What cannot be known is
//! [`Answer::Unknown`], which never fails a check; an answer that ran out still serves when a registry does not answer.

mod end_of_life;
mod http;
mod kept;
mod registries;
mod sources;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use checks_core::{Answer, Question};
use futures_util::{StreamExt as _, stream};
use tokio::sync::Semaphore;

use self::http::{Asked, Client};
use self::kept::{Kept, KeptAnswer};
pub use self::sources::{BadSource, Sources};
use crate::store::{Store, now};

/// Questions answered over the network at one time; the rest of a larger set stays unknown until the next review.
const MOST_QUESTIONS: usize = 400;
/// Requests under way at once, to each registry.
const MOST_AT_ONCE: usize = 4;
/// How long all the questions of a review may take together.
const PATIENCE: Duration = Duration::from_mins(1);
/// How long an answer serves before it is asked again, in milliseconds.
const LIFETIME: i64 = 12 * 3_600_000;
/// The same for « there is no such package »: it may be published any moment.
const LIFETIME_ABSENT: i64 = 3_600_000;

/// Answers questions: from what is kept, from the network, from what was shipped.
pub struct Answers {
    client: Option<Client>,
    sources: Sources,
    kept: Kept,
    places: BTreeMap<&'static str, Arc<Semaphore>>,
    /// One request for all that ask the same at once.
    flights: moka::future::Cache<Question, Answer>,
}

impl Answers {
    /// Answers kept in the store, for a server. `offline` asks nothing of the network.
    pub fn kept_in(store: Store, sources: Sources, offline: bool) -> Self {
        Self::new(Kept::Store(store), sources, offline)
    }

    /// Answers kept as long as the process lives, for the command line.
    pub fn in_memory(sources: Sources, offline: bool) -> Self {
        Self::new(Kept::memory(), sources, offline)
    }

    fn new(kept: Kept, sources: Sources, offline: bool) -> Self {
        let client = if offline {
            None
        } else {
            Client::new().inspect_err(|error| tracing::error!(%error, "registries cannot be asked")).ok()
        };
        let places = registries::PLACES.iter().map(|&place| (place, Arc::new(Semaphore::new(MOST_AT_ONCE)))).collect();
        // Long enough to be shared, too short to be stale.
        let flights = moka::future::Cache::builder().max_capacity(10_000).time_to_live(PATIENCE).build();
        Self { client, sources, kept, places, flights }
    }

    /// The answer to each question.
    pub async fn answer(&self, questions: &BTreeSet<Question>) -> BTreeMap<Question, Answer> {
        let mut kept = self.kept.read(questions).await;
        let now = now();
        let mut answers = BTreeMap::new();
        let mut to_ask = Vec::new();
        for question in questions {
            match kept.remove(question) {
                Some(known) if known.expires_at > now => {
                    answers.insert(question.clone(), known.answer);
                }
                known => to_ask.push((question.clone(), known)),
            }
        }
        if to_ask.len() > MOST_QUESTIONS {
            tracing::warn!(
                questions = to_ask.len(),
                most = MOST_QUESTIONS,
                "too many questions: the rest stays unknown"
            );
        }
        let unasked = to_ask.split_off(to_ask.len().min(MOST_QUESTIONS));
        answers.extend(unasked.into_iter().map(|(question, known)| {
            let answer = without_network(&question, known);
            (question, answer)
        }));
        answers.extend(self.ask_all(to_ask).await);
        answers
    }

    async fn ask_all(&self, to_ask: Vec<(Question, Option<KeptAnswer>)>) -> BTreeMap<Question, Answer> {
        let mut answers: BTreeMap<Question, Answer> = to_ask
            .iter()
            .map(|(question, known)| (question.clone(), without_network(question, known.clone())))
            .collect();
        let Some(client) = &self.client else { return answers };
        let asks: Vec<_> = to_ask.into_iter().map(|(question, known)| self.ask(client, question, known)).collect();
        let mut answered = stream::iter(asks).buffer_unordered(MOST_AT_ONCE * registries::PLACES.len());
        let collect = async {
            while let Some((question, answer)) = answered.next().await {
                answers.insert(question, answer);
            }
        };
        if tokio::time::timeout(PATIENCE, collect).await.is_err() {
            tracing::warn!("the registries took too long: what is left stays unknown");
        }
        answers
    }

    /// Asks once for all who ask at the same time. A failure is shared too, so that an outage costs one request.
    async fn ask(&self, client: &Client, question: Question, known: Option<KeptAnswer>) -> (Question, Answer) {
        let fetch = async {
            let place = self.places.get(registries::place(&question)).cloned();
            let _turn = match &place {
                Some(place) => place.acquire().await.ok(),
                None => None,
            };
            self.fetch(client, &question, known).await
        };
        let answer = self.flights.get_with(question.clone(), fetch).await;
        (question, answer)
    }

    async fn fetch(&self, client: &Client, question: &Question, known: Option<KeptAnswer>) -> Answer {
        let Some(url) = registries::address(&self.sources, question) else { return Answer::Unknown };
        // Never the address: a mirror's may hold a password, and a package's name may be private.
        let place = registries::place(question);
        let etag = known.as_ref().and_then(|known| known.etag.as_deref());
        let now = now();
        let fresh = match client.get(&url, registries::accept(question), etag).await {
            Ok(Asked::Unchanged) => known.clone().map(|known| KeptAnswer { expires_at: now + LIFETIME, ..known }),
            Ok(Asked::Absent) => {
                Some(KeptAnswer { answer: Answer::Absent, etag: None, expires_at: now + LIFETIME_ABSENT })
            }
            Ok(Asked::Found { body, etag }) => read_aside(question, body)
                .await
                .inspect_err(|error| tracing::info!(place, %error, "an answer could not be read"))
                .ok()
                .map(|answer| KeptAnswer { answer, etag, expires_at: now + LIFETIME }),
            Err(error) => {
                tracing::info!(place, %error, "a registry did not answer");
                None
            }
        };
        match fresh {
            Some(fresh) => {
                self.kept.write(question, &fresh, now).await;
                fresh.answer
            }
            None => without_network(question, known),
        }
    }
}

/// Reads an answer aside: that of a large package keeps a core busy for seconds.
async fn read_aside(question: &Question, body: Vec<u8>) -> anyhow::Result<Answer> {
    let question = question.clone();
    Ok(tokio::task::spawn_blocking(move || registries::read(&question, &body)).await??)
}

/// The best that is known without asking: an answer that ran out, what was shipped.
fn without_network(question: &Question, known: Option<KeptAnswer>) -> Answer {
    if let Some(known) = known {
        return known.answer;
    }
    match question {
        Question::EndOfLife { product } => end_of_life::shipped(product).map_or(Answer::Unknown, Answer::Cycles),
        Question::Releases { .. } => Answer::Unknown,
    }
}

#[cfg(test)]
mod tests;
