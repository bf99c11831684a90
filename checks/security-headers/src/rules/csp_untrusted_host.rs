use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-untrusted-host",
    level: Level::Failure,
    sources: &["ANSSI-R13", "csp_evaluator-SCRIPT_ALLOWLIST_BYPASS"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Html],
    page: include_str!("csp_untrusted_host.md"),
};

/// Domains that changed hands and served attacks since.
const TAKEN_OVER: &[&str] =
    &["bootcdn.net", "bootcss.com", "polyfill.com", "polyfill.io", "staticfile.net", "staticfile.org"];

/// Hosts where anybody publishes: one of them among the sources of scripts is worth as much as all of them.
const OPEN: &[&str] = &[
    "amazonaws.com",
    "cloudfront.net",
    "gist.githubusercontent.com",
    "github.io",
    "herokuapp.com",
    "netlify.app",
    "pages.dev",
    "raw.githubusercontent.com",
    "storage.googleapis.com",
    "vercel.app",
];

/// Mirrors of public packages, where a path says which: without one, every package ever published may be loaded.
const MIRRORS: &[&str] = &["cdn.jsdelivr.net", "cdnjs.cloudflare.com", "esm.sh", "unpkg.com"];

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    let Some(directive) = policy.of_scripts().filter(|directive| !directive.is_strict()) else { return Vec::new() };
    let found = directive.sources.iter().filter_map(|source| {
        let (level, why) = judge(&source.text)?;
        let text = &source.text;
        let told = message(
            (
                &format!("{} admet les scripts de {text}.", directive.name),
                &format!("{} allows the scripts of {text}.", directive.name),
            ),
            why,
            (
                "Hébergez ce script avec le service et retirez cet hôte ; ou nommez-en le chemin exact.",
                "Host this script with the service and remove this host; or name its exact path.",
            ),
        );
        Some(Finding::new(&META, file.place(source.span), told).level(level))
    });
    found.collect()
}

fn judge(source: &str) -> Option<(Level, (&'static str, &'static str))> {
    let lower = source.to_ascii_lowercase();
    let rest = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (host, is_any) = host.strip_prefix("*.").map_or((host, false), |host| (host, true));
    let is_under =
        |domain: &&str| host.strip_suffix(*domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    if TAKEN_OVER.iter().any(is_under) {
        return Some((
            Level::Failure,
            (
                "Ce domaine a été repris en 2024 et a servi des scripts malveillants à des milliers de sites.",
                "This domain was taken over in 2024 and served malicious scripts to thousands of sites.",
            ),
        ));
    }
    // The name of a bucket or an application before it is the service's own.
    let is_open = OPEN.iter().any(|domain| host == *domain || (is_any && is_under(domain)));
    let is_bare_mirror = MIRRORS.contains(&host) && path.is_empty();
    (is_open || is_bare_mirror).then_some((
        Level::Warning,
        (
            "N’importe qui peut y publier : un script injecté dans une page (XSS) n’a qu’à venir de là pour passer.",
            "Anybody can publish there: a script injected into a page (XSS) only has to come from there to get in.",
        ),
    ))
}
