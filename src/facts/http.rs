//! Polite, bounded requests.

use std::time::Duration;

use futures_util::StreamExt as _;
use reqwest::header::{ACCEPT, ETAG, IF_NONE_MATCH};
use reqwest::{StatusCode, redirect};
use url::Url;

/// The packument of a large npm package weighs tens of megabytes.
const MOST_BYTES: usize = 96 * 1024 * 1024;

/// Asks over HTTP.
pub(super) struct Client(reqwest::Client);

/// What came back.
pub(super) enum Asked {
    /// As it was when the `ETag` was given.
    Unchanged,
    /// 404 or 410.
    Absent,
    /// A body.
    Found { body: Vec<u8>, etag: Option<String> },
}

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub(super) enum Failed {
    #[error("{0}")]
    Transport(String),
    #[error("HTTP {0}")]
    Status(StatusCode),
    #[error("more than {MOST_BYTES} bytes")]
    TooLarge,
}

impl Client {
    /// TLS trusts what the platform trusts: on the State's networks a local authority signs again.
    pub(super) fn new() -> Result<Self, reqwest::Error> {
        reqwest::Client::builder()
            .user_agent(concat!("vigie/", env!("CARGO_PKG_VERSION"), " (+https://beta.gouv.fr)"))
            .connect_timeout(Duration::from_secs(10))
            .read_timeout(Duration::from_secs(15))
            .timeout(Duration::from_secs(45))
            .redirect(redirect::Policy::custom(follow))
            .build()
            .map(Self)
    }

    pub(super) async fn get(&self, url: &Url, accept: &str, etag: Option<&str>) -> Result<Asked, Failed> {
        let mut request = self.0.get(url.clone()).header(ACCEPT, accept);
        if let Some(etag) = etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        let response = request.send().await.map_err(transport)?;
        match response.status() {
            StatusCode::NOT_MODIFIED => return Ok(Asked::Unchanged),
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(Asked::Absent),
            status if !status.is_success() => return Err(Failed::Status(status)),
            _ => {}
        }
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok()).map(ToOwned::to_owned);
        let mut body = Vec::new();
        let mut stream = response.bytes_stream();
        while let Some(chunk) = stream.next().await {
            body.extend_from_slice(&chunk.map_err(transport)?);
            if body.len() > MOST_BYTES {
                return Err(Failed::TooLarge);
            }
        }
        Ok(Asked::Found { body, etag })
    }
}

/// Redirections within the registry alone: no answer of its sends a request, or a token, elsewhere.
fn follow(attempt: redirect::Attempt<'_>) -> redirect::Action {
    let stays = attempt.previous().first().is_some_and(|first| first.origin() == attempt.url().origin());
    if stays && attempt.previous().len() <= 3 { attempt.follow() } else { attempt.stop() }
}

/// What went wrong, cause after cause, without the address.
fn transport(error: reqwest::Error) -> Failed {
    let error = error.without_url();
    let mut said = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        said = format!("{said}: {inner}");
        cause = inner.source();
    }
    Failed::Transport(said)
}
