//! Stories against a registry on loopback.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use axum::Router;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use checks_core::{End, Registry};

use super::*;

#[derive(Default)]
struct Stub {
    requests: AtomicUsize,
    down: std::sync::atomic::AtomicBool,
    revalidated: Mutex<Vec<String>>,
}

async fn packument(State(stub): State<Arc<Stub>>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    stub.requests.fetch_add(1, Ordering::SeqCst);
    if stub.down.load(Ordering::SeqCst) {
        return StatusCode::BAD_GATEWAY.into_response();
    }
    if let Some(etag) = headers.get(header::IF_NONE_MATCH) {
        stub.revalidated.lock().unwrap().push(etag.to_str().unwrap().to_owned());
        return StatusCode::NOT_MODIFIED.into_response();
    }
    match name.as_str() {
        "absent" => StatusCode::NOT_FOUND.into_response(),
        "broken" => "<html>".into_response(),
        "renamed" => axum::response::Redirect::permanent("/left-pad").into_response(),
        "elsewhere" => axum::response::Redirect::permanent("http://localhost:1/left-pad").into_response(),
        _ => {
            let body = r#"{"dist-tags":{"latest":"2.0.0"},"versions":{"1.0.0":{},"2.0.0":{}}}"#;
            ([(header::ETAG, "\"v1\"")], body).into_response()
        }
    }
}

async fn registry() -> (Arc<Stub>, Sources) {
    let stub = Arc::new(Stub::default());
    let app = Router::new().route("/{name}", get(packument)).with_state(Arc::clone(&stub));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    // Nothing listens at port 1: whoever is asked there does not answer.
    let sources = Sources::read(|name| {
        Some(if name == "NPM_REGISTRY_URL" { format!("http://{address}") } else { "http://127.0.0.1:1".to_owned() })
    });
    (stub, sources.unwrap())
}

fn package(name: &str) -> Question {
    Question::Releases { registry: Registry::Npm, name: name.to_owned() }
}

async fn ask(answers: &Answers, question: Question) -> Answer {
    answers.answer(&BTreeSet::from([question.clone()])).await.remove(&question).unwrap()
}

async fn expire(answers: &Answers) {
    let Kept::Memory(kept) = &answers.kept else { unreachable!("kept in memory") };
    kept.lock().unwrap().values_mut().for_each(|kept| kept.expires_at = 0);
    answers.flights.invalidate_all();
    answers.flights.run_pending_tasks().await;
}

#[tokio::test]
async fn a_package_is_asked_once_for_all() {
    let (stub, sources) = registry().await;
    let answers = Answers::in_memory(sources, false);
    let asks = (0..10).map(|_| ask(&answers, package("lodash")));
    for answer in futures_util::future::join_all(asks).await {
        assert!(matches!(answer, Answer::Releases(releases) if releases.versions.len() == 2));
    }
    ask(&answers, package("lodash")).await;
    assert_eq!(stub.requests.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn an_answer_that_ran_out_is_revalidated_by_its_etag() {
    let (stub, sources) = registry().await;
    let answers = Answers::in_memory(sources, false);
    let first = ask(&answers, package("lodash")).await;
    expire(&answers).await;
    assert_eq!(ask(&answers, package("lodash")).await, first);
    assert_eq!(*stub.revalidated.lock().unwrap(), ["\"v1\""]);
}

#[tokio::test]
async fn an_outage_leaves_what_was_known_and_makes_the_rest_unknown() {
    let (stub, sources) = registry().await;
    let answers = Answers::in_memory(sources, false);
    let known = ask(&answers, package("lodash")).await;
    expire(&answers).await;
    stub.down.store(true, Ordering::SeqCst);
    assert_eq!(ask(&answers, package("lodash")).await, known);
    assert_eq!(ask(&answers, package("express")).await, Answer::Unknown);
}

#[tokio::test]
async fn what_is_not_there_is_absent_and_nonsense_is_unknown() {
    let (_stub, sources) = registry().await;
    let answers = Answers::in_memory(sources, false);
    assert_eq!(ask(&answers, package("absent")).await, Answer::Absent);
    assert_eq!(ask(&answers, package("broken")).await, Answer::Unknown);
    assert_eq!(ask(&answers, package("../admin")).await, Answer::Unknown);
    assert!(matches!(ask(&answers, package("renamed")).await, Answer::Releases(_)));
    assert_eq!(ask(&answers, package("elsewhere")).await, Answer::Unknown);
    assert_eq!(
        ask(&answers, Question::Releases { registry: Registry::Pypi, name: "six".into() }).await,
        Answer::Unknown
    );
}

#[tokio::test]
async fn offline_asks_nothing_and_knows_what_was_shipped() {
    let (stub, sources) = registry().await;
    let answers = Answers::in_memory(sources, true);
    assert_eq!(ask(&answers, package("lodash")).await, Answer::Unknown);
    let node = ask(&answers, Question::EndOfLife { product: "nodejs".into() }).await;
    let Answer::Cycles(cycles) = node else { panic!("{node:?}") };
    assert!(cycles.iter().any(|cycle| cycle.cycle == "16" && matches!(cycle.ends, End::On(_))));
    assert_eq!(stub.requests.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_product_that_cannot_be_asked_is_told_as_shipped() {
    let (_stub, sources) = registry().await;
    let answers = Answers::in_memory(sources, false);
    assert!(matches!(ask(&answers, Question::EndOfLife { product: "python".into() }).await, Answer::Cycles(_)));
}
