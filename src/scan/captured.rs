//! Answers that other tools captured: what `curl -i` prints, and HAR files of browsers.
//!
//! They hold one side of a site. What they do not show is said ([`Captured::assumed`]) and taken as a well-kept site has it,
//! so that the grade is that of what was captured.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use checks_security_headers::observatory::{Http, Https, Recorded, is_html};
use serde::Deserialize;
use url::Url;

/// An answer that was captured.
#[derive(Debug)]
pub struct Captured {
    /// What it said.
    pub recorded: Recorded,
    /// Tests of the Observatory that the capture does not show, by their names: taken as passed.
    pub assumed: Vec<&'static str>,
}

/// Why nothing could be read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// No `HTTP/…` line.
    #[error("no line of it begins with HTTP/")]
    NoAnswer,
    /// Not JSON, or not a HAR's.
    #[error("it is no HAR file: {0}")]
    Har(#[from] serde_json::Error),
    /// No page among its entries.
    #[error("none of its entries is a page (text/html)")]
    NoPage,
}

/// A test that only the HTTP side of a site decides.
const REDIRECTION: &str = "redirection";
/// A test that only a preflight decides.
const CORS: &str = "cross-origin-resource-sharing";

/// What `curl -i` printed, `-L` and `-v`'s proxies included. `url` is what was asked, when it is known.
///
/// # Errors
///
/// When there is no answer in it.
pub fn curl(text: &str, url: Option<&Url>) -> Result<Captured, Unreadable> {
    let text = text.replace("\r\n", "\n");
    let mut rest = text
        .strip_prefix("HTTP/")
        .ok_or(())
        .or_else(|()| text.find("\nHTTP/").map(|at| &text[at + "\nHTTP/".len()..]).ok_or(Unreadable::NoAnswer))?;
    let mut cookies = Vec::new();
    let mut redirects_to_https = false;
    loop {
        let (head, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
        let mut lines = head.lines();
        let status_line = lines.next().unwrap_or_default();
        let status = status_line.split_whitespace().nth(1).and_then(|status| status.parse::<u16>().ok());
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
            .collect();
        let all = |name: &'static str| {
            headers.iter().filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value)
        };
        cookies.extend(all("set-cookie").cloned());
        let location = all("location").next();
        redirects_to_https |= location.is_some_and(|location| location.starts_with("https://"));
        // `100 Continue`, a proxy's `200 Connection established`, a redirection that was followed.
        let is_on_the_way =
            matches!(status, Some(100..=199 | 300..=399)) || status_line.contains("Connection established");
        let next = if body.starts_with("HTTP/") { Some(0) } else { body.find("\nHTTP/").map(|at| at + 1) };
        if let Some(next) = next.filter(|_| is_on_the_way) {
            rest = &body[next + "HTTP/".len()..];
            continue;
        }
        let headers = headers.into_iter().filter(|(name, _)| !name.eq_ignore_ascii_case("set-cookie")).collect();
        return Ok(captured(headers, cookies, body.to_owned(), url, redirects_to_https));
    }
}

#[derive(Deserialize)]
struct Har {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Visit>,
}

#[derive(Deserialize)]
struct Visit {
    request: Asked,
    response: Answer,
}

#[derive(Deserialize)]
struct Asked {
    url: String,
}

#[derive(Deserialize)]
struct Answer {
    status: i32,
    headers: Vec<Field>,
    #[serde(default)]
    content: Content,
}

#[derive(Deserialize, Clone)]
struct Field {
    name: String,
    value: String,
}

#[derive(Deserialize, Default)]
struct Content {
    #[serde(default)]
    text: Option<String>,
    #[serde(default)]
    encoding: Option<String>,
}

/// The first page of a HAR file (<http://www.softwareishard.com/blog/har-12-spec/>), with the redirections before it.
///
/// # Errors
///
/// When it is no HAR file, or holds no page.
pub fn har(text: &str) -> Result<Captured, Unreadable> {
    let Har { log } = serde_json::from_str(text.trim_start_matches('\u{feff}'))?;
    let mut cookies = Vec::new();
    let mut asked = None;
    let mut redirects_to_https = false;
    for visit in log.entries {
        let Ok(url) = Url::parse(&visit.request.url) else { continue };
        let fields = visit.response.headers;
        let is_page = {
            let lines = fields.iter().map(|field| (field.name.clone(), field.value.clone())).collect();
            is_html(&checks_security_headers::observatory::Headers::new(lines))
        };
        let is_redirection = (300..400).contains(&visit.response.status) && visit.response.status != 304;
        if !is_page && !is_redirection {
            continue;
        }
        let start = asked.get_or_insert(url.clone());
        redirects_to_https |= start.scheme() == "http" && url.scheme() == "https";
        let set = fields.iter().filter(|field| field.name.eq_ignore_ascii_case("set-cookie"));
        // Browsers join several with line breaks.
        cookies.extend(set.flat_map(|field| field.value.split('\n').map(ToOwned::to_owned).collect::<Vec<_>>()));
        if is_redirection {
            continue;
        }
        let headers = fields.into_iter().filter(|field| !field.name.eq_ignore_ascii_case("set-cookie"));
        let headers = headers.map(|field| (field.name, field.value)).collect();
        let content = visit.response.content;
        let body = content.text.unwrap_or_default();
        let body = match content.encoding.as_deref() {
            Some("base64") => {
                STANDARD.decode(body).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default()
            }
            _ => body,
        };
        return Ok(captured(headers, cookies, body, Some(&url), redirects_to_https));
    }
    Err(Unreadable::NoPage)
}

fn captured(
    headers: Vec<(String, String)>,
    cookies: Vec<String>,
    body: String,
    url: Option<&Url>,
    redirects_to_https: bool,
) -> Captured {
    let is_clear = url.is_some_and(|url| url.scheme() == "http") && !redirects_to_https;
    let host = url.and_then(Url::host_str).unwrap_or("site.test").to_owned();
    let recorded = Recorded {
        id: url.map_or_else(|| host.clone(), Url::to_string),
        headers,
        cookies,
        body,
        content_type: Some(String::new()),
        host,
        https: if is_clear { Https::None } else { Https::Valid },
        http: if is_clear { Http::Same } else { Http::Redirect },
        cors_headers: None,
    };
    let mut assumed = vec![CORS];
    if !redirects_to_https && !is_clear {
        assumed.push(REDIRECTION);
    }
    Captured { recorded, assumed }
}

#[cfg(test)]
mod tests {
    use checks_security_headers::observatory::card;

    use super::*;

    #[test]
    fn the_last_answer_of_curl_is_the_one_that_counts() {
        let text = "HTTP/1.1 200 Connection established\r\n\r\nHTTP/1.1 301 Moved Permanently\r\nLocation: https://a.gouv.fr/\r\nSet-Cookie: sid=1; Secure\r\n\r\nHTTP/2 200 \r\ncontent-type: text/html\r\nx-frame-options: DENY\r\n\r\n<p>HTTP/1.1 is a protocol</p>\r\n";
        let url = Url::parse("http://a.gouv.fr/").unwrap();
        let captured = curl(text, Some(&url)).unwrap();
        assert_eq!(captured.recorded.cookies, ["sid=1; Secure"]);
        assert_eq!(captured.assumed, [CORS], "the redirection was seen");
        let card = card(&captured.recorded.exchange().unwrap());
        assert_eq!(card.tests["x-frame-options"].result, "x-frame-options-sameorigin-or-deny");
        assert!(captured.recorded.body.contains("is a protocol"));
    }

    #[test]
    fn what_is_not_seen_is_said() {
        let captured = curl("HTTP/2 200\ncontent-type: text/html\n\n", None).unwrap();
        assert_eq!(captured.assumed, [CORS, REDIRECTION]);
        assert!(matches!(curl("<p>no answer</p>", None), Err(Unreadable::NoAnswer)));
    }

    #[test]
    fn the_page_of_a_har_is_found_behind_its_redirections() {
        let har_of = |entries: &str| format!("{{\"log\":{{\"version\":\"1.2\",\"entries\":[{entries}]}}}}");
        let entries = r#"{"request":{"url":"http://a.gouv.fr/"},"response":{"status":301,"headers":[{"name":"Location","value":"https://a.gouv.fr/"}]}},
            {"request":{"url":"https://a.gouv.fr/"},"response":{"status":200,"headers":[{"name":"Content-Type","value":"text/html; charset=utf-8"},{"name":"Strict-Transport-Security","value":"max-age=31536000"}],"content":{"text":"PHA+","encoding":"base64"}}}"#;
        let captured = har(&har_of(entries)).unwrap();
        assert_eq!((captured.recorded.host.as_str(), captured.recorded.body.as_str()), ("a.gouv.fr", "<p>"));
        assert_eq!(captured.assumed, [CORS]);
        assert!(matches!(har(&har_of("")), Err(Unreadable::NoPage)));
        assert!(matches!(har("{}"), Err(Unreadable::Har(_))));
    }
}
