//! The directory: startups and their incubators.

use super::{Incubator, Result, Startup, Store, Tx, read, run};

impl Tx {
    /// A startup as the directory describes it now.
    pub async fn upsert_startup(&mut self, startup: &Startup) -> Result<()> {
        run!(
            self,
            sqlx::query(
                "insert into startup (id, name, incubator_id, phase, active, repository, link, data, updated_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                 on conflict (id) do update set name = excluded.name, incubator_id = excluded.incubator_id,
                     phase = excluded.phase, active = excluded.active, repository = excluded.repository,
                     link = excluded.link, data = excluded.data, updated_at = excluded.updated_at"
            )
            .bind(&startup.id)
            .bind(&startup.name)
            .bind(startup.incubator_id.as_deref())
            .bind(startup.phase.as_deref())
            .bind(startup.active)
            .bind(startup.repository.as_deref())
            .bind(startup.link.as_deref())
            .bind(&startup.data)
            .bind(startup.updated_at)
        )?;
        Ok(())
    }

    /// An incubator as the directory describes it now.
    pub async fn upsert_incubator(&mut self, incubator: &Incubator) -> Result<()> {
        run!(
            self,
            sqlx::query(
                "insert into incubator (id, title) values ($1, $2)
                 on conflict (id) do update set title = excluded.title"
            )
            .bind(&incubator.id)
            .bind(&incubator.title)
        )?;
        Ok(())
    }

    /// Forgets startups that the directory did not name since `before`.
    pub async fn forget_startups(&mut self, before: i64) -> Result<u64> {
        Ok(run!(self, sqlx::query("delete from startup where updated_at < $1").bind(before))?)
    }
}

impl Store {
    /// A startup by the directory's id.
    pub async fn startup(&self, id: &str) -> Result<Option<Startup>> {
        Ok(read!(self, db => sqlx::query_as("select * from startup where id = $1").bind(id).fetch_optional(db))?)
    }

    /// Every startup, by name.
    pub async fn startups(&self) -> Result<Vec<Startup>> {
        Ok(read!(self, db => sqlx::query_as("select * from startup order by lower(name), id").fetch_all(db))?)
    }

    /// Every incubator, by title.
    pub async fn incubators(&self) -> Result<Vec<Incubator>> {
        Ok(read!(self, db => sqlx::query_as("select * from incubator order by lower(title), id").fetch_all(db))?)
    }
}
