//! How often Vigie asks, and what it does when GitHub says no.

use std::time::Duration;

use serde_json::json;
use time::OffsetDateTime;
use vigie::cli::demo::github::Fault;
use vigie::github::check_run::Conclusion;
use vigie::github::{CheckRunUpdate, Error, NewCheckRun};

use super::{CREATE, PULL, REPOSITORY, World, borrowed, many, wanted, world, world_with};

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
        settings.limits.request = Duration::from_millis(1_500);
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
    github.spoil(Fault::slow(CREATE, Duration::from_secs(20)));
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
