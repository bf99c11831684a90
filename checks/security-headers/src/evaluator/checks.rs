//! csp_evaluator's checks, in its order.

use super::policy::{KEYWORDS, Policy, SCRIPTS, is_directive, is_hash, is_keyword, is_nonce, is_scheme, nonce};
use super::{Kind, Remark, Severity, bypass};

/// What lets a script in, whatever its name.
const CAUSING_XSS: [&str; 5] = ["script-src", "script-src-attr", "script-src-elem", "object-src", "base-uri"];

/// The checks of a strict policy, on the policy as it is written.
pub(super) fn strict(policy: &Policy, remarks: &mut Vec<Remark>) {
    let name = policy.effective("script-src");
    let values = policy.values(name);
    let has = |keyword: &str| values.iter().any(|value| value == keyword);
    let has_start = policy.has_nonce("script-src") || policy.has_hash("script-src");
    let is_dynamic = has("'strict-dynamic'");
    let mut say = |kind, severity, directive: &str| remarks.push(Remark::new(kind, severity, directive, None));
    if values.iter().any(|value| !value.starts_with('\'')) && !is_dynamic {
        say(Kind::StrictDynamic, Severity::StrictCsp, name);
    }
    if is_dynamic && !has_start {
        say(Kind::StrictDynamicNotStandalone, Severity::Info, name);
    }
    if has_start && !has("'unsafe-inline'") {
        say(Kind::UnsafeInlineFallback, Severity::StrictCsp, name);
    }
    let is_allowlist = |value: &String| matches!(value.as_str(), "http:" | "https:" | "*") || value.contains('.');
    if is_dynamic && !values.iter().any(is_allowlist) {
        say(Kind::AllowlistFallback, Severity::StrictCsp, name);
    }
    let types = "require-trusted-types-for";
    if !policy.values(types).iter().any(|value| value == "'script'") {
        say(Kind::RequireTrustedTypesForScripts, Severity::Info, types);
    }
}

/// The checks of every policy, on what a browser applies.
pub(super) fn usual(policy: &Policy, remarks: &mut Vec<Remark>) {
    inline(policy, remarks);
    evaluation(policy, remarks);
    broad(policy, remarks);
    missing(policy, remarks);
    script_hosts(policy, remarks);
    plugin_hosts(policy, remarks);
    each_value(policy, remarks);
    names(policy, remarks);
    keywords(policy, remarks);
}

fn inline(policy: &Policy, remarks: &mut Vec<Remark>) {
    for name in policy.effective_of(&SCRIPTS) {
        for (keyword, kind, severity) in [
            ("'unsafe-inline'", Kind::ScriptUnsafeInline, Severity::High),
            ("'unsafe-hashes'", Kind::ScriptUnsafeHashes, Severity::MediumMaybe),
        ] {
            if policy.values(name).iter().any(|value| value == keyword) {
                remarks.push(Remark::new(kind, severity, name, Some(keyword)));
            }
        }
    }
}

fn evaluation(policy: &Policy, remarks: &mut Vec<Remark>) {
    for name in policy.effective_of(&SCRIPTS) {
        if evaluates(policy, name) {
            remarks.push(Remark::new(Kind::ScriptUnsafeEval, Severity::MediumMaybe, name, Some("'unsafe-eval'")));
        }
    }
}

fn evaluates(policy: &Policy, name: &str) -> bool {
    policy.values(name).iter().any(|value| value == "'unsafe-eval'")
}

fn broad(policy: &Policy, remarks: &mut Vec<Remark>) {
    let names = policy.effective_of(&CAUSING_XSS);
    for name in &names {
        for value in policy.values(name) {
            if matches!(value.as_str(), "data:" | "http:" | "https:") {
                remarks.push(Remark::new(Kind::PlainUrlSchemes, Severity::High, name, Some(value)));
            }
        }
    }
    for name in &names {
        for value in policy.values(name) {
            if bypass::without_scheme(value) == "*" {
                remarks.push(Remark::new(Kind::PlainWildcard, Severity::High, name, Some(value)));
            }
        }
    }
}

fn missing(policy: &Policy, remarks: &mut Vec<Remark>) {
    let mut say = |name: &str| remarks.push(Remark::new(Kind::MissingDirectives, Severity::High, name, None));
    let objects = if policy.has("object-src") { "object-src" } else { "default-src" };
    if policy.values(objects).is_empty() {
        say("object-src");
    }
    if !policy.has("script-src") && !policy.has("default-src") {
        say("script-src");
    }
    let needs_base =
        policy.has_nonce("script-src") || (policy.has_hash("script-src") && policy.is_strict_dynamic("script-src"));
    if needs_base && !policy.has("base-uri") {
        say("base-uri");
    }
}

fn script_hosts(policy: &Policy, remarks: &mut Vec<Remark>) {
    for name in policy.effective_of(&["script-src", "script-src-elem"]) {
        let values = policy.values(name);
        if values.iter().any(|value| value == "'none'") {
            continue;
        }
        for value in values {
            let severity = if value == "'self'" {
                Severity::MediumMaybe
            } else if value.starts_with('\'') || is_scheme(value) || !value.contains('.') {
                continue;
            } else if bypass::of_scripts(value, evaluates(policy, name)) {
                Severity::High
            } else {
                Severity::MediumMaybe
            };
            remarks.push(Remark::new(Kind::ScriptAllowlistBypass, severity, name, Some(value)));
        }
    }
}

fn plugin_hosts(policy: &Policy, remarks: &mut Vec<Remark>) {
    let name = policy.effective("object-src");
    let values = policy.values(name);
    let types = policy.values("plugin-types");
    let forbids_flash =
        policy.has("plugin-types") && !types.iter().any(|value| value == "application/x-shockwave-flash");
    if forbids_flash || values.iter().any(|value| value == "'none'") {
        return;
    }
    for value in values {
        let severity = if bypass::of_plugins(value) {
            Severity::High
        } else if name == "object-src" {
            Severity::MediumMaybe
        } else {
            continue;
        };
        remarks.push(Remark::new(Kind::ObjectAllowlistBypass, severity, name, Some(value)));
    }
}

/// Addresses, nonces, clear text and withdrawn directives.
fn each_value(policy: &Policy, remarks: &mut Vec<Remark>) {
    let all = || policy.directives.iter().flat_map(|(name, values)| values.iter().map(move |value| (name, value)));
    for (name, value) in all() {
        if bypass::host(value).is_some_and(|host| is_address(&host)) {
            remarks.push(Remark::new(Kind::IpSource, Severity::Info, name, Some(value)));
        }
    }
    for (name, value) in all() {
        let Some(inner) = nonce(value) else { continue };
        // As JavaScript counts: in UTF-16.
        if inner.encode_utf16().count() < 8 {
            remarks.push(Remark::new(Kind::NonceLength, Severity::Medium, name, Some(value)));
        }
        if !is_nonce(value) {
            remarks.push(Remark::new(Kind::NonceCharset, Severity::Info, name, Some(value)));
        }
    }
    for (name, value) in all().filter(|(_, value)| value.starts_with("http://")) {
        remarks.push(Remark::new(Kind::SrcHttp, Severity::Medium, name, Some(value)));
    }
    for name in ["reflected-xss", "referrer", "disown-opener", "prefetch-src"] {
        if policy.has(name) {
            remarks.push(Remark::new(Kind::DeprecatedDirective, Severity::Info, name, None));
        }
    }
}

fn is_address(host: &str) -> bool {
    let numbers: Vec<&str> = host.split('.').collect();
    let is_number = |number: &&str| (1..=3).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    (host.starts_with('[') && host.ends_with(']')) || (numbers.len() == 4 && numbers.iter().all(is_number))
}

fn names(policy: &Policy, remarks: &mut Vec<Remark>) {
    for (name, _) in policy.directives.iter().filter(|(name, _)| !is_directive(name)) {
        remarks.push(Remark::new(Kind::UnknownDirective, Severity::Syntax, name, None));
    }
    for (name, values) in &policy.directives {
        for value in values.iter().filter(|value| is_directive(value)) {
            remarks.push(Remark::new(Kind::MissingSemicolon, Severity::Syntax, name, Some(value)));
        }
    }
}

fn keywords(policy: &Policy, remarks: &mut Vec<Remark>) {
    for (name, values) in &policy.directives {
        for value in values.iter().filter(|value| is_invalid(name, value)) {
            remarks.push(Remark::new(Kind::InvalidKeyword, Severity::Syntax, name, Some(value)));
        }
    }
}

fn is_invalid(directive: &str, value: &str) -> bool {
    let starts = ["nonce-", "sha256-", "sha384-", "sha512-"];
    if KEYWORDS.contains(&value) || starts.iter().any(|start| value.starts_with(start)) {
        return true;
    }
    if !value.starts_with('\'') {
        return false;
    }
    match directive {
        "require-trusted-types-for" => value != "'script'",
        "trusted-types" => !matches!(value, "'allow-duplicates'" | "'none'"),
        _ => !(is_keyword(value) || is_hash(value) || is_nonce(value)),
    }
}
