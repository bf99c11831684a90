//! Stories about Vigie as a client: what it asks of GitHub, how often, and what it does when GitHub says no.

mod access;
mod changes;
mod check_runs;
mod files;
mod limits;

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use vigie::cli::demo::github::{GitHub, Repository};
use vigie::github::{App, Installation, Kind, Settings, Wanted};
use vigie::names::RepositoryName;

use crate::openapi;

const TREES: &str = "GET /repos/*/*/git/trees/*";
const BLOBS: &str = "GET /repos/*/*/git/blobs/*";
const TARBALL: &str = "GET /repos/*/*/tarball/*";
const CODELOAD: &str = "GET /*/*/legacy.tar.gz/*";
const TOKENS: &str = "POST /app/installations/*/access_tokens";
const CREATE: &str = "POST /repos/*/*/check-runs";
const REPOSITORY: &str = "GET /repos/*/*";
const PULL: &str = "GET /repos/*/*/pulls/*";
const COMPARE: &str = "GET /repos/*/*/compare/*";
const CHECK_RUNS: &str = "GET /repos/*/*/commits/*/check-runs";

/// A GitHub whose every request is judged by GitHub's own description, when the story ends at the latest.
struct Judged(GitHub);

impl Deref for Judged {
    type Target = GitHub;

    fn deref(&self) -> &GitHub {
        &self.0
    }
}

impl Drop for Judged {
    fn drop(&mut self) {
        let refusals = self.0.refusals();
        assert!(std::thread::panicking() || refusals.is_empty(), "{refusals:#?}");
    }
}

struct World {
    app: App,
    installation: Arc<Installation>,
    demo: Repository,
    name: RepositoryName,
    github: Judged,
}

/// Patient in a story's time.
fn quick(mut settings: Settings) -> Settings {
    settings.limits.back_off = Duration::from_millis(1);
    settings
}

async fn github() -> (Judged, Repository) {
    let github = GitHub::start().await.unwrap();
    openapi::judge(&github);
    let demo = github.repository("betagouv/demo");
    (Judged(github), demo)
}

async fn world_with(change: impl FnOnce(&mut Settings)) -> World {
    let (github, demo) = github().await;
    demo.commit("main", &[("index.html", "<html lang=fr>"), ("src/app.ts", "export {}\n")]);
    let mut settings = quick(github.settings());
    change(&mut settings);
    let app = App::new(settings).unwrap();
    let installation = app.installation(100).await.unwrap();
    World { app, installation, name: demo.name(), demo, github }
}

async fn world() -> World {
    world_with(|_| ()).await
}

/// `count` files in folders of a hundred.
fn many(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| (format!("src/{}/page-{n}.html", n / 100), format!("<p>{n}</p>\n"))).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, content)| (path.as_str(), content.as_str())).collect()
}

async fn wanted(installation: &Installation, name: &RepositoryName, head: &str) -> Vec<Wanted> {
    let tree = installation.tree(name, head).await.unwrap();
    tree.entries
        .iter()
        .filter(|entry| entry.kind == Kind::File)
        .map(|entry| Wanted { path: entry.path.clone(), sha: entry.sha.clone(), size: entry.size })
        .collect()
}
