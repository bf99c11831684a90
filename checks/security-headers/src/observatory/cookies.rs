//! Cookies: which a browser keeps, and what the Observatory says of them.

use super::outcome::{Outcome, cookies as outcome, worse};

/// A cookie that was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// `Secure`.
    pub is_secure: bool,
    /// `HttpOnly`.
    pub is_http_only: bool,
    /// `SameSite`, where it is `Strict`, `Lax` or `None`; in lower case.
    pub same_site: Option<String>,
    /// The host or domain it is sent to.
    pub domain: String,
}

/// A cookie of Heroku's router, which no application sets.
const IGNORED: &str = "heroku-session-affinity";

impl Cookie {
    /// The cookies that the engine keeps of an answer's `Set-Cookie` lines: not those of another domain, nor those whose
    /// `__Host-` or `__Secure-` does not hold (RFC 6265bis, 5.7). A later one replaces one of its name; one that is to be
    /// forgotten at once is judged all the same.
    pub fn kept<'a>(lines: impl Iterator<Item = &'a str>, host: &str) -> Vec<Self> {
        let mut kept = Vec::new();
        Self::keep(&mut kept, lines, host);
        kept
    }

    /// The same, beside those that `kept` holds of earlier answers.
    pub fn keep<'a>(kept: &mut Vec<Self>, lines: impl Iterator<Item = &'a str>, host: &str) {
        for cookie in lines.filter_map(|line| Self::read(line, host)) {
            kept.retain(|old| old.name != cookie.name || old.domain != cookie.domain);
            kept.push(cookie);
        }
    }

    /// A cookie; `None` for one that is not kept.
    fn read(line: &str, host: &str) -> Option<Self> {
        let parsed = cookie::Cookie::parse(line.trim()).ok()?;
        let domain = parsed.domain().map(|domain| domain.trim_start_matches('.').to_ascii_lowercase());
        let has_domain = domain.as_ref().is_some_and(|domain| !domain.is_empty());
        let domain = domain.filter(|domain| !domain.is_empty()).unwrap_or_else(|| host.to_owned());
        let is_own = host == domain || host.strip_suffix(&domain).is_some_and(|rest| rest.ends_with('.'));
        let is_secure = parsed.secure().unwrap_or_default();
        let is_prefixed = |prefix: &str| parsed.name().starts_with(prefix);
        // A page at the root gives its cookies the path `/`.
        let has_other_path = parsed.path().is_some_and(|path| path != "/");
        let is_broken = (is_prefixed("__Secure-") && !is_secure)
            || (is_prefixed("__Host-") && (!is_secure || has_domain || has_other_path));
        if !is_own || is_broken || parsed.name().is_empty() {
            return None;
        }
        Some(Self {
            name: parsed.name().to_owned(),
            is_secure,
            is_http_only: parsed.http_only().unwrap_or_default(),
            same_site: parsed.same_site().map(|same_site| same_site.to_string().to_ascii_lowercase()),
            domain,
        })
    }
}

/// From the best to the worst.
const ORDER: &[Outcome] = &[
    outcome::INSECURE_BUT_HSTS,
    outcome::INSECURE,
    outcome::SESSION_INSECURE_BUT_HSTS,
    outcome::SAMESITE_INVALID,
    outcome::CSRF_WITHOUT_SAMESITE,
    outcome::SESSION_WITHOUT_HTTPONLY,
    outcome::SESSION_INSECURE,
];

/// The test: the lines as sent, the cookies kept, whether HSTS protects them.
pub(super) fn judge<'a>(lines: impl Iterator<Item = &'a str>, kept: &[Cookie], has_hsts: bool) -> Outcome {
    let mut result = None;
    let mut add = |new: Outcome| result = Some(worse(result, new, ORDER));
    if lines.into_iter().any(has_invalid_same_site) {
        add(outcome::SAMESITE_INVALID);
    }
    let cookies: Vec<&Cookie> = kept.iter().filter(|cookie| cookie.name != IGNORED).collect();
    if cookies.is_empty() {
        return outcome::NONE;
    }
    for cookie in &cookies {
        let name = cookie.name.to_lowercase();
        let is_session = ["login", "sess"].iter().any(|word| name.contains(word));
        if !cookie.is_secure {
            if cookie.same_site.as_deref() == Some("none") {
                add(outcome::SAMESITE_INVALID);
            }
            add(if has_hsts { outcome::INSECURE_BUT_HSTS } else { outcome::INSECURE });
        }
        if name.contains("csrf") && cookie.same_site.is_none() {
            add(outcome::CSRF_WITHOUT_SAMESITE);
        }
        if is_session && !cookie.is_secure {
            add(if has_hsts { outcome::SESSION_INSECURE_BUT_HSTS } else { outcome::SESSION_INSECURE });
        }
        if is_session && !cookie.is_http_only {
            add(outcome::SESSION_WITHOUT_HTTPONLY);
        }
    }
    let all_say_same_site = cookies.iter().all(|cookie| cookie.same_site.is_some());
    result.unwrap_or(if all_say_same_site { outcome::SAMESITE } else { outcome::SECURE })
}

/// Whether a line has a `SameSite` that is none.
fn has_invalid_same_site(line: &str) -> bool {
    line.split(';').any(|part| {
        let mut pair = part.trim().split('=');
        let is_it = pair.next().is_some_and(|key| key.trim().eq_ignore_ascii_case("samesite"));
        let value = pair.next().unwrap_or_default().trim().to_lowercase();
        is_it && !matches!(value.as_str(), "lax" | "strict" | "none")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(lines: &[&str]) -> Vec<String> {
        Cookie::kept(lines.iter().copied(), "app.aides.fr").into_iter().map(|cookie| cookie.name).collect()
    }

    #[test]
    fn only_what_a_browser_keeps_is_judged() {
        assert_eq!(names(&["a=1", "b=1; Domain=aides.fr", "c=1; Domain=.aides.fr"]), ["a", "b", "c"]);
        assert_eq!(names(&["a=1; Domain=ides.fr", "b=1; Domain=autre.fr", "=1"]), Vec::<String>::new());
        assert_eq!(names(&["__Host-a=1; Secure", "__Host-b=1; Secure; Path=/b", "__Secure-c=1"]), ["__Host-a"]);
        assert_eq!(names(&["a=1", "a=1; Max-Age=0"]), ["a"]);
    }

    #[test]
    fn the_worst_of_all_is_told() {
        let told = |lines: &[&str], has_hsts| {
            judge(lines.iter().copied(), &Cookie::kept(lines.iter().copied(), "a.fr"), has_hsts)
        };
        assert_eq!(told(&["sess=1; Secure; HttpOnly; SameSite=Lax"], false), outcome::SAMESITE);
        assert_eq!(told(&["theme=1"], true), outcome::INSECURE_BUT_HSTS);
        assert_eq!(told(&["theme=1", "sess=1; HttpOnly"], false), outcome::SESSION_INSECURE);
        assert_eq!(told(&["a=1; Secure; SameSite=foo"], false), outcome::SAMESITE_INVALID);
        assert_eq!(told(&["heroku-session-affinity=1"], false), outcome::NONE);
    }
}
