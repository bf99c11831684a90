//! Inspections: what one file says alone, kept for ever.

use std::collections::HashMap;

use super::{Result, Store, read, run};

/// A file as the store knows it: the SHA of its blob, its path.
pub type InspectedFile = (String, String);

impl Store {
    /// What this version of a check said of these files; what was never inspected is not in the map.
    pub async fn inspections(
        &self,
        check: &str,
        version: &str,
        files: &[InspectedFile],
    ) -> Result<HashMap<InspectedFile, String>> {
        let mut found = HashMap::with_capacity(files.len());
        for chunk in super::chunks(files) {
            let sql = sqlx::AssertSqlSafe(format!(
                "with wanted (check_name, version, blob_sha, path) as (values {})
                 select i.blob_sha, i.path, i.data from wanted join inspection i on i.blob_sha = wanted.blob_sha
                     and i.path = wanted.path and i.check_name = wanted.check_name and i.version = wanted.version",
                super::places(chunk.len(), 4)
            ));
            let rows: Vec<(String, String, String)> = read!(self, db => {
                let mut query = sqlx::query_as(sql);
                for (blob, path) in chunk {
                    query = query.bind(check).bind(version).bind(blob).bind(path);
                }
                query.fetch_all(db)
            })?;
            found.extend(rows.into_iter().map(|(blob, path, data)| ((blob, path), data)));
        }
        Ok(found)
    }

    /// Keeps what this version of a check said of these files, in one transaction.
    pub async fn keep_inspections(
        &self,
        check: &str,
        version: &str,
        inspected: &[(InspectedFile, String)],
        now: i64,
    ) -> Result<()> {
        if inspected.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        for chunk in super::chunks(inspected) {
            let sql = sqlx::AssertSqlSafe(format!(
                "insert into inspection (blob_sha, path, check_name, version, data, kept_at) values {}
                 on conflict do nothing",
                super::places(chunk.len(), 6)
            ));
            run!(&mut tx, {
                let mut query = sqlx::query(sql);
                for ((blob, path), data) in chunk {
                    query = query.bind(blob).bind(path).bind(check).bind(version).bind(data).bind(now);
                }
                query
            })?;
        }
        tx.commit().await
    }
}
