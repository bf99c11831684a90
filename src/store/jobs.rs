//! The queue's statements. What a job is, and who runs it, is the business of `crate::jobs`.

use super::{Error, JobState, KeptJob, Result, Store, Tx, read, run};

/// A job to queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewJob {
    /// Which kind of job.
    pub name: String,
    /// What it is about: a waiting job of the same name and key is replaced.
    pub key: Option<String>,
    /// What it must have to itself: while a job of the same lane runs, this one waits.
    pub lane: Option<String>,
    /// JSON.
    pub payload: String,
    /// The greater goes first.
    pub priority: i64,
    /// Not before.
    pub run_at: i64,
    /// The delivery it comes from.
    pub delivery: Option<String>,
}

/// How a run of a job ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// Nothing is left to do.
    Done,
    /// It waits again. `counts` tells a failure from having to wait for a rate limit.
    Later {
        /// Not before.
        run_at: i64,
        /// Whether this run is counted among its attempts.
        counts: bool,
        /// Why.
        error: String,
    },
    /// It failed too often.
    Aside {
        /// Why, the last time.
        error: String,
    },
}

impl Tx {
    /// Queues jobs. Where one of the same name and key waits already, the newer takes its place in the queue with its
    /// own payload, the greater of both priorities and the earlier of both times, and its failures are forgotten.
    pub async fn enqueue(&mut self, jobs: &[&NewJob], now: i64) -> Result<()> {
        // A row may not be touched twice by one statement: of one key only the last is queued. In one order, so that
        // two processes never wait for each other.
        let mut last: Vec<&NewJob> = Vec::with_capacity(jobs.len());
        for &job in jobs {
            last.retain(|other| job.key.is_none() || other.key != job.key || other.name != job.name);
            last.push(job);
        }
        last.sort_by(|a, b| (&a.name, &a.key).cmp(&(&b.name, &b.key)));
        for chunk in super::chunks(&last) {
            let sql = sqlx::AssertSqlSafe(format!(
                "insert into job (id, name, key, lane, payload, priority, run_at, delivery, created_at) values {}
                 on conflict (name, key) where state = 'waiting' do update set
                     payload = excluded.payload, lane = excluded.lane, delivery = excluded.delivery, attempts = 0, last_error = null,
                     priority = case when excluded.priority > job.priority
                         then excluded.priority else job.priority end,
                     run_at = case when excluded.run_at < job.run_at then excluded.run_at else job.run_at end",
                super::places(chunk.len(), 9)
            ));
            run!(self, {
                let mut query = sqlx::query(sql);
                for job in chunk {
                    query = query
                        .bind(super::id())
                        .bind(&job.name)
                        .bind(job.key.as_deref())
                        .bind(job.lane.as_deref())
                        .bind(&job.payload)
                        .bind(job.priority)
                        .bind(job.run_at)
                        .bind(job.delivery.as_deref())
                        .bind(now);
                }
                query
            })?;
        }
        Ok(())
    }

    /// Forgets the jobs of this name and key that wait.
    pub async fn forget_waiting(&mut self, name: &str, key: &str) -> Result<u64> {
        Ok(run!(
            self,
            sqlx::query("delete from job where name = $1 and key = $2 and state = 'waiting'").bind(name).bind(key)
        )?)
    }
}

/// The next job that is due and whose lane is free. A running job whose lease is
/// over is due again: its worker is gone.
macro_rules! claim {
    ($lock:literal) => {
        concat!(
            "update job set state = 'running', lease = $2, worker = $3, attempts = attempts + 1
             where id = (
                 select id from job
                 where state <> 'aside' and run_at <= $1 and lease < $1
                     and (state = 'running' or lane is null or not exists (select 1 from job other
                         where other.lane = job.lane and other.state = 'running'))
                 order by priority desc, run_at, id limit 1 ",
            $lock,
            ") and state <> 'aside' and lease < $1
             returning *"
        )
    };
}

impl Store {
    /// Takes the next job that is due, until `lease`.
    pub async fn claim(&self, worker: &str, lease: i64, now: i64) -> Result<Option<KeptJob>> {
        let mut tx = self.begin().await?;
        let claimed = match &mut tx {
            Tx::Sqlite(db) => {
                sqlx::query_as(claim!("")).bind(now).bind(lease).bind(worker).fetch_optional(&mut **db).await
            }
            Tx::Postgres(db) => {
                sqlx::query_as(claim!("for update skip locked"))
                    .bind(now)
                    .bind(lease)
                    .bind(worker)
                    .fetch_optional(&mut **db)
                    .await
            }
        };
        match claimed {
            Ok(job) => {
                tx.commit().await?;
                Ok(job)
            }
            // Another process took a job of the same lane at the same moment: there will be a next time.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Whether a job is due, its lane aside. Reads only, which on SQLite keeps nobody from writing.
    pub async fn is_due(&self, now: i64) -> Result<bool> {
        let due: Option<i64> = read!(self, db => sqlx::query_scalar(
            "select id from job where state <> 'aside' and run_at <= $1 and lease < $1 limit 1"
        ).bind(now).fetch_optional(db))?;
        Ok(due.is_some())
    }

    /// When the next job could be claimed, if any is left: waiting, or running until its lease is over.
    pub async fn next_due(&self) -> Result<Option<i64>> {
        Ok(read!(self, db => sqlx::query_scalar::<_, Option<i64>>(
            "select min(case when lease > run_at then lease else run_at end) from job where state <> 'aside'"
        ).fetch_one(db))?)
    }

    /// Holds a job for longer. False when it is no longer this worker's.
    pub async fn extend_lease(&self, job: i64, worker: &str, lease: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let held = run!(
            &mut tx,
            sqlx::query("update job set lease = $3 where id = $1 and worker = $2 and state = 'running'")
                .bind(job)
                .bind(worker)
                .bind(lease)
        )?;
        tx.commit().await?;
        Ok(held == 1)
    }

    /// Ends a run. Does nothing and answers false when the job is no longer this worker's: its lease ran out and
    /// somebody else has it.
    pub async fn settle(&self, job: i64, worker: &str, how: &Settled) -> Result<bool> {
        match self.settle_once(job, worker, how).await {
            // A newer job of the same key was queued at the same moment: now it is seen.
            Err(Error::Database(sqlx::Error::Database(error))) if error.is_unique_violation() => {
                self.settle_once(job, worker, how).await
            }
            settled => settled,
        }
    }

    async fn settle_once(&self, job: i64, worker: &str, how: &Settled) -> Result<bool> {
        let mut tx = self.begin().await?;
        let settled = tx.settle(job, worker, how).await?;
        tx.commit().await?;
        Ok(settled)
    }

    /// Gives every running job back to the queue, for a process that knows that no other is at work. How many.
    pub async fn release_all(&self, now: i64) -> Result<u64> {
        let mut tx = self.begin().await?;
        let released =
            run!(&mut tx, sqlx::query("update job set lease = 0, run_at = $1 where state = 'running'").bind(now))?;
        tx.commit().await?;
        Ok(released)
    }

    /// Whether a job waits, runs or is set aside under this id.
    pub async fn has_job(&self, job: i64) -> Result<bool> {
        let found: Option<(i64,)> =
            read!(self, db => sqlx::query_as("select id from job where id = $1").bind(job).fetch_optional(db))?;
        Ok(found.is_some())
    }

    /// Jobs that failed too often, the latest first.
    pub async fn list_set_aside(&self) -> Result<Vec<KeptJob>> {
        Ok(read!(self, db => sqlx::query_as("select * from job where state = 'aside' order by id desc").fetch_all(db))?)
    }

    /// Puts a job that was set aside back in the queue. False when there is none of that id, or when a newer one of its
    /// key waits already.
    pub async fn run_again(&self, job: i64, now: i64) -> Result<bool> {
        let mut tx = self.begin().await?;
        let again = run!(
            &mut tx,
            sqlx::query(
                "update job set state = 'waiting', attempts = 0, run_at = $2, lease = 0, worker = null
                 where id = $1 and state = 'aside' and (key is null or not exists (
                     select 1 from job other
                     where other.name = job.name and other.key = job.key and other.state = 'waiting'))"
            )
            .bind(job)
            .bind(now)
        )?;
        tx.commit().await?;
        Ok(again == 1)
    }

    /// Gives a worker's running jobs back to the queue; that they were stopped is no failure of theirs.
    pub async fn release_worker(&self, worker: &str, now: i64) -> Result<u64> {
        let mut tx = self.begin().await?;
        let released = run!(
            &mut tx,
            sqlx::query(
                "update job set lease = 0, run_at = $2, attempts = attempts - 1
                 where state = 'running' and worker = $1"
            )
            .bind(worker)
            .bind(now)
        )?;
        tx.commit().await?;
        Ok(released)
    }

    /// How many jobs there are, by state.
    pub async fn count_jobs(&self) -> Result<Vec<(JobState, i64)>> {
        Ok(read!(self, db => sqlx::query_as("select state, count(*) from job group by state order by state")
            .fetch_all(db))?)
    }
}

impl Tx {
    async fn settle(&mut self, job: i64, worker: &str, how: &Settled) -> Result<bool> {
        let touched = match how {
            Settled::Done => run!(
                self,
                sqlx::query("delete from job where id = $1 and worker = $2 and state = 'running'")
                    .bind(job)
                    .bind(worker)
            )?,
            Settled::Aside { error } => run!(
                self,
                sqlx::query(
                    "update job set state = 'aside', lease = 0, worker = null, last_error = $3
                         where id = $1 and worker = $2 and state = 'running'"
                )
                .bind(job)
                .bind(worker)
                .bind(error)
            )?,
            Settled::Later { run_at, counts, error } => {
                // A newer job of the same key waits: it says all that this one would, and this one is done.
                let replaced = run!(
                    self,
                    sqlx::query(
                        "delete from job where id = $1 and worker = $2 and state = 'running'
                             and exists (select 1 from job newer where newer.name = job.name
                                 and newer.key = job.key and newer.state = 'waiting')"
                    )
                    .bind(job)
                    .bind(worker)
                )?;
                if replaced == 1 {
                    return Ok(true);
                }
                run!(
                    self,
                    sqlx::query(
                        "update job set state = 'waiting', lease = 0, worker = null, run_at = $3, last_error = $4,
                             attempts = attempts - $5
                         where id = $1 and worker = $2 and state = 'running'"
                    )
                    .bind(job)
                    .bind(worker)
                    .bind(run_at)
                    .bind(error)
                    .bind(i64::from(!counts))
                )?
            }
        };
        Ok(touched == 1)
    }
}
