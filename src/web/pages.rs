//! The pages, rendered on the server, working without JavaScript.

use askama::Template;
use axum::Router;
use axum::extract::{Path, State};
use axum::http::{StatusCode, Uri, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use checks_core::{Finding, Lang};
use time::OffsetDateTime;
use time::macros::format_description;

use super::markdown::code;
use super::words::{Words, conclusion_name, level_name, review_name, words};
use super::{Titles, Trouble, Web, rules};
use crate::names::RepositoryName;
use crate::reports::{CheckReport, Overview, SCALE, StartupReport, Step};
use crate::store::{FindingState, KeptFinding, Repository, Review, ReviewKind};

/// Findings beyond this are only counted on a page.
const MOST_SHOWN: usize = 200;

#[derive(Template)]
#[template(path = "overview.html", config = "src/web/askama.toml")]
struct OverviewPage {
    w: &'static Words,
    here: &'static str,
    titles: Titles,
    overview: Overview,
}

#[derive(Template)]
#[template(path = "startup.html", config = "src/web/askama.toml")]
struct StartupPage {
    w: &'static Words,
    here: String,
    titles: Titles,
    report: StartupReport,
    repositories: Vec<RepositoryName>,
}

#[derive(Template)]
#[template(path = "repository.html", config = "src/web/askama.toml")]
struct RepositoryPage {
    w: &'static Words,
    here: String,
    titles: Titles,
    name: RepositoryName,
    startup: Option<(String, String)>,
    no_state: bool,
    checks: Vec<CheckReport>,
    findings: Vec<ShownFinding>,
    more: usize,
    reviews: Vec<ShownReview>,
}

#[derive(Template)]
#[template(path = "review.html", config = "src/web/askama.toml")]
struct ReviewPage {
    w: &'static Words,
    here: String,
    name: RepositoryName,
    what: String,
    commit: String,
    date: String,
    outcomes: Vec<ShownOutcome>,
    findings: Vec<ShownFinding>,
    more: usize,
}

#[derive(Template)]
#[template(path = "reading.html", config = "src/web/askama.toml")]
struct ReadingPage {
    w: &'static Words,
    here: &'static str,
    scale: [Step; 6],
}

#[derive(Template)]
#[template(path = "message.html", config = "src/web/askama.toml")]
struct MessagePage {
    w: &'static Words,
    here: &'static str,
    title: &'static str,
    text: &'static str,
}

struct ShownFinding {
    rule: String,
    level: String,
    level_name: &'static str,
    path: String,
    line: i64,
    url: String,
    text: String,
}

struct ShownReview {
    id: i64,
    what: String,
    commit: String,
    outcome: &'static str,
    date: String,
}

struct ShownOutcome {
    title: String,
    outcome: &'static str,
    new: i64,
    fixed: i64,
    remaining: i64,
}

type Page = Result<Response, Trouble>;

pub(super) fn router(lang: Lang) -> Router<Web> {
    Router::new()
        .route("/", get(async move |web: State<Web>| answer(show_overview(web, lang).await, lang)))
        .route("/startups/{id}", get(async move |web, id| answer(show_startup(web, id, lang).await, lang)))
        .route(
            "/repositories/{owner}/{name}",
            get(async move |web, name| answer(show_repository(web, name, lang).await, lang)),
        )
        .route("/reviews/{id}", get(async move |web, id| answer(show_review(web, id, lang).await, lang)))
        .route("/regles", get(async move |web| rules::list(web, lang)))
        .route("/regles/{check}/{rule}", get(async move |web, path| rules::one(web, path, lang)))
        .route("/lire", get(async move || html(&ReadingPage { w: words(lang), here: "/lire", scale: SCALE })))
}

/// What is not there, in the language of its address.
pub(super) async fn not_found(uri: Uri) -> Response {
    missing(if uri.path() == "/en" || uri.path().starts_with("/en/") { Lang::En } else { Lang::Fr })
}

pub(super) fn missing(lang: Lang) -> Response {
    let w = words(lang);
    let page = MessagePage { w, here: "/", title: w.not_found, text: w.not_found_text };
    (StatusCode::NOT_FOUND, html(&page)).into_response()
}

/// A template as a response. A template of ours cannot fail but for lack of memory.
pub(super) fn html(page: &impl Template) -> Response {
    match page.render() {
        Ok(body) => ([(header::CACHE_CONTROL, "public, max-age=60")], Html(body)).into_response(),
        Err(error) => {
            tracing::error!(%error, "a page could not be rendered");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn answer(page: Page, lang: Lang) -> Response {
    match page {
        Ok(response) => response,
        Err(Trouble::Missing) => missing(lang),
        Err(Trouble::Store(error)) => {
            tracing::error!(%error, "a page could not be read");
            let w = words(lang);
            let page = MessagePage { w, here: "/", title: w.unavailable, text: w.unavailable_text };
            (StatusCode::SERVICE_UNAVAILABLE, html(&page)).into_response()
        }
    }
}

async fn show_overview(State(web): State<Web>, lang: Lang) -> Page {
    let overview = web.overview().await?;
    Ok(html(&OverviewPage { w: words(lang), here: "/", titles: web.titles(lang), overview }))
}

async fn show_startup(State(web): State<Web>, Path(id): Path<String>, lang: Lang) -> Page {
    let startup = web.store.startup(&id).await?.ok_or(Trouble::Missing)?;
    let report = web.startup(&startup).await?;
    let repositories = web.store.public_repositories_of_startup(&id).await?;
    Ok(html(&StartupPage {
        w: words(lang),
        here: format!("/startups/{id}"),
        titles: web.titles(lang),
        report,
        repositories: repositories.iter().map(Repository::full_name).collect(),
    }))
}

async fn show_repository(State(web): State<Web>, Path((owner, name)): Path<(String, String)>, lang: Lang) -> Page {
    let name = RepositoryName { owner, name };
    let repository = web.store.public_repository_named(&name).await?.ok_or(Trouble::Missing)?;
    let name = repository.full_name();
    let (checks, states) = web.repository(repository.id).await?;
    let startup = match &repository.startup_id {
        Some(id) => web.store.startup(id).await?.map(|startup| (startup.id, startup.name)),
        None => None,
    };
    let (findings, more) = match states.first() {
        Some(state) => {
            let kept = web.store.findings(state.review_id).await?;
            shown_findings(&kept, &name, &state.head_sha, lang)
        }
        None => (Vec::new(), 0),
    };
    let reviews = web.store.recent_reviews(repository.id, 30).await?;
    Ok(html(&RepositoryPage {
        w: words(lang),
        here: format!("/repositories/{name}"),
        titles: web.titles(lang),
        no_state: states.is_empty(),
        checks,
        name,
        startup,
        findings,
        more,
        reviews: reviews.iter().map(|review| shown_review(review, lang)).collect(),
    }))
}

async fn show_review(State(web): State<Web>, Path(id): Path<i64>, lang: Lang) -> Page {
    let review = web.store.review(id).await?.ok_or(Trouble::Missing)?;
    let repository = web.store.repository(review.repository_id).await?.ok_or(Trouble::Missing)?;
    if repository.private || repository.removed_at.is_some() {
        return Err(Trouble::Missing);
    }
    let name = repository.full_name();
    let titles = web.titles(lang);
    let outcomes = web.store.outcomes(id).await?;
    let mut kept = web.store.findings(id).await?;
    // On a pull request, what was there before is only counted.
    if review.kind != ReviewKind::Branch {
        kept.retain(|finding| finding.state == FindingState::New);
    }
    let (findings, more) = shown_findings(&kept, &name, &review.head_sha, lang);
    let shown = shown_review(&review, lang);
    Ok(html(&ReviewPage {
        w: words(lang),
        here: format!("/reviews/{id}"),
        what: shown.what,
        commit: shown.commit,
        date: shown.date,
        outcomes: outcomes
            .iter()
            .map(|outcome| ShownOutcome {
                title: titles.of(&outcome.check_name).to_owned(),
                outcome: conclusion_name(outcome.conclusion, lang),
                new: outcome.new_findings,
                fixed: outcome.fixed_findings,
                remaining: outcome.remaining_findings,
            })
            .collect(),
        name,
        findings,
        more,
    }))
}

fn shown_findings(kept: &[KeptFinding], name: &RepositoryName, commit: &str, lang: Lang) -> (Vec<ShownFinding>, usize) {
    let mut worst_first: Vec<&KeptFinding> = kept.iter().collect();
    worst_first.sort_by_key(|finding| match finding.level.as_str() {
        "failure" => 0,
        "warning" => 1,
        _ => 2,
    });
    let more = worst_first.len().saturating_sub(MOST_SHOWN);
    let shown = worst_first.into_iter().take(MOST_SHOWN).map(|finding| ShownFinding {
        rule: finding.rule.clone(),
        level: finding.level.clone(),
        level_name: level_name(&finding.level, lang),
        path: finding.path.clone(),
        line: finding.line,
        url: line_on_github(name, commit, &finding.path, finding.line),
        text: serde_json::from_str::<Finding>(&finding.data).map(|whole| code(&whole.text(lang))).unwrap_or_default(),
    });
    (shown.collect(), more)
}

fn line_on_github(name: &RepositoryName, commit: &str, path: &str, line: i64) -> String {
    let path: Vec<String> = path
        .split('/')
        .map(|segment| percent_encoding::utf8_percent_encode(segment, percent_encoding::NON_ALPHANUMERIC).to_string())
        .collect();
    format!("https://github.com/{name}/blob/{commit}/{}#L{line}", path.join("/"))
}

fn shown_review(review: &Review, lang: Lang) -> ShownReview {
    ShownReview {
        id: review.id,
        what: review_name(review.kind, review.number, review.branch.as_deref(), lang),
        commit: review.head_sha.get(..7).unwrap_or(&review.head_sha).to_owned(),
        outcome: conclusion_name(review.outcome, lang),
        date: date(review.finished_at.unwrap_or(review.created_at)),
    }
}

fn date(milliseconds: i64) -> String {
    OffsetDateTime::from_unix_timestamp(milliseconds / 1_000)
        .ok()
        .and_then(|at| at.format(format_description!("[year]-[month]-[day] [hour]:[minute] UTC")).ok())
        .unwrap_or_default()
}
