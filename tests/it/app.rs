//! The App whole: the real server on loopback, a GitHub in memory that judges every request by its own description.

use std::path::Path;
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use vigie::cli::demo::github::{APP_ID, CheckRunSeen, GitHub, Repository};
use vigie::cli::serve::Running;
use vigie::config::Settings;
use vigie::jobs::Pace;
use vigie::review::checks;

use crate::databases::on_both_empty;
use crate::openapi;

/// The secret of deliveries in stories.
pub(crate) const SECRET: &str = "un secret d'histoire";

/// A Vigie at work for one GitHub.
pub(crate) struct App {
    pub(crate) github: GitHub,
    pub(crate) running: Running,
    settings: Settings,
    server: JoinHandle<std::io::Result<()>>,
}

/// Tells a story of the App on both databases. At its end GitHub has refused nothing, and no check run is left open.
pub(crate) async fn app_on_both(story: impl AsyncFn(&mut App)) {
    app_set_on_both(&|_| None, story).await;
}

/// The same, with more variables set.
pub(crate) async fn app_set_on_both(more: &dyn Fn(&str) -> Option<String>, story: impl AsyncFn(&mut App)) {
    on_both_empty(async |database| {
        let folder = tempfile::tempdir().unwrap();
        let mut app = App::start(database, folder.path(), more).await;
        story(&mut app).await;
        let refusals = app.github.refusals();
        assert!(refusals.is_empty(), "{refusals:#?}");
        app.stop().await;
    })
    .await;
}

impl App {
    pub(crate) async fn start(database: &str, folder: &Path, more: &dyn Fn(&str) -> Option<String>) -> Self {
        let github = GitHub::start().await.unwrap();
        openapi::judge(&github);
        std::fs::write(
            folder.join("startups.json"),
            r#"[{"id":"demo","name":"Démo","repository":"https://github.com/betagouv/demo"}]"#,
        )
        .unwrap();
        let variable = |name: &str| {
            Some(match name {
                "APP_ID" => APP_ID.to_string(),
                "PRIVATE_KEY" => github.private_key(),
                "WEBHOOK_SECRET" => SECRET.to_owned(),
                "GITHUB_API_URL" => github.url().to_string(),
                "DATABASE_URL" => database.to_owned(),
                "STARTUPS" => folder.join("startups.json").display().to_string(),
                "PUBLIC_URL" => "https://vigie.example".to_owned(),
                "VIGIE_OFFLINE" => "1".to_owned(),
                _ => return more(name),
            })
        };
        let settings = Settings::read(variable, |_| None).unwrap();
        let (running, home, server) = serve(&settings).await;
        github.deliver_to(&format!("{home}/webhook"), SECRET);
        Self { github, running, settings, server }
    }

    /// Stops as abruptly as a process that is killed, as far as one process can: its tasks end where they stand, what
    /// they held is given up. Then starts again on the same database.
    pub(crate) async fn crash(self) -> Self {
        let Self { github, running, settings, server, .. } = self;
        server.abort();
        running.stop(Duration::ZERO).await;
        let (running, home, server) = serve(&settings).await;
        github.deliver_to(&format!("{home}/webhook"), SECRET);
        Self { github, running, settings, server }
    }

    async fn stop(self) {
        self.server.abort();
        self.running.stop(Duration::from_secs(5)).await;
    }

    /// The check runs of a commit, once each check has one and all are concluded.
    pub(crate) async fn completed(&self, repository: &Repository, head: &str) -> Vec<CheckRunSeen> {
        let open =
            |runs: &[CheckRunSeen]| runs.len() < checks().len() || runs.iter().any(|run| run.conclusion.is_none());
        eventually(async || !open(&repository.check_runs(head))).await;
        repository.check_runs(head)
    }

    /// Waits until no job is left but those that queue themselves for later.
    pub(crate) async fn idle(&self) {
        self.github.settled().await;
        let due = async || self.running.store.next_due().await.unwrap().is_some_and(|due| due <= vigie::store::now());
        let running = async || {
            let counts = self.running.store.count_jobs().await.unwrap();
            counts.iter().any(|(state, count)| *state == vigie::store::JobState::Running && *count > 0)
        };
        eventually(async || !due().await && !running().await).await;
    }
}

async fn serve(settings: &Settings) -> (Running, String, JoinHandle<std::io::Result<()>>) {
    let pace = Pace {
        first_retry: Duration::from_millis(20),
        longest_retry: Duration::from_millis(50),
        attempts: 4,
        ..Pace::default()
    };
    let running = Running::start(settings, pace).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let home = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(axum::serve(listener, running.router(settings)).into_future());
    (running, home, server)
}

/// Waits until something holds; a story that waits for too long fails.
pub(crate) async fn eventually(mut holds: impl AsyncFnMut() -> bool) {
    let began = Instant::now();
    while !holds().await {
        assert!(began.elapsed() < Duration::from_mins(1), "it does not come");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}
