//! Deliveries: remembered once, many in one commit.

use std::collections::HashSet;

use sqlx::FromRow;

use super::{Result, Store, Tx, run, write};

/// One webhook POST.
#[derive(Debug, Clone, PartialEq, Eq, Hash, FromRow)]
pub struct Delivery {
    /// `X-GitHub-Delivery`.
    pub id: String,
    /// `X-GitHub-Event`.
    pub event: String,
    /// The payload's `action`, or nothing.
    pub action: String,
}

/// What became of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reception {
    /// Never seen before: what it asks for is done.
    New,
    /// Seen before: nothing more to do.
    Known,
    /// Seen before, but its work had been set aside: it was asked for again on purpose, so the work is queued again.
    Again,
}

impl Tx {
    /// Remembers deliveries; answers with those that were not known yet.
    pub async fn remember_deliveries(&mut self, deliveries: &[&Delivery], now: i64) -> Result<HashSet<Delivery>> {
        let mut fresh = HashSet::new();
        for chunk in super::chunks(deliveries) {
            let sql = sqlx::AssertSqlSafe(format!(
                "insert into delivery (id, event, action, received_at) values {} on conflict do nothing
                 returning id, event, action",
                super::places(chunk.len(), 4)
            ));
            let new: Vec<Delivery> = write!(self, db => {
                let mut query = sqlx::query_as(sql);
                for delivery in chunk {
                    query = query.bind(&delivery.id).bind(&delivery.event).bind(&delivery.action).bind(now);
                }
                query.fetch_all(db)
            })?;
            fresh.extend(new);
        }
        Ok(fresh)
    }

    /// Puts the jobs that this delivery had caused, and that were set aside, back in the queue. How many there were.
    pub async fn run_delivery_again(&mut self, delivery: &str, now: i64) -> Result<u64> {
        Ok(run!(
            self,
            sqlx::query(
                "update job set state = 'waiting', attempts = 0, run_at = $2, lease = 0, worker = null
                 where delivery = $1 and state = 'aside' and (key is null or not exists (
                     select 1 from job other
                     where other.name = job.name and other.key = job.key and other.state = 'waiting'))"
            )
            .bind(delivery)
            .bind(now)
        )?)
    }
}

impl Store {
    /// Forgets deliveries received before `before`. GitHub lets one ask for a redelivery for three days (seven on GHES).
    pub async fn forget_deliveries(&self, before: i64) -> Result<u64> {
        let mut tx = self.begin().await?;
        let forgotten = run!(&mut tx, sqlx::query("delete from delivery where received_at < $1").bind(before))?;
        tx.commit().await?;
        Ok(forgotten)
    }
}
