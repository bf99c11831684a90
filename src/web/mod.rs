//! Pages and API: what is kept, shown to whoever asks. No page asks GitHub; private repositories appear nowhere.

mod api;
mod health;
mod markdown;
mod pages;
mod rules;
mod words;

use axum::Router;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::IntoResponse;
use axum::routing::get;
use checks_core::{Check, Lang};
use tower::ServiceBuilder;
use tower_http::compression::CompressionLayer;
use tower_http::set_header::SetResponseHeaderLayer;

use crate::reports::{CheckReport, Overview, StartupReport, overview, repository_report, startup_report};
use crate::store::{CheckState, Error, Scope, Startup, Store};

/// Pull requests count in the pass rate for so many days.
const PERIOD_DAYS: i64 = 90;

/// What the pages need.
#[derive(Clone)]
pub struct Web {
    /// What is kept.
    pub store: Store,
    /// The checks, in the order they are shown.
    pub checks: &'static [&'static dyn Check],
}

impl Web {
    fn check_names(&self) -> Vec<&'static str> {
        self.checks.iter().map(|check| check.name()).collect()
    }

    /// The community, over the period.
    async fn overview(&self) -> Result<Overview, Error> {
        let (from, to) = period();
        Ok(overview(
            &self.check_names(),
            &self.store.startups().await?,
            &self.store.incubators().await?,
            &self.store.pull_request_outcomes(Scope::Public, from, to).await?,
            &self.store.states(Scope::Public).await?,
        ))
    }

    /// A startup, over the period.
    async fn startup(&self, startup: &Startup) -> Result<StartupReport, Error> {
        let (from, to) = period();
        let scope = || Scope::Startup(&startup.id);
        Ok(startup_report(
            &self.check_names(),
            startup,
            &self.store.incubators().await?,
            &self.store.pull_request_outcomes(scope(), from, to).await?,
            &self.store.states(scope()).await?,
        ))
    }

    /// A repository, over the period, and the state it is drawn from.
    async fn repository(&self, id: i64) -> Result<(Vec<CheckReport>, Vec<CheckState>), Error> {
        let (from, to) = period();
        let outcomes = self.store.pull_request_outcomes(Scope::Repository(id), from, to).await?;
        let states = self.store.states(Scope::Repository(id)).await?;
        Ok((repository_report(&self.check_names(), &outcomes, &states), states))
    }

    fn titles(&self, lang: Lang) -> Titles {
        Titles(self.checks.iter().map(|check| (check.name(), check.title().get(lang).to_owned())).collect())
    }
}

/// Each check's name and what people call it.
struct Titles(Vec<(&'static str, String)>);

impl Titles {
    fn of<'a>(&'a self, check: &'a str) -> &'a str {
        self.0.iter().find(|(name, _)| *name == check).map_or(check, |(_, title)| title)
    }
}

/// Pages at `/` (French) and `/en` (English), the API at `/api/v1`, health at `/healthz` and `/readyz`.
pub fn router(web: Web) -> Router {
    let headers = ServiceBuilder::new()
        .layer(fixed(
            header::CONTENT_SECURITY_POLICY,
            "default-src 'none'; style-src 'self'; img-src 'self'; \
            form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
        ))
        .layer(fixed(header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .layer(fixed(header::X_FRAME_OPTIONS, "DENY"))
        .layer(fixed(header::REFERRER_POLICY, "no-referrer"))
        .layer(fixed(header::STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"))
        .layer(fixed(HeaderName::from_static("cross-origin-opener-policy"), "same-origin"))
        .layer(fixed(HeaderName::from_static("cross-origin-embedder-policy"), "require-corp"))
        .layer(fixed(HeaderName::from_static("cross-origin-resource-policy"), "same-origin"));
    Router::new()
        .merge(pages::router(Lang::Fr))
        .nest("/en", pages::router(Lang::En))
        .nest("/api/v1", api::router())
        .merge(health::router())
        .route("/assets/vigie.css", get(stylesheet))
        .fallback(pages::not_found)
        .layer(headers)
        .layer(CompressionLayer::new())
        .with_state(web)
}

fn fixed(name: HeaderName, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(name, HeaderValue::from_static(value))
}

async fn stylesheet() -> impl IntoResponse {
    let headers = [(header::CONTENT_TYPE, "text/css; charset=utf-8"), (header::CACHE_CONTROL, "public, max-age=3600")];
    (headers, include_str!("vigie.css"))
}

/// Why something cannot be shown.
enum Trouble {
    /// It is not there, or not public.
    Missing,
    /// The store does not answer.
    Store(Error),
}

impl From<Error> for Trouble {
    fn from(error: Error) -> Self {
        Self::Store(error)
    }
}

/// `[from, to)` of the pass rate's period, in milliseconds since 1970.
fn period() -> (i64, i64) {
    let now = crate::store::now();
    (now - PERIOD_DAYS * 86_400_000, now + 1)
}
