//! One request and its answer, over octocrab's connections. Octocrab signs, retries and follows nothing by itself here.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK, USER_AGENT};
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, Uri};
use octocrab::Octocrab;
use octocrab::service::middleware::retry::RetryConfig;
use secrecy::{ExposeSecret as _, SecretString};
use serde::Deserialize;

use super::error::{Error, short};
use super::gate::Gate;
use super::settings::{BadSettings, Limits, Settings};

/// GitHub keeps each version of its API for two years at least.
const API_VERSION: &str = "2022-11-28";

/// A request to make.
pub(super) struct Asked<'a> {
    pub(super) method: Method,
    /// From the root of the API, with its query.
    pub(super) path: &'a str,
    pub(super) body: Option<&'a str>,
    /// Answer 304 when this is still what is there.
    pub(super) etag: Option<&'a str>,
}

impl<'a> Asked<'a> {
    pub(super) fn get(path: &'a str) -> Self {
        Self { method: Method::GET, path, body: None, etag: None }
    }

    pub(super) fn write(method: Method, path: &'a str, body: &'a str) -> Self {
        Self { method, path, body: Some(body), etag: None }
    }

    /// How errors call it.
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path.split('?').next().unwrap_or_default())
    }
}

/// A good answer: 2xx, or 304 to an `ETag`.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) unchanged: bool,
    pub(super) etag: Option<String>,
    /// Whether the list goes on, where GitHub says.
    pub(super) next: Option<bool>,
    pub(super) body: Bytes,
}

/// GitHub's address and the connections to it.
pub(super) struct Http {
    crab: Octocrab,
    pub(super) limits: Limits,
}

impl Http {
    pub(super) fn new(settings: &Settings) -> Result<Self, BadSettings> {
        let limits = settings.limits.clone();
        let refused = || BadSettings::ApiUrl(settings.api_url.to_string());
        if !matches!(settings.api_url.scheme(), "http" | "https") || settings.api_url.host_str().is_none() {
            return Err(refused());
        }
        let base: Uri = settings.api_url.as_str().trim_end_matches('/').parse().map_err(|_| refused())?;
        let crab = Octocrab::builder()
            .base_uri(base)
            .map_err(|_| refused())?
            .add_header(USER_AGENT, format!("vigie/{}", env!("CARGO_PKG_VERSION")))
            .add_retry_config(RetryConfig::None)
            .set_connect_timeout(Some(limits.connect))
            .set_read_timeout(Some(limits.silence))
            .set_write_timeout(Some(limits.silence))
            .build()
            .map_err(|error| BadSettings::Certificates(short(&error.to_string())))?;
        Ok(Self { crab, limits })
    }

    /// Sends once, reads the whole answer.
    pub(super) async fn once(&self, gate: &Gate, bearer: &SecretString, asked: &Asked<'_>) -> Result<Answer, Error> {
        let name = asked.name();
        let _seat = gate.enter(asked.method != Method::GET).await?;
        let exchange = async {
            let response = self.send(bearer, asked).await?;
            let (parts, body) = response.into_parts();
            let body =
                to_bytes(body, self.limits.answer_bytes).await.map_err(|error| Error::transport(&name, &error))?;
            Ok((parts.status.as_u16(), parts.headers, body))
        };
        let (status, headers, body) = self.in_time(self.limits.request, &name, exchange).await?;
        count(&asked.method, status);
        gate.note(status, &headers, &body)?;
        judge(&name, status, &headers, &body)?;
        Ok(Answer {
            unchanged: status == 304,
            etag: text(&headers, ETAG.as_str()).map(str::to_owned),
            next: text(&headers, LINK.as_str()).map(|links| links.contains("rel=\"next\"")),
            body,
        })
    }

    /// Sends once, and gives the answer's body as it comes. Redirects to another host go without the token.
    pub(super) async fn stream(&self, gate: &Gate, bearer: &SecretString, path: &str) -> Result<Body, Error> {
        let asked = Asked::get(path);
        let name = asked.name();
        let _seat = gate.enter(false).await?;
        let response = self.in_time(self.limits.request, &name, self.send(bearer, &asked)).await?;
        let (parts, body) = response.into_parts();
        let status = parts.status.as_u16();
        count(&asked.method, status);
        if parts.status.is_success() {
            return Ok(body);
        }
        let body = self.in_time(self.limits.request, &name, async { Ok(to_bytes(body, 100_000).await) }).await?;
        let body = body.unwrap_or_default();
        gate.note(status, &parts.headers, &body)?;
        judge(&name, status, &parts.headers, &body)?;
        Err(Error::Transient(format!("{name}: status {status} without an archive")))
    }

    async fn in_time<T>(
        &self,
        limit: Duration,
        name: &str,
        exchange: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        tokio::time::timeout(limit, exchange)
            .await
            .unwrap_or_else(|_| Err(Error::Transient(format!("{name}: no answer within {} s", limit.as_secs()))))
    }

    async fn send(&self, bearer: &SecretString, asked: &Asked<'_>) -> Result<Response<Body>, Error> {
        let name = asked.name();
        let unusable = |error: axum::http::Error| Error::Refused { status: 400, message: format!("{name}: {error}") };
        let mut authorization = HeaderValue::from_str(&format!("Bearer {}", bearer.expose_secret()))
            .map_err(|error| unusable(error.into()))?;
        authorization.set_sensitive(true);
        let mut request = Request::builder()
            .method(asked.method.clone())
            .uri(asked.path)
            .header(AUTHORIZATION, authorization)
            .header(ACCEPT, "application/vnd.github+json")
            .header("x-github-api-version", API_VERSION);
        if let Some(etag) = asked.etag {
            request = request.header(IF_NONE_MATCH, etag);
        }
        if asked.body.is_some() {
            request = request.header(CONTENT_TYPE, "application/json");
        }
        let request = request.body(asked.body.unwrap_or_default().to_owned()).map_err(unusable)?;
        let response = self.crab.execute(request).await.map_err(|error| Error::transport(&name, &error))?;
        Ok(response.map(Body::new))
    }
}

fn count(method: &Method, status: u16) {
    metrics::counter!("vigie_github_requests_total", "method" => method.to_string(), "status" => status.to_string())
        .increment(1);
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// A status in our words.
fn judge(name: &str, status: u16, headers: &HeaderMap, body: &[u8]) -> Result<(), Error> {
    if matches!(status, 200..=299 | 304) {
        return Ok(());
    }
    let request = text(headers, "x-github-request-id").unwrap_or("-");
    tracing::debug!(status, request, "{name}: refused");
    let said = said(body);
    let message = format!("{name}: {said}");
    Err(match status {
        401 => Error::Unauthorized(message),
        403 | 451 => Error::Forbidden(message),
        404 => Error::NotFound(format!("{name} ({said})")),
        408 | 500..=599 => Error::Transient(format!("{name}: status {status}, {said} (request {request})")),
        410 => Error::Gone(message),
        _ => Error::Refused { status, message },
    })
}

/// What the body says, in short: the message, and what is wrong where.
fn said(body: &[u8]) -> String {
    #[derive(Deserialize)]
    struct Said {
        message: Option<String>,
        #[serde(default)]
        errors: serde_json::Value,
    }
    let Ok(Said { message, errors }) = serde_json::from_slice(body) else {
        return short(String::from_utf8_lossy(&body[..body.len().min(400)]).trim());
    };
    let message = message.unwrap_or_default();
    match errors {
        serde_json::Value::Null => short(&message),
        errors => short(&format!("{message} {errors}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_github_says_is_kept_short() {
        assert_eq!(said(br#"{"message":"Not Found","documentation_url":"https://docs"}"#), "Not Found");
        assert_eq!(
            said(br#"{"message":"Invalid request.","errors":["No more than 50 items are allowed"]}"#),
            r#"Invalid request. ["No more than 50 items are allowed"]"#
        );
        assert_eq!(said(b"<html>bad gateway"), "<html>bad gateway");
    }
}
