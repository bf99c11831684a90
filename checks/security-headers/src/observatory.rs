//! The grade that MDN's HTTP Observatory gives to a site: its twelve tests, their results and the score they add up to.
//!
//! This is algorithm 6 (engine 1.6, <https://github.com/mdn/mdn-http-observatory>), its quirks included, so that what is
//! said here is what the community reads the morning after. Where the engine is more lenient than browsers are, the rules
//! of this check say so beside it.

mod cookies;
mod csp;
mod judge;
mod outcome;
mod page;
mod recorded;
mod words;

use serde::Serialize;

pub use cookies::Cookie;
pub use outcome::Outcome;
pub use page::Page;
pub use recorded::{Http, Https, ORIGIN, Recorded, Unreachable, is_html};
pub use words::{meaning, title};

/// The version of the algorithm.
pub const ALGORITHM: u32 = 6;

/// From which score without bonuses on the bonuses count.
const LEAST_FOR_EXTRA: i32 = 90;

/// The names and values of an answer's headers, in the order received.
#[derive(Debug, Clone, Default)]
pub struct Headers(Vec<(String, String)>);

impl Headers {
    /// The headers as received: names in any case, one entry a line.
    pub fn new(lines: Vec<(String, String)>) -> Self {
        Self(lines)
    }

    /// Every value of the header `name`, in order.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The value of the header `name`, its lines joined by `", "` (RFC 9110, 5.3); `None` where it was not sent.
    pub fn joined(&self, name: &str) -> Option<String> {
        let mut lines = self.all(name).map(str::trim);
        let first = lines.next()?.to_owned();
        Some(lines.fold(first, |joined, line| joined + ", " + line))
    }
}

/// Where a redirection led, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Whether it was `https`.
    pub is_https: bool,
    /// The host, without its port.
    pub host: String,
}

/// What a site answered to the requests that the Observatory makes.
#[derive(Debug, Clone, Default)]
pub struct Exchange {
    /// The host asked for.
    pub host: String,
    /// Whether the answer judged came over HTTPS.
    pub is_https: bool,
    /// The headers of the last answer of the chain, HTTPS's where there is one.
    pub headers: Headers,
    /// Its page.
    pub page: Page,
    /// The cookies that a browser would have kept.
    pub cookies: Vec<Cookie>,
    /// Whether the site answers over HTTPS, and if so whether its certificate is valid.
    pub https: Option<bool>,
    /// Whether the site answers over HTTP, and if so whether every certificate on the way is valid.
    pub http: Option<bool>,
    /// The steps from `http://host/` on, itself included.
    pub route: Vec<Step>,
    /// The headers of the answer to a CORS preflight, where there was one.
    pub preflight: Option<Headers>,
    /// The `Origin` of the preflight, where the engine can read it. In a real scan it never can, so that its result for
    /// reflected origins never comes out.
    pub origin_sent: Option<String>,
}

/// A test's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The engine's name for it: `csp-implemented-with-no-unsafe`.
    pub result: &'static str,
    /// The points it adds or takes.
    pub modifier: i32,
    /// Whether the engine counts the test as passed.
    pub pass: bool,
}

/// What a site is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Card {
    /// From `A+` to `F`.
    pub grade: &'static str,
    /// From 0; 165 at most.
    pub score: i32,
    /// The twelve tests, by their name in the engine.
    pub tests: std::collections::BTreeMap<&'static str, Verdict>,
}

/// The grade of an exchange.
pub fn card(exchange: &Exchange) -> Card {
    let tests: std::collections::BTreeMap<_, _> =
        judge::all(exchange).map(|(name, outcome)| (name, outcome.verdict())).collect();
    let modifiers: Vec<i32> = tests.values().map(|verdict| verdict.modifier).collect();
    let score = score(&modifiers);
    Card { grade: grade(score), score, tests }
}

/// What modifiers add up to: bonuses count only where little was lost.
pub fn score(modifiers: &[i32]) -> i32 {
    let plain = 100 + modifiers.iter().filter(|modifier| **modifier < 0).sum::<i32>();
    let full = 100 + modifiers.iter().sum::<i32>();
    (if plain >= LEAST_FOR_EXTRA { full } else { plain }).max(0)
}

/// The grade of a score.
pub fn grade(score: i32) -> &'static str {
    match score {
        100.. => "A+",
        90.. => "A",
        85.. => "A-",
        80.. => "B+",
        70.. => "B",
        65.. => "B-",
        60.. => "C+",
        50.. => "C",
        45.. => "C-",
        40.. => "D+",
        30.. => "D",
        25.. => "D-",
        _ => "F",
    }
}

/// The grades, best first.
pub const GRADES: [&str; 13] = ["A+", "A", "A-", "B+", "B", "B-", "C+", "C", "C-", "D+", "D", "D-", "F"];

#[cfg(test)]
mod tests {
    use super::*;

    fn card_of(json: &str) -> Card {
        let recorded: Recorded = serde_json::from_str(json).unwrap();
        card(&recorded.exchange().unwrap())
    }

    #[test]
    fn bonuses_count_from_ninety_on() {
        assert_eq!(score(&[-10, 5, 10]), 105);
        assert_eq!(score(&[-15, 5, 10]), 85);
        assert_eq!(score(&[-25, -20, -50, -40]), 0);
    }

    #[test]
    fn grades_are_read_from_the_score() {
        for (score, expected) in [
            (165, "A+"),
            (100, "A+"),
            (99, "A"),
            (90, "A"),
            (89, "A-"),
            (75, "B"),
            (64, "C+"),
            (49, "C-"),
            (24, "F"),
            (0, "F"),
        ] {
            assert_eq!(grade(score), expected, "{score}");
        }
        assert!(GRADES.contains(&grade(0)));
    }

    #[test]
    fn a_bare_page_behind_a_redirection() {
        let card = card_of(r#"{"id": "a", "headers": [], "body": "<p>Bonjour</p>"}"#);
        assert_eq!((card.grade, card.score), ("D", 30));
        assert_eq!(card.tests["content-security-policy"].result, "csp-not-implemented");
        assert_eq!(card.tests["redirection"].result, "redirection-to-https");
        assert_eq!(card.tests.len(), 12);
    }

    #[test]
    fn helmet_and_its_like_reach_the_top() {
        let card = card_of(
            r#"{"id": "a", "headers": [
                ["Content-Security-Policy", "default-src 'self'; frame-ancestors 'self'; object-src 'none'"],
                ["Strict-Transport-Security", "max-age=31536000; includeSubDomains"],
                ["X-Content-Type-Options", "nosniff"], ["Referrer-Policy", "no-referrer"],
                ["Cross-Origin-Opener-Policy", "same-origin"], ["Cross-Origin-Resource-Policy", "same-origin"]
            ], "cookies": ["sessionid=a; Secure; HttpOnly; SameSite=Lax"]}"#,
        );
        assert_eq!((card.grade, card.score), ("A+", 140));
        assert_eq!(card.tests["x-frame-options"].result, "x-frame-options-implemented-via-csp");
    }

    #[test]
    fn headers_of_a_name_are_one() {
        let headers = Headers::new(vec![("X-A".into(), "1".into()), ("x-a".into(), " 2".into())]);
        assert_eq!(headers.joined("X-a").as_deref(), Some("1, 2"));
        assert_eq!(headers.joined("x-b"), None);
    }

    #[test]
    fn a_site_that_answers_nothing_has_no_grade() {
        let recorded: Recorded = serde_json::from_str(r#"{"id": "a", "headers": [], "https": "none"}"#).unwrap();
        assert!(recorded.exchange().is_err());
    }
}
