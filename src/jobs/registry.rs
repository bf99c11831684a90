//! Jobs by their names: from a row back to code.

use std::collections::HashMap;
use std::marker::PhantomData;
use std::time::Duration;

use anyhow::Context as _;
use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;

use super::{Perform, Turn};

/// The jobs that this process knows how to perform.
pub struct Registry<Context> {
    kinds: HashMap<&'static str, Box<dyn Kind<Context>>>,
}

/// One kind of job, its type forgotten.
pub(super) trait Kind<Context>: Send + Sync {
    fn time_limit(&self) -> Duration;

    fn perform<'a>(&self, payload: &str, context: &'a Context, turn: &'a Turn) -> BoxFuture<'a, anyhow::Result<()>>;

    fn give_up<'a>(
        &self,
        payload: &str,
        context: &'a Context,
        turn: &'a Turn,
        error: &'a str,
    ) -> BoxFuture<'a, anyhow::Result<()>>;
}

struct Of<J>(PhantomData<fn() -> J>);

impl<Context: Sync, J: Perform<Context>> Kind<Context> for Of<J> {
    fn time_limit(&self) -> Duration {
        J::TIME_LIMIT
    }

    fn perform<'a>(&self, payload: &str, context: &'a Context, turn: &'a Turn) -> BoxFuture<'a, anyhow::Result<()>> {
        let job = read::<J>(payload);
        async move { job?.perform(context, turn).await }.boxed()
    }

    fn give_up<'a>(
        &self,
        payload: &str,
        context: &'a Context,
        turn: &'a Turn,
        error: &'a str,
    ) -> BoxFuture<'a, anyhow::Result<()>> {
        let job = read::<J>(payload);
        async move { job?.give_up(context, turn, error).await }.boxed()
    }
}

fn read<J: serde::de::DeserializeOwned>(payload: &str) -> anyhow::Result<J> {
    serde_json::from_str(payload).context("the job's payload is not what this version writes")
}

impl<Context: Sync> Registry<Context> {
    /// Knows no job.
    pub fn new() -> Self {
        Self { kinds: HashMap::new() }
    }

    /// Knows this job too.
    #[must_use]
    pub fn with<J: Perform<Context>>(mut self) -> Self {
        self.kinds.insert(J::NAME, Box::new(Of::<J>(PhantomData)));
        self
    }

    pub(super) fn kind(&self, name: &str) -> Option<&dyn Kind<Context>> {
        self.kinds.get(name).map(AsRef::as_ref)
    }
}

impl<Context: Sync> Default for Registry<Context> {
    fn default() -> Self {
        Self::new()
    }
}
