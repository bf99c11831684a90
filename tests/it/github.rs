//! Stories about Vigie as a client: what it asks of GitHub, how often, and what it does when GitHub says no.

use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use checks_core::Lang;
use serde_json::json;
use time::OffsetDateTime;
use vigie::cli::demo::github::{CLIENT_ID, Fault, GitHub, Repository};
use vigie::github::check_run::{Annotation, AnnotationLevel, Conclusion, Output, Status, batches};
use vigie::github::{App, CheckRunUpdate, Error, Installation, Kind, NewCheckRun, Settings, Wanted, Why};
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

#[tokio::test]
async fn all_who_need_a_token_wait_for_one() {
    let (github, demo) = github().await;
    demo.commit("main", &[("a", "b")]);
    let app = App::new(quick(github.settings())).unwrap();
    let name = demo.name();
    let ask = || async { app.installation(100).await.unwrap().repository(&name).await.unwrap() };
    tokio::join!(ask(), ask(), ask(), ask(), ask());
    assert_eq!(github.count(TOKENS), 1);
    let minted = github.requests().into_iter().find(|request| request.is(TOKENS)).unwrap();
    assert_eq!(
        minted.body,
        Some(
            json!({"permissions": {"checks": "write", "contents": "read", "metadata": "read", "pull_requests": "read"}})
        )
    );
}

#[tokio::test]
async fn a_token_is_renewed_shortly_before_its_end() {
    let (github, demo) = github().await;
    github.tokens_live(Duration::from_secs(200));
    let app = App::new(quick(github.settings())).unwrap();
    let installation = app.installation(100).await.unwrap();
    github.tokens_live(Duration::from_hours(1));
    for _ in 0..3 {
        installation.repository(&demo.name()).await.unwrap();
    }
    assert_eq!(github.count(TOKENS), 2, "200 s are too short to be used, an hour is not");
}

#[tokio::test]
async fn a_token_that_stopped_working_is_replaced_once() {
    let World { installation, github, name, demo, .. } = world().await;
    let head = demo.head("main").unwrap();
    github.revoke_tokens();
    installation.create_check_run(&name, &NewCheckRun::new("RGAA", &head)).await.unwrap();
    assert_eq!(demo.check_runs(&head).len(), 1);
    assert_eq!(github.count(TOKENS), 2);
}

#[tokio::test]
async fn the_app_is_known_by_its_number_and_by_its_client_id() {
    let (github, _demo) = github().await;
    let mut settings = quick(github.settings());
    CLIENT_ID.clone_into(&mut settings.app_id);
    let app = App::new(settings).unwrap();
    assert_eq!(app.info().await.unwrap().slug, "vigie-demo");
    let all = app.installations().await.unwrap();
    assert_eq!(all.iter().map(|one| one.id).collect::<Vec<_>>(), [100]);
    let of = app.installation_of(&"betagouv/demo".parse().unwrap()).await.unwrap();
    assert_eq!(of.account.unwrap().login, "betagouv");

    let mut settings = quick(github.settings());
    "999".clone_into(&mut settings.app_id);
    assert!(matches!(App::new(settings).unwrap().info().await, Err(Error::Unauthorized(_))));
    let other = GitHub::start().await.unwrap();
    let mut settings = quick(github.settings());
    settings.private_key = other.private_key().into();
    assert!(matches!(App::new(settings).unwrap().installation(100).await, Err(Error::Unauthorized(_))));
}

#[tokio::test]
async fn settings_that_cannot_work_name_their_variable() {
    let (github, _demo) = github().await;
    let refused = |change: &dyn Fn(&mut Settings)| {
        let mut settings = github.settings();
        change(&mut settings);
        App::new(settings).err().unwrap().to_string()
    };
    assert!(refused(&|settings| settings.app_id = " ".into()).starts_with("APP_ID: "));
    assert!(refused(&|settings| settings.private_key = "x".to_owned().into()).starts_with("PRIVATE_KEY: "));
    assert!(
        refused(&|settings| settings.api_url = "ftp://example.org".parse().unwrap()).starts_with("GITHUB_API_URL: ")
    );
}

#[tokio::test]
async fn what_the_installation_may_not_do_is_told_apart() {
    let World { app, installation, github, name, demo } = world().await;
    let other = github.repository("betagouv/secret").private();
    let head = demo.head("main").unwrap();

    github.select(100, &[&demo]);
    assert!(matches!(installation.repository(&other.name()).await, Err(Error::NotFound(_))));
    let nowhere = "betagouv/nowhere".parse().unwrap();
    assert!(matches!(installation.repository(&nowhere).await, Err(Error::NotFound(_))));

    demo.archive();
    let refused = installation.create_check_run(&name, &NewCheckRun::new("RGAA", &head)).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");

    github.suspend(100);
    let refused = installation.repository(&name).await;
    assert!(matches!(refused, Err(Error::Forbidden(_))), "{refused:?}");
    app.forget(100);
    assert!(matches!(app.installation(100).await, Err(Error::Forbidden(_))));
    github.uninstall(100);
    assert!(matches!(app.installation(100).await, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn a_missing_permission_is_told_when_the_token_is_asked_for() {
    let (github, _demo) = github().await;
    github.grant(100, &[("checks", "read"), ("contents", "read"), ("metadata", "read"), ("pull_requests", "read")]);
    let refused = App::new(quick(github.settings())).unwrap().installation(100).await.unwrap_err();
    assert!(matches!(&refused, Error::Forbidden(why) if why.contains("permission is missing")), "{refused}");
}

#[tokio::test]
async fn nothing_is_asked_until_the_rate_limit_is_over() {
    let World { installation, github, name, .. } = world().await;
    let reset = OffsetDateTime::now_utc() + Duration::from_mins(20);
    github.quota(100, 1, reset);
    installation.repository(&name).await.unwrap();
    assert_eq!(installation.quota().unwrap().remaining, 0);
    let before = github.requests().len();
    let until = (reset.unix_timestamp() + 1) * 1_000;
    assert_eq!(installation.pull_request(&name, 1).await.unwrap_err(), Error::RateLimited { until });
    assert_eq!(github.requests().len(), before, "the limit was known: nothing was sent");
}

#[tokio::test]
async fn a_limit_that_comes_as_a_surprise_is_obeyed_too() {
    let World { installation, github, name, .. } = world().await;
    let reset = OffsetDateTime::now_utc() + Duration::from_mins(20);
    github.quota(100, 0, reset);
    let until = (reset.unix_timestamp() + 1) * 1_000;
    assert_eq!(installation.repository(&name).await.unwrap_err(), Error::RateLimited { until });
    assert_eq!(github.count(REPOSITORY), 1, "not tried again");
}

#[tokio::test]
async fn a_secondary_limit_holds_the_writes_and_the_reads() {
    let World { installation, github, name, demo, .. } = world().await;
    let head = demo.head("main").unwrap();
    github.spoil(
        Fault::new(CREATE, 403)
            .header("retry-after", "90")
            .body(r#"{"message":"You have exceeded a secondary rate limit."}"#),
    );
    let now = OffsetDateTime::now_utc().unix_timestamp() * 1_000;
    let limited = installation.create_check_run(&name, &NewCheckRun::new("RGAA", &head)).await.unwrap_err();
    let until = limited.until().unwrap();
    assert!((now + 89_000..now + 93_000).contains(&until), "{}", until - now);
    assert_eq!(installation.repository(&name).await.unwrap_err(), Error::RateLimited { until });
    assert_eq!((github.count(CREATE), github.count(REPOSITORY)), (1, 0));
}

#[tokio::test]
async fn a_write_is_sent_once_whatever_happens() {
    let World { installation, github, name, demo, .. } = world_with(|settings| {
        settings.limits.request = Duration::from_millis(300);
    })
    .await;
    let head = demo.head("main").unwrap();
    let mut run = NewCheckRun::new("RGAA", &head);
    run.state.external_id = Some("review-7".into());
    for status in [500, 502, 503] {
        github.spoil(Fault::new(CREATE, status));
        let failed = installation.create_check_run(&name, &run).await.unwrap_err();
        assert!(matches!(failed, Error::Transient(_)), "{failed}");
    }
    github.spoil(Fault::slow(CREATE, Duration::from_secs(3)));
    assert!(matches!(installation.create_check_run(&name, &run).await, Err(Error::Transient(_))));
    assert_eq!(github.count(CREATE), 4, "four calls, four requests");
    assert!(demo.check_runs(&head).is_empty());

    // Only the answer is lost: the run is there, and is found again.
    github.spoil(Fault::new(CREATE, 502).once_done());
    assert!(installation.create_check_run(&name, &run).await.unwrap_err().passes());
    assert_eq!(github.count(CREATE), 5);
    let found = installation.check_runs(&name, &head).await.unwrap();
    assert_eq!(found.iter().map(|run| run.external_id.as_deref()).collect::<Vec<_>>(), [Some("review-7")]);
}

#[tokio::test]
async fn a_read_is_tried_three_times() {
    let World { installation, github, name, .. } = world().await;
    github.spoil(Fault::new(REPOSITORY, 502).times(2));
    installation.repository(&name).await.unwrap();
    assert_eq!(github.count(REPOSITORY), 3);
    github.forget_requests();
    github.spoil(Fault::new(REPOSITORY, 500).times(9));
    assert!(matches!(installation.repository(&name).await, Err(Error::Transient(_))));
    assert_eq!(github.count(REPOSITORY), 3);
    github.forget_requests();
    github.spoil(Fault::new(PULL, 422));
    assert!(matches!(installation.pull_request(&name, 1).await, Err(Error::Refused { status: 422, .. })));
    assert_eq!(github.count(PULL), 1, "a refusal is an answer");
}

fn annotations(count: u64) -> Vec<Annotation> {
    let one = |line| Annotation {
        path: "index.html".into(),
        start_line: line,
        end_line: line,
        start_column: Some(1),
        end_column: Some(4),
        annotation_level: AnnotationLevel::Failure,
        message: "Cette image n'a pas d'alternative.".into(),
        title: Some("Une image a une alternative".into()),
        raw_details: None,
    };
    (1..=count).map(one).collect()
}

#[tokio::test]
async fn a_check_run_from_its_beginning_to_its_end() {
    let World { installation, github, name, demo, .. } = world().await;
    let head = demo.head("main").unwrap();
    let mut run = NewCheckRun::new("RGAA", &head);
    run.state.status = Some(Status::InProgress);
    run.state.external_id = Some("7".into());
    run.state.details_url = Some("https://vigie.example/reviews/7".into());
    run.state.started_at = Some(OffsetDateTime::now_utc());
    let made = installation.create_check_run(&name, &run).await.unwrap();
    assert_eq!(made.status, Some(Status::InProgress));

    let all = batches(annotations(120));
    let last = all.len() - 1;
    for (number, annotations) in all.into_iter().enumerate() {
        let output = Output { title: "120 points".into(), summary: "é".repeat(40_000), text: None, annotations };
        let conclusion = (number == last).then_some(Conclusion::Failure);
        let update =
            CheckRunUpdate { conclusion, output: Some(output.within_limits(Lang::Fr)), ..CheckRunUpdate::default() };
        installation.update_check_run(&name, made.id, &update).await.unwrap();
    }
    let seen = demo.check_runs(&head).remove(0);
    assert_eq!((seen.status.as_str(), seen.conclusion.as_deref()), ("completed", Some("failure")));
    let lines: Vec<i64> = seen.places().into_iter().map(|(_, line)| line).collect();
    assert_eq!(lines, (1..=120).collect::<Vec<_>>());
    assert!(seen.summary.unwrap().len() <= 65_535);

    demo.foreign_check_run(&head, "tests");
    installation.create_check_run(&name, &run).await.unwrap();
    let ours = installation.check_runs(&name, &head).await.unwrap();
    assert_eq!(ours.len(), 2, "also the one that a newer one of the same name hides, and nobody else's");
    assert_eq!(ours.iter().map(vigie::github::CheckRun::annotations_count).max(), Some(120));

    let sent = github.requests().len();
    let output = Output { title: "t".into(), summary: "s".into(), text: None, annotations: annotations(51) };
    let update = CheckRunUpdate { output: Some(output), ..CheckRunUpdate::default() };
    assert!(matches!(
        installation.update_check_run(&name, made.id, &update).await,
        Err(Error::Refused { status: 422, .. })
    ));
    assert_eq!(github.requests().len(), sent, "more than GitHub takes is not sent");

    let unknown = NewCheckRun::new("RGAA", "0".repeat(40));
    assert!(matches!(installation.create_check_run(&name, &unknown).await, Err(Error::Refused { status: 422, .. })));
}

#[tokio::test]
async fn lists_are_read_to_their_end() {
    let World { installation, github, name, demo, .. } = world().await;
    for number in 0..249 {
        github.repository(&format!("betagouv/service-{number}"));
    }
    assert_eq!(installation.repositories().await.unwrap().len(), 250);
    assert_eq!(github.count("GET /installation/repositories"), 3);

    for number in 0..101 {
        let branch = format!("branch-{number}");
        demo.commit(&branch, &[("n", number.to_string())]);
        demo.open_pull_request(&branch);
    }
    demo.close_pull_request(1);
    assert_eq!(installation.open_pull_requests(&name).await.unwrap().len(), 100);
    let head = demo.head("main").unwrap();
    for _ in 0..103 {
        demo.foreign_check_run(&head, "tests");
    }
    assert!(installation.check_runs(&name, &head).await.unwrap().is_empty());
    assert_eq!(github.count(CHECK_RUNS), 1, "GitHub leaves out what others made");
}

#[tokio::test]
async fn a_server_that_gives_one_page_for_ever_is_left_alone() {
    let World { installation, github, .. } = world().await;
    let page = json!({"total_count": 9_000, "repositories": [{"id": 1, "full_name": "betagouv/demo"}]});
    let endless = Fault::new("GET /installation/repositories", 200)
        .header("link", "<https://api.github.com/x?page=2>; rel=\"next\"")
        .body(page.to_string())
        .times(500)
        .once_done();
    github.spoil(endless);
    assert_eq!(installation.repositories().await.unwrap().len(), 1);
    assert_eq!(github.count("GET /installation/repositories"), 2);
}

#[tokio::test]
async fn what_did_not_change_costs_nothing() {
    let World { installation, github, name, demo, .. } = world().await;
    demo.commit("logo", &[("a", "1")]);
    let number = demo.open_pull_request("logo");
    let first = installation.pull_request(&name, number).await.unwrap();
    let left = installation.quota().unwrap().remaining;
    assert_eq!(installation.pull_request(&name, number).await.unwrap(), first);
    assert_eq!(installation.quota().unwrap().remaining, left);
    let statuses: Vec<u16> =
        github.requests().iter().filter(|asked| asked.is(PULL)).map(|asked| asked.status).collect();
    assert_eq!(statuses, [200, 304]);

    let head = demo.push("logo", &[("a", "2")]);
    assert_eq!(installation.pull_request(&name, number).await.unwrap().head.sha, head);
}

#[tokio::test]
async fn a_fork_is_read_through_the_base_repository() {
    let World { installation, github, name, demo, .. } = world().await;
    let base = demo.head("main").unwrap();
    let fork = demo.fork("martin").private();
    let head = fork.push("logo", &[("index.html", "<img>")]);
    let number = demo.open_pull_request_from(&fork, "logo");

    let pull_request = installation.pull_request(&name, number).await.unwrap();
    assert!(pull_request.is_from_a_fork());
    assert_eq!(pull_request.head.sha, head);
    let found = installation.pull_requests_of_commit(&name, &head).await.unwrap();
    assert_eq!(found.iter().map(|one| one.number).collect::<Vec<_>>(), [number]);
    assert_eq!(installation.merge_base(&name, &pull_request.base.sha, &head).await.unwrap().sha, base);
    let tree = installation.tree(&name, &head).await.unwrap();
    let page = tree.entries.iter().find(|entry| entry.path == "index.html").unwrap();
    let wanted = [Wanted { path: page.path.clone(), sha: page.sha.clone(), size: page.size }];
    for budget in [0, 1] {
        let read = installation.blobs(&name, &head, &wanted, budget).await.unwrap();
        assert_eq!(read.contents[&page.sha], b"<img>");
    }
    installation.create_check_run(&name, &NewCheckRun::new("RGAA", &head)).await.unwrap();
    assert_eq!(demo.check_runs(&head).len(), 1);
    let asked = github.requests();
    assert!(!asked.iter().any(|request| request.path.contains("/martin/")), "the fork itself is never asked");
}

#[tokio::test]
async fn a_commit_without_pull_request_has_none() {
    let World { installation, github: _github, name, demo, .. } = world().await;
    let head = demo.push("alone", &[("a", "b")]);
    assert!(installation.pull_requests_of_commit(&name, &head).await.unwrap().is_empty());
    assert!(installation.pull_requests_of_commit(&name, &"0".repeat(40)).await.unwrap().is_empty());
    let number = demo.open_pull_request("alone");
    let found = installation.pull_requests_of_commit(&name, &head).await.unwrap();
    assert_eq!(found.iter().map(|one| one.number).collect::<Vec<_>>(), [number]);
    demo.close_pull_request(number);
    assert!(installation.pull_requests_of_commit(&name, &head).await.unwrap().is_empty());
}

#[tokio::test]
async fn where_two_histories_part_is_asked_once() {
    let World { installation, github, name, demo, .. } = world().await;
    let parted = demo.head("main").unwrap();
    let head = demo.commit("logo", &[("a", "1")]);
    let base = demo.commit("main", &[("b", "1")]);
    for _ in 0..2 {
        assert_eq!(installation.merge_base(&name, &base, &head).await.unwrap().sha, parted);
    }
    assert_eq!(github.count("GET /repos/*/*/compare/*"), 1);
    // A branch moves: it is asked for each time.
    assert_eq!(installation.merge_base(&name, "main", "logo").await.unwrap().sha, parted);
    demo.commit("logo", &[("a", "2")]);
    assert_eq!(installation.merge_base(&name, "main", "logo").await.unwrap().sha, parted);
    assert_eq!(github.count("GET /repos/*/*/compare/*"), 3);
    let nowhere = installation.merge_base(&name, &base, &"0".repeat(40)).await;
    assert!(matches!(nowhere, Err(Error::NotFound(_))));
}

#[tokio::test]
async fn the_head_of_a_branch_whatever_its_name() {
    let World { installation, github, name, demo, .. } = world().await;
    let head = demo.commit("feature/é#1", &[("a", "b")]);
    assert_eq!(installation.branch_head(&name, "feature/é#1").await.unwrap(), Some(head));
    assert_eq!(installation.branch_head(&name, "feature").await.unwrap(), None);
    let empty = github.repository("betagouv/empty").name();
    assert_eq!(installation.branch_head(&empty, "main").await.unwrap(), None);
    assert_eq!(github.count("GET /repos/*/*/git/ref/**"), 3);
}

/// `count` files in folders of a hundred.
fn many(count: usize) -> Vec<(String, String)> {
    (0..count).map(|n| (format!("src/{}/page-{n}.html", n / 100), format!("<p>{n}</p>\n"))).collect()
}

fn borrowed(files: &[(String, String)]) -> Vec<(&str, &str)> {
    files.iter().map(|(path, content)| (path.as_str(), content.as_str())).collect()
}

#[tokio::test]
async fn a_tree_is_one_request_however_large_and_none_the_second_time() {
    let World { installation, github, name, demo, .. } = world().await;
    let head = demo.commit("main", &borrowed(&many(10_000)));
    for _ in 0..2 {
        let tree = installation.tree(&name, &head).await.unwrap();
        assert_eq!(tree.entries.iter().filter(|entry| entry.kind == Kind::File).count(), 10_002);
        assert!(!tree.truncated);
    }
    assert_eq!(github.count(TREES), 1);
}

#[tokio::test]
async fn a_tree_that_github_cuts_is_read_in_parts() {
    let World { installation, github, name, demo, .. } = world_with(|settings| {
        settings.limits.tree_requests = 12;
    })
    .await;
    let head = demo.commit("main", &borrowed(&many(450)));
    let whole = {
        let mut whole = (*installation.tree(&name, &head).await.unwrap()).clone();
        whole.entries.sort_by(|a, b| a.path.cmp(&b.path));
        whole
    };
    github.forget_requests();
    let again = demo.commit("main", &[("README.md", "# Démo")]);
    demo.trees_are_cut_at(200);
    let tree = installation.tree(&name, &again).await.unwrap();
    let readme: Vec<_> = tree.entries.iter().filter(|entry| !whole.entries.contains(entry)).collect();
    assert_eq!(readme.iter().map(|entry| entry.path.as_str()).collect::<Vec<_>>(), ["README.md"]);
    assert_eq!(tree.entries.len(), whole.entries.len() + 1);
    // Whole (cut), the root's own, src (cut), src's own, and its five folders.
    assert_eq!(github.count(TREES), 9);

    demo.trees_are_cut_at(5);
    let more = demo.commit("main", &borrowed(&many(3_000)));
    let tree = installation.tree(&name, &more).await.unwrap();
    assert!(tree.truncated, "it says what it does not know");
    assert!(matches!(installation.tree(&name, &"0".repeat(40)).await, Err(Error::NotFound(_))));
}

async fn wanted(installation: &Installation, name: &RepositoryName, head: &str) -> Vec<Wanted> {
    let tree = installation.tree(name, head).await.unwrap();
    tree.entries
        .iter()
        .filter(|entry| entry.kind == Kind::File)
        .map(|entry| Wanted { path: entry.path.clone(), sha: entry.sha.clone(), size: entry.size })
        .collect()
}

#[tokio::test]
async fn few_files_are_read_one_by_one_and_many_at_once() {
    let World { installation, github, name, demo, .. } = world().await;
    let files = many(300);
    let head = demo.commit("main", &borrowed(&files));
    let all = wanted(&installation, &name, &head).await;
    let some = installation.blobs(&name, &head, &all[..20], 20).await.unwrap();
    assert_eq!((some.contents.len(), github.count(BLOBS), github.count(TARBALL)), (20, 20, 0));

    github.forget_requests();
    let read = installation.blobs(&name, &head, &all, 20).await.unwrap();
    assert_eq!((read.contents.len(), read.skipped), (302, vec![]));
    assert_eq!((github.count(BLOBS), github.count(TARBALL), github.count(CODELOAD)), (0, 1, 1));
    for (path, content) in &files {
        assert_eq!(read.contents[&demo.blob(&head, path).unwrap()], content.as_bytes());
    }
}

#[tokio::test]
async fn equal_files_are_read_once_and_large_ones_not_at_all() {
    let World { installation, github, name, demo, .. } = world().await;
    let large = vec![b'x'; (1 << 20) + 1];
    let accents = "é".repeat(10_000);
    let head =
        demo.commit("main", &[("a", accents.as_bytes()), ("b", accents.as_bytes()), ("large", &large), ("none", b"")]);
    let all: Vec<Wanted> = wanted(&installation, &name, &head).await;
    let read = installation.blobs(&name, &head, &all, 10).await.unwrap();
    assert_eq!(github.count(BLOBS), 4, "a and b are one");
    assert_eq!(read.contents[&demo.blob(&head, "b").unwrap()], accents.as_bytes());
    assert_eq!(read.contents[&demo.blob(&head, "none").unwrap()], b"");
    let skipped: Vec<(&str, Why)> = read.skipped.iter().map(|file| (file.path.as_str(), file.why)).collect();
    assert_eq!(skipped, [("large", Why::TooLarge)]);
}

#[tokio::test]
async fn without_a_good_archive_files_are_read_one_by_one() {
    let faults = [
        Fault::new(TARBALL, 404),
        Fault::new(CODELOAD, 404),
        Fault::new(CODELOAD, 503).times(3),
        Fault::new(CODELOAD, 200).body("<html>not an archive</html>").once_done(),
    ];
    for fault in faults {
        let World { installation, github, name, demo, .. } = world().await;
        let head = demo.commit("main", &borrowed(&many(30)));
        let all = wanted(&installation, &name, &head).await;
        let told = format!("{fault:?}");
        github.spoil(fault);
        let read = installation.blobs(&name, &head, &all, 5).await.unwrap();
        assert_eq!((read.contents.len(), github.count(BLOBS)), (32, 32), "{told}");
    }
}

#[tokio::test]
async fn an_archive_that_breaks_off_gives_what_it_had() {
    let World { installation, github, name, demo, .. } = world().await;
    let mut state = 1_u32;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state as u8
    })
    .take(600_000)
    .collect();
    let head = demo.commit("main", &[("a", b"first".as_slice()), ("noise", &noise), ("z", b"last")]);
    let all = wanted(&installation, &name, &head).await;
    github.spoil(Fault::new(CODELOAD, 200).broken_off());
    let read = installation.blobs(&name, &head, &all, 1).await.unwrap();
    assert_eq!(read.contents.len(), all.len());
    let asked = github.count(BLOBS);
    assert!(asked > 0 && asked < all.len(), "{asked} of {}", all.len());
}

#[tokio::test]
async fn too_many_files_without_an_archive_are_left_out_and_said_so() {
    let World { installation, github, name, demo, .. } = world_with(|settings| {
        settings.limits.blobs_after_archive = 10;
    })
    .await;
    let head = demo.commit("main", &borrowed(&many(30)));
    let all = wanted(&installation, &name, &head).await;
    github.spoil(Fault::new(TARBALL, 404));
    let read = installation.blobs(&name, &head, &all, 5).await.unwrap();
    assert_eq!((read.contents.len(), github.count(BLOBS)), (10, 10));
    assert_eq!(read.skipped.iter().filter(|file| file.why == Why::TooMany).count(), 22);
    let gone = Wanted { path: "gone".into(), sha: "0".repeat(40), size: None };
    let read = installation.blobs(&name, &head, &[gone], 5).await.unwrap();
    assert_eq!(read.skipped[0].why, Why::Missing);
}

#[tokio::test]
async fn an_enterprise_server_is_asked_below_its_path() {
    let World { installation, github, name, demo, .. } = world_with(|settings| {
        settings.api_url = settings.api_url.join("/api/v3").unwrap();
    })
    .await;
    let head = demo.commit("logo", &[("a", "1"), ("b", "2")]);
    let number = demo.open_pull_request("logo");
    installation.pull_request(&name, number).await.unwrap();
    installation.merge_base(&name, "main", &head).await.unwrap();
    let all = wanted(&installation, &name, &head).await;
    assert_eq!(installation.blobs(&name, &head, &all, 1).await.unwrap().contents.len(), 4);
    installation.create_check_run(&name, &NewCheckRun::new("RGAA", &head)).await.unwrap();
    let outside: Vec<_> =
        github.requests().into_iter().filter(|asked| !asked.enterprise && !asked.is(CODELOAD)).collect();
    assert!(outside.is_empty(), "{outside:#?}");
}

/// A worker is a task of its own: what it waits for must be able to move from thread to thread.
#[tokio::test]
async fn every_call_may_wait_in_any_task() {
    fn movable<T: Send>(waits: T) {
        drop(waits);
    }
    let World { app, installation, github: _github, name, .. } = world().await;
    movable(app.installation(100));
    movable(app.installations());
    movable(app.installation_of(&name));
    movable(app.info());
    movable(installation.repositories());
    movable(installation.repository(&name));
    movable(installation.branch_head(&name, "main"));
    movable(installation.pull_request(&name, 1));
    movable(installation.open_pull_requests(&name));
    movable(installation.pull_requests_of_commit(&name, "a"));
    movable(installation.merge_base(&name, "a", "b"));
    movable(installation.tree(&name, "a"));
    movable(installation.blobs(&name, "a", &[], 1));
    movable(installation.check_runs(&name, "a"));
    movable(installation.create_check_run(&name, &NewCheckRun::new("a", "b")));
    movable(installation.update_check_run(&name, 1, &CheckRunUpdate::default()));
}

#[tokio::test]
async fn what_a_pull_request_costs() {
    let World { installation, github, name, demo, .. } = world().await;
    let mut costs = Vec::new();
    for files in [100, 10_000] {
        demo.commit("main", &borrowed(&many(files)));
        let branch = format!("of-{files}");
        let changed: Vec<(String, String)> =
            (0..5).map(|n| (format!("new-{n}.html"), format!("{files} {n}"))).collect();
        let head = demo.push(&branch, &borrowed(&changed));
        let number = demo.open_pull_request(&branch);
        github.forget_requests();

        let pull_request = installation.pull_request(&name, number).await.unwrap();
        let base = installation.merge_base(&name, &pull_request.base.sha, &head).await.unwrap().sha;
        let before = wanted(&installation, &name, &base).await;
        let mut now = wanted(&installation, &name, &head).await;
        now.retain(|file| !before.contains(file));
        assert_eq!(installation.blobs(&name, &head, &now, 20).await.unwrap().contents.len(), 5);
        for check in ["Sécurité", "RGAA", "RGPD", "Dépendances"] {
            let made = installation.create_check_run(&name, &NewCheckRun::new(check, &head)).await.unwrap();
            let update = CheckRunUpdate { conclusion: Some(Conclusion::Success), ..CheckRunUpdate::default() };
            installation.update_check_run(&name, made.id, &update).await.unwrap();
        }
        costs.push(github.requests().len());
    }
    assert_eq!(costs, [17, 17], "pull request, compare, two trees, five blobs, four check runs begun and ended");
}
