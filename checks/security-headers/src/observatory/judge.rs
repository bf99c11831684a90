//! The twelve tests, but for policies and cookies, which have a file each.

use super::outcome::{Outcome, coep, coop, corp, cors, hsts, redirection, referrer, sri, worse, xcto, xfo};
use super::recorded::is_html;
use super::{Exchange, Headers, cookies, csp};

/// Every test's name and result.
pub(super) fn all(exchange: &Exchange) -> impl Iterator<Item = (&'static str, Outcome)> {
    let hsts = strict_transport_security(exchange);
    let (policy, has_frame_ancestors) = csp::judge(exchange);
    let lines = exchange.headers.all("set-cookie");
    [
        ("content-security-policy", policy),
        ("cookies", cookies::judge(lines, &exchange.cookies, hsts.verdict().pass)),
        ("cross-origin-embedder-policy", embedder_policy(&exchange.headers)),
        ("cross-origin-opener-policy", opener_policy(&exchange.headers)),
        ("cross-origin-resource-policy", resource_policy(&exchange.headers)),
        ("cross-origin-resource-sharing", resource_sharing(exchange)),
        ("redirection", redirection(exchange)),
        ("referrer-policy", referrer_policy(exchange)),
        ("strict-transport-security", hsts),
        ("subresource-integrity", subresource_integrity(exchange)),
        ("x-content-type-options", content_type_options(&exchange.headers)),
        ("x-frame-options", frame_options(&exchange.headers, has_frame_ancestors)),
    ]
    .into_iter()
}

/// The value of a header that says something, cut where the engine cuts it.
fn value(headers: &Headers, name: &str, most: usize) -> Option<String> {
    let joined = headers.joined(name).filter(|value| !value.is_empty())?;
    Some(joined.chars().take(most).collect::<String>().trim().to_owned())
}

/// A token that stands alone, its parameters left aside (RFC 9651).
fn token(value: &str) -> Option<String> {
    let item: sfv::Item = sfv::Parser::new(value).parse().ok()?;
    match item.bare_item {
        sfv::BareItem::Token(token) => Some(token.into()),
        _ => None,
    }
}

fn embedder_policy(headers: &Headers) -> Outcome {
    let Some(value) = value(headers, "cross-origin-embedder-policy", 1024) else { return coep::ABSENT };
    match token(&value).as_deref() {
        Some("require-corp") => coep::REQUIRE_CORP,
        Some("credentialless") => coep::CREDENTIALLESS,
        Some("unsafe-none") => coep::UNSAFE_NONE,
        _ => coep::INVALID,
    }
}

fn opener_policy(headers: &Headers) -> Outcome {
    let Some(value) = value(headers, "cross-origin-opener-policy", 1024) else { return coop::ABSENT };
    match token(&value).as_deref() {
        Some("same-origin") => coop::SAME_ORIGIN,
        Some("same-origin-allow-popups") => coop::ALLOW_POPUPS,
        Some("noopener-allow-popups") => coop::NOOPENER_ALLOW_POPUPS,
        Some("unsafe-none") => coop::UNSAFE_NONE,
        _ => coop::INVALID,
    }
}

fn resource_policy(headers: &Headers) -> Outcome {
    let Some(value) = value(headers, "cross-origin-resource-policy", 256) else { return corp::ABSENT };
    match value.to_lowercase().as_str() {
        "same-origin" => corp::SAME_ORIGIN,
        "same-site" => corp::SAME_SITE,
        "cross-origin" => corp::CROSS_ORIGIN,
        "" => corp::ABSENT,
        _ => corp::INVALID,
    }
}

fn resource_sharing(exchange: &Exchange) -> Outcome {
    let Some(preflight) = &exchange.preflight else { return cors::ABSENT };
    let Some(origin) = value(preflight, "access-control-allow-origin", 256) else { return cors::ABSENT };
    let allows_credentials = preflight
        .joined("access-control-allow-credentials")
        .is_some_and(|value| value.trim().eq_ignore_ascii_case("true"));
    if origin == "*" {
        cors::PUBLIC
    } else if exchange.origin_sent.as_ref() == Some(&origin) && allows_credentials {
        cors::UNIVERSAL
    } else {
        cors::RESTRICTED
    }
}

fn redirection(exchange: &Exchange) -> Outcome {
    let route = &exchange.route;
    match exchange.http {
        None => return redirection::NO_HTTP,
        Some(false) => return redirection::INVALID_CERT,
        Some(true) => {}
    }
    if route.iter().all(|step| is_preloaded(&step.host)) {
        return redirection::PRELOADED;
    }
    match route.as_slice() {
        [] | [_] => redirection::MISSING,
        [.., last] if !last.is_https => redirection::NOT_TO_HTTPS,
        [_, second, ..] if !second.is_https => redirection::NOT_AT_FIRST,
        [first, second, ..] if !first.is_https && first.host != second.host => redirection::OFF_HOST,
        _ => redirection::TO_HTTPS,
    }
}

fn referrer_policy(exchange: &Exchange) -> Outcome {
    const PRIVATE: [&str; 4] = ["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];
    const UNSAFE: [&str; 4] = ["origin", "origin-when-cross-origin", "unsafe-url", "no-referrer-when-downgrade"];
    let header = exchange.headers.joined("referrer-policy");
    let said: Vec<&str> = header.as_deref().into_iter().chain(exchange.page.referrer.as_deref()).collect();
    if said.is_empty() {
        return referrer::ABSENT;
    }
    // The last that is known holds; a `<meta>` comes after the header.
    let tokens = said.iter().flat_map(|value| value.split(',')).map(|token| token.trim().to_lowercase());
    let known: Vec<String> =
        tokens.filter(|token| PRIVATE.contains(&token.as_str()) || UNSAFE.contains(&token.as_str())).collect();
    match known.last() {
        Some(last) if PRIVATE.contains(&last.as_str()) => referrer::PRIVATE,
        Some(_) => referrer::UNSAFE,
        None => referrer::INVALID,
    }
}

/// Half a year, for the engine, in seconds.
const SIX_MONTHS: f64 = 15_552_000.0;

fn strict_transport_security(exchange: &Exchange) -> Outcome {
    let Some(is_valid) = exchange.https else { return hsts::NO_HTTPS };
    if is_preloaded(&exchange.host) {
        return hsts::PRELOADED;
    }
    if !is_valid {
        return hsts::INVALID_CERT;
    }
    let Some(header) = exchange.headers.joined("strict-transport-security") else { return hsts::ABSENT };
    let header: String = header.chars().take(1024).collect();
    if header.contains(',') {
        return hsts::INVALID;
    }
    let parameters = header.split(';').map(|parameter| parameter.trim().to_lowercase());
    let mut ages = parameters.filter_map(|parameter| parameter.strip_prefix("max-age=").map(leading_integer));
    match ages.next_back() {
        None => hsts::INVALID,
        Some(Some(age)) if age < SIX_MONTHS => hsts::SHORT,
        // A value that is no number is none that is under the limit: the engine takes it.
        Some(_) => hsts::LONG,
    }
}

/// The integer that a text begins with, as JavaScript's `parseInt` reads it; `None` where there is none.
fn leading_integer(text: &str) -> Option<f64> {
    let text = text.trim_start();
    let digits = text.trim_start_matches(['+', '-']);
    let sign = text.len() - digits.len();
    let end = digits.bytes().take(120).take_while(u8::is_ascii_digit).count();
    let value: f64 = digits[..end].parse().ok().filter(|_| end > 0 && sign <= 1)?;
    Some(if text.starts_with('-') { -value } else { value })
}

/// Names that browsers know to be HTTPS only, with all below them. The whole list is Chromium's; of these, `app` and
/// `dev` hold the platforms that give review apps an address (Vercel, Netlify, Fly, Cloudflare Pages), and none of the
/// community's own domains is in it.
const PRELOADED: [&str; 4] = ["app", "bugzilla.mozilla.org", "cloudflare.com", "dev"];

/// Preloaded without what is below them.
const PRELOADED_ALONE: [&str; 1] = ["facebook.com"];

fn is_preloaded(host: &str) -> bool {
    let is_below =
        |domain: &&str| host.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    PRELOADED.iter().any(is_below) || PRELOADED_ALONE.contains(&host)
}

/// From the best to the worst.
const SRI_ORDER: &[Outcome] =
    &[sri::ALL, sri::EXTERNAL, sri::INSECURE, sri::ABSENT, sri::ABSENT_AND_INSECURE, sri::NOT_HTML];

fn subresource_integrity(exchange: &Exchange) -> Outcome {
    if !is_html(&exchange.headers) {
        return sri::NOT_HTML;
    }
    let scripts = &exchange.page.scripts;
    if scripts.is_empty() {
        return sri::NO_SCRIPT;
    }
    let mut result = None;
    let mut has_foreign = false;
    for script in scripts.iter().filter(|script| !script.src.is_empty()) {
        let origin = origin(&script.src, &exchange.host);
        let is_secure = match origin {
            Origin::Own(Scheme::Page) => exchange.is_https,
            Origin::Own(scheme) | Origin::Foreign(scheme) => scheme == Scheme::Https,
        };
        if let Origin::Own(_) = origin {
            if script.has_integrity && is_secure && result.is_none() {
                result = Some(sri::ALL);
            }
            continue;
        }
        has_foreign = true;
        let new = match (script.has_integrity, is_secure) {
            (true, true) => continue,
            (true, false) => sri::INSECURE,
            (false, true) => sri::ABSENT,
            (false, false) => sri::ABSENT_AND_INSECURE,
        };
        result = Some(worse(result, new, SRI_ORDER));
    }
    result.unwrap_or(if has_foreign { sri::EXTERNAL } else { sri::OWN_SCRIPTS })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Scheme {
    /// The page's own.
    Page,
    Http,
    Https,
    /// `//host/…`: the engine takes it for insecure.
    Relative,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// The page's own, or another of its domain.
    Own(Scheme),
    Foreign(Scheme),
}

fn origin(src: &str, host: &str) -> Origin {
    let scheme = match src {
        _ if src.starts_with("https://") => Scheme::Https,
        _ if src.starts_with("http://") => Scheme::Http,
        _ if src.starts_with("//") && src.len() > 2 && !src.starts_with("///") => {
            return Origin::Foreign(Scheme::Relative);
        }
        _ => return Origin::Own(Scheme::Page),
    };
    let rest = src.split_once("://").map_or("", |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#', '\\']).next().unwrap_or_default();
    let named = authority.rsplit('@').next().unwrap_or_default();
    let named = named.split(':').next().unwrap_or_default().to_ascii_lowercase();
    if registrable(&named) == registrable(host) { Origin::Own(scheme) } else { Origin::Foreign(scheme) }
}

/// The domain that somebody registered: `aides.gouv.fr` is under the suffix `gouv.fr`. Suffixes that companies share
/// (`github.io`) are not counted, as the engine does not.
fn registrable(host: &str) -> Option<String> {
    let is_address = host.parse::<std::net::IpAddr>().is_ok() || host.starts_with('[');
    if is_address || host.is_empty() {
        return None;
    }
    let labels: Vec<&str> = host.split('.').collect();
    let is_suffix = |name: &str| {
        psl::suffix(name.as_bytes())
            .is_some_and(|suffix| suffix.as_bytes() == name.as_bytes() && suffix.typ() != Some(psl::Type::Private))
    };
    let from = (0..labels.len()).find(|&from| is_suffix(&labels[from..].join(".")))?;
    (from > 0).then(|| labels[from - 1..].join("."))
}

fn content_type_options(headers: &Headers) -> Outcome {
    match value(headers, "x-content-type-options", 256) {
        None => xcto::ABSENT,
        Some(value) if value.eq_ignore_ascii_case("nosniff") => xcto::NOSNIFF,
        Some(_) => xcto::INVALID,
    }
}

fn frame_options(headers: &Headers, has_frame_ancestors: bool) -> Outcome {
    if has_frame_ancestors {
        return xfo::VIA_CSP;
    }
    let Some(value) = value(headers, "x-frame-options", 1024) else { return xfo::ABSENT };
    match value.to_lowercase().as_str() {
        "deny" | "sameorigin" => xfo::SET,
        value if value.starts_with("allow-from") => xfo::ALLOW_FROM,
        _ => xfo::INVALID,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_engine_does() {
        for (text, expected) in
            [("60", Some(60.0)), (" 60s", Some(60.0)), ("-1", Some(-1.0)), ("\"60\"", None), ("", None), ("--1", None)]
        {
            assert_eq!(leading_integer(text), expected, "{text}");
        }
    }

    #[test]
    fn domains_are_told_by_their_public_suffix() {
        for (host, expected) in [
            ("www.aides.gouv.fr", Some("aides.gouv.fr")),
            ("pr-1.osc-fr1.scalingo.io", Some("scalingo.io")),
            ("a.github.io", Some("github.io")),
            ("site.test", Some("site.test")),
            ("localhost", None),
            ("127.0.0.1", None),
        ] {
            assert_eq!(registrable(host).as_deref(), expected, "{host}");
        }
    }

    #[test]
    fn platforms_are_preloaded_and_the_community_is_not() {
        for (host, expected) in [
            ("demo.vercel.app", true),
            ("aides.fly.dev", true),
            ("pr-1.osc-fr1.scalingo.io", false),
            ("aides.beta.gouv.fr", false),
            ("www.facebook.com", false),
        ] {
            assert_eq!(is_preloaded(host), expected, "{host}");
        }
    }

    #[test]
    fn scripts_of_the_same_domain_are_its_own() {
        let is_own = |src: &str| matches!(origin(src, "app.aides.gouv.fr"), Origin::Own(_));
        assert!(is_own("/a.js") && is_own("a.js") && is_own("https://cdn.aides.gouv.fr/a.js"));
        assert!(!is_own("https://autre.gouv.fr/a.js") && !is_own("//cdn.aides.gouv.fr/a.js"));
    }
}
