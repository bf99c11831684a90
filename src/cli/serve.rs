//! `vigie serve` and `vigie work`: the server, or its workers alone.

use std::io::{self, IsTerminal};
use std::net::SocketAddr;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::routing::get;
use checks_core::Lang;
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use secrecy::ExposeSecret as _;
use tokio::net::TcpListener;
use tower_http::catch_panic::CatchPanicLayer;
use tracing_subscriber::EnvFilter;
use url::Url;

use super::words::Words;
use super::{CALM, Failure};
use crate::config::Settings;
use crate::facts::{Answers, Sources};
use crate::github::{self, App};
use crate::jobs::{self, Context, Job, Pace, RefreshDirectory, Sweep, Wake, Workers, enqueue};
use crate::review::{LARGEST_LOCK, checks};
use crate::startups::{Mapping, Overrides, Source};
use crate::store::Store;
use crate::web::{self, Web};
use crate::webhook::{self, Inbox, Verifier, Webhook};

/// How long running jobs may go on once the process is asked to stop.
const GRACE: Duration = Duration::from_secs(45);

/// What a process is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Listen, and work.
    Serve,
    /// Work alone.
    Work,
}

/// Runs until the process is asked to stop (Ctrl-C, SIGTERM).
pub(super) fn run(role: Role, lang: Lang) -> Result<u8, Failure> {
    log();
    let settings = Settings::from_env().map_err(|mistakes| Failure(mistakes.to_string()))?;
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure(error.to_string()))?;
    runtime
        .block_on(async {
            let running = Running::start(&settings, Pace::default()).await?;
            match role {
                Role::Serve => {
                    let listener = listen(&settings).await?;
                    tracing::info!(address = %listener.local_addr()?, webhook = settings.webhook_path, "listening");
                    axum::serve(listener, running.router(&settings)).with_graceful_shutdown(asked_to_stop()).await?;
                }
                Role::Work => asked_to_stop().await,
            }
            running.stop(GRACE).await;
            anyhow::Ok(CALM)
        })
        .map_err(|error| Failure(Words(lang).cannot_serve(&error)))
}

/// Events of this process, on the standard error: lines for people on a terminal, JSON for machines.
fn log() {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let events = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // A second subscriber in one process is refused: the first goes on.
    let _ = if io::stderr().is_terminal() { events.try_init() } else { events.json().try_init() };
}

/// A Vigie at work: the store, the workers, and what they share.
pub struct Running {
    /// What is kept.
    pub store: Store,
    wake: Wake,
    workers: Option<Workers>,
    metrics: Option<PrometheusHandle>,
}

impl Running {
    /// Opens the store, begins the work that `settings` leave to this process.
    pub async fn start(settings: &Settings, pace: Pace) -> anyhow::Result<Self> {
        // One recorder per process; a second start in the same process (a test) has none of its own.
        let metrics = PrometheusBuilder::new().install_recorder().ok();
        let store = Store::open(settings.database_url.expose_secret()).await?;
        let wake = Wake::default();
        let context = Arc::new(context(settings, store.clone(), wake.clone()).await?);
        let workers = match settings.workers {
            0 => None,
            count => {
                begin(&store, context.directory.is_some()).await?;
                let registry = jobs::registry();
                Some(Workers::start(store.clone(), registry, context, wake.clone(), count, pace))
            }
        };
        Ok(Self { store, wake, workers, metrics })
    }

    /// The webhook, the pages, the API, health and metrics.
    pub fn router(&self, settings: &Settings) -> Router {
        let webhook = Webhook {
            verifier: Arc::new(Verifier::new(&settings.app.webhook_secrets)),
            inbox: Inbox::open(self.store.clone(), self.wake.clone()),
            app: settings.app.number(),
        };
        let metrics = self.metrics.clone();
        let told = async move || metrics.map(|handle| handle.render()).unwrap_or_default();
        webhook::router(&settings.webhook_path, webhook)
            .route("/metrics", get(told))
            .merge(web::router(Web { store: self.store.clone(), checks: checks().leak() }))
            .layer(CatchPanicLayer::new())
    }

    /// Takes no more jobs, lets those that run finish for as long as `grace`, and closes the store.
    pub async fn stop(self, grace: Duration) {
        if let Some(workers) = self.workers {
            workers.stop(grace).await;
        }
        self.store.close().await;
    }
}

/// What jobs are lent.
async fn context(settings: &Settings, store: Store, wake: Wake) -> anyhow::Result<Context> {
    let overrides = match &settings.startups_overrides {
        Some(path) => {
            let yaml =
                std::fs::read_to_string(path).with_context(|| format!("STARTUPS_OVERRIDES : {}", path.display()))?;
            Overrides::parse(&yaml).with_context(|| format!("STARTUPS_OVERRIDES : {}", path.display()))?
        }
        None => Overrides::default(),
    };
    let directory = settings.startups.as_deref().map(Source::parse);
    // What is known of the directory until it is read again.
    let mapping = Mapping::new(&known_directory(&store).await?, overrides.clone());
    let mut app = github::Settings::new(settings.app.id.clone(), settings.app.private_key.clone())
        .at(Url::parse(&settings.app.api_url).context("GITHUB_API_URL")?);
    app.limits.largest_blob = LARGEST_LOCK;
    Ok(Context {
        github: Arc::new(App::new(app)?),
        answers: Arc::new(Answers::kept_in(store.clone(), Sources::from_env()?, settings.offline)),
        store,
        checks: checks(),
        wake,
        public_url: Url::parse(&format!("{}/", settings.public_url)).ok(),
        chromium: settings.chromium.clone(),
        scan_hosts: settings.scan_hosts.clone(),
        directory,
        overrides,
        mapping: RwLock::new(Arc::new(mapping)),
    })
}

async fn known_directory(store: &Store) -> anyhow::Result<crate::startups::Directory> {
    let kept = store.startups().await?;
    let read = kept.iter().filter_map(|row| serde_json::from_str::<crate::startups::Startup>(&row.data).ok());
    let startups = read.map(|startup| (startup.id.clone(), startup)).collect();
    Ok(crate::startups::Directory { startups, ..Default::default() })
}

/// The jobs that queue themselves again, for the first time.
async fn begin(store: &Store, directory: bool) -> anyhow::Result<()> {
    let mut tx = store.begin().await?;
    enqueue(&mut tx, &Sweep { in_minutes: 1 }).await?;
    if directory {
        enqueue(&mut tx, &RefreshDirectory { in_hours: 0 }).await?;
    } else {
        tx.forget_waiting(RefreshDirectory::NAME, "").await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn listen(settings: &Settings) -> anyhow::Result<TcpListener> {
    let address = format!("{}:{}", settings.host, settings.port);
    TcpListener::bind(&address).await.with_context(|| format!("HOST, PORT : {address}"))
}

/// Resolves when the process is asked to stop.
pub(super) async fn asked_to_stop() {
    let interrupted = async { drop(tokio::signal::ctrl_c().await) };
    #[cfg(unix)]
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let terminated = std::future::pending::<()>();
    tokio::select! {
        () = interrupted => {}
        () = terminated => {}
    }
}

/// `vigie healthy`: whether the server of this machine is ready, for a container's health check.
pub(super) fn healthy(lang: Lang) -> Result<u8, Failure> {
    let port = std::env::var("PORT").ok().and_then(|port| port.parse().ok()).unwrap_or(3000);
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure(error.to_string()))?;
    let asked = runtime.block_on(async {
        let client = reqwest::Client::builder().timeout(Duration::from_secs(4)).no_proxy().build()?;
        client.get(format!("http://{address}/readyz")).send().await?.error_for_status()
    });
    match asked {
        Ok(_) => Ok(CALM),
        Err(error) => Err(Failure(Words(lang).cannot_serve(&error.into()))),
    }
}
