//! Review apps, seen by a real browser.

use std::path::PathBuf;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use vigie::scan::Chromium;

use crate::app::{app_set_on_both, eventually};

const PAGE: &str = "<!doctype html>\n<html lang=\"fr\">\n<head><title>Mes aides</title></head>\n<body>\n<main><h1>Mes aides</h1>\n<p class=\"pale\" style=\"color: var(--pale)\">Un texte pâle</p></main>\n</body>\n</html>\n";

/// The browser of this machine. Without one, `VIGIE_REQUIRE_CHROMIUM=1` makes the story fail rather than go untold.
fn chromium() -> Option<PathBuf> {
    let found = Chromium::found(|name| std::env::var(name).ok()).map(|chromium| chromium.executable);
    let required = std::env::var("VIGIE_REQUIRE_CHROMIUM").as_deref() == Ok("1");
    assert!(found.is_some() || !required, "a Chromium must be in PATH, or in CHROME_PATH");
    found
}

/// Serves the page as the browser gets it. Gives `host:port`.
async fn review_app() -> String {
    let shown = PAGE.replace("<head>", "<head><style>:root { --pale: #bbb; background: #fff }</style>");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    let router = Router::new().route("/", get(async move || Html(shown)));
    tokio::spawn(axum::serve(listener, router).into_future());
    host
}

#[tokio::test]
async fn a_pale_text_of_a_review_app_is_told_on_the_line_that_writes_it() {
    let Some(chromium) = chromium() else { return };
    let host = review_app().await;
    let set = |name: &str| {
        Some(match name {
            "CHROME_PATH" => chromium.display().to_string(),
            // The machines that run this are thrown away, and often run it as root.
            "CHROME_FLAGS" => "--no-sandbox".to_owned(),
            "SCAN_HOSTS" => host.clone(),
            _ => return None,
        })
    };
    app_set_on_both(&set, async |app| {
        let demo = app.github.repository("betagouv/demo");
        demo.commit("main", &[("README.md", "# Démo\n")]);
        let head = demo.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request("page");
        let before = app.completed(&demo, &head).await;
        demo.deployed(&head, &format!("http://{host}/"));
        let rgaa = || demo.check_runs(&head).into_iter().find(|run| run.name.contains("RGAA")).unwrap();
        eventually(async || rgaa().text.is_some()).await;

        let after = rgaa();
        let text = after.text.unwrap();
        assert!(text.contains("color-contrast") && text.contains("RGAA-3.2.1"), "{text}");
        assert!(text.contains("#bbbbbb sur #ffffff") && text.contains("`index.html:6`"), "{text}");
        let was = before.iter().find(|run| run.name.contains("RGAA")).unwrap();
        assert_eq!(
            (after.conclusion, after.title, after.summary),
            (was.conclusion.clone(), was.title.clone(), was.summary.clone())
        );
        assert_eq!(after.annotations.len(), was.annotations.len() + 1);
    })
    .await;
}

#[tokio::test]
async fn an_internal_address_is_not_visited() {
    let Some(chromium) = chromium() else { return };
    let host = review_app().await;
    let set = |name: &str| (name == "CHROME_PATH").then(|| chromium.display().to_string());
    app_set_on_both(&set, async |app| {
        let demo = app.github.repository("betagouv/demo");
        demo.commit("main", &[("README.md", "# Démo\n")]);
        let head = demo.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request("page");
        app.completed(&demo, &head).await;
        demo.deployed(&head, &format!("http://{host}/"));
        app.github.settled().await;
        let done = async || {
            let counts = app.running.store.count_jobs().await.unwrap();
            !counts.iter().any(|(state, count)| *count > 0 && *state == vigie::store::JobState::Running)
                && app.running.store.next_due().await.unwrap().is_none_or(|due| due > vigie::store::now() + 10_000)
        };
        eventually(done).await;
        assert!(demo.check_runs(&head).iter().all(|run| run.text.is_none()));
    })
    .await;
}
