//! What is kept, in SQLite (a file) or PostgreSQL, with one SQL text for both.
//!
//! Reads are methods of [`Store`]. Writes are methods of [`Tx`], so that what belongs together is committed together:
//!
//! ```no_run
//! # async fn story(store: vigie::store::Store) -> vigie::store::Result<()> {
//! let mut tx = store.begin().await?;
//! tx.remove_installation(100, vigie::store::now()).await?;
//! tx.commit().await
//! # }
//! ```
//!
//! On SQLite there is one writer, so a [`Tx`] holds everyone else's writes back: never await anything but the database
//! while one is open, and never open a second.

mod answers;
mod deliveries;
mod findings;
mod inspections;
mod jobs;
mod open;
mod repositories;
mod reviews;
mod rows;
mod startups;
mod words;

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub use deliveries::{Delivery, Reception};
pub use findings::MOST_FINDINGS;
pub use inspections::InspectedFile;
pub use jobs::{NewJob, Settled};
pub use open::SoleWorker;
pub use reviews::{NewReview, Scope};
pub use rows::*;
pub use words::*;

/// What the store may answer instead of a row.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// `DATABASE_URL` names neither a SQLite file nor a PostgreSQL server.
    #[error("DATABASE_URL must start with sqlite: or postgres: (« {0} » does not)")]
    Scheme(String),
    /// The database refused or could not be reached.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// The schema could not be brought up to date.
    #[error("the schema of the database: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

/// The store's result.
pub type Result<T> = std::result::Result<T, Error>;

/// The database. Cheap to clone.
#[derive(Debug, Clone)]
pub enum Store {
    /// A file. Many readers, one writer.
    Sqlite {
        /// Connections that only read.
        readers: SqlitePool,
        /// The one connection that writes.
        writer: SqlitePool,
    },
    /// A server that several processes share.
    Postgres(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`], it leaves no trace.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite: the writer, taken.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// `read!(store, db => query.fetch_all(db))`: the same text on the pool of whichever database it is.
macro_rules! read {
    ($store:expr, $db:ident => $query:expr) => {
        match $store {
            $crate::store::Store::Sqlite { readers: $db, .. } => $query.await,
            $crate::store::Store::Postgres($db) => $query.await,
        }
    };
}

/// `write!(tx, db => query.execute(db))`: the same text in the transaction of whichever database it is.
macro_rules! write {
    ($tx:expr, $db:ident => $query:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => {
                let $db = &mut **tx;
                $query.await
            }
            $crate::store::Tx::Postgres(tx) => {
                let $db = &mut **tx;
                $query.await
            }
        }
    };
}

/// `run!(tx, sqlx::query("…").bind(…))`: how many rows the statement touched.
macro_rules! run {
    ($tx:expr, $query:expr) => {
        match $tx {
            $crate::store::Tx::Sqlite(tx) => $query.execute(&mut **tx).await.map(|done| done.rows_affected()),
            $crate::store::Tx::Postgres(tx) => $query.execute(&mut **tx).await.map(|done| done.rows_affected()),
        }
    };
}

use {read, run, write};

impl Tx {
    /// Makes it true. On return it is on disk, and survives a power cut.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

/// Rows in pieces of 64, 32, 16 … 1, so that statements over many rows come in seven lengths and stay prepared.
fn chunks<T>(rows: &[T]) -> impl Iterator<Item = &[T]> {
    let mut rest = rows;
    std::iter::from_fn(move || {
        let size = [64, 32, 16, 8, 4, 2, 1].into_iter().find(|size| *size <= rest.len())?;
        let (chunk, after) = rest.split_at(size);
        rest = after;
        Some(chunk)
    })
}

/// `($1, $2), ($3, $4)` for two rows of two columns.
fn places(rows: usize, columns: usize) -> String {
    let mut text = String::with_capacity(rows * columns * 6);
    for row in 0..rows {
        text.push_str(if row == 0 { "(" } else { ", (" });
        for column in 1..=columns {
            text.push_str(if column == 1 { "$" } else { ", $" });
            text.push_str(&(row * columns + column).to_string());
        }
        text.push(')');
    }
    text
}

/// Now, in milliseconds since 1970 (UTC): how the store writes every time.
pub fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

/// A new id: the time in milliseconds, then twenty bits that begin at random and count up. Later ids are greater within
/// a process, and two processes that share a database do not meet: should they ever, the primary key refuses the second.
pub fn id() -> i64 {
    const LOW: u32 = 20;
    static LAST: AtomicI64 = AtomicI64::new(0);
    let mut random = [0_u8; 4];
    // Without randomness the count alone still tells this process's ids apart.
    let _ = getrandom::fill(&mut random);
    let fresh = (now() << LOW) | i64::from(u32::from_le_bytes(random) & ((1 << (LOW - 1)) - 1));
    let previous = LAST.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |last| Some(fresh.max(last + 1)));
    previous.map_or(fresh, |last| fresh.max(last + 1))
}
