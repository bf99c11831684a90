//! Who Vigie is, and what it may do.

use std::time::Duration;

use serde_json::json;
use vigie::cli::demo::github::{CLIENT_ID, GitHub};
use vigie::github::{App, CheckRunUpdate, Error, NewCheckRun, Settings};

use super::{CODELOAD, TOKENS, World, github, quick, wanted, world, world_with};

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
    assert!(App::new(Settings::new("12345", github.private_key().into())).is_ok(), "github.com itself, over TLS");
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
