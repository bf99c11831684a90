//! Deliveries on their way into the database: many in one commit.
//!
//! A delivery is answered when it is on disk, and a disk takes its time. While one commit is under way the deliveries
//! that arrive gather, and go into the next together: the busier it gets, the more of them share a commit, and nobody
//! waits longer than two. What belongs to one delivery (that it came, what it changes, the jobs it asks for) is always in
//! one transaction.

use std::collections::HashSet;

use tokio::sync::{mpsc, oneshot};

use super::asks::{Asks, Change};
use crate::jobs::Wake;
use crate::store::{self, Delivery, NewJob, Reception, SeenRepository, Store, Tx};

/// The most deliveries in one transaction.
const MOST: usize = 256;

/// Where deliveries are handed in. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Inbox(mpsc::Sender<Letter>);

/// A delivery that was not remembered; why was logged.
#[derive(Debug, thiserror::Error)]
#[error("the delivery could not be remembered")]
pub struct Lost;

#[derive(Debug)]
struct Letter {
    delivery: Delivery,
    asks: Asks,
    answer: oneshot::Sender<Reception>,
}

impl Inbox {
    /// Opens an inbox. It is emptied until every clone of it is dropped.
    pub fn open(store: Store, wake: Wake) -> Self {
        let (inbox, mut letters) = mpsc::channel(4 * MOST);
        tokio::spawn(async move {
            let mut batch = Vec::with_capacity(MOST);
            while letters.recv_many(&mut batch, MOST).await > 0 {
                empty(&store, &wake, &mut batch).await;
            }
        });
        Self(inbox)
    }

    /// Hands a delivery in and waits until it is on disk, with all that it asks for.
    pub async fn receive(&self, delivery: Delivery, asks: Asks) -> Result<Reception, Lost> {
        let (answer, answered) = oneshot::channel();
        self.0.send(Letter { delivery, asks, answer }).await.map_err(|_| Lost)?;
        answered.await.map_err(|_| Lost)
    }
}

async fn empty(store: &Store, wake: &Wake, batch: &mut Vec<Letter>) {
    match keep(store, batch).await {
        Ok(receptions) => answer(wake, batch.drain(..).zip(receptions)),
        Err(error) if batch.len() == 1 => {
            tracing::error!(%error, delivery = batch[0].delivery.id, "a delivery could not be remembered");
            batch.clear();
        }
        // One of them may be to blame: each on its own.
        Err(_) => {
            for letter in batch.drain(..) {
                match keep(store, std::slice::from_ref(&letter)).await {
                    Ok(receptions) => answer(wake, std::iter::once(letter).zip(receptions)),
                    Err(error) => {
                        tracing::error!(%error, delivery = letter.delivery.id, "a delivery could not be remembered");
                    }
                }
            }
        }
    }
}

fn answer(wake: &Wake, answered: impl Iterator<Item = (Letter, Reception)>) {
    for (letter, reception) in answered {
        // Whoever asked may be gone; the delivery is kept all the same.
        let _ = letter.answer.send(reception);
    }
    wake.wake();
}

/// Writes down what is new of a batch, in one transaction.
async fn keep(store: &Store, batch: &[Letter]) -> store::Result<Vec<Reception>> {
    let now = store::now();
    let mut tx = store.begin().await?;
    let deliveries: Vec<&Delivery> = batch.iter().map(|letter| &letter.delivery).collect();
    let mut fresh: HashSet<Delivery> = tx.remember_deliveries(&deliveries, now).await?;
    let mut receptions = Vec::with_capacity(batch.len());
    let mut writing = Writing { now, seen: Vec::new(), jobs: Vec::new() };
    for Letter { delivery, asks, .. } in batch {
        // Twice in one batch: the first is new.
        if fresh.remove(delivery) {
            writing.add(&mut tx, asks).await?;
            receptions.push(Reception::New);
        } else {
            let again = tx.run_delivery_again(&delivery.id, now).await?;
            receptions.push(if again > 0 { Reception::Again } else { Reception::Known });
        }
    }
    writing.flush(&mut tx).await?;
    tx.commit().await?;
    Ok(receptions)
}

/// What is to be written, gathered as long as the order allows: nearly every batch is three statements.
struct Writing<'a> {
    now: i64,
    seen: Vec<SeenRepository>,
    jobs: Vec<&'a NewJob>,
}

impl<'a> Writing<'a> {
    async fn add(&mut self, tx: &mut Tx, asks: &'a Asks) -> store::Result<()> {
        let now = self.now;
        for change in &asks.changes {
            if let Change::Seen(seen) = change {
                self.seen.extend_from_slice(seen);
                continue;
            }
            self.flush(tx).await?;
            match change {
                Change::Installed { id, account, account_id, kind } => {
                    tx.upsert_installation(*id, account, *account_id, kind, now).await?;
                }
                Change::Renamed { id, account } => tx.rename_installation(*id, account).await?,
                Change::Suspended { id, suspended } => tx.suspend_installation(*id, suspended.then_some(now)).await?,
                Change::Uninstalled(id) => tx.remove_installation(*id, now).await?,
                Change::Removed(id) => tx.remove_repository(*id, now).await?,
                Change::Forget { name, key } => drop(tx.forget_waiting(name, key).await?),
                Change::Seen(_) => {}
            }
        }
        self.jobs.extend(&asks.jobs);
        Ok(())
    }

    async fn flush(&mut self, tx: &mut Tx) -> store::Result<()> {
        tx.upsert_repositories(&self.seen, self.now).await?;
        self.seen.clear();
        tx.enqueue(&self.jobs, self.now).await?;
        self.jobs.clear();
        Ok(())
    }
}
