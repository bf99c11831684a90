//! The GitHub in memory keeps GitHub's rules.

use super::*;

#[tokio::test]
async fn deliveries_are_signed_as_github_signs() {
    // The example of GitHub's documentation on validating deliveries.
    assert_eq!(
        signature("It's a Secret to Everybody", b"Hello, World!"),
        "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"
    );
}

#[tokio::test]
async fn a_pull_request_is_told_as_github_tells_it() {
    let github = GitHub::start().await.unwrap();
    let demo = github.repository("betagouv/demo");
    demo.commit("main", &[("a.html", "<p>")]);
    demo.push("logo", &[("a.html", "<img>")]);
    let number = demo.open_pull_request("logo");
    let head = demo.push("logo", &[("a.html", "<img alt>")]);
    let told: Vec<String> = github
        .take_deliveries()
        .iter()
        .map(|delivery| {
            delivery.action().map_or(delivery.event.clone(), |action| format!("{}.{action}", delivery.event))
        })
        .collect();
    assert_eq!(
        told,
        [
            "push",
            "check_suite.requested",
            "pull_request.opened",
            "push",
            "check_suite.requested",
            "pull_request.synchronize"
        ]
    );
    demo.close_pull_request(number);
    let closed = github.take_deliveries().remove(0).payload();
    assert_eq!(closed["pull_request"]["head"]["sha"], head.as_str());
    assert_eq!(closed["installation"]["id"], 100);
    assert_eq!(closed["organization"]["login"], "betagouv");
    assert_eq!(closed["repository"]["full_name"], "betagouv/demo");
}

#[tokio::test]
async fn a_fork_is_told_without_branch_and_pull_request() {
    let github = GitHub::start().await.unwrap();
    let demo = github.repository("betagouv/demo");
    demo.commit("main", &[("a.html", "<p>")]);
    let fork = demo.fork("martin");
    fork.push("logo", &[("a.html", "<img>")]);
    assert!(github.take_deliveries().is_empty(), "the App is not installed there");
    demo.open_pull_request_from(&fork, "logo");
    let told = github.take_deliveries();
    let suite = told[0].payload();
    assert!(suite["check_suite"]["head_branch"].is_null());
    assert_eq!(suite["check_suite"]["pull_requests"], serde_json::json!([]));
    assert_eq!(told[1].payload()["pull_request"]["head"]["repo"]["full_name"], "martin/demo");
}
