//! The results of the tests, what each adds or takes, and whether it passes.

use super::Verdict;

/// A result of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    name: &'static str,
    modifier: i32,
    pass: bool,
}

impl Outcome {
    const fn good(name: &'static str, modifier: i32) -> Self {
        Self { name, modifier, pass: true }
    }

    const fn bad(name: &'static str, modifier: i32) -> Self {
        Self { name, modifier, pass: false }
    }

    /// The result as it is told.
    pub fn verdict(self) -> Verdict {
        Verdict { result: self.name, modifier: self.modifier, pass: self.pass }
    }
}

/// Keeps the worse of two results by their order from the best on; one that is not in it yields to any that is.
pub(super) fn worse(now: Option<Outcome>, new: Outcome, order: &[Outcome]) -> Outcome {
    let rank = |outcome: Outcome| order.iter().position(|known| *known == outcome);
    match now {
        Some(old) if rank(new) <= rank(old) => old,
        _ => new,
    }
}

macro_rules! outcomes {
    ($($module:ident { $($constant:ident = $kind:ident($name:literal, $modifier:literal);)* })*) => {
        $(pub(super) mod $module {
            use super::Outcome;
            $(pub(in super::super) const $constant: Outcome = Outcome::$kind($name, $modifier);)*
        })*
    };
}

outcomes! {
    csp {
        DEFAULT_NONE = good("csp-implemented-with-no-unsafe-default-src-none", 10);
        NO_UNSAFE = good("csp-implemented-with-no-unsafe", 5);
        UNSAFE_STYLE = good("csp-implemented-with-unsafe-inline-in-style-src-only", 0);
        DUPLICATES = good("csp-implemented-but-duplicate-directives", 0);
        INSECURE_PASSIVE = good("csp-implemented-with-insecure-scheme-in-passive-content-only", -10);
        UNSAFE_EVAL = bad("csp-implemented-with-unsafe-eval", -10);
        UNSAFE_INLINE = bad("csp-implemented-with-unsafe-inline", -20);
        INSECURE = bad("csp-implemented-with-insecure-scheme", -20);
        INVALID = bad("csp-header-invalid", -25);
        ABSENT = bad("csp-not-implemented", -25);
        REPORT_ONLY = bad("csp-not-implemented-but-reporting-enabled", -25);
    }
    cookies {
        SAMESITE = good("cookies-secure-with-httponly-sessions-and-samesite", 5);
        SECURE = good("cookies-secure-with-httponly-sessions", 0);
        NONE = good("cookies-not-found", 0);
        INSECURE_BUT_HSTS = bad("cookies-without-secure-flag-but-protected-by-hsts", -5);
        SESSION_INSECURE_BUT_HSTS = bad("cookies-session-without-secure-flag-but-protected-by-hsts", -10);
        INSECURE = bad("cookies-without-secure-flag", -20);
        SAMESITE_INVALID = bad("cookies-samesite-flag-invalid", -20);
        CSRF_WITHOUT_SAMESITE = bad("cookies-anticsrf-without-samesite-flag", -20);
        SESSION_WITHOUT_HTTPONLY = bad("cookies-session-without-httponly-flag", -30);
        SESSION_INSECURE = bad("cookies-session-without-secure-flag", -40);
    }
    coep {
        REQUIRE_CORP = good("coep-implemented-with-require-corp", 10);
        CREDENTIALLESS = good("coep-implemented-with-credentialless", 10);
        UNSAFE_NONE = good("coep-implemented-with-unsafe-none", 0);
        ABSENT = good("coep-not-implemented", 0);
        INVALID = bad("coep-header-invalid", -5);
    }
    coop {
        SAME_ORIGIN = good("coop-implemented-with-same-origin", 10);
        ALLOW_POPUPS = good("coop-implemented-with-same-origin-allow-popups", 10);
        NOOPENER_ALLOW_POPUPS = good("coop-implemented-with-noopener-allow-popups", 10);
        UNSAFE_NONE = good("coop-implemented-with-unsafe-none", 0);
        ABSENT = good("coop-not-implemented", 0);
        INVALID = bad("coop-header-invalid", -5);
    }
    corp {
        SAME_ORIGIN = good("corp-implemented-with-same-origin", 10);
        SAME_SITE = good("corp-implemented-with-same-site", 10);
        CROSS_ORIGIN = good("corp-implemented-with-cross-origin", 0);
        ABSENT = good("corp-not-implemented", 0);
        INVALID = bad("corp-header-invalid", -5);
    }
    cors {
        ABSENT = good("cross-origin-resource-sharing-not-implemented", 0);
        PUBLIC = good("cross-origin-resource-sharing-implemented-with-public-access", 0);
        RESTRICTED = good("cross-origin-resource-sharing-implemented-with-restricted-access", 0);
        UNIVERSAL = bad("cross-origin-resource-sharing-implemented-with-universal-access", -50);
    }
    redirection {
        PRELOADED = good("redirection-all-redirects-preloaded", 0);
        TO_HTTPS = good("redirection-to-https", 0);
        NO_HTTP = good("redirection-not-needed-no-http", 0);
        OFF_HOST = bad("redirection-off-host-from-http", -5);
        NOT_AT_FIRST = bad("redirection-not-to-https-on-initial-redirection", -10);
        NOT_TO_HTTPS = bad("redirection-not-to-https", -20);
        MISSING = bad("redirection-missing", -20);
        INVALID_CERT = bad("redirection-invalid-cert", -20);
    }
    referrer {
        PRIVATE = good("referrer-policy-private", 5);
        ABSENT = good("referrer-policy-not-implemented", 0);
        UNSAFE = bad("referrer-policy-unsafe", -5);
        INVALID = bad("referrer-policy-header-invalid", -5);
    }
    hsts {
        PRELOADED = good("hsts-preloaded", 5);
        LONG = good("hsts-implemented-max-age-at-least-six-months", 0);
        SHORT = bad("hsts-implemented-max-age-less-than-six-months", -10);
        ABSENT = bad("hsts-not-implemented", -20);
        INVALID = bad("hsts-header-invalid", -20);
        NO_HTTPS = bad("hsts-not-implemented-no-https", -20);
        INVALID_CERT = bad("hsts-invalid-cert", -20);
    }
    sri {
        ALL = good("sri-implemented-and-all-scripts-loaded-securely", 5);
        EXTERNAL = good("sri-implemented-and-external-scripts-loaded-securely", 5);
        NOT_HTML = good("sri-not-implemented-response-not-html", 0);
        NO_SCRIPT = good("sri-not-implemented-but-no-scripts-loaded", 0);
        OWN_SCRIPTS = good("sri-not-implemented-but-all-scripts-loaded-from-secure-origin", 0);
        ABSENT = bad("sri-not-implemented-but-external-scripts-loaded-securely", -5);
        INSECURE = bad("sri-implemented-but-external-scripts-not-loaded-securely", -20);
        ABSENT_AND_INSECURE = bad("sri-not-implemented-and-external-scripts-not-loaded-securely", -50);
    }
    xcto {
        NOSNIFF = good("x-content-type-options-nosniff", 0);
        INVALID = bad("x-content-type-options-header-invalid", -5);
        ABSENT = bad("x-content-type-options-not-implemented", -5);
    }
    xfo {
        VIA_CSP = good("x-frame-options-implemented-via-csp", 5);
        SET = good("x-frame-options-sameorigin-or-deny", 5);
        ALLOW_FROM = good("x-frame-options-allow-from-origin", 0);
        ABSENT = bad("x-frame-options-not-implemented", -20);
        INVALID = bad("x-frame-options-header-invalid", -20);
    }
}
