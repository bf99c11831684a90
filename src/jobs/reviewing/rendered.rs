//! The pages of a review app, told on the accessibility check run of its head.

use checks_core::{File, Lang};

use super::sources::Sources;
use super::{blocking, is_gone, settle};
use crate::github::check_run::{Output, Said, Status, batches};
use crate::github::{CheckRun, CheckRunUpdate, Installation};
use crate::jobs::{Context, NotBefore, ScanReviewApp};
use crate::output::rendered::{annotations, markdown};
use crate::review::{Sides, Snapshot, inspect};
use crate::scan::{Element, Limits, Reach, Scan, scan, trace};
use crate::store::{self, Review, ReviewKind};

/// The check whose check run is told.
const CHECK: &str = "rgaa";
/// Pages of a review app that are looked at.
const PAGES: usize = 3;
/// Files among which the source of an element is looked for, and the size beyond which one is not.
const MOST_FILES: usize = 40;
const LARGEST_FILE: u64 = 256 * 1024;
/// How long a review may still take before its check run can be told more, in milliseconds.
const PATIENCE: i64 = 20_000;

/// Scans and tells.
pub(in crate::jobs) async fn look(context: &Context, job: &ScanReviewApp) -> anyhow::Result<()> {
    let Some(chromium) = &context.chromium else { return Ok(()) };
    let reviews = context.store.reviews_of_head(job.repository.id, &job.head).await?;
    let Some(review) = reviews.into_iter().find(|review| review.kind == ReviewKind::PullRequest) else { return Ok(()) };
    let installation = context.github.installation(job.installation).await.map_err(settle)?;
    let Some(run) = check_run(&installation, job, &review).await? else { return Ok(()) };
    if run.status != Some(Status::Completed) {
        return Err(NotBefore { at: store::now() + PATIENCE, why: "the review is not concluded yet".to_owned() }.into());
    }
    let limits = Limits { pages: PAGES, ..Limits::default() };
    let reach = Reach::Public(chromium.hosts.clone());
    let seen = match scan(chromium, &job.url, &reach, &limits, Lang::Fr).await {
        Ok(seen) => seen,
        Err(crate::scan::Error::Refused(refusal)) => {
            tracing::info!(repository = job.repository.id, %refusal, "a review app is not visited");
            return Ok(());
        }
        Err(error) => return Err(error.into()),
    };
    if seen.pages.is_empty() {
        // It may still be starting: the job is tried again, later and later.
        let why = seen.missed.first().map_or_else(String::new, |missed| missed.why.to_string());
        anyhow::bail!("the review app was not seen: {why}");
    }
    let files = match changed(&installation, job, &review).await {
        Ok(files) => files,
        Err(error) if is_gone(&error) => Vec::new(),
        Err(error) => return Err(error),
    };
    let said = run.output.clone().unwrap_or_default();
    let output = blocking(move || told(&said, &seen, &files)).await?;
    let update = CheckRunUpdate { output: Some(output.within_limits(Lang::Fr)), ..CheckRunUpdate::default() };
    installation.update_check_run(&job.repository.name, run.id, &update).await.map_err(settle)?;
    Ok(())
}

async fn check_run(
    installation: &Installation,
    job: &ScanReviewApp,
    review: &Review,
) -> anyhow::Result<Option<CheckRun>> {
    let ours = format!("{}/{CHECK}", review.id);
    let runs = match installation.check_runs(&job.repository.name, &job.head).await.map_err(settle) {
        Err(error) if is_gone(&error) => return Ok(None),
        runs => runs?,
    };
    Ok(runs.into_iter().find(|run| run.external_id.as_deref() == Some(&ours)))
}

/// The pages and components that the pull request changes, as its head has them.
async fn changed(installation: &Installation, job: &ScanReviewApp, review: &Review) -> anyhow::Result<Vec<File>> {
    let name = &job.repository.name;
    let pull = installation.pull_request(name, review.number).await.map_err(settle)?;
    let sources = Sources::new(installation, name, &job.head);
    let base = sources.merge_base(&pull.base.branch).await?;
    let head = sources.snapshot(&job.head).await?;
    let base = sources.snapshot(&base).await?;
    let jobs = pages_of_change(&head, &base);
    let paths: Vec<(String, String)> = jobs.iter().map(|job| (job.path.clone(), job.sha.clone())).collect();
    let sides = Sides { head, base: None };
    let blobs = sources.blobs(&jobs, &sides, None).await?;
    Ok(paths.into_iter().filter_map(|(path, sha)| Some(File::new(path, blobs.get(&sha)?.clone()))).collect())
}

fn pages_of_change(head: &Snapshot, base: &Snapshot) -> Vec<inspect::Job> {
    let is_page = |path: &str| checks_core::Language::of_path(path).is_some_and(checks_core::Language::is_markup);
    head.iter()
        .filter(|(path, blob)| {
            is_page(path)
                && blob.size.is_none_or(|size| size <= LARGEST_FILE)
                && base.get(path).is_none_or(|before| before.sha != blob.sha)
        })
        .take(MOST_FILES)
        .map(|(path, blob)| inspect::Job { path: path.to_owned(), sha: blob.sha.clone(), checks: Vec::new() })
        .collect()
}

/// What the check run says from now on: what it said, and what was seen. Its conclusion stays.
fn told(said: &Said, seen: &Scan, files: &[File]) -> Output {
    let source = |element: &Element| trace::source_of(element, files);
    // GitHub adds annotations to those that are there: a second visit brings its text only.
    let new = if said.text.is_some() { Vec::new() } else { annotations(seen, &source, Lang::Fr) };
    Output {
        title: said.title.clone().unwrap_or_default(),
        summary: said.summary.clone().unwrap_or_default(),
        text: Some(markdown(seen, &source, Lang::Fr)),
        annotations: batches(new).into_iter().next().unwrap_or_default(),
    }
}
