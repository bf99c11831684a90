//! `vigie demo`: the whole journey without a GitHub account.
//!
//! The real server runs against a [GitHub in memory](github): the App is installed, every repository gets its first
//! report, a pull request with faults gets its check runs, the fix turns them green, and the pages show it all.

pub mod github;
mod repositories;

use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow};
use checks_core::Lang;
use clap::Args;
use tokio::net::TcpListener;

use self::github::{APP_ID, CheckRunSeen, GitHub, Repository};
use super::serve::{Running, asked_to_stop};
use super::words::Words;
use super::{CALM, Failure, print};
use crate::config::Settings;
use crate::jobs::Pace;
use crate::review::checks;

/// The secret of deliveries that never leave this machine.
const SECRET: &str = "secret de la démonstration";
/// A journey of a second or two; a busy machine may need longer.
const PATIENCE: Duration = Duration::from_mins(2);

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Port des pages (0 : un port libre)
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,
    /// S'arrête à la fin du trajet au lieu de continuer à montrer les pages
    #[arg(long)]
    once: bool,
}

pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<u8, Failure> {
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure(error.to_string()))?;
    let journey = runtime.block_on(journey(arguments, lang));
    journey.map(|()| CALM).map_err(|error| Failure(Words(lang).cannot_demonstrate(&error)))
}

async fn journey(arguments: &Arguments, lang: Lang) -> anyhow::Result<()> {
    let folder = tempfile::tempdir().context("no folder for the demonstration")?;
    let directory = folder.path().join("startups.json");
    std::fs::write(&directory, repositories::DIRECTORY)?;
    let github = GitHub::start().await?;
    let listener = TcpListener::bind(("127.0.0.1", arguments.port)).await.context("no port for the pages")?;
    let home = format!("http://{}", listener.local_addr()?);
    let settings = settings(&github, folder.path(), &home)?;
    let running = Running::start(&settings, Pace::default()).await?;
    let server = tokio::spawn(axum::serve(listener, running.router(&settings)).into_future());

    let say = |text: String| print(&text, lang).map_err(|failure| anyhow!(failure.to_string()));
    let words = Words(lang);
    let told = tell(&github, &home, words, &say).await;
    match told {
        // Without a terminal nobody is there to look at the pages.
        Ok(()) if !arguments.once && io::stdin().is_terminal() => {
            say(words.demo_pages(&home))?;
            asked_to_stop().await;
        }
        Ok(()) => say(words.demo_end())?,
        Err(error) => return Err(error),
    }
    server.abort();
    running.stop(Duration::from_secs(5)).await;
    Ok(())
}

/// The journey, step by step.
async fn tell(
    github: &GitHub,
    home: &str,
    words: Words,
    say: &impl Fn(String) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let all: Vec<Repository> = repositories::before().iter().map(|(name, files)| new(github, name, files)).collect();
    let repository = all.first().ok_or_else(|| anyhow!("no repository to show"))?;
    github.deliver_to(&format!("{home}/webhook"), SECRET);

    say(words.demo_installed(all.len()))?;
    let installation = github.installation("betagouv").ok_or_else(|| anyhow!("no installation"))?;
    github.tell_installation(installation, "created");
    for repository in &all {
        let address = format!("{home}/api/v1/repositories/{}", repository.name());
        until(|| has_state(&address)).await.context("a first report")?;
    }
    say(words.demo_first_reports())?;

    let head = repository.push("carte", repositories::FAULTY);
    let number = repository.open_pull_request("carte");
    say(words.demo_opened(&repository.name(), number))?;
    say(shown(&completed(repository, &head).await?))?;

    let head = repository.push("carte", repositories::MENDED);
    say(words.demo_mended())?;
    say(shown(&completed(repository, &head).await?))
}

fn new(github: &GitHub, name: &str, files: &[(&str, &str)]) -> Repository {
    let repository = github.repository(name);
    repository.commit("main", files);
    repository
}

fn settings(github: &GitHub, folder: &Path, home: &str) -> anyhow::Result<Settings> {
    let variable = |name: &str| {
        Some(match name {
            "APP_ID" => APP_ID.to_string(),
            "PRIVATE_KEY" => github.private_key(),
            "WEBHOOK_SECRET" => SECRET.to_owned(),
            "GITHUB_API_URL" => github.url().to_string(),
            "DATABASE_URL" => format!("sqlite://{}", folder.join("vigie.sqlite").display()),
            "STARTUPS" => folder.join("startups.json").display().to_string(),
            "PUBLIC_URL" => home.to_owned(),
            // The demonstration is the same without a network.
            "VIGIE_OFFLINE" => "1".to_owned(),
            _ => return None,
        })
    };
    Ok(Settings::read(variable, |_| None)?)
}

/// The check runs of a commit, once all are concluded.
async fn completed(repository: &Repository, head: &str) -> anyhow::Result<Vec<CheckRunSeen>> {
    let expected = checks().len();
    let done = async || {
        let runs = repository.check_runs(head);
        runs.len() == expected && runs.iter().all(|run| run.conclusion.is_some())
    };
    until(done).await.context("the check runs")?;
    Ok(repository.check_runs(head))
}

async fn has_state(address: &str) -> bool {
    let Ok(answer) = reqwest::get(address).await else { return false };
    let Ok(body) = answer.json::<serde_json::Value>().await else { return false };
    body["checks"].as_array().is_some_and(|checks| checks.iter().any(|check| !check["state"].is_null()))
}

async fn until(mut holds: impl AsyncFnMut() -> bool) -> anyhow::Result<()> {
    let began = Instant::now();
    while !holds().await {
        if began.elapsed() > PATIENCE {
            return Err(anyhow!("nothing after {} s", PATIENCE.as_secs()));
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(())
}

/// Check runs as a person sees them below a pull request.
fn shown(runs: &[CheckRunSeen]) -> String {
    let mut out = String::new();
    for run in runs {
        let mark = match run.conclusion.as_deref() {
            Some("success") => "✓",
            Some("failure") => "✗",
            _ => "–",
        };
        let _ = writeln!(out, "\n  {mark} {} : {}", run.name, run.title.as_deref().unwrap_or_default());
        for annotation in &run.annotations {
            let text = |field: &str| annotation[field].as_str().unwrap_or_default().replace("\n\n", " ");
            let _ = writeln!(out, "      {}:{} {}", text("path"), annotation["start_line"], text("title"));
            let _ = writeln!(out, "        {}", text("message"));
        }
    }
    out + "\n"
}
