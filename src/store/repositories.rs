//! Installations and repositories: who lets Vigie in, and where.

use super::{Installation, Repository, Result, SeenRepository, StartupSource, Store, Tx, read, run};
use crate::names::RepositoryName;

impl Tx {
    /// An account installed the App, or came back.
    pub async fn upsert_installation(
        &mut self,
        id: i64,
        account: &str,
        account_id: i64,
        kind: &str,
        now: i64,
    ) -> Result<()> {
        run!(
            self,
            sqlx::query(
                "insert into installation (id, account, account_id, kind, created_at) values ($1, $2, $3, $4, $5)
                 on conflict (id) do update set account = excluded.account, account_id = excluded.account_id,
                     kind = excluded.kind, deleted_at = null"
            )
            .bind(id)
            .bind(account)
            .bind(account_id)
            .bind(kind)
            .bind(now)
        )?;
        Ok(())
    }

    /// The account is called differently now: so are its repositories.
    pub async fn rename_installation(&mut self, id: i64, account: &str) -> Result<()> {
        run!(self, sqlx::query("update installation set account = $2 where id = $1").bind(id).bind(account))?;
        run!(self, sqlx::query("update repository set owner = $2 where installation_id = $1").bind(id).bind(account))?;
        Ok(())
    }

    /// GitHub sends nothing and refuses tokens, until further notice (`None`: no more).
    pub async fn suspend_installation(&mut self, id: i64, since: Option<i64>) -> Result<()> {
        run!(self, sqlx::query("update installation set suspended_at = $2 where id = $1").bind(id).bind(since))?;
        Ok(())
    }

    /// The App was removed: its repositories are out of sight.
    pub async fn remove_installation(&mut self, id: i64, now: i64) -> Result<()> {
        run!(self, sqlx::query("update installation set deleted_at = $2 where id = $1").bind(id).bind(now))?;
        run!(
            self,
            sqlx::query("update repository set removed_at = $2 where installation_id = $1 and removed_at is null")
                .bind(id)
                .bind(now)
        )?;
        Ok(())
    }

    /// A repository as GitHub just described it. What it does not say stays as it was; one that had been removed is
    /// back. The default for `private` is the careful one.
    pub async fn upsert_repositories(&mut self, seen: &[SeenRepository], now: i64) -> Result<()> {
        // A row may not be touched twice by one statement: the last word counts.
        let mut last: Vec<&SeenRepository> = Vec::with_capacity(seen.len());
        for repository in seen {
            match last.iter_mut().find(|other| other.id == repository.id) {
                Some(other) => *other = repository,
                None => last.push(repository),
            }
        }
        // In one order, so that two processes never wait for each other.
        last.sort_by_key(|repository| repository.id);
        for chunk in super::chunks(&last) {
            let sql = sqlx::AssertSqlSafe(format!(
                "with seen (id, owner, name, private, archived, default_branch, installation_id, seen_at)
                     as (values {})
                 insert into repository (id, owner, name, private, archived, default_branch, installation_id, seen_at)
                 select seen.id, seen.owner, seen.name,
                     coalesce(seen.private, known.private, true),
                     coalesce(seen.archived, known.archived, false),
                     coalesce(seen.default_branch, known.default_branch),
                     coalesce(seen.installation_id, known.installation_id), seen.seen_at
                 from seen left join repository known on known.id = seen.id
                 where true
                 on conflict (id) do update set owner = excluded.owner, name = excluded.name,
                     private = excluded.private, archived = excluded.archived,
                     default_branch = excluded.default_branch, installation_id = excluded.installation_id,
                     seen_at = excluded.seen_at, removed_at = null",
                super::places(chunk.len(), 8)
            ));
            run!(self, {
                let mut query = sqlx::query(sql);
                for repository in chunk {
                    query = query
                        .bind(repository.id)
                        .bind(&repository.name.owner)
                        .bind(&repository.name.name)
                        .bind(repository.private)
                        .bind(repository.archived)
                        .bind(repository.default_branch.as_deref())
                        .bind(repository.installation_id)
                        .bind(now);
                }
                query
            })?;
        }
        Ok(())
    }

    /// The repository is out of sight: deleted, or no longer among those that the installation covers.
    pub async fn remove_repository(&mut self, id: i64, now: i64) -> Result<()> {
        run!(
            self,
            sqlx::query("update repository set removed_at = $2 where id = $1 and removed_at is null")
                .bind(id)
                .bind(now)
        )?;
        Ok(())
    }

    /// Says whose repository it is, and who says so.
    pub async fn set_startup(&mut self, repository: i64, startup: Option<&str>, source: StartupSource) -> Result<()> {
        run!(
            self,
            sqlx::query("update repository set startup_id = $2, startup_source = $3 where id = $1")
                .bind(repository)
                .bind(startup)
                .bind(startup.map(|_| source))
        )?;
        Ok(())
    }

    /// The repository's settings as they were last read, as JSON.
    pub async fn set_settings(&mut self, repository: i64, settings: &str) -> Result<()> {
        run!(self, sqlx::query("update repository set settings = $2 where id = $1").bind(repository).bind(settings))?;
        Ok(())
    }
}

impl Store {
    /// An installation by GitHub's id.
    pub async fn installation(&self, id: i64) -> Result<Option<Installation>> {
        Ok(read!(self, db => sqlx::query_as("select * from installation where id = $1").bind(id).fetch_optional(db))?)
    }

    /// Installations that let Vigie in, oldest first.
    pub async fn installations(&self) -> Result<Vec<Installation>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from installation where deleted_at is null and suspended_at is null order by created_at, id"
        ).fetch_all(db))?)
    }

    /// A repository by GitHub's id, whether in sight or not.
    pub async fn repository(&self, id: i64) -> Result<Option<Repository>> {
        Ok(read!(self, db => sqlx::query_as("select * from repository where id = $1").bind(id).fetch_optional(db))?)
    }

    /// A repository in sight, by its name; GitHub's names ignore case.
    pub async fn repository_named(&self, name: &RepositoryName) -> Result<Option<Repository>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from repository
             where lower(owner) = lower($1) and lower(name) = lower($2) and removed_at is null
             order by seen_at desc, id desc limit 1"
        ).bind(&name.owner).bind(&name.name).fetch_optional(db))?)
    }

    /// The public repository of that name, for pages that anyone may read.
    pub async fn public_repository_named(&self, name: &RepositoryName) -> Result<Option<Repository>> {
        Ok(self.repository_named(name).await?.filter(|repository| !repository.private))
    }

    /// Public repositories in sight, by name.
    pub async fn public_repositories(&self) -> Result<Vec<Repository>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from repository where private = false and removed_at is null order by lower(owner), lower(name)"
        ).fetch_all(db))?)
    }

    /// Every repository in sight, private ones too: for Vigie's own work, never for a public page.
    pub async fn all_repositories(&self) -> Result<Vec<Repository>> {
        Ok(read!(self, db => sqlx::query_as("select * from repository where removed_at is null order by id")
            .fetch_all(db))?)
    }

    /// An installation's repositories in sight.
    pub async fn repositories_of_installation(&self, installation: i64) -> Result<Vec<Repository>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from repository where installation_id = $1 and removed_at is null order by id"
        ).bind(installation).fetch_all(db))?)
    }

    /// A startup's public repositories in sight, by name.
    pub async fn public_repositories_of_startup(&self, startup: &str) -> Result<Vec<Repository>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from repository where startup_id = $1 and private = false and removed_at is null
             order by lower(owner), lower(name)"
        ).bind(startup).fetch_all(db))?)
    }
}
