//! Reviews and what each check said in them.

use super::{
    CheckOutcome, CheckState, Conclusion, OutcomeCount, Result, Review, ReviewKind, Store, Tx, read, run, write,
};

/// A review to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// Which repository.
    pub repository_id: i64,
    /// The commit to look at.
    pub head_sha: String,
    /// The commit to compare with.
    pub base_sha: Option<String>,
    /// What is looked at.
    pub kind: ReviewKind,
    /// The pull request's number; 0 when there is none.
    pub number: i64,
    /// The branch, where one is meant.
    pub branch: Option<String>,
    /// The job that asks.
    pub cause: Option<i64>,
    /// Asked for on purpose: a head that was reviewed is reviewed again.
    pub again: bool,
}

/// Of which repositories a page or a figure speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope<'a> {
    /// All that anyone may read.
    Public,
    /// Those of a startup that anyone may read.
    Startup(&'a str),
    /// This one, by GitHub's id, private or not: the caller knows who asks.
    Repository(i64),
}

impl Scope<'_> {
    fn startup(&self) -> Option<&str> {
        if let Self::Startup(id) = self { Some(id) } else { None }
    }

    fn repository(&self) -> Option<i64> {
        if let Self::Repository(id) = self { Some(*id) } else { None }
    }
}

impl Tx {
    /// Begins a review, or finds the one to go on with:
    /// - one of this head that was begun and never finished, whoever began it (a crash came between);
    /// - one of this head that is finished, when the same job had asked for it, or when it compared with the same base
    ///   and nobody asks for another (`status` is then `finished` and there is nothing to do);
    /// - else a new one, whose `attempt` is one more than the last.
    pub async fn begin_review(&mut self, new: &NewReview, now: i64) -> Result<Review> {
        let last = self.last_review(new).await?;
        if let Some(last) = &last {
            let finished = last.status == super::ReviewStatus::Finished;
            let asked_by_same = new.cause.is_some() && new.cause == last.cause;
            let same_base = new.base_sha.is_none() || new.base_sha == last.base_sha;
            if !finished || asked_by_same || (same_base && !new.again) {
                return Ok(last.clone());
            }
        }
        let inserted: Option<Review> = write!(self, db => sqlx::query_as(
            "insert into review
                 (id, repository_id, head_sha, base_sha, kind, number, branch, attempt, cause, created_at)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
             on conflict do nothing returning *"
        )
        .bind(super::id())
        .bind(new.repository_id)
        .bind(&new.head_sha)
        .bind(new.base_sha.as_deref())
        .bind(new.kind)
        .bind(new.number)
        .bind(new.branch.as_deref())
        .bind(last.map_or(0, |last| last.attempt) + 1)
        .bind(new.cause)
        .bind(now)
        .fetch_optional(db))?;
        match inserted {
            Some(review) => Ok(review),
            // Another process began it in between.
            None => Ok(self.last_review(new).await?.ok_or(sqlx::Error::RowNotFound)?),
        }
    }

    async fn last_review(&mut self, new: &NewReview) -> Result<Option<Review>> {
        Ok(write!(self, db => sqlx::query_as(
            "select * from review where repository_id = $1 and head_sha = $2 and kind = $3 and number = $4
             order by attempt desc limit 1"
        )
        .bind(new.repository_id)
        .bind(&new.head_sha)
        .bind(new.kind)
        .bind(new.number)
        .fetch_optional(db))?)
    }

    /// The review has ended: every check run is concluded.
    pub async fn finish_review(&mut self, review: i64, outcome: Conclusion, now: i64) -> Result<()> {
        run!(
            self,
            sqlx::query("update review set status = 'finished', outcome = $2, finished_at = $3 where id = $1")
                .bind(review)
                .bind(outcome)
                .bind(now)
        )?;
        Ok(())
    }

    /// GitHub made this check run: a retry goes on with it.
    pub async fn save_check_run(&mut self, review: i64, check: &str, check_run: i64) -> Result<()> {
        run!(
            self,
            sqlx::query(
                "insert into check_outcome (review_id, check_name, check_run_id) values ($1, $2, $3)
                 on conflict (review_id, check_name) do update set check_run_id = excluded.check_run_id"
            )
            .bind(review)
            .bind(check)
            .bind(check_run)
        )?;
        Ok(())
    }

    /// GitHub took this many annotations so far.
    pub async fn save_annotations_sent(&mut self, review: i64, check: &str, sent: i64) -> Result<()> {
        run!(
            self,
            sqlx::query("update check_outcome set annotations_sent = $3 where review_id = $1 and check_name = $2")
                .bind(review)
                .bind(check)
                .bind(sent)
        )?;
        Ok(())
    }

    /// What a check said. `check_run_id` and `annotations_sent` stay as they were where the outcome has none.
    pub async fn save_outcome(&mut self, outcome: &CheckOutcome) -> Result<()> {
        run!(
            self,
            sqlx::query(
                "insert into check_outcome (review_id, check_name, check_run_id, annotations_sent, conclusion,
                     new_findings, fixed_findings, remaining_findings, failures, warnings, notices, grade, finished_at)
                 values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
                 on conflict (review_id, check_name) do update set
                     check_run_id = coalesce(excluded.check_run_id, check_outcome.check_run_id),
                     annotations_sent = case when excluded.annotations_sent > check_outcome.annotations_sent
                         then excluded.annotations_sent else check_outcome.annotations_sent end,
                     conclusion = excluded.conclusion, new_findings = excluded.new_findings,
                     fixed_findings = excluded.fixed_findings, remaining_findings = excluded.remaining_findings,
                     failures = excluded.failures, warnings = excluded.warnings, notices = excluded.notices,
                     grade = excluded.grade, finished_at = excluded.finished_at"
            )
            .bind(outcome.review_id)
            .bind(&outcome.check_name)
            .bind(outcome.check_run_id)
            .bind(outcome.annotations_sent)
            .bind(outcome.conclusion)
            .bind(outcome.new_findings)
            .bind(outcome.fixed_findings)
            .bind(outcome.remaining_findings)
            .bind(outcome.failures)
            .bind(outcome.warnings)
            .bind(outcome.notices)
            .bind(outcome.grade.as_deref())
            .bind(outcome.finished_at)
        )?;
        Ok(())
    }
}

impl Store {
    /// A review by our id.
    pub async fn review(&self, id: i64) -> Result<Option<Review>> {
        Ok(read!(self, db => sqlx::query_as("select * from review where id = $1").bind(id).fetch_optional(db))?)
    }

    /// The review that a check run on GitHub belongs to.
    pub async fn review_of_check_run(&self, check_run: i64) -> Result<Option<Review>> {
        Ok(read!(self, db => sqlx::query_as(
            "select review.* from review join check_outcome on check_outcome.review_id = review.id
             where check_outcome.check_run_id = $1 order by review.id desc limit 1"
        ).bind(check_run).fetch_optional(db))?)
    }

    /// Every review of a head, the latest first.
    pub async fn reviews_of_head(&self, repository: i64, head_sha: &str) -> Result<Vec<Review>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from review where repository_id = $1 and head_sha = $2 order by id desc"
        ).bind(repository).bind(head_sha).fetch_all(db))?)
    }

    /// A repository's latest reviews, for its page.
    pub async fn recent_reviews(&self, repository: i64, limit: i64) -> Result<Vec<Review>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from review where repository_id = $1 and status = 'finished'
             order by finished_at desc, id desc limit $2"
        ).bind(repository).bind(limit).fetch_all(db))?)
    }

    /// Reviews begun before `before` and never finished: their check runs may still be open on GitHub.
    pub async fn unfinished_reviews(&self, before: i64) -> Result<Vec<Review>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from review where status = 'begun' and created_at < $1 order by created_at, id"
        ).bind(before).fetch_all(db))?)
    }

    /// Reviews of other heads of this pull request (or, with number 0, of that branch) that were begun and never
    /// finished, because a newer head came: their check runs are to be concluded. Merge groups do not overtake each other.
    pub async fn overtaken_reviews(&self, review: &Review) -> Result<Vec<Review>> {
        Ok(read!(self, db => sqlx::query_as(
            "select * from review where status = 'begun' and kind <> 'merge_group'
                 and repository_id = $1 and kind = $2 and number = $3
                 and coalesce(branch, '') = coalesce($4, '') and id < $5 order by id"
        )
        .bind(review.repository_id)
        .bind(review.kind)
        .bind(review.number)
        .bind(review.branch.as_deref())
        .bind(review.id)
        .fetch_all(db))?)
    }

    /// What the checks said in a review, and which check runs they have.
    pub async fn outcomes(&self, review: i64) -> Result<Vec<CheckOutcome>> {
        Ok(read!(self, db => sqlx::query_as("select * from check_outcome where review_id = $1 order by check_name")
            .bind(review).fetch_all(db))?)
    }

    /// How reviews of pull requests that ended from `from` (included) to `to` (excluded) concluded, per repository,
    /// check and day. Of several attempts at one head, only the last that ended counts.
    pub async fn pull_request_outcomes(&self, scope: Scope<'_>, from: i64, to: i64) -> Result<Vec<OutcomeCount>> {
        Ok(read!(self, db => sqlx::query_as(
            "select r.startup_id, v.repository_id, o.check_name, v.finished_at / 86400000 as day, o.conclusion,
                 count(*) as reviews
             from review v
             join repository r on r.id = v.repository_id
             join check_outcome o on o.review_id = v.id
             where v.kind = 'pull_request' and v.status = 'finished' and v.finished_at >= $1 and v.finished_at < $2
                 and o.conclusion is not null and r.removed_at is null
                 and (r.id = $3 or ($3 is null and r.private = false))
                 and ($4 is null or r.startup_id = $4)
                 and not exists (select 1 from review later
                     where later.repository_id = v.repository_id and later.head_sha = v.head_sha
                         and later.kind = v.kind and later.number = v.number and later.attempt > v.attempt
                         and later.status = 'finished')
             group by r.startup_id, v.repository_id, o.check_name, v.finished_at / 86400000, o.conclusion
             order by v.repository_id, o.check_name, day, o.conclusion"
        )
        .bind(from)
        .bind(to)
        .bind(scope.repository())
        .bind(scope.startup())
        .fetch_all(db))?)
    }

    /// The state: what each check said in the latest finished review of each repository's default branch.
    pub async fn states(&self, scope: Scope<'_>) -> Result<Vec<CheckState>> {
        Ok(read!(self, db => sqlx::query_as(
            "select r.startup_id, r.id as repository_id, r.owner, r.name, v.id as review_id, v.head_sha, o.check_name,
                 o.conclusion, o.grade, o.failures, o.warnings, o.notices, v.finished_at
             from repository r
             join review v on v.id = (select l.id from review l
                 where l.repository_id = r.id and l.kind = 'branch' and l.branch = r.default_branch
                     and l.status = 'finished'
                 order by l.finished_at desc, l.id desc limit 1)
             join check_outcome o on o.review_id = v.id
             where o.conclusion is not null and r.removed_at is null
                 and (r.id = $1 or ($1 is null and r.private = false))
                 and ($2 is null or r.startup_id = $2)
             order by lower(r.owner), lower(r.name), o.check_name"
        )
        .bind(scope.repository())
        .bind(scope.startup())
        .fetch_all(db))?)
    }
}
