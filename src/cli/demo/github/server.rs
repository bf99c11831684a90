//! The door: every request is written down, judged, perhaps spoilt on purpose, and answered from the state.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderMap, Response};
use axum::response::IntoResponse as _;
use futures_util::{StreamExt as _, stream};
use percent_encoding::percent_decode_str;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tokio::sync::Notify;

use super::auth::{self, Caller};
use super::state::{RequestRecord, State};
use super::{archive, rest_app, rest_checks, rest_git, rest_pulls};

/// Tells whether a request is one that GitHub's description knows and allows.
pub type Judge = Arc<dyn Fn(&RequestRecord) -> Result<(), String> + Send + Sync>;
/// Tells whether an answer looks like GitHub's.
pub type AnswerJudge = Arc<dyn Fn(&RequestRecord, u16, &Value) -> Result<(), String> + Send + Sync>;

/// What the servers and the handle share.
pub(super) struct Hub {
    state: Mutex<State>,
    pub(super) judges: Mutex<(Option<Judge>, Option<AnswerJudge>)>,
    pub(super) wake: Notify,
}

impl Hub {
    pub(super) fn new(state: State) -> Self {
        Self { state: Mutex::new(state), judges: Mutex::default(), wake: Notify::new() }
    }

    pub(super) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A request, taken apart.
pub(super) struct Call {
    pub(super) method: String,
    pub(super) segments: Vec<String>,
    pub(super) query: BTreeMap<String, String>,
    pub(super) body: Value,
}

impl Call {
    pub(super) fn query(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// One page of a list, and its `Link` header.
    pub(super) fn page<T>(&self, items: Vec<T>) -> (Vec<T>, Vec<(String, String)>) {
        let number = |name: &str, otherwise: usize| self.query(name).and_then(|n| n.parse().ok()).unwrap_or(otherwise);
        let per_page = number("per_page", 30).clamp(1, 100);
        let page = number("page", 1).max(1);
        let pages = items.len().div_ceil(per_page);
        let mut links = Vec::new();
        if page < pages {
            links.push(format!("<https://api.github.com/x?page={}>; rel=\"next\"", page + 1));
            links.push(format!("<https://api.github.com/x?page={pages}>; rel=\"last\""));
        }
        if page > 1 {
            links.push(format!("<https://api.github.com/x?page={}>; rel=\"prev\"", page - 1));
        }
        let headers = if links.is_empty() { Vec::new() } else { vec![("link".to_owned(), links.join(", "))] };
        (items.into_iter().skip((page - 1) * per_page).take(per_page).collect(), headers)
    }
}

/// An answer.
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Value,
}

impl Reply {
    pub(super) fn ok(body: Value) -> Self {
        Self { status: 200, headers: Vec::new(), body }
    }

    pub(super) fn created(body: Value) -> Self {
        Self { status: 201, headers: Vec::new(), body }
    }

    pub(super) fn refused(status: u16, message: &str) -> Self {
        let body = json!({"message": message, "documentation_url": "https://docs.github.com/rest", "status": status.to_string()});
        Self { status, headers: Vec::new(), body }
    }

    pub(super) fn not_found() -> Self {
        Self::refused(404, "Not Found")
    }

    pub(super) fn unprocessable(message: &str, errors: &[String]) -> Self {
        let mut reply = Self::refused(422, message);
        reply.body["errors"] = json!(errors);
        reply
    }

    pub(super) fn with(mut self, headers: Vec<(String, String)>) -> Self {
        self.headers.extend(headers);
        self
    }
}

/// The API.
pub(super) async fn api(Shared(hub): Shared<Arc<Hub>>, request: Request) -> Response<Body> {
    let (record, headers) = written_down(request).await;
    let index = {
        let mut state = hub.state();
        state.requests.push(record.clone());
        state.requests.len() - 1
    };
    let (judge, answers) = hub.judges.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if let Some(Err(why)) = judge.map(|judge| judge(&record)) {
        let why = format!("{} {}: {why}", record.method, record.path);
        hub.state().refusals.push(why.clone());
        return finish(&hub, index, Reply::refused(422, &why));
    }
    let fault = spoilt(&hub, &record);
    if let Some(fault) = &fault {
        tokio::time::sleep(fault.delay).await;
        if !fault.after && fault.status != 200 {
            return spoil(&hub, index, fault);
        }
    }
    let reply = answer(&hub, index, &record, &headers);
    if let Some(Err(why)) = answers.map(|judge| judge(&record, reply.status, &reply.body)) {
        hub.state().refusals.push(format!("answer to {} {}: {why}", record.method, record.path));
    }
    match fault {
        Some(fault) if fault.after => spoil(&hub, index, &fault),
        _ => finish(&hub, index, reply),
    }
}

/// The archives' own server, on another port: whoever brings a token here has let it leave GitHub.
pub(super) async fn codeload(Shared(hub): Shared<Arc<Hub>>, request: Request) -> Response<Body> {
    let (record, headers) = written_down(request).await;
    let index = {
        let mut state = hub.state();
        state.requests.push(record.clone());
        state.requests.len() - 1
    };
    if headers.contains_key("authorization") {
        hub.state().refusals.push("a token was sent to the archives' server".to_owned());
        return finish(&hub, index, Reply::refused(400, "a token does not belong here"));
    }
    let fault = spoilt(&hub, &record);
    if let Some(fault) = &fault {
        tokio::time::sleep(fault.delay).await;
        if !fault.after && fault.status != 200 {
            return spoil(&hub, index, fault);
        }
    }
    let packed = archive::of(&hub.state(), &record);
    hub.state().requests[index].status = if packed.is_some() { 200 } else { 404 };
    match (fault, packed) {
        (Some(fault), Some(packed)) if fault.cut => broken_off(&packed),
        (Some(fault), _) if fault.after => spoil(&hub, index, &fault),
        (_, Some(packed)) => ([("content-type", "application/x-gzip")], packed).into_response(),
        (_, None) => finish(&hub, index, Reply::not_found()),
    }
}

/// Half of the bytes, then nothing more.
fn broken_off(packed: &[u8]) -> Response<Body> {
    let half = packed[..packed.len() / 2].to_vec();
    let end = async {
        // What was sent must have left before the connection is cut.
        tokio::time::sleep(A_MOMENT).await;
        Err(std::io::Error::other("broken off"))
    };
    Response::new(Body::from_stream(stream::iter([Ok(half)]).chain(stream::once(end))))
}

async fn written_down(request: Request) -> (RequestRecord, HeaderMap) {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, 32 << 20).await.unwrap_or_default();
    let enterprise = parts.uri.path().starts_with("/api/v3/");
    let path = if enterprise { &parts.uri.path()["/api/v3".len()..] } else { parts.uri.path() };
    let decode = |text: &str| percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned();
    let segments = path
        .split('/')
        .filter(|part| !part.is_empty())
        .map(|part| percent_decode_str(part).decode_utf8_lossy().into_owned())
        .collect();
    let query = parts.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    let query = query.map(|pair| pair.split_once('=').unwrap_or((pair, ""))).map(|(k, v)| (decode(k), decode(v)));
    let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
        let value = if name == "authorization" { "…" } else { value.to_str().unwrap_or("?") };
        (name.to_string(), value.to_owned())
    };
    let record = RequestRecord {
        method: parts.method.to_string(),
        path: path.to_owned(),
        segments,
        query: query.collect(),
        headers: parts.headers.iter().map(header).collect(),
        body: serde_json::from_slice(&body).ok(),
        enterprise,
        installation: None,
        status: 0,
    };
    (record, parts.headers)
}

fn spoilt(hub: &Hub, record: &RequestRecord) -> Option<super::state::Fault> {
    let mut state = hub.state();
    let fault = state.faults.iter_mut().find(|fault| fault.times > 0 && record.is(&fault.route))?;
    fault.times -= 1;
    Some(fault.clone())
}

fn spoil(hub: &Hub, index: usize, fault: &super::state::Fault) -> Response<Body> {
    hub.state().requests[index].status = fault.status;
    let mut response = Response::builder().status(fault.status).header("content-type", "application/json");
    for (name, value) in &fault.headers {
        response = response.header(name, value);
    }
    response.body(Body::from(fault.body.clone())).unwrap_or_default()
}

fn answer(hub: &Hub, index: usize, record: &RequestRecord, headers: &HeaderMap) -> Reply {
    let mut state = hub.state();
    let caller = match auth::caller(&state, headers) {
        Ok(caller) => caller,
        Err(reply) => return reply,
    };
    let call = Call {
        method: record.method.clone(),
        segments: record.segments.clone(),
        query: record.query.clone(),
        body: record.body.clone().unwrap_or(Value::Null),
    };
    let Caller::Installation(grant) = &caller else { return route(&mut state, &call, &caller) };
    state.requests[index].installation = Some(grant.installation);
    let id = grant.installation;
    let Some(installed) = state.installations.get(&id) else { return Reply::refused(401, "Bad credentials") };
    let limits = |remaining: u64| {
        let number = |name: &str, value: String| (format!("x-ratelimit-{name}"), value);
        vec![
            number("limit", installed.limit.to_string()),
            number("remaining", remaining.to_string()),
            number("used", (installed.limit - remaining.min(installed.limit)).to_string()),
            number("reset", installed.reset.to_string()),
            number("resource", "core".to_owned()),
        ]
    };
    if installed.remaining == 0 {
        let message = format!("API rate limit exceeded for installation ID {id}.");
        return Reply::refused(403, &message).with(limits(0));
    }
    let (before, after) = (limits(installed.remaining), limits(installed.remaining - 1));
    let mut reply = route(&mut state, &call, &caller);
    if record.method == "GET" && reply.status == 200 {
        let etag = format!("W/\"{}\"", hex::encode(Sha256::digest(reply.body.to_string())));
        if headers.get("if-none-match").is_some_and(|known| *known == *etag) {
            let headers = before.into_iter().chain([("etag".to_owned(), etag)]).collect();
            return Reply { status: 304, headers, body: Value::Null };
        }
        reply.headers.push(("etag".to_owned(), etag));
    }
    if let Some(installed) = state.installations.get_mut(&id) {
        installed.remaining -= 1;
    }
    reply.with(after)
}

fn route(state: &mut State, call: &Call, caller: &Caller) -> Reply {
    let segments: Vec<&str> = call.segments.iter().map(String::as_str).collect();
    match (call.method.as_str(), segments.as_slice()) {
        (_, ["app", ..]) => rest_app::app(state, call, caller),
        ("GET", ["repos", owner, name, "installation"]) => rest_app::of_repository(state, caller, owner, name),
        ("GET", ["installation", "repositories"]) => rest_app::repositories(state, call, caller),
        (method, ["repos", owner, name, rest @ ..]) => {
            let needs = needs(method, rest);
            let id = match auth::repository(state, caller, owner, name, needs) {
                Ok(id) => id,
                Err(reply) => return reply,
            };
            match (method, rest) {
                ("GET", []) => rest_git::repository(state, id),
                ("GET", ["git" | "compare" | "tarball", ..] | ["commits", _]) => rest_git::read(state, call, id, rest),
                ("GET", ["pulls", ..] | ["commits", _, "pulls"]) => rest_pulls::read(state, call, id, rest),
                (_, ["check-runs", ..] | ["commits", _, "check-runs"]) => rest_checks::route(state, call, id, rest),
                _ => Reply::not_found(),
            }
        }
        _ => Reply::not_found(),
    }
}

/// The permission that a route of a repository needs.
fn needs(method: &str, rest: &[&str]) -> (&'static str, &'static str) {
    let level = if method == "GET" { "read" } else { "write" };
    match rest {
        [] => ("metadata", level),
        ["pulls", ..] | ["commits", _, "pulls"] => ("pull_requests", level),
        ["check-runs", ..] | ["commits", _, "check-runs"] => ("checks", level),
        _ => ("contents", level),
    }
}

fn finish(hub: &Hub, index: usize, reply: Reply) -> Response<Body> {
    hub.wake.notify_one();
    hub.state().requests[index].status = reply.status;
    let mut response = Response::builder()
        .status(reply.status)
        .header("content-type", "application/json; charset=utf-8")
        .header("x-github-request-id", format!("{:04X}:{index:04X}", 0x51CE));
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    let body = if reply.body.is_null() { Body::empty() } else { Body::from(reply.body.to_string()) };
    response.body(body).unwrap_or_default()
}

/// How many requests came, by `METHOD /route` with names and numbers as `*`.
pub(super) fn counts(requests: &[RequestRecord]) -> HashMap<String, usize> {
    const WORDS: &[&str] = &[
        "app",
        "installations",
        "access_tokens",
        "installation",
        "repositories",
        "repos",
        "pulls",
        "commits",
        "compare",
        "git",
        "trees",
        "blobs",
        "ref",
        "heads",
        "tarball",
        "check-runs",
        "legacy.tar.gz",
        "annotations",
    ];
    let mut counts = HashMap::new();
    for request in requests {
        let parts: Vec<&str> =
            request.segments.iter().map(|part| if WORDS.contains(&part.as_str()) { part } else { "*" }).collect();
        *counts.entry(format!("{} /{}", request.method, parts.join("/"))).or_default() += 1;
    }
    counts
}

/// Long enough for a sleep to be noticed, short enough for a test.
pub(super) const A_MOMENT: Duration = Duration::from_millis(20);
