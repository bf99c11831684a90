//! Opening the database and bringing its schema up to date.

use std::fs::{File, OpenOptions};
use std::str::FromStr;
use std::time::{Duration, Instant};

use futures_util::TryFutureExt as _;
use sqlx::migrate::Migrator;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};

use super::{Error, Result, Store, Tx};

static MIGRATOR: Migrator = sqlx::migrate!("src/store/migrations");

/// How long a writer of another process may keep ours waiting.
const BUSY: Duration = Duration::from_secs(10);
/// Connections that read. WAL lets them read while the writer writes.
const READERS: u32 = 4;
/// Connections to PostgreSQL per process: workers, the webhook, pages.
const SHARED: u32 = 16;

impl Store {
    /// Opens `sqlite://path` or `postgres://…` and brings the schema up to date. Several processes may start together:
    /// PostgreSQL holds an advisory lock, SQLite the write lock, until the schema is whole.
    pub async fn open(url: &str) -> Result<Self> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Self::open_sqlite(SqliteConnectOptions::from_str(url)?).await,
            Some("postgres" | "postgresql") => Self::open_postgres(PgConnectOptions::from_str(url)?).await,
            scheme => Err(Error::Scheme(scheme.unwrap_or("").to_owned())),
        }
    }

    /// WAL, so that pages are read while a review is written. `synchronous = FULL`: in WAL mode `NORMAL` does not wait
    /// for the disk, and a delivery that was answered with 2xx could be lost in a power cut, which GitHub never sends
    /// again. What that costs is shared: the webhook commits many deliveries at once.
    async fn open_sqlite(options: SqliteConnectOptions) -> Result<Self> {
        let options = options
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY)
            .pragma("temp_store", "memory")
            .statement_cache_capacity(256);
        // Never closed for idleness: the last connection to close would checkpoint and drop the WAL.
        let connect = || {
            let pool = SqlitePoolOptions::new().max_connections(1).idle_timeout(None).max_lifetime(None);
            pool.test_before_acquire(false).connect_with(options.clone())
        };
        let start = Instant::now();
        // A new file goes over to WAL once: SQLite answers "busy" at once to those who ask for it meanwhile.
        let writer = loop {
            match connect().await {
                Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("5") && start.elapsed() < BUSY => {
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                other => break other?,
            }
        };
        let mut tx = writer.begin_with("begin immediate").await?;
        MIGRATOR.run(&mut *tx).await?;
        tx.commit().await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(READERS)
            .idle_timeout(None)
            .max_lifetime(None)
            .test_before_acquire(false)
            .connect_with(options.pragma("query_only", "on"))
            .await?;
        Ok(Self::Sqlite { readers, writer })
    }

    async fn open_postgres(options: PgConnectOptions) -> Result<Self> {
        let pool = PgPoolOptions::new()
            .max_connections(SHARED)
            .acquire_timeout(Duration::from_secs(30))
            .connect_with(options.application_name("vigie"))
            .await?;
        MIGRATOR.run(&pool).await?;
        Ok(Self::Postgres(pool))
    }

    /// Begins to write. On SQLite it waits until the writer is free and takes the write lock at once, so that nothing
    /// read inside can have changed before the first write.
    pub async fn begin(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Tx::Sqlite(writer.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Says that this process performs the jobs of a SQLite file and that no other does, for as long as what it returns
    /// lives. `None` when another does, and on PostgreSQL, where others may always come.
    pub fn sole_worker(&self) -> Option<SoleWorker> {
        let Self::Sqlite { writer, .. } = self else { return None };
        let mut path = writer.connect_options().get_filename().as_os_str().to_owned();
        path.push("-worker");
        let file = OpenOptions::new().create(true).append(true).open(path).ok()?;
        file.try_lock().ok()?;
        Some(SoleWorker(file))
    }

    /// Whether the database answers: for `/readyz`.
    pub async fn ping(&self) -> Result<()> {
        super::read!(self, db => sqlx::query("select 1").execute(db).map_ok(drop))?;
        Ok(())
    }

    /// Closes every connection, after those in use are given back.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { readers, writer } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// The lock of the only process that performs a SQLite file's jobs. The system frees it when the process ends, however
/// it ends.
#[derive(Debug)]
pub struct SoleWorker(#[expect(dead_code, reason = "held, never read")] File);
