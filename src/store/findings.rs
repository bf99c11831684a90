//! What reviews found.

use super::{KeptFinding, Result, Store, Tx, read, run};

/// How many findings of one check a review keeps; the rest is only counted.
pub const MOST_FINDINGS: usize = 2_000;

impl Tx {
    /// Keeps what a check found in a review, in place of what was kept before. Beyond [`MOST_FINDINGS`] it is dropped.
    pub async fn save_findings(&mut self, review: i64, check: &str, findings: &[KeptFinding]) -> Result<()> {
        run!(
            self,
            sqlx::query("delete from finding where review_id = $1 and check_name = $2").bind(review).bind(check)
        )?;
        let kept: Vec<_> = findings.iter().take(MOST_FINDINGS).enumerate().collect();
        for chunk in super::chunks(&kept) {
            let sql = sqlx::AssertSqlSafe(format!(
                "insert into finding
                     (review_id, check_name, place, rule, level, path, line, fingerprint, state, data) values {}",
                super::places(chunk.len(), 10)
            ));
            run!(self, {
                let mut query = sqlx::query(sql);
                for (place, finding) in chunk {
                    query = query
                        .bind(review)
                        .bind(check)
                        .bind(*place as i64)
                        .bind(&finding.rule)
                        .bind(&finding.level)
                        .bind(&finding.path)
                        .bind(finding.line)
                        .bind(&finding.fingerprint)
                        .bind(finding.state)
                        .bind(&finding.data);
                }
                query
            })?;
        }
        Ok(())
    }
}

impl Store {
    /// What a review found, check by check, in the order the checks gave.
    pub async fn findings(&self, review: i64) -> Result<Vec<KeptFinding>> {
        Ok(read!(self, db => sqlx::query_as(
            "select check_name, rule, level, path, line, fingerprint, state, data from finding
             where review_id = $1 order by check_name, place"
        ).bind(review).fetch_all(db))?)
    }

    /// Forgets the findings of pull requests' reviews that ended before `before`; their counts stay.
    pub async fn forget_findings(&self, before: i64) -> Result<u64> {
        let mut tx = self.begin().await?;
        let forgotten = run!(
            &mut tx,
            sqlx::query(
                "delete from finding where review_id in
                     (select id from review where kind <> 'branch' and finished_at < $1)"
            )
            .bind(before)
        )?;
        tx.commit().await?;
        Ok(forgotten)
    }
}
