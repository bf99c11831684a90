//! Lists, pull requests, and where histories part.

use vigie::cli::demo::github::Fault;
use vigie::github::{Error, NewCheckRun, Wanted};

use super::{CHECK_RUNS, COMPARE, World, world};

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
    assert_eq!(github.count(COMPARE), 1);
    // A branch moves: it is asked for each time.
    assert_eq!(installation.merge_base(&name, "main", "logo").await.unwrap().sha, parted);
    demo.commit("logo", &[("a", "2")]);
    assert_eq!(installation.merge_base(&name, "main", "logo").await.unwrap().sha, parted);
    assert_eq!(github.count(COMPARE), 3);
    // Where the small answer does not say, the large one does.
    github.spoil(Fault::new(COMPARE, 200).body("{}").once_done());
    assert_eq!(installation.merge_base(&name, "main", "logo").await.unwrap().sha, parted);
    assert_eq!(github.count(COMPARE), 5);
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
