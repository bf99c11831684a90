//! What a live site answers, asked as MDN's HTTP Observatory asks: over HTTP and HTTPS, redirections followed one by
//! one, then a CORS preflight.

use std::time::Duration;

use checks_security_headers::observatory::{Cookie, Exchange, Headers, ORIGIN, Page, Step, is_html};
use reqwest::header::{LOCATION, SET_COOKIE};
use reqwest::{Client, Method, Proxy, Response, StatusCode, redirect};
use url::Url;

use super::guard::{self, Guard};

/// Redirections that are followed.
const MOST_REDIRECTS: usize = 10;

/// For one answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How much of a page is read.
const MOST_BYTES: usize = 4 << 20;

/// What is asked for, as the Observatory's engine asks.
const ACCEPT: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

/// Where a site's two sides listen, when it is not where they usually do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ports {
    /// That of HTTP, 80 if not said.
    pub http: Option<u16>,
    /// That of HTTPS, 443 if not said.
    pub https: Option<u16>,
}

/// Why a site has no grade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoGrade {
    /// The address has no host, or is neither `http` nor `https`.
    #[error("only http and https addresses are visited")]
    Address,
    /// Neither HTTP nor HTTPS answers.
    #[error("it did not answer")]
    Unreachable,
    /// It answered with an HTTP error.
    #[error("it answered with HTTP status {0}")]
    Status(u16),
    /// The address is not one that is visited for a stranger.
    #[error("only public http and https addresses are visited")]
    Refused,
    /// The machine cannot make requests.
    #[error("requests cannot be made")]
    Client,
}

/// What came at the end of a chain of redirections.
struct Chain {
    route: Vec<Url>,
    cookies: Vec<Cookie>,
    status: StatusCode,
    headers: Headers,
    body: String,
    /// Whether every certificate on the way is valid.
    is_valid: bool,
}

/// What the site at `url` answers. Its port is that of its scheme; the other side is asked at its usual one.
pub async fn exchange(url: &Url, ports: Ports) -> Result<Exchange, NoGrade> {
    asked(url, ports, None).await
}

/// The same of a stranger's address: every connection goes through the guard, which refuses what is not public, at each
/// redirection again. `hosts` (`host:port`) are reached all the same.
pub async fn exchange_guarded(url: &Url, hosts: &[String]) -> Result<Exchange, NoGrade> {
    let is_named = guard::is_web(url).is_ok() && guard::is_named(url, hosts);
    if !is_named && guard::allowed(url).is_err() {
        return Err(NoGrade::Refused);
    }
    let guard = Guard::start(hosts.to_vec()).await.map_err(|_| NoGrade::Client)?;
    asked(url, Ports::default(), Some(&guard)).await
}

async fn asked(url: &Url, ports: Ports, guard: Option<&Guard>) -> Result<Exchange, NoGrade> {
    let host = url.host_str().filter(|_| matches!(url.scheme(), "http" | "https")).ok_or(NoGrade::Address)?.to_owned();
    let side = |scheme: &str, port: Option<u16>| {
        let mut side = url.clone();
        let own = if url.scheme() == scheme { url.port() } else { None };
        side.set_scheme(scheme).and_then(|()| side.set_port(port.or(own))).map(|()| side)
    };
    let (http, https) = (side("http", ports.http), side("https", ports.https));
    let (Ok(http), Ok(https)) = (http, https) else { return Err(NoGrade::Address) };
    let (http, https) = tokio::join!(chain(http, guard), chain(https, guard));
    let (http, https) = (http?, https?);
    let is_https = https.is_some();
    let validity = |chain: &Option<Chain>| chain.as_ref().map(|chain| chain.is_valid);
    let (plain, secure) = (validity(&http), validity(&https));
    let route = http.as_ref().map(|chain| steps(&chain.route)).unwrap_or_default();
    let last = https.or(http).ok_or(NoGrade::Unreachable)?;
    let is_judged = last.status.is_success()
        || last.status.is_redirection()
        || matches!(last.status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
    if !is_judged {
        return Err(NoGrade::Status(last.status.as_u16()));
    }
    let preflight = match last.route.last() {
        Some(end) => preflight(end, last.is_valid, guard).await,
        None => None,
    };
    Ok(Exchange {
        host,
        is_https,
        page: if is_html(&last.headers) { Page::of(&last.body) } else { Page::default() },
        headers: last.headers,
        cookies: last.cookies,
        https: secure,
        http: plain,
        route,
        preflight,
        origin_sent: None,
    })
}

fn steps(route: &[Url]) -> Vec<Step> {
    let step =
        |url: &Url| Step { is_https: url.scheme() == "https", host: url.host_str().unwrap_or_default().to_owned() };
    route.iter().map(step).collect()
}

/// The chain from `start`; `None` where it does not answer. Where a certificate is not valid it is followed all the same.
async fn chain(start: Url, guard: Option<&Guard>) -> Result<Option<Chain>, NoGrade> {
    if let Some(chain) = followed(&client(true, guard)?, &start, true).await {
        return Ok(Some(chain));
    }
    Ok(followed(&client(false, guard)?, &start, false).await)
}

fn client(verifies: bool, guard: Option<&Guard>) -> Result<Client, NoGrade> {
    let builder = match guard {
        Some(guard) => {
            let proxy = Proxy::all(format!("http://{}", guard.address())).map_err(|_| NoGrade::Client)?;
            Client::builder().proxy(proxy)
        }
        None => Client::builder(),
    };
    builder
        .redirect(redirect::Policy::none())
        .cookie_store(true)
        .timeout(PATIENCE)
        .user_agent(concat!("vigie/", env!("CARGO_PKG_VERSION")))
        .tls_danger_accept_invalid_certs(!verifies)
        .build()
        .map_err(|_| NoGrade::Client)
}

async fn followed(client: &Client, start: &Url, is_valid: bool) -> Option<Chain> {
    let mut url = start.clone();
    let (mut route, mut cookies) = (Vec::new(), Vec::new());
    loop {
        let answer = client.get(url.clone()).header("Accept", ACCEPT).send().await.ok()?;
        if answer.headers().contains_key(guard::REFUSED) {
            return None;
        }
        route.push(url.clone());
        let headers = lines(&answer);
        Cookie::keep(&mut cookies, headers.all(SET_COOKIE.as_str()), url.host_str().unwrap_or_default());
        let next = next(&answer, &url).filter(|_| route.len() <= MOST_REDIRECTS);
        let Some(next) = next else {
            let status = answer.status();
            let body = body(answer).await;
            return Some(Chain { route, cookies, status, headers, body, is_valid });
        };
        url = next;
    }
}

fn next(answer: &Response, url: &Url) -> Option<Url> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let next = url.join(answer.headers().get(LOCATION)?.to_str().ok()?).ok()?;
    matches!(next.scheme(), "http" | "https").then_some(next)
}

/// The headers, bytes that are no ASCII read as Latin letters.
fn lines(answer: &Response) -> Headers {
    let latin = |bytes: &[u8]| bytes.iter().map(|&byte| char::from(byte)).collect::<String>();
    let lines = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), latin(value.as_bytes())));
    Headers::new(lines.collect())
}

async fn body(mut answer: Response) -> String {
    let mut bytes = Vec::new();
    while let Ok(Some(chunk)) = answer.chunk().await {
        bytes.extend_from_slice(&chunk);
        if bytes.len() > MOST_BYTES {
            bytes.truncate(MOST_BYTES);
            break;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

async fn preflight(url: &Url, is_valid: bool, guard: Option<&Guard>) -> Option<Headers> {
    let request = client(is_valid, guard).ok()?.request(Method::OPTIONS, url.clone());
    let answer = request.header("Access-Control-Request-Method", "GET").header("Origin", ORIGIN).send().await.ok()?;
    Some(lines(&answer))
}
