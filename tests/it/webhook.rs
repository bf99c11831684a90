//! What GitHub posts, and what becomes of it.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::SecretString;
use serde_json::{Value, json};
use sha2::Sha256;
use tower::ServiceExt as _;
use vigie::jobs::Wake;
use vigie::store::{KeptJob, Settled, Store, now};
use vigie::webhook::{EVENTS, Inbox, Verifier, Webhook, router};

use crate::databases::on_both;

const SECRET: &str = "development";
const OUR_APP: i64 = 29310;

fn app(store: &Store) -> Router {
    let verifier = Verifier::new(&[SecretString::from("the next one"), SecretString::from(SECRET)]);
    let inbox = Inbox::open(store.clone(), Wake::default());
    router("/webhook", Webhook { verifier: Arc::new(verifier), inbox, app: Some(OUR_APP) })
}

fn sign(secret: &str, body: &[u8]) -> String {
    let signature = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap().chain_update(body).finalize();
    format!("sha256={}", hex::encode(signature.into_bytes()))
}

/// A delivery as GitHub makes one.
struct Post {
    event: String,
    delivery: String,
    content_type: &'static str,
    signature: Option<String>,
    legacy: bool,
    body: Vec<u8>,
}

fn post(event: &str, delivery: &str, body: impl Into<Vec<u8>>) -> Post {
    let body = body.into();
    Post {
        event: event.to_owned(),
        delivery: delivery.to_owned(),
        content_type: "application/json",
        signature: Some(sign(SECRET, &body)),
        legacy: false,
        body,
    }
}

async fn send(app: &Router, post: Post) -> StatusCode {
    let mut request = Request::post("/webhook")
        .header("content-type", post.content_type)
        .header("user-agent", "GitHub-Hookshot/044aadd")
        .header("x-github-event", post.event)
        .header("x-github-delivery", post.delivery)
        .header("x-github-hook-id", "292430182");
    if post.legacy {
        request = request.header("x-hub-signature", "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59");
    }
    if let Some(signature) = post.signature {
        request = request.header("x-hub-signature-256", signature);
    }
    app.clone().oneshot(request.body(Body::from(post.body)).unwrap()).await.unwrap().status()
}

fn pull_request(number: i64, head: &str, action: &str) -> Value {
    json!({
        "action": action, "number": number, "installation": {"id": 100},
        "pull_request": {"number": number, "head": {"sha": head}, "base": {"ref": "main", "sha": "b"}},
        "repository": repository("betagouv/a-dock"),
    })
}

fn repository(full_name: &str) -> Value {
    json!({"id": 7, "full_name": full_name, "private": false, "archived": false, "default_branch": "main"})
}

/// Takes every job that is queued, due or not.
async fn take_all(store: &Store) -> Vec<KeptJob> {
    let later = now() + 3_600_000;
    let mut jobs = Vec::new();
    while let Some(job) = store.claim("test", later + 60_000, later).await.unwrap() {
        assert!(store.settle(job.id, "test", &Settled::Done).await.unwrap());
        jobs.push(job);
    }
    jobs
}

fn payload(job: &KeptJob) -> Value {
    serde_json::from_str(&job.payload).unwrap()
}

#[tokio::test]
async fn a_signed_delivery_becomes_a_job_once() {
    on_both(async |store| {
        let app = app(store);
        let opened = pull_request(4, "h1", "opened").to_string();
        assert_eq!(send(&app, post("pull_request", "d1", opened.clone())).await, StatusCode::ACCEPTED);
        assert_eq!(send(&app, post("pull_request", "d1", opened)).await, StatusCode::OK);
        let jobs = take_all(store).await;
        assert_eq!(jobs.len(), 1);
        assert_eq!((jobs[0].name.as_str(), jobs[0].delivery.as_deref()), ("review_pull_request", Some("d1")));
        let expected = json!({
            "installation": 100, "number": 4, "head": "h1", "base_ref": "main", "again": false, "only": null,
            "repository": {"id": 7, "name": {"owner": "betagouv", "name": "a-dock"}, "private": false,
                "default_branch": "main"},
        });
        assert_eq!(payload(&jobs[0]), expected);
        let known = store.repository(7).await.unwrap().unwrap();
        assert_eq!((known.full_name().to_string().as_str(), known.installation_id), ("betagouv/a-dock", Some(100)));
        // Seen again when its work is long done: still nothing.
        let again = pull_request(4, "h1", "opened").to_string();
        assert_eq!(send(&app, post("pull_request", "d1", again)).await, StatusCode::OK);
        assert_eq!(take_all(store).await, []);
        // Stand-ins for GitHub number deliveries by the clock: another action is another delivery.
        let other = pull_request(4, "h2", "synchronize").to_string();
        assert_eq!(send(&app, post("pull_request", "d1", other)).await, StatusCode::ACCEPTED);
    })
    .await;
}

#[tokio::test]
async fn a_redelivery_on_purpose_of_what_was_set_aside_is_done_again() {
    on_both(async |store| {
        let app = app(store);
        let opened = pull_request(4, "h1", "opened").to_string();
        send(&app, post("pull_request", "d1", opened.clone())).await;
        let job = store.claim("test", now() + 60_000, now()).await.unwrap().unwrap();
        // While it is being done, nothing happens twice.
        assert_eq!(send(&app, post("pull_request", "d1", opened.clone())).await, StatusCode::OK);
        store.settle(job.id, "test", &Settled::Aside { error: "no".to_owned() }).await.unwrap();
        assert_eq!(take_all(store).await, []);
        assert_eq!(send(&app, post("pull_request", "d1", opened)).await, StatusCode::ACCEPTED);
        let again = take_all(store).await;
        assert_eq!((again.len(), again[0].id, again[0].attempts), (1, job.id, 1));
    })
    .await;
}

#[tokio::test]
async fn what_is_not_githubs_is_refused_and_leaves_no_trace() {
    on_both(async |store| {
        let app = app(store);
        let body = pull_request(4, "h1", "opened").to_string().into_bytes();
        let good = || post("pull_request", "d1", body.clone());
        let mut altered = body.clone();
        *altered.last_mut().unwrap() = b' ';
        altered.push(b'}');
        let right = sign(SECRET, &body);
        let unsigned = [
            Post { signature: None, ..good() },
            Post { signature: None, legacy: true, ..good() },
            Post { signature: Some(sign("guessed", &body)), ..good() },
            Post { signature: Some(sign("", &body)), ..good() },
            Post { signature: Some(right["sha256=".len()..].to_owned()), ..good() },
            Post { signature: Some(right[..right.len() - 2].to_owned()), ..good() },
            Post { signature: Some(format!("{right}00")), ..good() },
            Post { body: altered, ..good() },
            Post { body: Vec::new(), ..good() },
        ];
        for (case, wrong) in unsigned.into_iter().enumerate() {
            assert_eq!(send(&app, wrong).await, StatusCode::UNAUTHORIZED, "case {case}");
        }
        for broken in [&body[..body.len() / 2], b"", b"null", b"[1, 2]", b"\xff\xfe", b"{\"number\": \"four\"}"] {
            assert_eq!(send(&app, post("pull_request", "d1", broken)).await, StatusCode::BAD_REQUEST, "{broken:?}");
        }
        assert_eq!(send(&app, post("brand_new", "d1", &body[..9])).await, StatusCode::BAD_REQUEST);
        let deep = format!("{{\"changes\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        // Hostile, and of no use to anybody, but JSON.
        assert_eq!(send(&app, post("pull_request", "d1", deep)).await, StatusCode::OK);
        let form = post("pull_request", "d1", "payload=%7B%7D");
        let form = Post { content_type: "application/x-www-form-urlencoded", ..form };
        assert_eq!(send(&app, form).await, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        assert_eq!(send(&app, Post { delivery: String::new(), ..good() }).await, StatusCode::BAD_REQUEST);
        let get = Request::get("/webhook").body(Body::empty()).unwrap();
        assert_eq!(app.clone().oneshot(get).await.unwrap().status(), StatusCode::METHOD_NOT_ALLOWED);

        assert_eq!(take_all(store).await, []);
        assert_eq!(store.repository(7).await.unwrap(), None);
        // The delivery that was refused is still new.
        assert_eq!(send(&app, good()).await, StatusCode::ACCEPTED);
    })
    .await;
}

#[tokio::test]
async fn either_secret_is_right_while_one_replaces_the_other() {
    on_both(async |store| {
        let app = app(store);
        let body = pull_request(4, "h1", "opened").to_string();
        let next = Post { signature: Some(sign("the next one", body.as_bytes())), ..post("pull_request", "d1", body) };
        assert_eq!(send(&app, next).await, StatusCode::ACCEPTED);
    })
    .await;
}

#[tokio::test]
async fn twenty_four_megabytes_are_read_and_twenty_six_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&format!("sqlite://{}", folder.path().join("v.sqlite").display())).await.unwrap();
    let app = app(&store);
    let mut large = pull_request(4, "h1", "opened");
    large["pad"] = Value::from("x".repeat(24 * 1024 * 1024));
    assert_eq!(send(&app, post("pull_request", "d1", large.to_string())).await, StatusCode::ACCEPTED);
    let too_large = vec![b' '; 26 * 1024 * 1024];
    let announced = Request::post("/webhook")
        .header("content-length", too_large.len())
        .header("x-hub-signature-256", sign(SECRET, &too_large))
        .body(Body::from(too_large.clone()));
    assert_eq!(app.clone().oneshot(announced.unwrap()).await.unwrap().status(), StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(send(&app, post("pull_request", "d2", too_large)).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn what_vigie_has_no_use_for_is_answered_and_forgotten() {
    on_both(async |store| {
        let app = app(store);
        for event in ["ping", "star", "brand_new_event", "issue_comment"] {
            let body = json!({"zen": "é漢字", "action": "created", "installation": {"id": 1}}).to_string();
            assert_eq!(send(&app, post(event, event, body)).await, StatusCode::OK, "{event}");
        }
        for action in ["labeled", "converted_to_draft", "edited", "of the future"] {
            let body = pull_request(4, "h", action).to_string();
            assert_eq!(send(&app, post("pull_request", action, body)).await, StatusCode::OK, "{action}");
        }
        // Without an installation it comes from a plain webhook: GitHub cannot be asked anything.
        let mut plain = pull_request(4, "h", "opened");
        plain.as_object_mut().unwrap().remove("installation");
        assert_eq!(send(&app, post("pull_request", "plain", plain.to_string())).await, StatusCode::OK);
        assert_eq!(take_all(store).await, []);
        assert_eq!(store.repository(7).await.unwrap(), None);
    })
    .await;
}

#[tokio::test]
async fn a_newer_head_replaces_the_one_that_waits_and_closing_forgets_it() {
    on_both(async |store| {
        let app = app(store);
        for (delivery, number, head, action) in
            [("1", 4, "h1", "opened"), ("2", 4, "h2", "synchronize"), ("3", 5, "h9", "opened")]
        {
            let body = pull_request(number, head, action).to_string();
            assert_eq!(send(&app, post("pull_request", delivery, body)).await, StatusCode::ACCEPTED);
        }
        let body = pull_request(5, "h9", "closed").to_string();
        assert_eq!(send(&app, post("pull_request", "4", body)).await, StatusCode::ACCEPTED);
        let jobs = take_all(store).await;
        assert_eq!(jobs.len(), 1);
        assert_eq!((payload(&jobs[0])["head"].as_str(), jobs[0].delivery.as_deref()), (Some("h2"), Some("2")));

        // Another base is another comparison, of the same head.
        let mut edited = pull_request(4, "h2", "edited");
        edited["changes"] = json!({"base": {"ref": {"from": "next"}, "sha": {"from": "b"}}});
        send(&app, post("pull_request", "5", edited.to_string())).await;
        assert_eq!(payload(&take_all(store).await[0])["again"], json!(true));
    })
    .await;
}

#[tokio::test]
async fn pushes_to_the_default_branch_alone_are_looked_at() {
    on_both(async |store| {
        let app = app(store);
        let push = |name: &str, deleted: bool| {
            json!({"ref": name, "after": "h3", "deleted": deleted, "installation": {"id": 100},
                "repository": repository("betagouv/a-dock")})
            .to_string()
        };
        for (delivery, name, deleted) in [
            ("1", "refs/tags/main", false),
            ("2", "refs/heads/next", false),
            ("3", "refs/heads/main", true),
            ("4", "refs/heads/gh-readonly-queue/main/pr-4-b", false),
        ] {
            assert_eq!(send(&app, post("push", delivery, push(name, deleted))).await, StatusCode::OK);
        }
        assert_eq!(send(&app, post("push", "5", push("refs/heads/main", false))).await, StatusCode::ACCEPTED);
        let jobs = take_all(store).await;
        assert_eq!(jobs.len(), 1);
        assert_eq!((jobs[0].name.as_str(), payload(&jobs[0])["branch"].as_str()), ("review_branch", Some("main")));
    })
    .await;
}

#[tokio::test]
async fn check_suites_and_runs_of_ours_alone_are_looked_at_and_a_new_suite_waits_for_its_pull_request() {
    on_both(async |store| {
        let app = app(store);
        let suite = |action: &str, by: i64| {
            json!({"action": action, "installation": {"id": 100}, "repository": repository("betagouv/a-dock"),
                "check_suite": {"head_sha": "h1", "head_branch": null, "pull_requests": [], "app": {"id": by}}})
            .to_string()
        };
        let run = |action: &str, by: i64| {
            json!({"action": action, "installation": {"id": 100}, "repository": repository("betagouv/a-dock"),
                "check_run": {"id": 55, "name": "Vigie : RGAA", "head_sha": "h1", "app": {"id": by}}})
            .to_string()
        };
        send(&app, post("check_suite", "1", suite("requested", 1))).await;
        send(&app, post("check_suite", "2", suite("rerequested", 1))).await;
        send(&app, post("check_suite", "3", suite("completed", OUR_APP))).await;
        send(&app, post("check_run", "4", run("rerequested", 1))).await;
        send(&app, post("check_run", "5", run("created", OUR_APP))).await;
        assert_eq!(take_all(store).await, []);

        send(&app, post("check_suite", "6", suite("requested", OUR_APP))).await;
        let due = store.next_due().await.unwrap().unwrap() - now();
        assert!((8_000..=10_000).contains(&due), "{due}");
        send(&app, post("check_run", "7", run("rerequested", OUR_APP))).await;
        send(&app, post("check_suite", "8", suite("rerequested", OUR_APP))).await;
        let jobs = take_all(store).await;
        let said: Vec<_> = jobs.iter().map(payload).collect();
        let said: Vec<_> = said.iter().map(|job| (&job["rerun"], &job["only"], &job["check_run"])).collect();
        let (yes, no, none) = (json!(true), json!(false), Value::Null);
        let (name, id) = (json!("Vigie : RGAA"), json!(55));
        assert_eq!(said, [(&yes, &name, &id), (&yes, &none, &none), (&no, &none, &none)]);
    })
    .await;
}

#[tokio::test]
async fn a_merge_group_is_answered_until_it_is_destroyed() {
    on_both(async |store| {
        let app = app(store);
        let group = |action: &str, head: &str| {
            json!({"action": action, "installation": {"id": 100}, "repository": repository("betagouv/a-dock"),
                "merge_group": {"head_sha": head, "base_sha": "b", "head_ref": "refs/heads/gh-readonly-queue/main/1"}})
            .to_string()
        };
        send(&app, post("merge_group", "1", group("checks_requested", "g1"))).await;
        send(&app, post("merge_group", "2", group("checks_requested", "g2"))).await;
        send(&app, post("merge_group", "3", group("destroyed", "g1"))).await;
        let jobs = take_all(store).await;
        assert_eq!(jobs.len(), 1);
        assert_eq!((jobs[0].name.as_str(), payload(&jobs[0])["head"].as_str()), ("review_merge_group", Some("g2")));
    })
    .await;
}

#[tokio::test]
async fn installations_come_change_and_go() {
    on_both(async |store| {
        let app = app(store);
        let of = |action: &str, more: Value| {
            let account = json!({"id": 9, "login": "betagouv", "type": "Organization"});
            let mut body = json!({"action": action, "installation": {"id": 100, "account": account}});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body.to_string()
        };
        let names = |jobs: Vec<KeptJob>| jobs.into_iter().map(|job| job.name).collect::<Vec<_>>();
        let dock = json!({"id": 7, "full_name": "betagouv/a-dock", "private": false});
        let secret = json!({"id": 8, "full_name": "betagouv/secret", "private": true});

        let created = of("created", json!({"repositories": [dock, secret]}));
        send(&app, post("installation", "1", created)).await;
        assert_eq!(store.installation(100).await.unwrap().unwrap().account, "betagouv");
        assert_eq!(store.repositories_of_installation(100).await.unwrap().len(), 2);
        assert_eq!(names(take_all(store).await), ["sync_installation"]);

        let removed = of("removed", json!({"repositories_removed": [dock], "repositories_added": []}));
        send(&app, post("installation_repositories", "2", removed)).await;
        assert!(store.repository(7).await.unwrap().unwrap().removed_at.is_some());
        let added = of("added", json!({"repositories_added": [dock], "repositories_removed": []}));
        send(&app, post("installation_repositories", "3", added)).await;
        assert!(store.repository(7).await.unwrap().unwrap().removed_at.is_none());
        assert_eq!(names(take_all(store).await), ["first_report"]);

        send(&app, post("installation", "4", of("suspend", json!({})))).await;
        assert!(store.installation(100).await.unwrap().unwrap().suspended_at.is_some());
        send(&app, post("installation", "5", of("unsuspend", json!({})))).await;
        assert!(store.installation(100).await.unwrap().unwrap().suspended_at.is_none());
        send(&app, post("installation", "6", of("new_permissions_accepted", json!({})))).await;
        assert_eq!(names(take_all(store).await), ["sync_installation"]);

        let renamed = json!({"account": {"id": 9, "login": "beta"}, "changes": {"login": {"from": "betagouv"}}});
        send(&app, post("installation_target", "7", of("renamed", renamed))).await;
        assert_eq!(store.repository(8).await.unwrap().unwrap().owner, "beta");
        send(&app, post("installation", "8", of("deleted", json!({"repositories": [dock]})))).await;
        assert!(store.installation(100).await.unwrap().unwrap().deleted_at.is_some());
        assert_eq!(store.repositories_of_installation(100).await.unwrap(), []);
    })
    .await;
}

#[tokio::test]
async fn a_repository_that_becomes_private_disappears_at_once() {
    on_both(async |store| {
        let app = app(store);
        let of = |action: &str, name: &str, private: bool, archived: bool| {
            json!({"action": action, "installation": {"id": 100}, "repository": {"id": 7, "full_name": name,
                "private": private, "archived": archived, "default_branch": "main"}})
            .to_string()
        };
        let tell = async |delivery: &str, body: String| {
            assert_eq!(send(&app, post("repository", delivery, body)).await, StatusCode::ACCEPTED);
            store.repository(7).await.unwrap().unwrap()
        };
        assert!(!tell("1", of("publicized", "betagouv/a-dock", false, false)).await.private);
        assert_eq!(store.public_repositories().await.unwrap().len(), 1);
        assert!(tell("2", of("privatized", "betagouv/a-dock", true, false)).await.private);
        assert_eq!(store.public_repositories().await.unwrap(), []);
        assert_eq!(tell("3", of("renamed", "betagouv/dock", true, false)).await.name, "dock");
        assert_eq!(tell("4", of("transferred", "dinum/dock", true, false)).await.owner, "dinum");
        assert!(tell("5", of("archived", "dinum/dock", true, true)).await.archived);
        assert!(!tell("6", of("unarchived", "dinum/dock", true, false)).await.archived);
        assert!(tell("7", of("deleted", "dinum/dock", true, false)).await.removed_at.is_some());
        assert_eq!(take_all(store).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_are_each_remembered_and_one_that_cannot_be_spoils_no_other() {
    on_both(async |store| {
        let app = app(store);
        let deliveries = (0..300).map(|n| {
            let app = app.clone();
            tokio::spawn(async move {
                let mut body = pull_request(n, "h", "opened");
                if n == 150 {
                    // PostgreSQL cannot keep a null character.
                    body["repository"]["id"] = Value::from(8);
                    body["repository"]["default_branch"] = Value::from("ma\0in");
                }
                // Each comes twice.
                let delivery = format!("d{n}");
                let first = send(&app, post("pull_request", &delivery, body.to_string())).await;
                (n, first, send(&app, post("pull_request", &delivery, body.to_string())).await)
            })
        });
        for delivery in deliveries.collect::<Vec<_>>() {
            let (n, first, second) = delivery.await.unwrap();
            let expected = match store {
                Store::Postgres(_) if n == 150 => (StatusCode::SERVICE_UNAVAILABLE, StatusCode::SERVICE_UNAVAILABLE),
                _ => (StatusCode::ACCEPTED, StatusCode::OK),
            };
            assert_eq!((first, second), expected, "{n}");
        }
        let jobs = take_all(store).await;
        assert!(jobs.len() >= 299, "{}", jobs.len());
    })
    .await;
}

fn examples() -> Vec<(String, Value)> {
    let path = std::env::var_os("WEBHOOKS_EXAMPLES").map_or_else(
        || {
            let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
            here.join("tests/e2e/node_modules/@octokit/webhooks-examples/api.github.com/index.json")
        },
        PathBuf::from,
    );
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}; run `npm ci --prefix tests/e2e`", path.display()));
    let events: Vec<Value> = serde_json::from_str(&text).unwrap();
    let each = |event: &Value| {
        let name = event["name"].as_str().unwrap().to_owned();
        let examples = event["examples"].as_array().unwrap().clone();
        examples.into_iter().map(move |example| (name.clone(), example)).collect::<Vec<_>>()
    };
    events.iter().flat_map(each).collect()
}

#[tokio::test]
async fn every_real_payload_is_understood() {
    on_both(async |store| {
        let app = app(store);
        let examples = examples();
        assert!(examples.len() >= 329, "{}", examples.len());
        let mut asked = std::collections::BTreeMap::<String, usize>::new();
        for (n, (event, example)) in examples.iter().enumerate() {
            let action = example["action"].as_str().unwrap_or_default();
            let status = send(&app, post(event, &format!("d{n}"), example.to_string())).await;
            assert!(status.is_success(), "{event} {action}: {status}");
            for job in take_all(store).await {
                *asked.entry(format!("{event} {action} → {}", job.name)).or_default() += 1;
            }
            if status == StatusCode::ACCEPTED {
                *asked.entry(format!("{event} {action}")).or_default() += 1;
            }
        }
        insta::assert_yaml_snapshot!("every_real_payload", asked);
    })
    .await;
}

#[test]
fn the_manifest_asks_for_the_events_that_are_listened_to() {
    #[derive(serde::Deserialize)]
    struct Manifest {
        default_events: Vec<String>,
    }
    let manifest: Manifest = serde_saphyr::from_str(include_str!("../../app.yml")).unwrap();
    let expected: Vec<&str> = EVENTS.into_iter().filter(|event| !event.starts_with("installation")).collect();
    assert_eq!(manifest.default_events, expected);
}

#[test]
fn the_manifest_asks_for_no_more_than_tokens_are_minted_with() {
    #[derive(serde::Deserialize)]
    struct Manifest {
        default_permissions: std::collections::BTreeMap<String, String>,
    }
    let manifest: Manifest = serde_saphyr::from_str(include_str!("../../app.yml")).unwrap();
    let mut expected: std::collections::BTreeMap<String, String> =
        vigie::github::PERMISSIONS.iter().map(|(name, level)| ((*name).to_owned(), (*level).to_owned())).collect();
    // No request needs them: without them GitHub does not deliver `deployment_status` and `merge_group`.
    expected.insert("deployments".to_owned(), "read".to_owned());
    expected.insert("merge_queues".to_owned(), "read".to_owned());
    assert_eq!(manifest.default_permissions, expected);
}
