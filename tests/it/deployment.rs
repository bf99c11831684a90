//! The security headers of review apps, graded in a check run of their own.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::response::{Html, Redirect};
use axum::routing::get;

use crate::app::{app_set_on_both, eventually};

const NAME: &str = "Vigie – En-têtes de sécurité (déploiement)";
const PAGE: &str = "<!doctype html>\n<html lang=\"fr\"><title>Mes aides</title><p>Bonjour</p></html>\n";

/// Serves `router` on this machine. Gives `host:port`.
async fn serve(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let host = listener.local_addr().unwrap().to_string();
    tokio::spawn(axum::serve(listener, router).into_future());
    host
}

fn site() -> Router {
    let headers =
        [("content-security-policy", "default-src 'self'; frame-ancestors *"), ("referrer-policy", "no-referrer")];
    Router::new().route("/", get(async move || (headers, Html(PAGE))))
}

#[tokio::test]
async fn a_deployment_gets_a_grade_in_a_check_run_of_its_own() {
    let host = serve(site()).await;
    let set = |name: &str| (name == "SCAN_HOSTS").then(|| host.clone());
    app_set_on_both(&set, async |app| {
        let demo = app.github.repository("betagouv/demo");
        demo.commit("main", &[("README.md", "# Démo\n")]);
        let head = demo.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request("page");
        let before = app.completed(&demo, &head).await.len();
        let runs = || demo.check_runs(&head).into_iter().filter(|run| run.name == NAME).collect::<Vec<_>>();
        demo.deployed(&head, &format!("http://{host}/"));
        eventually(async || !runs().is_empty()).await;

        let run = runs().remove(0);
        assert_eq!(run.conclusion.as_deref(), Some("neutral"), "what is deployed blocks nothing");
        let title = run.title.unwrap();
        assert!(title.contains("points (MDN HTTP Observatory, algorithme 6)"), "{title}");
        let summary = run.summary.unwrap();
        assert!(
            summary.contains("La meilleure marche") && summary.contains("| Points | Contrôle | Constat |"),
            "{summary}"
        );
        assert!(summary.contains("`frame-ancestors *` rapporte des points"), "{summary}");
        assert_eq!(demo.check_runs(&head).len(), before + 1);

        // Deployed again, it is told in the same check run.
        demo.deployed(&head, &format!("http://{host}/?encore"));
        eventually(async || runs()[0].summary.as_deref().is_some_and(|summary| summary.contains("encore"))).await;
        assert_eq!(runs().len(), 1);
    })
    .await;
}

#[tokio::test]
async fn an_internal_address_is_neither_visited_nor_followed() {
    let visits = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&visits);
    let inside = serve(Router::new().route(
        "/",
        get(async move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Html(PAGE)
        }),
    ))
    .await;
    let target = format!("http://{inside}/");
    let to = target.clone();
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    let outside = serve(Router::new().route(
        "/",
        get(async move || {
            counted.fetch_add(1, Ordering::SeqCst);
            Redirect::temporary(&to)
        }),
    ))
    .await;
    let set = |name: &str| (name == "SCAN_HOSTS").then(|| outside.clone());
    app_set_on_both(&set, async |app| {
        let demo = app.github.repository("betagouv/demo");
        demo.commit("main", &[("README.md", "# Démo\n")]);
        let head = demo.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request("page");
        app.completed(&demo, &head).await;
        let runs = || demo.check_runs(&head).into_iter().filter(|run| run.name == NAME).collect::<Vec<_>>();

        demo.deployed(&head, &target);
        eventually(async || !runs().is_empty()).await;
        let run = runs().remove(0);
        assert_eq!(run.conclusion.as_deref(), Some("neutral"));
        assert!(run.summary.unwrap().contains("SCAN_HOSTS"));

        let before = asked.load(Ordering::SeqCst);
        demo.deployed(&head, &format!("http://{outside}/"));
        eventually(async || asked.load(Ordering::SeqCst) > before).await;
        app.github.settled().await;
        assert_eq!(visits.load(Ordering::SeqCst), 0, "a redirection to an internal address is not followed");
    })
    .await;
}
