//! Answers of the world to checks' questions.

use super::{Answer, Result, Store, read, run};

impl Store {
    /// What is known of these questions, fresh or not; what is not known is not in the list.
    pub async fn answers(&self, questions: &[String]) -> Result<Vec<Answer>> {
        let mut found = Vec::with_capacity(questions.len());
        for chunk in super::chunks(questions) {
            let sql = sqlx::AssertSqlSafe(format!(
                "with asked (question) as (values {})
                 select answer.* from asked join answer on answer.question = asked.question",
                super::places(chunk.len(), 1)
            ));
            let rows: Vec<Answer> = read!(self, db => {
                let mut query = sqlx::query_as(sql);
                for question in chunk {
                    query = query.bind(question);
                }
                query.fetch_all(db)
            })?;
            found.extend(rows);
        }
        Ok(found)
    }

    /// Keeps answers, over those that were kept before.
    pub async fn keep_answers(&self, answers: &[Answer]) -> Result<()> {
        if answers.is_empty() {
            return Ok(());
        }
        let mut tx = self.begin().await?;
        for answer in answers {
            run!(
                &mut tx,
                sqlx::query(
                    "insert into answer (question, answer, etag, fetched_at, expires_at) values ($1, $2, $3, $4, $5)
                     on conflict (question) do update set answer = excluded.answer, etag = excluded.etag,
                         fetched_at = excluded.fetched_at, expires_at = excluded.expires_at"
                )
                .bind(&answer.question)
                .bind(&answer.answer)
                .bind(answer.etag.as_deref())
                .bind(answer.fetched_at)
                .bind(answer.expires_at)
            )?;
        }
        tx.commit().await
    }

    /// Forgets answers that ran out before `before`.
    pub async fn forget_answers(&self, before: i64) -> Result<u64> {
        let mut tx = self.begin().await?;
        let forgotten = run!(&mut tx, sqlx::query("delete from answer where expires_at < $1").bind(before))?;
        tx.commit().await?;
        Ok(forgotten)
    }
}
