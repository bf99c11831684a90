//! The webhook: bytes → signature → remembered → an answer, in milliseconds. The work comes later, from the queue.
//!
//! Nothing of a body is looked at before its signature is verified, and nothing of it is ever logged: a delivery's id,
//! its event and its action are.

mod asks;
mod event;
mod inbox;
mod signature;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures_util::StreamExt as _;

pub use asks::{Asks, Cause, Change, EVENTS, read};
pub use inbox::{Inbox, Lost};
pub use signature::Verifier;

use crate::store::{self, Delivery, Reception};

/// GitHub sends no larger payload: « payloads are capped at 25 MB ».
const LARGEST: usize = 25 * 1024 * 1024;
/// How much more of a body that is refused is read and thrown away, so that its sender hears the answer.
const POLITE: usize = 8 * 1024 * 1024;
/// GitHub hangs up after ten seconds.
const PATIENCE: Duration = Duration::from_secs(9);

/// What the webhook needs.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Knows the secrets.
    pub verifier: Arc<Verifier>,
    /// Takes what is verified.
    pub inbox: Inbox,
    /// Our App's id, when it is known.
    pub app: Option<i64>,
}

/// The route that GitHub posts to.
pub fn router(path: &str, webhook: Webhook) -> Router {
    Router::new().route(path, post(receive)).with_state(webhook)
}

async fn receive(State(webhook): State<Webhook>, request: Request) -> Response {
    let began = Instant::now();
    let (parts, body) = request.into_parts();
    let (event, answer) = match tokio::time::timeout(PATIENCE, answer(&webhook, &parts.headers, body)).await {
        Ok(answered) => answered,
        Err(_) => ("unknown", Answer::Busy),
    };
    metrics::counter!("vigie_deliveries_total", "event" => event, "answer" => answer.as_str()).increment(1);
    metrics::histogram!("vigie_delivery_seconds").record(began.elapsed());
    answer.into_response()
}

/// What GitHub is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Accepted,
    Again,
    Known,
    Nothing,
    Pong,
    Unsigned,
    Broken,
    Form,
    Headless,
    TooLarge,
    Busy,
}

impl Answer {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Again => "again",
            Self::Known => "known",
            Self::Nothing => "nothing to do",
            Self::Pong => "pong",
            Self::Unsigned => "not signed with the App's webhook secret (X-Hub-Signature-256)",
            Self::Broken => "not the JSON of a GitHub event",
            Self::Form => "set the webhook's content type to application/json",
            Self::Headless => "X-GitHub-Event or X-GitHub-Delivery is missing",
            Self::TooLarge => "larger than any payload of GitHub's",
            Self::Busy => "not remembered: redeliver later",
        }
    }

    const fn status(self) -> StatusCode {
        match self {
            Self::Accepted | Self::Again => StatusCode::ACCEPTED,
            Self::Known | Self::Nothing | Self::Pong => StatusCode::OK,
            Self::Unsigned => StatusCode::UNAUTHORIZED,
            Self::Broken | Self::Headless => StatusCode::BAD_REQUEST,
            Self::Form => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        (self.status(), self.as_str()).into_response()
    }
}

/// The event, in a word of ours, and what to answer.
async fn answer(webhook: &Webhook, headers: &HeaderMap, body: Body) -> (&'static str, Answer) {
    let Some(signature) = text(headers, "x-hub-signature-256") else {
        discard(body, 0).await;
        return ("unknown", Answer::Unsigned);
    };
    let Some(body) = collect(headers, body).await else { return ("unknown", Answer::TooLarge) };
    if !webhook.verifier.verify(signature, &body) {
        return ("unknown", Answer::Unsigned);
    }
    let form = "application/x-www-form-urlencoded";
    if text(headers, header::CONTENT_TYPE.as_str()).is_some_and(|kind| kind.trim_start().starts_with(form)) {
        return ("unknown", Answer::Form);
    }
    match (text(headers, "x-github-event"), text(headers, "x-github-delivery")) {
        (Some(event), Some(delivery)) if event.len() <= 64 && (1..=128).contains(&delivery.len()) => {
            (known(event).unwrap_or("other"), heard(webhook, event, delivery, &body).await)
        }
        _ => ("unknown", Answer::Headless),
    }
}

/// A delivery whose signature is right.
async fn heard(webhook: &Webhook, event: &str, delivery: &str, body: &[u8]) -> Answer {
    if known(event).is_none() {
        let whole = serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok();
        return match event {
            _ if !whole => Answer::Broken,
            "ping" => Answer::Pong,
            _ => Answer::Nothing,
        };
    }
    let cause = Cause { delivery, app: webhook.app, now: store::now() };
    let Ok((action, asks)) = read(event, body, cause) else {
        tracing::warn!(delivery, event, "signed, but not the JSON of such an event");
        return Answer::Broken;
    };
    if asks == Asks::default() {
        return Answer::Nothing;
    }
    let (changes, jobs) = (asks.changes.len(), asks.jobs.len());
    let row = Delivery { id: delivery.to_owned(), event: event.to_owned(), action };
    let action = row.action.clone();
    match webhook.inbox.receive(row, asks).await {
        Ok(reception) => {
            tracing::info!(delivery, event, action, changes, jobs, ?reception, "delivery");
            match reception {
                Reception::New => Answer::Accepted,
                Reception::Again => Answer::Again,
                Reception::Known => Answer::Known,
            }
        }
        Err(Lost) => Answer::Busy,
    }
}

/// An event that Vigie listens to. For metrics, all others are one.
fn known(event: &str) -> Option<&'static str> {
    EVENTS.into_iter().find(|known| *known == event)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The whole body; `None` when it is too large, or when its sender hung up.
async fn collect(headers: &HeaderMap, body: Body) -> Option<Vec<u8>> {
    let announced = text(headers, header::CONTENT_LENGTH.as_str()).and_then(|length| length.parse().ok());
    if announced.is_some_and(|length: usize| length > LARGEST) {
        discard(body, 0).await;
        return None;
    }
    // What is announced is not believed beyond a usual payload.
    let mut whole = Vec::with_capacity(announced.unwrap_or(0).min(64 * 1024));
    let mut pieces = body.into_data_stream();
    while let Some(piece) = pieces.next().await {
        let piece = piece.ok()?;
        if whole.len() + piece.len() > LARGEST {
            drop(whole);
            discard(Body::from_stream(pieces), LARGEST).await;
            return None;
        }
        whole.extend_from_slice(&piece);
    }
    Some(whole)
}

/// Reads on, up to a bound, and keeps nothing.
async fn discard(body: Body, already: usize) {
    let mut read = already;
    let mut pieces = body.into_data_stream();
    while let Some(Ok(piece)) = pieces.next().await {
        read += piece.len();
        if read > LARGEST + POLITE {
            break;
        }
    }
}
