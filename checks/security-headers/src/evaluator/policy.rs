//! A policy as csp_evaluator reads it.

use super::{Kind, Remark, Severity};

/// The directives that csp_evaluator knows.
const DIRECTIVES: &[&str] = &[
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "frame-src",
    "img-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "prefetch-src",
    "manifest-src",
    "worker-src",
    "base-uri",
    "plugin-types",
    "sandbox",
    "disown-opener",
    "form-action",
    "frame-ancestors",
    "navigate-to",
    "report-to",
    "report-uri",
    "block-all-mixed-content",
    "upgrade-insecure-requests",
    "reflected-xss",
    "referrer",
    "require-sri-for",
    "trusted-types",
    "require-trusted-types-for",
    "webrtc",
];

/// Those that `default-src` stands in for.
const FETCH: &[&str] = &[
    "child-src",
    "connect-src",
    "default-src",
    "font-src",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "object-src",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "worker-src",
];

/// Keywords, without their quotes.
pub(super) const KEYWORDS: &[&str] = &[
    "self",
    "none",
    "unsafe-inline",
    "unsafe-eval",
    "wasm-eval",
    "wasm-unsafe-eval",
    "strict-dynamic",
    "unsafe-hashed-attributes",
    "unsafe-hashes",
    "report-sample",
    "block",
    "allow",
    "inline-speculation-rules",
];

/// The three directives that scripts obey.
pub(super) const SCRIPTS: [&str; 3] = ["script-src", "script-src-attr", "script-src-elem"];

/// A policy: directives and their values, each once, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Policy {
    pub(super) directives: Vec<(String, Vec<String>)>,
}

impl Policy {
    pub(super) fn parse(text: &str) -> Self {
        let mut policy = Self::default();
        for piece in text.split(';') {
            let mut words = piece.split_whitespace();
            let Some(name) = words.next().map(str::to_lowercase) else { continue };
            if policy.has(&name) {
                continue;
            }
            let mut values: Vec<String> = Vec::new();
            for word in words {
                let lower = word.to_lowercase();
                let value = if is_keyword(&lower) || is_scheme(word) { lower } else { word.to_owned() };
                if !values.contains(&value) {
                    values.push(value);
                }
            }
            policy.directives.push((name, values));
        }
        policy
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.directives.iter().any(|(directive, _)| directive == name)
    }

    /// The values of a directive; none where it is absent.
    pub(super) fn values(&self, name: &str) -> &[String] {
        self.directives.iter().find(|(directive, _)| directive == name).map_or(&[], |(_, values)| values)
    }

    /// The directive that decides in place of `name`, whether it is there or not.
    pub(super) fn effective(&self, name: &'static str) -> &'static str {
        if self.has(name) {
            return name;
        }
        match name {
            "script-src-attr" | "script-src-elem" if self.has("script-src") => "script-src",
            "style-src-attr" | "style-src-elem" if self.has("style-src") => "style-src",
            _ if FETCH.contains(&name) => "default-src",
            _ => name,
        }
    }

    /// The same for several, each once.
    pub(super) fn effective_of(&self, names: &[&'static str]) -> Vec<&'static str> {
        let mut found = Vec::new();
        for name in names.iter().map(|name| self.effective(name)) {
            if !found.contains(&name) {
                found.push(name);
            }
        }
        found
    }

    pub(super) fn has_nonce(&self, name: &'static str) -> bool {
        self.values(self.effective(name)).iter().any(|value| is_nonce(value))
    }

    pub(super) fn has_hash(&self, name: &'static str) -> bool {
        self.values(self.effective(name)).iter().any(|value| is_hash(value))
    }

    pub(super) fn is_strict_dynamic(&self, name: &'static str) -> bool {
        self.values(self.effective(name)).iter().any(|value| value == "'strict-dynamic'")
    }

    /// The policy that a browser of CSP 3 applies, and what of it that browser ignores.
    pub(super) fn as_level_3(&self, ignored: &mut Vec<Remark>) -> Self {
        let mut seen = self.clone();
        for name in SCRIPTS {
            let directive = seen.effective(name);
            if !seen.has(directive) {
                continue;
            }
            let written = self.values(directive);
            if (seen.has_nonce(name) || seen.has_hash(name)) && written.iter().any(|value| value == "'unsafe-inline'") {
                seen.remove(directive, "'unsafe-inline'");
                ignored.push(Remark::new(Kind::Ignored, Severity::None, directive, Some("'unsafe-inline'")));
            }
            if self.is_strict_dynamic(name) {
                for value in written {
                    if !value.starts_with('\'') || matches!(value.as_str(), "'self'" | "'unsafe-inline'") {
                        seen.remove(directive, value);
                        ignored.push(Remark::new(Kind::Ignored, Severity::None, directive, Some(value)));
                    }
                }
            }
        }
        seen
    }

    fn remove(&mut self, name: &str, value: &str) {
        if let Some((_, values)) = self.directives.iter_mut().find(|(directive, _)| directive == name) {
            values.retain(|other| other != value);
        }
    }
}

pub(super) fn is_directive(name: &str) -> bool {
    DIRECTIVES.contains(&name)
}

/// Whether a value is a keyword in its quotes.
pub(super) fn is_keyword(value: &str) -> bool {
    quoted(value).is_some_and(|inner| KEYWORDS.contains(&inner))
}

/// `https:`
pub(super) fn is_scheme(value: &str) -> bool {
    let Some(scheme) = value.strip_suffix(':') else { return false };
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'.' | b'-'))
}

/// What a nonce holds: `'nonce-…'`.
pub(super) fn nonce(value: &str) -> Option<&str> {
    quoted(value)?.strip_prefix("nonce-").filter(|inner| !inner.is_empty())
}

/// Whether a value is a nonce of the base64 alphabet.
pub(super) fn is_nonce(value: &str) -> bool {
    nonce(value).is_some_and(is_base64)
}

/// Whether a value is a hash of the base64 alphabet.
pub(super) fn is_hash(value: &str) -> bool {
    let Some(inner) = quoted(value) else { return false };
    ["sha256-", "sha384-", "sha512-"].iter().any(|start| inner.strip_prefix(start).is_some_and(is_base64))
}

fn is_base64(text: &str) -> bool {
    let digits = text.strip_suffix("==").or_else(|| text.strip_suffix('=')).unwrap_or(text);
    let is_digit = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'_' | b'-');
    !digits.is_empty() && digits.bytes().all(is_digit)
}

fn quoted(value: &str) -> Option<&str> {
    value.strip_prefix('\'')?.strip_suffix('\'')
}
