//! Hosts from which a policy that allows them can be bypassed.

use std::sync::LazyLock;

use url::Url;

/// What a host serves that bypasses a policy, and where.
static KNOWN: LazyLock<Vec<(&'static str, Url)>> = LazyLock::new(|| {
    let lines = include_str!("bypasses.tsv").lines().filter(|line| !line.starts_with('#'));
    lines
        .filter_map(|line| {
            let (kind, address) = line.split_once('\t')?;
            Some((kind, Url::parse(&format!("https:{}", address_of(kind, address))).ok()?))
        })
        .collect()
});

fn address_of(kind: &str, address: &str) -> String {
    if kind == "needs-eval" { format!("//{address}") } else { address.to_owned() }
}

/// Whether a source of scripts allows a host that serves JSONP or Angular. Some JSONP only helps where texts may be
/// evaluated.
pub(super) fn of_scripts(source: &str, evaluates: bool) -> bool {
    if first("angular", source).is_some() {
        return true;
    }
    let Some(jsonp) = first("jsonp", source) else { return false };
    let needs_eval = KNOWN.iter().any(|(kind, url)| *kind == "needs-eval" && url.host_str() == jsonp.host_str());
    evaluates || !needs_eval
}

/// Whether a source of plugins allows a host that serves Flash.
pub(super) fn of_plugins(source: &str) -> bool {
    first("flash", source).is_some()
}

/// The first known address of a kind that a source allows.
fn first(kind: &str, source: &str) -> Option<&'static Url> {
    let address = format!("https://{}", without_scheme(source));
    let url = Url::parse(&address.replacen(":*", "", 1).replacen('*', PLACEHOLDER, 1)).ok()?;
    let host = url.host_str()?.to_lowercase();
    let suffix = host.strip_prefix(PLACEHOLDER);
    let has_wildcard = suffix.is_some_and(|suffix| suffix.starts_with('.'));
    let path = url.path();
    KNOWN.iter().filter(|(known, _)| *known == kind).map(|(_, known)| known).find(|known| {
        let domain = known.host_str().unwrap_or_default();
        let is_host = domain.ends_with(suffix.unwrap_or(&host)) && (has_wildcard || host == domain);
        // https://www.w3.org/TR/CSP2/#source-list-path-patching
        let is_path = match path {
            "/" => true,
            _ if path.ends_with('/') => known.path().starts_with(path),
            _ => known.path() == path,
        };
        is_host && is_path
    })
}

/// Stands for `*`, which is no part of a URL's host.
const PLACEHOLDER: &str = "wildcard_placeholder";

/// A source without its scheme: `a.example/b` for `https://a.example/b` and `//a.example/b`.
pub(super) fn without_scheme(source: &str) -> &str {
    let scheme = source.split_once("://").filter(|(scheme, _)| {
        let mut characters = scheme.chars();
        characters.next().is_some_and(|c| c.is_ascii_alphanumeric() || c == '_')
            && characters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '+' | '.' | '-'))
    });
    let rest = scheme.map_or(source, |(_, rest)| rest);
    rest.strip_prefix("//").unwrap_or(rest)
}

/// The host of a source, with its brackets where it is an IPv6 address.
pub(super) fn host(source: &str) -> Option<String> {
    let rest = without_scheme(source);
    let address = format!("https://{rest}").replacen(":*", "", 1).replacen('*', PLACEHOLDER, 1);
    let url = Url::parse(&address).ok()?;
    Some(url.host_str()?.replacen(PLACEHOLDER, "*", 1))
}
