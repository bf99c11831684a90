//! The App's side of a review: what GitHub has is read, what was inspected is kept, check runs are written.
//!
//! Every step may be the last before a crash, and is made to be taken again: the review is begun under its job's id,
//! a check run is looked for before it is made, annotations are counted as GitHub takes them.

mod check_runs;
pub(super) mod deployed;
pub(super) mod rendered;
mod sources;

use std::collections::{BTreeMap, HashMap};

use anyhow::Context as _;
use checks_core::{Facts, File};
use time::OffsetDateTime;

use self::check_runs::CheckRuns;
pub(super) use self::check_runs::GivenUp;
use self::sources::Sources;
use super::{Context, NotBefore, RepositoryRef};
use crate::github;
use crate::review::{
    Boundaries, Inspections, Key, Outcome, Review as Plan, SETTINGS_PATH, Settings, Sides, State, StaticCheck, inspect,
};
use crate::store::{
    self, CheckOutcome, Conclusion, FindingState, InspectedFile, KeptFinding, NewReview, Review, ReviewKind,
    ReviewStatus,
};

/// What a head is compared with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Against {
    /// The commit where it left this branch.
    Branch(String),
    /// The commit where it left this one.
    Commit(String),
    /// Nothing: the head is looked at as it stands.
    Nothing,
}

/// What to review.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub(super) installation: i64,
    pub(super) repository: RepositoryRef,
    pub(super) head: String,
    pub(super) against: Against,
    pub(super) kind: ReviewKind,
    /// The pull request's number; 0 when there is none.
    pub(super) number: i64,
    pub(super) branch: Option<String>,
    /// A head that was reviewed is reviewed again.
    pub(super) again: bool,
    /// One check alone, by its name or by that of its check run.
    pub(super) only: Option<String>,
    /// The job that asks.
    pub(super) cause: i64,
}

/// Reviews a head, from wherever the last try left it.
pub(super) async fn review(context: &Context, target: &Target) -> anyhow::Result<()> {
    let repository = context.store.repository(target.repository.id).await?;
    if repository.is_some_and(|repository| repository.removed_at.is_some()) {
        tracing::info!(repository = target.repository.id, "no longer ours to look at");
        return Ok(());
    }
    let began = store::now();
    let mut tx = context.store.begin().await?;
    let review = tx.begin_review(&target.new_review(), began).await?;
    tx.commit().await?;
    if review.status == ReviewStatus::Finished {
        return Ok(());
    }
    close_overtaken(context, target, &review).await?;
    let installation = context.github.installation(target.installation).await.map_err(settle)?;
    let checks = target.checks(&context.checks);
    let mut runs = CheckRuns::new(context, &installation, target, &review);
    if target.kind != ReviewKind::Branch {
        // The review was begun just now: GitHub cannot know it yet, so nothing is looked for.
        let fresh = review.created_at == began;
        runs.open(&checks, fresh).await?;
    }
    let sources = Sources::new(&installation, &target.repository.name, &target.head);
    let outcomes = match look(context, target, &sources, &checks).await {
        Ok(outcomes) => outcomes,
        Err(error) if is_gone(&error) => {
            // The head was removed from GitHub (a force push, a deleted repository): nobody reads its check runs.
            tracing::info!(review = review.id, "the head is gone");
            return finish(context, &review, Conclusion::Cancelled).await;
        }
        Err(error) => return Err(error),
    };
    if target.kind != ReviewKind::Branch {
        runs.conclude(&outcomes).await?;
    }
    keep(context, target, &review, &outcomes).await
}

/// The last try failed: no check run is left open.
pub(super) async fn give_up(context: &Context, target: &Target) -> anyhow::Result<()> {
    let mut tx = context.store.begin().await?;
    let review = tx.begin_review(&target.new_review(), store::now()).await?;
    tx.commit().await?;
    abandon(context, target, &review, GivenUp::Failed).await
}

/// Closes the check runs of a review that will not be gone on with.
pub(super) async fn abandon(context: &Context, target: &Target, review: &Review, why: GivenUp) -> anyhow::Result<()> {
    if review.status == ReviewStatus::Finished {
        return Ok(());
    }
    if target.kind != ReviewKind::Branch {
        let installation = context.github.installation(target.installation).await.map_err(settle)?;
        CheckRuns::new(context, &installation, target, review).close(why).await?;
    }
    finish(context, review, why.conclusion()).await
}

/// Older heads whose review was begun, and that this one came before: their check runs are closed.
async fn close_overtaken(context: &Context, target: &Target, review: &Review) -> anyhow::Result<()> {
    for older in context.store.overtaken_reviews(review).await? {
        let of_older = Target { head: older.head_sha.clone(), ..target.clone() };
        abandon(context, &of_older, &older, GivenUp::Superseded).await?;
    }
    Ok(())
}

impl Target {
    fn new_review(&self) -> NewReview {
        NewReview {
            repository_id: self.repository.id,
            head_sha: self.head.clone(),
            base_sha: match &self.against {
                Against::Commit(sha) => Some(sha.clone()),
                Against::Branch(_) | Against::Nothing => None,
            },
            kind: self.kind,
            number: self.number,
            branch: self.branch.clone(),
            cause: Some(self.cause),
            again: self.again,
        }
    }

    fn checks(&self, all: &[StaticCheck]) -> Vec<StaticCheck> {
        match &self.only {
            Some(only) => all
                .iter()
                .copied()
                .filter(|&check| check.name() == only || check_runs::name_of(check) == *only)
                .collect(),
            None => all.to_vec(),
        }
    }
}

/// Reads, inspects, asks, concludes.
async fn look(
    context: &Context,
    target: &Target,
    sources: &Sources<'_>,
    checks: &[StaticCheck],
) -> anyhow::Result<Vec<Outcome>> {
    let base = match &target.against {
        Against::Nothing => None,
        Against::Branch(other) | Against::Commit(other) => Some(sources.merge_base(other).await?),
    };
    let head = sources.snapshot(&target.head).await?;
    let base = match &base {
        Some(sha) => Some((sha.clone(), sources.snapshot(sha).await?)),
        None => None,
    };
    let today = OffsetDateTime::now_utc().date();
    let read = match sources.file(&head, SETTINGS_PATH).await? {
        Some(bytes) => Settings::read(&File::new(SETTINGS_PATH, bytes), checks, today),
        None => crate::review::settings::Read::default(),
    };
    if target.kind == ReviewKind::Branch {
        say_whose(context, target, read.settings.startup.as_deref()).await?;
    }
    let attributes = sources.file(&head, ".gitattributes").await?.unwrap_or_default();
    let boundaries = Boundaries::new(&read.settings.ignore, &String::from_utf8_lossy(&attributes));
    let base_sha = base.as_ref().map(|(sha, _)| sha.clone());
    let sides = Sides { head, base: base.map(|(_, snapshot)| snapshot) };
    let plan = Plan::new(checks, &sides, read.settings, read.findings, &boundaries);
    let inspections = inspections(context, sources, &plan, &sides, base_sha.as_deref()).await?;
    let questions = plan.questions(&inspections);
    let answers: BTreeMap<_, _> =
        if questions.is_empty() { BTreeMap::new() } else { context.answers.answer(&questions).await };
    let facts = Facts::new(today, answers);
    blocking(move || plan.conclude(inspections, &facts)).await
}

/// What was kept, and what had to be inspected now and is kept from now on.
async fn inspections(
    context: &Context,
    sources: &Sources<'_>,
    plan: &Plan,
    sides: &Sides,
    base: Option<&str>,
) -> anyhow::Result<Inspections> {
    let needs: Vec<Key> = plan.needs().into_iter().collect();
    let mut kept = known(context, &needs).await?;
    let jobs = plan.jobs(&kept);
    if jobs.is_empty() {
        return Ok(kept);
    }
    let blobs = sources.blobs(&jobs, sides, base).await?;
    let inspected = blocking(move || {
        let read = |job: &inspect::Job| blobs.get(&job.sha).cloned();
        inspect::run(&jobs, read, || {})
    })
    .await?;
    for problem in &inspected.problems {
        tracing::error!(?problem, "a file was not inspected");
    }
    remember(context, &inspected.inspections).await?;
    kept.extend(inspected.inspections);
    Ok(kept)
}

async fn known(context: &Context, needs: &[Key]) -> anyhow::Result<Inspections> {
    let mut by_check: BTreeMap<(&'static str, &str), Vec<&Key>> = BTreeMap::new();
    for key in needs {
        by_check.entry((key.check, &key.version)).or_default().push(key);
    }
    let mut kept = HashMap::new();
    for ((check, version), keys) in by_check {
        let files: Vec<(String, String)> = keys.iter().map(|key| (key.sha.clone(), key.path.clone())).collect();
        let found = context.store.inspections(check, version, &files).await?;
        for key in keys {
            // What an older version wrote and this one cannot read is inspected again.
            let data = found.get(&(key.sha.clone(), key.path.clone()));
            if let Some(inspection) = data.and_then(|data| serde_json::from_str(data).ok()) {
                kept.insert(key.clone(), inspection);
            }
        }
    }
    Ok(kept)
}

async fn remember(context: &Context, inspected: &[(Key, checks_core::Inspection)]) -> anyhow::Result<()> {
    let mut by_check: BTreeMap<(&'static str, &str), Vec<(InspectedFile, String)>> = BTreeMap::new();
    for (key, inspection) in inspected {
        let data = serde_json::to_string(inspection)?;
        by_check.entry((key.check, &key.version)).or_default().push(((key.sha.clone(), key.path.clone()), data));
    }
    for ((check, version), rows) in by_check {
        context.store.keep_inspections(check, version, &rows, store::now()).await?;
    }
    Ok(())
}

/// Whose repository it is, now that its own settings have been read.
async fn say_whose(context: &Context, target: &Target, settings: Option<&str>) -> anyhow::Result<()> {
    let RepositoryRef { id, name, .. } = &target.repository;
    let owner = context.mapping().owner(name, settings);
    let mut tx = context.store.begin().await?;
    tx.set_settings(*id, &serde_json::json!({ "startup": settings }).to_string()).await?;
    if let Some(owner) = owner {
        tx.set_startup(*id, Some(&owner.startup), source_of(owner.reason)).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The words of the store for the directory's reasons.
pub(super) fn source_of(reason: crate::startups::Reason) -> store::StartupSource {
    match reason {
        crate::startups::Reason::Settings => store::StartupSource::Settings,
        crate::startups::Reason::Override => store::StartupSource::Override,
        crate::startups::Reason::Sheet => store::StartupSource::Directory,
    }
}

/// Keeps what every check said, and ends the review.
async fn keep(context: &Context, target: &Target, review: &Review, outcomes: &[Outcome]) -> anyhow::Result<()> {
    let now = store::now();
    let mut tx = context.store.begin().await?;
    for outcome in outcomes {
        let kept: Vec<KeptFinding> = outcome
            .told()
            .into_iter()
            .map(|told| KeptFinding {
                check_name: outcome.check.to_owned(),
                rule: told.finding.rule.clone(),
                level: told.finding.level.as_str().to_owned(),
                path: told.finding.place.path.clone(),
                line: i64::from(told.finding.place.region.start.line),
                fingerprint: told.fingerprint,
                state: if told.state == State::New { FindingState::New } else { FindingState::Remaining },
                data: serde_json::to_string(told.finding).unwrap_or_default(),
            })
            .collect();
        let level = |level: &str| kept.iter().filter(|finding| finding.level == level).count() as i64;
        tx.save_outcome(&CheckOutcome {
            review_id: review.id,
            check_name: outcome.check.to_owned(),
            check_run_id: None,
            annotations_sent: 0,
            conclusion: Some(check_runs::kept_conclusion(outcome.conclusion)),
            new_findings: if target.kind == ReviewKind::Branch { 0 } else { outcome.new.len() as i64 },
            fixed_findings: outcome.fixed.len() as i64,
            remaining_findings: outcome.remaining.len() as i64,
            failures: level("failure"),
            warnings: level("warning"),
            notices: level("notice"),
            grade: None,
            finished_at: Some(now),
        })
        .await?;
        tx.save_findings(review.id, outcome.check, &kept).await?;
    }
    let worst =
        outcomes.iter().map(|outcome| check_runs::kept_conclusion(outcome.conclusion)).max_by_key(|it| gravity(*it));
    tx.finish_review(review.id, worst.unwrap_or(Conclusion::Skipped), now).await?;
    tx.commit().await?;
    Ok(())
}

fn gravity(conclusion: Conclusion) -> u8 {
    match conclusion {
        Conclusion::Skipped => 0,
        Conclusion::Success => 1,
        Conclusion::Neutral => 2,
        Conclusion::Cancelled => 3,
        Conclusion::TimedOut => 4,
        Conclusion::Failure => 5,
    }
}

async fn finish(context: &Context, review: &Review, outcome: Conclusion) -> anyhow::Result<()> {
    let mut tx = context.store.begin().await?;
    tx.finish_review(review.id, outcome, store::now()).await?;
    tx.commit().await?;
    Ok(())
}

/// GitHub's refusal as a job understands it: a rate limit is no failure.
pub(super) fn settle(error: github::Error) -> anyhow::Error {
    match error.until() {
        Some(at) => anyhow::Error::new(NotBefore { at, why: error.to_string() }),
        None => error.into(),
    }
}

fn is_gone(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(github::Error::NotFound(_) | github::Error::Gone(_)))
}

/// Runs what keeps a core busy, aside.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> anyhow::Result<T> {
    tokio::task::spawn_blocking(work).await.context("the work stopped short")
}
