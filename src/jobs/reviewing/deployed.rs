//! The security headers of a review app, in a check run of their own on its head.

use checks_core::Lang;
use checks_security_headers::observatory::{Exchange, card};
use time::OffsetDateTime;

use super::{is_gone, settle};
use crate::github::check_run::{Conclusion, Output, Status};
use crate::github::{CheckRun, CheckRunUpdate, Installation, NewCheckRun};
use crate::jobs::{Context, GradeReviewApp};
use crate::output::grade;
use crate::scan::headers::{NoGrade, exchange_guarded};
use crate::store::{Review, ReviewKind};

/// The check that this belongs to: a repository that switches it off is not graded.
const CHECK: &str = "security-headers";
/// What people see as the check run's name.
const NAME: &str = "Vigie – En-têtes de sécurité (déploiement)";

/// Grades and tells.
pub(in crate::jobs) async fn look(context: &Context, job: &GradeReviewApp) -> anyhow::Result<()> {
    let reviews = context.store.reviews_of_head(job.repository.id, &job.head).await?;
    let Some(review) = reviews.into_iter().find(|review| review.kind == ReviewKind::PullRequest) else { return Ok(()) };
    let installation = context.github.installation(job.installation).await.map_err(settle)?;
    let runs = match installation.check_runs(&job.repository.name, &job.head).await.map_err(settle) {
        Err(error) if is_gone(&error) => return Ok(()),
        runs => runs?,
    };
    if named(&runs, &format!("{}/{CHECK}", review.id)).is_none() {
        return Ok(());
    }
    let (conclusion, output) = match exchange_guarded(&job.url, &context.scan_hosts).await {
        Ok(exchange) => told(job, &exchange),
        // It may still be starting: the job is tried again, later and later.
        Err(why @ (NoGrade::Unreachable | NoGrade::Status(500..))) => {
            anyhow::bail!("the review app has no grade: {why}")
        }
        Err(why) => (Conclusion::Neutral, not_graded(why)),
    };
    write(&installation, job, &review, &runs, conclusion, output).await
}

fn named<'r>(runs: &'r [CheckRun], external_id: &str) -> Option<&'r CheckRun> {
    runs.iter().find(|run| run.external_id.as_deref() == Some(external_id))
}

fn told(job: &GradeReviewApp, exchange: &Exchange) -> (Conclusion, Output) {
    let card = card(exchange);
    let is_good = card.grade.starts_with('A');
    let output = Output {
        title: grade::headline(&card, Lang::Fr),
        summary: grade::markdown(job.url.as_str(), exchange, &card, Lang::Fr),
        ..Output::default()
    };
    (if is_good { Conclusion::Success } else { Conclusion::Neutral }, output)
}

fn not_graded(why: NoGrade) -> Output {
    let summary = match why {
        NoGrade::Refused => {
            "L’adresse de ce déploiement n’est pas publique : Vigie ne la visite pas. Pour l’admettre, ajoutez son hôte à \
             `SCAN_HOSTS`."
                .to_owned()
        }
        NoGrade::Status(status) => format!("Le déploiement répond {status} : il n’y a pas de page à noter."),
        NoGrade::Address | NoGrade::Unreachable | NoGrade::Client => "Le déploiement n’a pas pu être visité.".to_owned(),
    };
    Output { title: "Pas de note pour ce déploiement".to_owned(), summary, ..Output::default() }
}

/// A second deployment of the same head says its own in the check run of the first.
async fn write(
    installation: &Installation,
    job: &GradeReviewApp,
    review: &Review,
    runs: &[CheckRun],
    conclusion: Conclusion,
    output: Output,
) -> anyhow::Result<()> {
    let external_id = format!("{}/{CHECK}/deployment", review.id);
    let update = CheckRunUpdate {
        status: Some(Status::Completed),
        conclusion: Some(conclusion),
        completed_at: Some(OffsetDateTime::now_utc()),
        output: Some(output.within_limits(Lang::Fr)),
        ..CheckRunUpdate::default()
    };
    let name = &job.repository.name;
    if let Some(run) = named(runs, &external_id) {
        installation.update_check_run(name, run.id, &update).await.map_err(settle)?;
        return Ok(());
    }
    let mut run = NewCheckRun::new(NAME, job.head.clone());
    run.state = CheckRunUpdate { external_id: Some(external_id), ..update };
    installation.create_check_run(name, &run).await.map_err(settle)?;
    Ok(())
}
