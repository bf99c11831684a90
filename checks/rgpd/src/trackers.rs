//! Trackers, by the addresses their code is loaded from.

/// A tracker's loader.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tracker {
    /// What people call it.
    pub(crate) name: &'static str,
    /// The host that serves it, sub-domains included.
    host: &'static str,
    /// Where on that host; the beginning of the path.
    path: &'static str,
}

/// Loaders of Google's audience measurement.
const GOOGLE: &[Tracker] = &[
    Tracker { name: "Google Analytics", host: "googletagmanager.com", path: "/gtag/js" },
    Tracker { name: "Google Tag Manager", host: "googletagmanager.com", path: "/gtm.js" },
    Tracker { name: "Google Tag Manager", host: "googletagmanager.com", path: "/ns.html" },
    Tracker { name: "Google Analytics", host: "google-analytics.com", path: "/analytics.js" },
    Tracker { name: "Google Analytics", host: "google-analytics.com", path: "/ga.js" },
];

/// The Google tracker that a text loads: an address, whole or its beginning.
pub(crate) fn google(text: &str) -> Option<&'static Tracker> {
    let text = text.trim();
    let rest = text.strip_prefix("https:").or_else(|| text.strip_prefix("http:")).unwrap_or(text);
    let rest = rest.strip_prefix("//")?;
    let (host, path) = rest.split_at(rest.find('/')?);
    let host = host.to_ascii_lowercase();
    GOOGLE.iter().find(|tracker| is_below(&host, tracker.host) && path.starts_with(tracker.path))
}

/// Whether a host is a domain or one below it.
fn is_below(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_compared_label_by_label() {
        let name = |text| google(text).map(|tracker| tracker.name);
        assert_eq!(name("https://www.googletagmanager.com/gtag/js?id=G-1"), Some("Google Analytics"));
        assert_eq!(name("//googletagmanager.com/gtm.js"), Some("Google Tag Manager"));
        assert_eq!(name("https://ssl.google-analytics.com/ga.js"), Some("Google Analytics"));
        for text in [
            "https://notgoogletagmanager.com/gtag/js",
            "https://googletagmanager.com.evil.example/gtag/js",
            "https://www.googletagmanager.com/",
            "www.googletagmanager.com/gtag/js",
            "Nous n'utilisons pas https://www.googletagmanager.com/gtag/js",
            "",
        ] {
            assert_eq!(name(text), None, "{text}");
        }
    }
}
