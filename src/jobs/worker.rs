//! Who performs jobs: a few at a time, each held by a lease that is renewed while its worker lives.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use futures_util::FutureExt as _;
use tokio::sync::{Notify, Semaphore, watch};
use tokio::task::{JoinHandle, JoinSet};

use super::tidy::keep_tidy;
use super::{NotBefore, Registry, Turn};
use crate::store::{self, KeptJob, Settled, SoleWorker, Store};

/// How workers keep time.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How long a job belongs to a worker that gives no more sign of life. Renewed three times over.
    pub lease: Duration,
    /// How often the queue is looked at when nothing says that there is something: for what other processes queued.
    pub poll: Duration,
    /// How long after the first failure a job is tried again; three times longer after each further one.
    pub first_retry: Duration,
    /// The longest between two tries.
    pub longest_retry: Duration,
    /// How many failures set a job aside.
    pub attempts: i64,
}

impl Default for Pace {
    /// Eight tries over an hour: an outage of GitHub's is waited for, a mistake of ours is soon set aside.
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(30),
            poll: Duration::from_secs(1),
            first_retry: Duration::from_secs(5),
            longest_retry: Duration::from_mins(30),
            attempts: 8,
        }
    }
}

impl Pace {
    /// How long to wait after the `attempt`th failure, between four fifths of it and the whole, so that jobs that
    /// failed together do not come back together.
    fn retry(&self, attempt: i64) -> Duration {
        let times = u32::try_from(attempt - 1).unwrap_or(0).min(12);
        let whole = self.first_retry.saturating_mul(3_u32.pow(times)).min(self.longest_retry);
        let mut random = [0_u8; 1];
        let _ = getrandom::fill(&mut random);
        whole.mul_f64(1.0 - f64::from(random[0]) / 255.0 / 5.0)
    }
}

/// Tells the workers of this process that something was queued. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// Something was queued, and committed.
    pub fn wake(&self) {
        self.0.notify_one();
    }
}

/// The workers of this process, at work until [`Workers::stop`].
#[derive(Debug)]
pub struct Workers {
    stop: watch::Sender<bool>,
    dispatcher: JoinHandle<Running>,
    tidying: JoinHandle<()>,
    shared: Arc<Shared>,
}

/// What is left when no more jobs are taken.
#[derive(Debug)]
struct Running {
    jobs: JoinSet<()>,
    _alone: Option<SoleWorker>,
}

/// What the dispatcher and its workers share, whatever the context.
#[derive(Debug)]
struct Shared {
    store: Store,
    /// Who holds this process's leases.
    worker: String,
    wake: Wake,
    pace: Pace,
}

impl Workers {
    /// Starts `count` workers.
    pub fn start<Context: Send + Sync + 'static>(
        store: Store,
        registry: Registry<Context>,
        context: Context,
        wake: Wake,
        count: usize,
        pace: Pace,
    ) -> Self {
        let mut random = [0_u8; 8];
        let _ = getrandom::fill(&mut random);
        let worker = format!("{}-{}", std::process::id(), hex::encode(random));
        let shared = Arc::new(Shared { store, worker, wake, pace });
        let (stop, stopped) = watch::channel(false);
        let performer = Arc::new(Performer { shared: Arc::clone(&shared), registry, context });
        let dispatcher = tokio::spawn(dispatch(performer, count.max(1), stopped));
        let tidying = tokio::spawn(keep_tidy(shared.store.clone()));
        Self { stop, dispatcher, tidying, shared }
    }

    /// Takes no more jobs, lets those that run finish for as long as `grace`, and gives the others back to the queue.
    pub async fn stop(self, grace: Duration) {
        self.tidying.abort();
        self.stop.send_replace(true);
        let Ok(mut running) = self.dispatcher.await else { return };
        let finish = async { while running.jobs.join_next().await.is_some() {} };
        if tokio::time::timeout(grace, finish).await.is_err() {
            running.jobs.shutdown().await;
            if let Err(error) = self.shared.store.release_worker(&self.shared.worker, store::now()).await {
                tracing::warn!(%error, "jobs could not be given back: they are taken again when their lease is over");
            }
        }
    }
}

/// Takes jobs and has them performed, `count` at a time.
async fn dispatch<Context: Send + Sync + 'static>(
    performer: Arc<Performer<Context>>,
    count: usize,
    mut stopped: watch::Receiver<bool>,
) -> Running {
    let shared = Arc::clone(&performer.shared);
    let mut running = Running { _alone: shared.take_over().await, jobs: JoinSet::new() };
    let free = Arc::new(Semaphore::new(count));
    loop {
        while running.jobs.try_join_next().is_some() {}
        let place = tokio::select! {
            place = Arc::clone(&free).acquire_owned() => place,
            _ = stopped.wait_for(|stop| *stop) => return running,
        };
        match shared.claim().await {
            Ok(Some(job)) => {
                let performer = Arc::clone(&performer);
                running.jobs.spawn(async move {
                    performer.turn(job).await;
                    drop(place);
                    // A job of the same lane may have waited for this one.
                    performer.shared.wake.wake();
                });
                continue;
            }
            Ok(None) => {}
            Err(error) => tracing::error!(%error, "the queue cannot be read"),
        }
        drop(place);
        let pause = shared.pause().await;
        tokio::select! {
            () = shared.wake.0.notified() => {}
            () = tokio::time::sleep(pause) => {}
            _ = stopped.wait_for(|stop| *stop) => return running,
        }
    }
}

impl Shared {
    /// On SQLite, when no other process works on the file, the jobs that are marked as running were those of a process
    /// that is gone: they need not wait for their lease to end.
    async fn take_over(&self) -> Option<SoleWorker> {
        let alone = self.store.sole_worker()?;
        match self.store.release_all(store::now()).await {
            Ok(0) => {}
            Ok(jobs) => tracing::info!(jobs, "taken over from a process that is gone"),
            Err(error) => tracing::warn!(%error, "the jobs of a process that is gone wait for their lease to end"),
        }
        Some(alone)
    }

    async fn claim(&self) -> store::Result<Option<KeptJob>> {
        let now = store::now();
        // Reading first leaves SQLite's one writer to the webhook as long as nothing is due.
        if !self.store.is_due(now).await? {
            return Ok(None);
        }
        self.store.claim(&self.worker, now + millis(self.pace.lease), now).await
    }

    /// How long nothing will be due, as far as is known. What is due and could not be claimed waits for its lane.
    async fn pause(&self) -> Duration {
        let now = store::now();
        match self.store.next_due().await {
            Ok(Some(due)) if due > now => Duration::from_millis((due - now) as u64).min(self.pace.poll),
            _ => self.pace.poll,
        }
    }

    /// Renews the lease for as long as the future is polled; ends when the job is somebody else's.
    async fn hold(&self, job: i64) {
        let mut renewed = Instant::now();
        loop {
            tokio::time::sleep(self.pace.lease / 3).await;
            match self.store.extend_lease(job, &self.worker, store::now() + millis(self.pace.lease)).await {
                Ok(true) => renewed = Instant::now(),
                Err(error) if renewed.elapsed() < self.pace.lease => {
                    tracing::warn!(job, %error, "the lease could not be renewed");
                }
                Ok(false) | Err(_) => return,
            }
        }
    }
}

/// Performs jobs, with what they need.
struct Performer<Context> {
    shared: Arc<Shared>,
    registry: Registry<Context>,
    context: Context,
}

impl<Context: Send + Sync + 'static> Performer<Context> {
    /// One go at a job, from claimed to settled.
    async fn turn(&self, job: KeptJob) {
        let Shared { store, worker, .. } = &*self.shared;
        let began = Instant::now();
        let turn = Turn { job: job.id, attempt: job.attempts };
        let work = async {
            let ended = self.perform(&job, &turn).await;
            self.judge(&job, &turn, ended).await
        };
        let (outcome, settled) = tokio::select! {
            settled = work => settled,
            () = self.shared.hold(job.id) => {
                tracing::warn!(job = job.id, name = job.name, "lost: another worker has it");
                return;
            }
        };
        metrics::counter!("vigie_jobs_total", "job" => job.name.clone(), "outcome" => outcome).increment(1);
        metrics::histogram!("vigie_job_seconds", "job" => job.name.clone()).record(began.elapsed());
        match store.settle(job.id, worker, &settled).await {
            Ok(true) => tracing::info!(
                job = job.id,
                name = job.name,
                attempt = turn.attempt,
                outcome,
                milliseconds = began.elapsed().as_millis() as u64,
                "job"
            ),
            Ok(false) => tracing::warn!(job = job.id, name = job.name, "ended too late: another worker has it"),
            // Its lease will end, and it will be performed again.
            Err(error) => tracing::error!(job = job.id, name = job.name, %error, "its end could not be written down"),
        }
    }

    /// What becomes of a job that ended so; the last failure is tidied up after.
    async fn judge(&self, job: &KeptJob, turn: &Turn, ended: anyhow::Result<()>) -> (&'static str, Settled) {
        let Err(error) = ended else { return ("done", Settled::Done) };
        if let Some(NotBefore { at, why }) = not_before(&error) {
            let run_at = at.max(store::now() + 1_000);
            return ("later", Settled::Later { run_at, counts: false, error: said(&why) });
        }
        let error = said(&format!("{error:#}"));
        tracing::warn!(job = job.id, name = job.name, attempt = turn.attempt, error, "failed");
        let pace = &self.shared.pace;
        if turn.attempt < pace.attempts {
            let run_at = store::now() + millis(pace.retry(turn.attempt));
            return ("failed", Settled::Later { run_at, counts: true, error });
        }
        self.give_up(job, turn, &error).await;
        ("aside", Settled::Aside { error })
    }

    async fn perform(&self, job: &KeptJob, turn: &Turn) -> anyhow::Result<()> {
        if turn.attempt > self.shared.pace.attempts {
            return Err(anyhow!("its worker vanished: {}", job.last_error.as_deref().unwrap_or("nothing was said")));
        }
        let kind = self.registry.kind(&job.name).with_context(|| format!("no job is called « {} »", job.name))?;
        bounded(kind.time_limit(), kind.perform(&job.payload, &self.context, turn)).await
    }

    async fn give_up(&self, job: &KeptJob, turn: &Turn, error: &str) {
        let Some(kind) = self.registry.kind(&job.name) else { return };
        let given_up = bounded(kind.time_limit(), kind.give_up(&job.payload, &self.context, turn, error)).await;
        if let Err(error) = given_up {
            tracing::error!(
                job = job.id,
                name = job.name,
                error = said(&format!("{error:#}")),
                "could not be tidied up"
            );
        }
    }
}

/// Whether the error says when to try again.
fn not_before(error: &anyhow::Error) -> Option<NotBefore> {
    error.chain().find_map(|cause| cause.downcast_ref::<NotBefore>()).cloned()
}

/// A panic or too much time is an error like another.
async fn bounded(limit: Duration, work: impl Future<Output = anyhow::Result<()>> + Send) -> anyhow::Result<()> {
    match tokio::time::timeout(limit, AssertUnwindSafe(work).catch_unwind()).await {
        Ok(Ok(ended)) => ended,
        Ok(Err(panic)) => {
            let words = panic.downcast_ref::<&str>().map(|words| (*words).to_owned());
            let words = words.or_else(|| panic.downcast_ref::<String>().cloned());
            Err(anyhow!("panic: {}", words.as_deref().unwrap_or("without a word")))
        }
        Err(_) => Err(anyhow!("stopped after {} s", limit.as_secs())),
    }
}

/// An error as it may be kept and logged: of bounded length, GitHub's tokens left out.
fn said(error: &str) -> String {
    const LONGEST: usize = 2_000;
    let mut plain = String::new();
    let mut rest = error;
    while let Some(start) = rest.find("gh").filter(|_| plain.len() < LONGEST) {
        let token = rest[start..].find(|c: char| !(c.is_ascii_alphanumeric() || "._-".contains(c)));
        let (word, after) = rest[start..].split_at(token.unwrap_or(rest.len() - start));
        plain.push_str(&rest[..start]);
        let secret = word.len() > 20 && word.as_bytes().get(3) == Some(&b'_');
        plain.push_str(if secret { "gh*_…" } else { word });
        rest = after;
    }
    plain.push_str(rest);
    let mut end = plain.len().min(LONGEST);
    while !plain.is_char_boundary(end) {
        end -= 1;
    }
    plain.truncate(end);
    plain
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retries_grow_and_stay_within_bounds() {
        let pace = Pace::default();
        for (attempt, whole) in [(1, 5.0), (2, 15.0), (3, 45.0), (7, 1800.0), (60, 1800.0)] {
            let wait = pace.retry(attempt).as_secs_f64();
            assert!(wait <= whole && wait >= whole * 0.79, "{attempt}: {wait}");
        }
    }

    #[test]
    fn an_error_is_kept_without_tokens() {
        let token = "ghs_12345_eyJhbGciOi.JSUzI1NiJ9-abcdefghijklmnopqrstuvwxyz";
        let kept = said(&format!("401 for Bearer {token}: highlight à github.com/betagouv/{}", "é".repeat(3000)));
        assert!(kept.starts_with("401 for Bearer gh*_…: highlight à github.com/betagouv/"), "{kept}");
        assert!(kept.len() <= 2_000 && kept.ends_with('é'));
    }
}
