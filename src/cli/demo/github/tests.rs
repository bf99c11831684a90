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

#[tokio::test]
async fn deliveries_arrive_signed_in_order_and_again() {
    use axum::http::HeaderMap;

    let (sender, mut received) = tokio::sync::mpsc::unbounded_channel();
    let app = Router::new().fallback(async move |headers: HeaderMap, body: String| {
        let header =
            |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
        let genuine = header("x-hub-signature-256") == signature("secret", body.as_bytes());
        let _ = sender.send((header("x-github-event"), header("x-github-delivery"), genuine));
        axum::http::StatusCode::ACCEPTED
    });
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/webhook", listener.local_addr().unwrap());
    let server = tokio::spawn(async move { axum::serve(listener, app).await });

    let github = GitHub::start().await.unwrap();
    let demo = github.repository("betagouv/demo");
    github.ping();
    github.deliver_to(&url, "secret");
    demo.push("main", &[("a", "b")]);
    github.settled().await;
    let delivered = github.delivered();
    assert!(delivered.iter().all(|delivery| delivery.status == Some(202)));
    github.redeliver(&delivered[0].guid);
    github.settled().await;
    server.abort();

    let mut told = Vec::new();
    while let Ok(one) = received.try_recv() {
        told.push(one);
    }
    let events: Vec<&str> = told.iter().map(|(event, ..)| event.as_str()).collect();
    assert_eq!(events, ["ping", "push", "check_suite", "ping"]);
    assert!(told.iter().all(|(.., genuine)| *genuine));
    assert_eq!(told[0].1, told[3].1, "delivered again under the same GUID");
    assert_ne!(told[1].1, told[2].1);
}
