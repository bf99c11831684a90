//! `/api/v1`: the figures of the pages, as JSON.

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde::Serialize;
use serde_json::json;

use super::{PERIOD_DAYS, Trouble, Web};
use crate::names::RepositoryName;
use crate::reports::{CheckReport, StartupReport};
use crate::store::Repository;

#[derive(Serialize)]
struct StartupBody {
    id: String,
    name: String,
    incubator: Option<String>,
    phase: Option<String>,
    /// Days the pass rates are over.
    period_days: i64,
    pass_rate: RateBody,
    checks: Vec<CheckBody>,
    #[serde(skip_serializing_if = "Option::is_none")]
    repositories: Option<Vec<String>>,
    repository_count: usize,
}

#[derive(Serialize)]
struct CheckBody {
    check: String,
    pass_rate: RateBody,
    /// `null` without data.
    state: Option<StateBody>,
}

#[derive(Serialize)]
struct RateBody {
    passed: u64,
    failed: u64,
    /// From 0 to 100; `null` without data.
    percent: Option<u64>,
}

#[derive(Serialize)]
struct StateBody {
    grade: &'static str,
    failures: i64,
    warnings: i64,
    notices: i64,
}

#[derive(Serialize)]
struct RepositoryBody {
    name: String,
    startup: Option<String>,
    default_branch: Option<String>,
    period_days: i64,
    checks: Vec<CheckBody>,
}

impl IntoResponse for Trouble {
    fn into_response(self) -> Response {
        let (status, message) = match self {
            Self::Missing => (StatusCode::NOT_FOUND, "not found, or not public"),
            Self::Store(error) => {
                tracing::error!(%error, "an API answer could not be read");
                (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer; try again in a moment")
            }
        };
        (status, Json(json!({ "message": message }))).into_response()
    }
}

pub(super) fn router() -> Router<Web> {
    Router::new()
        .route("/startups", get(startups))
        .route("/startups/{id}", get(startup))
        .route("/repositories/{owner}/{name}", get(repository))
        .fallback(async || Trouble::Missing)
}

async fn startups(State(web): State<Web>) -> Result<Json<Vec<StartupBody>>, Trouble> {
    let all = web.overview().await?;
    Ok(Json(all.startups.into_iter().map(|report| startup_body(report, None)).collect()))
}

async fn startup(State(web): State<Web>, Path(id): Path<String>) -> Result<Json<StartupBody>, Trouble> {
    let startup = web.store.startup(&id).await?.ok_or(Trouble::Missing)?;
    let report = web.startup(&startup).await?;
    let repositories = web.store.public_repositories_of_startup(&id).await?;
    let names = repositories.iter().map(|repository| repository.full_name().to_string()).collect();
    Ok(Json(startup_body(report, Some(names))))
}

async fn repository(
    State(web): State<Web>,
    Path((owner, name)): Path<(String, String)>,
) -> Result<Json<RepositoryBody>, Trouble> {
    let found = web.store.public_repository_named(&RepositoryName { owner, name }).await?;
    let repository: Repository = found.ok_or(Trouble::Missing)?;
    let (checks, _) = web.repository(repository.id).await?;
    Ok(Json(RepositoryBody {
        name: repository.full_name().to_string(),
        startup: repository.startup_id,
        default_branch: repository.default_branch,
        period_days: PERIOD_DAYS,
        checks: checks.into_iter().map(check_body).collect(),
    }))
}

fn startup_body(report: StartupReport, repositories: Option<Vec<String>>) -> StartupBody {
    let rate = report.rate();
    StartupBody {
        pass_rate: RateBody { passed: rate.passed, failed: rate.failed, percent: rate.percent() },
        id: report.id,
        name: report.name,
        incubator: report.incubator,
        phase: report.phase,
        period_days: PERIOD_DAYS,
        checks: report.checks.into_iter().map(check_body).collect(),
        repositories,
        repository_count: report.repositories,
    }
}

fn check_body(report: CheckReport) -> CheckBody {
    let CheckReport { check, rate, grade, failures, warnings, notices } = report;
    CheckBody {
        check,
        pass_rate: RateBody { passed: rate.passed, failed: rate.failed, percent: rate.percent() },
        state: grade.map(|grade| StateBody { grade: grade.as_str(), failures, warnings, notices }),
    }
}
