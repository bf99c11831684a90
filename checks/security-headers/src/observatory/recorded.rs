//! Answers that were recorded, one JSON object each.

use serde::Deserialize;

use super::{Cookie, Exchange, Headers, Page, Step};

/// A recorded answer of a site, with how its HTTP and HTTPS sides behave.
#[derive(Debug, Clone, Deserialize)]
pub struct Recorded {
    /// What the answer is told by.
    #[serde(default)]
    pub id: String,
    /// Names and values of the headers, in order.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// `Set-Cookie` lines.
    #[serde(default)]
    pub cookies: Vec<String>,
    /// The body.
    #[serde(default)]
    pub body: String,
    /// `text/html` where it is not said.
    #[serde(default)]
    pub content_type: Option<String>,
    /// The host asked for.
    #[serde(default = "host")]
    pub host: String,
    /// The HTTPS side.
    #[serde(default)]
    pub https: Https,
    /// The HTTP side.
    #[serde(default)]
    pub http: Http,
    /// The headers of the answer to a CORS preflight; `$ORIGIN` stands for the origin that was sent.
    #[serde(default)]
    pub cors_headers: Option<std::collections::BTreeMap<String, String>>,
}

fn host() -> String {
    "site.test".to_owned()
}

/// How a site answers over HTTPS.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Https {
    /// With a valid certificate.
    #[default]
    Valid,
    /// With one that no browser trusts.
    InvalidCert,
    /// Not at all.
    None,
}

/// How a site answers over HTTP.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Http {
    /// It redirects to HTTPS on the same host.
    #[default]
    Redirect,
    /// It answers the page itself.
    Same,
    /// It redirects to HTTP first, then to HTTPS.
    HttpFirst,
    /// It redirects to HTTPS on `www.` of the host.
    RedirectWww,
    /// It does not answer.
    None,
}

/// Neither side of a site answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unreachable;

/// The origin that the Observatory sends in its preflight.
pub const ORIGIN: &str = "https://http-observatory.security.mozilla.org";

/// The types of which the engine reads the body.
const HTML: [&str; 2] = ["text/html", "application/xhtml+xml"];

impl Recorded {
    /// What the Observatory would have been answered.
    pub fn exchange(&self) -> Result<Exchange, Unreachable> {
        let host = self.host.to_ascii_lowercase();
        let is_https = self.https != Https::None;
        let route = self.route(&host);
        // A chain that ends on a side that does not answer is no answer.
        let reaches = route.last().is_some_and(|last| !last.is_https || is_https);
        let is_valid = self.https == Https::Valid;
        let http = reaches.then(|| is_valid || route.iter().all(|step| !step.is_https));
        if !is_https && http.is_none() {
            return Err(Unreachable);
        }
        let content_type = self.content_type.as_deref().unwrap_or("text/html; charset=utf-8");
        let mut headers = self.headers.clone();
        headers.extend(self.cookies.iter().map(|line| ("Set-Cookie".to_owned(), line.clone())));
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
            headers.push(("Content-Type".to_owned(), content_type.to_owned()));
        }
        let headers = Headers::new(headers);
        let is_html = is_html(&headers);
        let cookies = Cookie::kept(headers.all("set-cookie"), &host);
        let preflight = self.cors_headers.as_ref().map(|lines| {
            let lines = lines.iter().map(|(name, value)| (name.clone(), value.replace("$ORIGIN", ORIGIN)));
            Headers::new(lines.collect())
        });
        Ok(Exchange {
            host,
            is_https,
            page: if is_html { Page::of(&self.body) } else { Page::default() },
            headers,
            cookies,
            https: is_https.then_some(is_valid),
            http,
            route: if reaches { route } else { Vec::new() },
            preflight,
            origin_sent: None,
        })
    }

    fn route(&self, host: &str) -> Vec<Step> {
        let step = |is_https: bool, host: &str| Step { is_https, host: host.to_owned() };
        match self.http {
            Http::Redirect => vec![step(false, host), step(true, host)],
            Http::Same => vec![step(false, host)],
            Http::HttpFirst => vec![step(false, host), step(false, host), step(true, host)],
            Http::RedirectWww => vec![step(false, host), step(true, &format!("www.{host}"))],
            Http::None => Vec::new(),
        }
    }
}

/// Whether the engine takes an answer for a page.
pub fn is_html(headers: &Headers) -> bool {
    let kind = headers.all("content-type").next().unwrap_or_default();
    HTML.contains(&kind.split(';').next().unwrap_or_default())
}
