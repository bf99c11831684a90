//! Jobs are performed at least once, one of a lane at a time, and none is lost.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use vigie::jobs::{Job, NotBefore, Pace, Perform, Priority, Registry, Turn, Wake, Workers, enqueue};
use vigie::store::{JobState, Settled, Store, now};

use crate::databases::on_both;

/// A job that writes down what happens to it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Errand {
    about: Option<String>,
    lane: Option<String>,
    says: String,
    first: bool,
    how: How,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum How {
    Well,
    Slowly,
    Wrong,
    Panic,
    WrongOnce,
    LimitedOnce,
    Hanging,
}

#[derive(Debug, Default, Clone)]
struct Diary(Arc<Mutex<Vec<String>>>);

impl Diary {
    fn write(&self, line: impl Into<String>) {
        self.0.lock().unwrap().push(line.into());
    }

    fn lines(&self) -> Vec<String> {
        self.0.lock().unwrap().clone()
    }

    /// Waits until that many lines are written, ten seconds at most.
    async fn until(&self, lines: usize) -> Vec<String> {
        for _ in 0..1000 {
            if self.lines().len() >= lines {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        self.lines()
    }
}

impl Job for Errand {
    const NAME: &'static str = "errand";

    fn key(&self) -> Option<String> {
        self.about.clone()
    }

    fn lane(&self) -> Option<String> {
        self.lane.clone()
    }

    fn priority(&self) -> Priority {
        if self.first { Priority::High } else { Priority::Low }
    }
}

impl Perform<Diary> for Errand {
    const TIME_LIMIT: Duration = Duration::from_secs(2);

    async fn perform(self, diary: &Diary, turn: &Turn) -> anyhow::Result<()> {
        match self.how {
            How::Slowly => {
                diary.write(format!("{} begins", self.says));
                tokio::time::sleep(Duration::from_millis(400)).await;
            }
            How::Hanging => std::future::pending().await,
            How::Wrong => {
                diary.write(format!("{} {}", self.says, turn.attempt));
                anyhow::bail!("it went wrong");
            }
            How::Panic => {
                diary.write(format!("{} {}", self.says, turn.attempt));
                panic!("it went very wrong");
            }
            How::WrongOnce if turn.attempt == 1 => anyhow::bail!("it went wrong"),
            How::LimitedOnce if diary.lines().is_empty() => {
                diary.write(format!("{} limited", self.says));
                let limited = NotBefore { at: now() + 300, why: "enough for now".to_owned() };
                return Err(anyhow::Error::new(limited).context("asking GitHub"));
            }
            How::Well | How::WrongOnce | How::LimitedOnce => {}
        }
        diary.write(format!("{} {}", self.says, turn.attempt));
        Ok(())
    }

    async fn give_up(self, diary: &Diary, _turn: &Turn, error: &str) -> anyhow::Result<()> {
        diary.write(format!("{} given up: {error}", self.says));
        Ok(())
    }
}

fn errand(says: &str, how: How) -> Errand {
    Errand { about: None, lane: None, says: says.to_owned(), first: false, how }
}

fn about(about: &str, says: &str, how: How) -> Errand {
    Errand { about: Some(about.to_owned()), lane: Some(about.to_owned()), ..errand(says, how) }
}

const QUICK: Pace = Pace {
    lease: Duration::from_millis(300),
    poll: Duration::from_millis(20),
    first_retry: Duration::from_millis(10),
    longest_retry: Duration::from_millis(40),
    attempts: 3,
};

fn workers(store: &Store, diary: &Diary, count: usize) -> Workers {
    let registry = Registry::new().with::<Errand>();
    Workers::start(store.clone(), registry, diary.clone(), Wake::default(), count, QUICK)
}

async fn queue(store: &Store, jobs: &[Errand]) {
    let mut tx = store.begin().await.unwrap();
    for job in jobs {
        enqueue(&mut tx, job).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn counted(store: &Store) -> HashMap<JobState, i64> {
    store.count_jobs().await.unwrap().into_iter().collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn eight_workers_take_four_hundred_jobs_each_once() {
    on_both(async |store| {
        let jobs: Vec<Errand> = (0..400).map(|n| errand(&n.to_string(), How::Well)).collect();
        queue(store, &jobs).await;
        let claimers = (0..8).map(|n| {
            let store = store.clone();
            tokio::spawn(async move {
                let worker = format!("worker {n}");
                let mut taken = Vec::new();
                while let Some(job) = store.claim(&worker, now() + 60_000, now()).await.unwrap() {
                    assert_eq!((job.attempts, job.worker.as_deref()), (1, Some(worker.as_str())));
                    taken.push(job.id);
                }
                taken
            })
        });
        let mut taken: Vec<i64> = Vec::new();
        for claimer in claimers.collect::<Vec<_>>() {
            taken.extend(claimer.await.unwrap());
        }
        assert_eq!(taken.len(), 400);
        taken.sort_unstable();
        taken.dedup();
        assert_eq!(taken.len(), 400);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_processes_perform_every_job_once() {
    on_both(async |store| {
        let diary = Diary::default();
        let jobs: Vec<Errand> = (0..100).map(|n| errand(&n.to_string(), How::Well)).collect();
        queue(store, &jobs).await;
        let (one, other) = (workers(store, &diary, 4), workers(store, &diary, 4));
        let mut lines = diary.until(100).await;
        one.stop(Duration::from_secs(5)).await;
        other.stop(Duration::from_secs(5)).await;
        lines.sort();
        let mut expected: Vec<String> = (0..100).map(|n| format!("{n} 1")).collect();
        expected.sort();
        assert_eq!(lines, expected);
        assert!(counted(store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_job_is_queued_with_its_cause_or_not_at_all() {
    on_both(async |store| {
        let mut tx = store.begin().await.unwrap();
        enqueue(&mut tx, &errand("never", How::Well)).await.unwrap();
        drop(tx);
        assert_eq!(store.next_due().await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn what_somebody_waits_for_goes_first() {
    on_both(async |store| {
        let diary = Diary::default();
        queue(store, &[errand("a", How::Well), errand("b", How::Well)]).await;
        queue(store, &[Errand { first: true, ..errand("urgent", How::Well) }]).await;
        let workers = workers(store, &diary, 1);
        assert_eq!(diary.until(3).await, ["urgent 1", "a 1", "b 1"]);
        workers.stop(Duration::from_secs(5)).await;
    })
    .await;
}

#[tokio::test]
async fn a_newer_head_replaces_the_one_that_waits_and_waits_for_the_one_that_runs() {
    on_both(async |store| {
        let diary = Diary::default();
        queue(store, &[about("#4", "one", How::Slowly)]).await;
        let workers = workers(store, &diary, 4);
        diary.until(1).await;
        // In one batch and in several; what is about something else does not wait.
        queue(store, &[about("#4", "two", How::Well)]).await;
        queue(store, &[about("#4", "three", How::Well), about("#4", "four", How::Well)]).await;
        queue(store, &[about("#5", "other", How::Well)]).await;
        assert_eq!(diary.until(4).await, ["one begins", "other 1", "one 1", "four 1"]);
        workers.stop(Duration::from_secs(5)).await;
        assert!(counted(store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_kinds_of_work_in_one_lane_take_turns() {
    on_both(async |store| {
        let diary = Diary::default();
        let of = |about: &str| Errand { about: Some(about.to_owned()), ..errand(about, How::Slowly) };
        let in_lane = |about: &str| Errand { lane: Some("lane".to_owned()), ..of(about) };
        queue(store, &[in_lane("one"), in_lane("two")]).await;
        let workers = workers(store, &diary, 4);
        assert_eq!(diary.until(4).await, ["one begins", "one 1", "two begins", "two 1"]);
        workers.stop(Duration::from_secs(5)).await;
    })
    .await;
}

#[tokio::test]
async fn a_failure_is_tried_again_and_a_rate_limit_is_no_failure() {
    on_both(async |store| {
        let diary = Diary::default();
        queue(store, &[errand("limited", How::LimitedOnce)]).await;
        let workers = workers(store, &diary, 1);
        assert_eq!(diary.until(2).await, ["limited limited", "limited 1"]);
        queue(store, &[errand("wrong", How::WrongOnce)]).await;
        assert_eq!(diary.until(3).await[2..], ["wrong 2"]);
        workers.stop(Duration::from_secs(5)).await;
        assert!(counted(store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn what_keeps_failing_is_tidied_up_set_aside_seen_and_run_again() {
    on_both(async |store| {
        for (how, error) in [(How::Wrong, "it went wrong"), (How::Panic, "panic: it went very wrong")] {
            let diary = Diary::default();
            queue(store, &[about("#4", "job", how)]).await;
            let at_work = workers(store, &diary, 2);
            let given_up = format!("job given up: {error}");
            let expected = ["job 1", "job 2", "job 3", given_up.as_str()];
            assert_eq!(diary.until(4).await, expected);
            at_work.stop(Duration::from_secs(5)).await;

            let aside = store.list_set_aside().await.unwrap();
            assert_eq!(aside.len(), 1);
            assert_eq!((aside[0].state, aside[0].last_error.as_deref()), (JobState::Aside, Some(error)));
            assert_eq!(store.next_due().await.unwrap(), None);

            assert!(store.run_again(aside[0].id, now()).await.unwrap());
            assert!(!store.run_again(aside[0].id, now()).await.unwrap());
            let diary = Diary::default();
            let at_work = workers(store, &diary, 2);
            assert_eq!(diary.until(4).await, expected);
            at_work.stop(Duration::from_secs(5)).await;

            // While a newer one waits, the old one stays aside.
            queue(store, &[about("#4", "newer", How::Well)]).await;
            assert!(!store.run_again(aside[0].id, now()).await.unwrap());
            let diary = Diary::default();
            let at_work = workers(store, &diary, 2);
            assert_eq!(diary.until(1).await, ["newer 1"]);
            at_work.stop(Duration::from_secs(5)).await;
            assert!(store.run_again(aside[0].id, now()).await.unwrap());
            let claimed = store.claim("me", now() + 60_000, now()).await.unwrap().unwrap();
            assert!(store.settle(claimed.id, "me", &Settled::Done).await.unwrap());
        }
    })
    .await;
}

#[tokio::test]
async fn a_job_that_hangs_is_stopped_and_counts_as_failed() {
    on_both(async |store| {
        let diary = Diary::default();
        queue(store, &[errand("stuck", How::Hanging)]).await;
        let workers = workers(store, &diary, 1);
        assert_eq!(diary.until(1).await, ["stuck given up: stopped after 2 s"]);
        workers.stop(Duration::from_secs(5)).await;
        assert_eq!(store.list_set_aside().await.unwrap().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_lease_is_renewed_while_its_worker_lives() {
    on_both(async |store| {
        let diary = Diary::default();
        // It takes longer than a lease, beside others that would take it.
        queue(store, &[errand("long", How::Slowly)]).await;
        let (one, other) = (workers(store, &diary, 2), workers(store, &diary, 2));
        diary.until(2).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(diary.lines(), ["long begins", "long 1"]);
        one.stop(Duration::from_secs(5)).await;
        other.stop(Duration::from_secs(5)).await;
    })
    .await;
}

#[tokio::test]
async fn the_job_of_a_worker_that_died_is_taken_when_its_lease_is_over() {
    on_both(async |store| {
        queue(store, &[about("#4", "job", How::Well)]).await;
        let dead = store.claim("dead", now() + 500, now()).await.unwrap().unwrap();
        // What came later about the same waits for it.
        queue(store, &[about("#4", "newer", How::Well)]).await;
        assert_eq!(store.claim("alive", now() + 500, now()).await.unwrap(), None);
        let later = now() + 1_000;
        let taken = store.claim("alive", later + 500, later).await.unwrap().unwrap();
        assert_eq!((taken.id, taken.attempts), (dead.id, 2));
        // The dead one wakes up: the job is no longer its own.
        assert!(!store.extend_lease(dead.id, "dead", later + 9_000).await.unwrap());
        assert!(!store.settle(dead.id, "dead", &Settled::Done).await.unwrap());
        let again = Settled::Later { run_at: later, counts: true, error: "no".to_owned() };
        // The newer one waits and says all that this one would.
        assert!(store.settle(taken.id, "alive", &again).await.unwrap());
        let newer = store.claim("alive", later + 500, later).await.unwrap().unwrap();
        assert!(newer.id != taken.id && newer.payload.contains("newer"));
        assert!(store.settle(newer.id, "alive", &Settled::Done).await.unwrap());
        assert!(counted(store).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_job_whose_workers_keep_dying_is_set_aside() {
    on_both(async |store| {
        let diary = Diary::default();
        queue(store, &[errand("deadly", How::Well)]).await;
        for turn in 0..QUICK.attempts {
            let at = now() + turn * 10;
            store.claim("dead", at + 5, at).await.unwrap().unwrap();
        }
        let workers = workers(store, &diary, 1);
        assert_eq!(diary.until(1).await, ["deadly given up: its worker vanished: nothing was said"]);
        workers.stop(Duration::from_secs(5)).await;
    })
    .await;
}

#[tokio::test]
async fn stopping_lets_jobs_finish_or_gives_them_back() {
    on_both(async |store| {
        let diary = Diary::default();
        queue(store, &[errand("slow", How::Slowly), errand("next", How::Well)]).await;
        let patient = workers(store, &diary, 1);
        diary.until(1).await;
        patient.stop(Duration::from_secs(5)).await;
        assert_eq!(diary.lines(), ["slow begins", "slow 1"]);

        queue(store, &[Errand { first: true, ..errand("stuck", How::Hanging) }]).await;
        let hasty = workers(store, &diary, 1);
        while !counted(store).await.contains_key(&JobState::Running) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        hasty.stop(Duration::ZERO).await;
        // At once, and the interruption is not held against it.
        let given_back = store.claim("other", now() + 60_000, now()).await.unwrap().unwrap();
        assert!(given_back.payload.contains("stuck"));
        assert_eq!(given_back.attempts, 1);
    })
    .await;
}

#[tokio::test]
async fn alone_on_a_file_a_new_process_need_not_wait_for_old_leases() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}", folder.path().join("vigie.sqlite").display());
    let store = Store::open(&url).await.unwrap();
    let diary = Diary::default();
    queue(&store, &[errand("left behind", How::Well), errand("too", How::Well)]).await;
    store.claim("killed", now() + 3_600_000, now()).await.unwrap().unwrap();
    let first = workers(&store, &diary, 1);
    let mut lines = diary.until(2).await;
    lines.sort();
    assert_eq!(lines, ["left behind 2", "too 1"]);

    // Beside another, it leaves leases alone.
    queue(&store, &[errand("held", How::Well)]).await;
    diary.until(3).await;
    first.stop(Duration::from_secs(5)).await;
    let alone = store.sole_worker().unwrap();
    assert!(store.sole_worker().is_none());
    queue(&store, &[errand("held by another", How::Well)]).await;
    store.claim("other process", now() + 3_600_000, now()).await.unwrap().unwrap();
    let second = workers(&store, &diary, 1);
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(diary.lines().len(), 3);
    second.stop(Duration::from_secs(5)).await;
    drop(alone);
}
