//! Pull requests, told to the App whole.

use std::collections::BTreeSet;

use vigie::cli::demo::github::{CheckRunSeen, Fault, Repository};
use vigie::review::checks;

use crate::app::{App, app_on_both, eventually};

const NGINX: &str = "server {\n  add_header X-Frame-Options DENY always;\n  location / {\n    root /srv;\n  }\n}\n";
const LOSING: &str = "server {\n  add_header X-Frame-Options DENY always;\n  location / {\n    add_header Cache-Control no-store;\n    root /srv;\n  }\n}\n";
const PAGE: &str = "<!doctype html>\n<html lang=\"fr\">\n<head><title>T</title></head>\n<body>\n<img src=\"a.png\">\n</body>\n</html>\n";
const MENDED: &str = "<!doctype html>\n<html lang=\"fr\">\n<head><title>T</title></head>\n<body>\n<img src=\"a.png\" alt=\"Plan\">\n</body>\n</html>\n";

const CREATE: &str = "POST /repos/*/*/check-runs";
const UPDATE: &str = "PATCH /repos/*/*/check-runs/*";
const TREES: &str = "GET /repos/*/*/git/trees/*";

fn demo(app: &App) -> Repository {
    let demo = app.github.repository("betagouv/demo");
    demo.commit("main", &[("nginx.conf", NGINX), ("README.md", "# Démo\n")]);
    demo
}

fn failures(runs: &[CheckRunSeen]) -> BTreeSet<(String, i64)> {
    runs.iter().flat_map(CheckRunSeen::places).collect()
}

fn concluded(runs: &[CheckRunSeen], name: &str) -> Option<String> {
    runs.iter().find(|run| run.name.contains(name)).and_then(|run| run.conclusion.clone())
}

#[tokio::test]
async fn a_faulty_pull_request_is_annotated_on_its_lines_and_its_fix_turns_green() {
    app_on_both(async |app| {
        let demo = demo(app);
        let head = demo.push("page", &[("index.html", PAGE), ("nginx.conf", LOSING)]);
        let number = demo.open_pull_request("page");
        let runs = app.completed(&demo, &head).await;
        assert_eq!(runs.len(), checks().len(), "one check run per check");
        assert_eq!(failures(&runs), BTreeSet::from([("index.html".to_owned(), 5), ("nginx.conf".to_owned(), 4)]));
        assert_eq!(concluded(&runs, "RGAA").as_deref(), Some("failure"));
        assert_eq!(concluded(&runs, "sécurité").as_deref(), Some("failure"));
        assert!(runs.iter().all(|run| run.title.is_some() && run.details_url.is_some()));

        let fixed = demo.push("page", &[("index.html", MENDED), ("nginx.conf", NGINX)]);
        let runs = app.completed(&demo, &fixed).await;
        assert!(failures(&runs).is_empty());
        assert_eq!(concluded(&runs, "RGAA").as_deref(), Some("success"));
        app.idle().await;

        let outcomes = app.running.store.reviews_of_head(demo.id(), &head).await.unwrap();
        assert_eq!((outcomes.len(), outcomes[0].number), (1, number));
    })
    .await;
}

#[tokio::test]
async fn what_was_there_before_is_not_annotated() {
    app_on_both(async |app| {
        let demo = app.github.repository("betagouv/demo");
        demo.commit("main", &[("index.html", PAGE)]);
        let head = demo.push("title", &[("index.html", PAGE.replace("<title>T", "<title>Plan d’accès, T").as_str())]);
        demo.open_pull_request("title");
        let runs = app.completed(&demo, &head).await;
        assert!(failures(&runs).is_empty(), "{runs:?}");
        assert_eq!(concluded(&runs, "RGAA").as_deref(), Some("success"));
        let rgaa = runs.iter().find(|run| run.name.contains("RGAA")).unwrap();
        assert!(rgaa.summary.as_deref().unwrap().contains('1'), "it is counted: {:?}", rgaa.summary);
    })
    .await;
}

#[tokio::test]
async fn a_pull_request_from_a_fork_is_reviewed_through_the_base_repository() {
    app_on_both(async |app| {
        let demo = demo(app);
        let fork = demo.fork("quelquun");
        let head = fork.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request_from(&fork, "page");
        let runs = app.completed(&demo, &head).await;
        assert_eq!(failures(&runs), BTreeSet::from([("index.html".to_owned(), 5)]));
    })
    .await;
}

#[tokio::test]
async fn a_re_run_makes_new_check_runs_and_says_the_same() {
    app_on_both(async |app| {
        let demo = demo(app);
        let head = demo.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request("page");
        let runs = app.completed(&demo, &head).await;
        app.idle().await;
        let rgaa = runs.iter().find(|run| run.name.contains("RGAA")).unwrap();
        demo.rerequest_check_run(rgaa.id);
        eventually(async || demo.check_runs(&head).len() == checks().len() + 1).await;
        app.idle().await;
        demo.rerequest_check_suite(&head);
        eventually(async || demo.check_runs(&head).len() == 2 * checks().len() + 1).await;
        app.idle().await;
        let runs = demo.check_runs(&head);
        assert!(runs.iter().all(|run| run.conclusion.is_some()), "{runs:?}");
        let of_rgaa = runs.iter().filter(|run| run.name == rgaa.name);
        assert_eq!(of_rgaa.map(|run| run.places().len()).collect::<Vec<_>>(), [1, 1, 1]);
    })
    .await;
}

#[tokio::test]
async fn the_same_delivery_again_makes_no_second_work() {
    app_on_both(async |app| {
        let demo = demo(app);
        let head = demo.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request("page");
        app.completed(&demo, &head).await;
        app.idle().await;
        let opened = app.github.delivered().into_iter().find(|one| one.action().as_deref() == Some("opened")).unwrap();
        app.github.redeliver(&opened.guid);
        app.idle().await;
        assert_eq!(demo.check_runs(&head).len(), checks().len());
        let again = app.github.delivered().into_iter().rfind(|one| one.guid == opened.guid).unwrap();
        assert!(again.status.is_some_and(|status| (200..300).contains(&status)));
    })
    .await;
}

#[tokio::test]
async fn a_crash_anywhere_leads_to_the_same_end() {
    // Each request of a review in turn is answered by a broken connection, as if the process had died there.
    for (route, times) in
        [(CREATE, 1), (CREATE, 3), (UPDATE, 1), (UPDATE, 2), (TREES, 4), ("GET /repos/*/*/compare/*", 4)]
    {
        app_on_both(async |app| {
            let demo = demo(app);
            app.idle().await;
            app.github.spoil(Fault::new(route, 502).times(times).once_done());
            let head = demo.push("page", &[("index.html", PAGE), ("nginx.conf", LOSING)]);
            demo.open_pull_request("page");
            app.completed(&demo, &head).await;
            app.idle().await;
            let runs = demo.check_runs(&head);
            assert_eq!(runs.len(), checks().len(), "{route} {times}: no check run twice");
            assert_eq!(runs.iter().flat_map(CheckRunSeen::places).count(), 2, "{route} {times}: no annotation twice");
        })
        .await;
    }
}

#[tokio::test]
async fn a_review_that_fails_for_good_leaves_no_check_run_open() {
    app_on_both(async |app| {
        let demo = demo(app);
        app.idle().await;
        app.github.spoil(Fault::new(TREES, 500).times(1_000));
        let head = demo.push("page", &[("index.html", PAGE)]);
        demo.open_pull_request("page");
        let runs = app.completed(&demo, &head).await;
        assert!(runs.iter().all(|run| run.conclusion.as_deref() == Some("neutral")), "{runs:?}");
        // And it can be run again.
        eventually(async || !app.running.store.list_set_aside().await.unwrap().is_empty()).await;
    })
    .await;
}

#[tokio::test]
async fn two_hundred_findings_come_in_batches_of_fifty() {
    app_on_both(async |app| {
        let demo = demo(app);
        let many = "<img src=\"a.png\">\n".repeat(120);
        let head = demo.push("many", &[("many.html", many.as_str())]);
        demo.open_pull_request("many");
        let runs = app.completed(&demo, &head).await;
        let rgaa = runs.iter().find(|run| run.name.contains("RGAA")).unwrap();
        assert_eq!(rgaa.annotations.len(), 120);
    })
    .await;
}

#[tokio::test]
async fn five_files_cost_the_same_in_a_small_and_in_a_large_repository() {
    app_on_both(async |app| {
        let mut costs = Vec::new();
        // The first one also pays for the token of the hour.
        for (name, files) in [("betagouv/premier", 10), ("betagouv/petit", 100), ("betagouv/grand", 10_000)] {
            let repository = app.github.repository(name);
            let content: Vec<(String, String)> = (0..files)
                .map(|n| (format!("src/dossier{}/page{n}.html", n % 97), format!("<p>{name}, page {n}</p>\n")))
                .chain([("nginx.conf".to_owned(), NGINX.to_owned())])
                .collect();
            let content: Vec<(&str, &str)> =
                content.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            repository.commit("main", &content);
            app.idle().await;
            app.github.forget_requests();
            let changes: Vec<(String, String)> = (0..5)
                .map(|n| (format!("src/dossier{n}/page{n}.html"), PAGE.replace("a.png", &format!("{name}-{n}.png"))))
                .collect();
            let changes: Vec<(&str, &str)> =
                changes.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
            let head = repository.push("cinq", &changes);
            repository.open_pull_request("cinq");
            let runs = app.completed(&repository, &head).await;
            app.idle().await;
            assert_eq!(failures(&runs).len(), 5);
            costs.push(app.github.requests().len());
        }
        assert_eq!(costs[1], costs[2], "{costs:?}");
        assert!(costs.iter().all(|&cost| cost <= 20), "{costs:?}");
    })
    .await;
}

#[tokio::test]
async fn a_push_to_the_default_branch_and_an_installation_make_states() {
    app_on_both(async |app| {
        let demo = app.github.repository("betagouv/demo");
        demo.commit("main", &[("index.html", PAGE)]);
        let other = app.github.repository("betagouv/autre");
        other.commit("main", &[("index.html", MENDED)]);
        let installation = app.github.installation("betagouv").unwrap();
        app.github.tell_installation(installation, "created");
        let states = async |id| app.running.store.states(vigie::store::Scope::Repository(id)).await.unwrap();
        eventually(async || states(demo.id()).await.len() == checks().len()).await;
        eventually(async || states(other.id()).await.len() == checks().len()).await;
        let rgaa = async || states(demo.id()).await.into_iter().find(|state| state.check_name == "rgaa").unwrap();
        assert_eq!(rgaa().await.failures, 1);
        assert_eq!(rgaa().await.startup_id.as_deref(), Some("demo"), "the directory names this repository");

        demo.push("main", &[("index.html", MENDED)]);
        eventually(async || rgaa().await.failures == 0).await;
    })
    .await;
}

#[tokio::test]
async fn a_merge_group_gets_its_check_runs() {
    app_on_both(async |app| {
        let demo = demo(app);
        let head = demo.push("page", &[("index.html", PAGE)]);
        let number = demo.open_pull_request("page");
        app.completed(&demo, &head).await;
        let group = demo.queue_pull_request(number);
        let runs = app.completed(&demo, &group).await;
        assert_eq!(concluded(&runs, "RGAA").as_deref(), Some("failure"));
    })
    .await;
}

#[tokio::test]
async fn the_settings_of_a_repository_apply_and_a_mistake_is_told_on_its_line() {
    app_on_both(async |app| {
        let demo = demo(app);
        let settings = "checks:\n  rgaa: { enabled: false }\nchekcs: 1\n";
        let head = demo.push("page", &[("index.html", PAGE), (".github/vigie.yml", settings)]);
        demo.open_pull_request("page");
        let runs = app.completed(&demo, &head).await;
        assert_eq!(concluded(&runs, "RGAA").as_deref(), Some("skipped"));
        assert_eq!(failures(&runs), BTreeSet::from([(".github/vigie.yml".to_owned(), 3)]));
    })
    .await;
}

#[tokio::test]
async fn a_killed_server_goes_on_where_it_was() {
    crate::databases::on_both_empty(async |database| {
        let folder = tempfile::tempdir().unwrap();
        let mut app = App::start(database, folder.path(), &|_| None).await;
        let demo = demo(&app);
        app.idle().await;
        for round in 0..5_u64 {
            let branch = format!("page-{round}");
            let head = demo.push(&branch, &[("index.html", PAGE), ("round.txt", &round.to_string())]);
            demo.open_pull_request(&branch);
            // A delivery that nobody answered is lost: GitHub sends none twice by itself.
            app.github.settled().await;
            tokio::time::sleep(std::time::Duration::from_millis(round * 12)).await;
            app = app.crash().await;
            let runs = app.completed(&demo, &head).await;
            assert_eq!(runs.len(), checks().len(), "after {round} × 12 ms");
            assert_eq!(failures(&runs), BTreeSet::from([("index.html".to_owned(), 5)]));
        }
        let refusals = app.github.refusals();
        assert!(refusals.is_empty(), "{refusals:#?}");
    })
    .await;
}
