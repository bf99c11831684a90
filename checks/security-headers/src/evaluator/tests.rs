use super::{Kind, evaluate};

fn kinds(policy: &str) -> Vec<(Kind, String)> {
    let mut found: Vec<_> = evaluate(policy)
        .into_iter()
        .filter(|remark| remark.kind != Kind::RequireTrustedTypesForScripts)
        .map(|remark| (remark.kind, remark.value.unwrap_or(remark.directive)))
        .collect();
    found.sort();
    found
}

#[test]
fn a_strict_policy_is_left_alone() {
    let strict = "script-src 'nonce-r4nd0mr4nd0m' 'strict-dynamic' 'unsafe-inline' https:; object-src 'none'; base-uri 'none'; require-trusted-types-for 'script'";
    let told = evaluate(strict);
    assert!(told.iter().all(|remark| remark.kind == Kind::Ignored), "{told:?}");
}

#[test]
fn each_kind_is_told_of_what_it_is_about() {
    for (policy, kind, about) in [
        ("default-src 'unsafe-inline'", Kind::ScriptUnsafeInline, "'unsafe-inline'"),
        ("script-src 'unsafe-hashes'", Kind::ScriptUnsafeHashes, "'unsafe-hashes'"),
        ("script-src 'unsafe-eval'", Kind::ScriptUnsafeEval, "'unsafe-eval'"),
        ("object-src DATA:", Kind::PlainUrlSchemes, "data:"),
        ("base-uri https://*", Kind::PlainWildcard, "https://*"),
        ("img-src 'self'", Kind::MissingDirectives, "script-src"),
        ("script-src 'nonce-abcdefgh'", Kind::MissingDirectives, "base-uri"),
        ("script-src *.googleapis.com", Kind::ScriptAllowlistBypass, "*.googleapis.com"),
        ("object-src a.example", Kind::ObjectAllowlistBypass, "a.example"),
        ("img-src 127.0.0.1", Kind::IpSource, "127.0.0.1"),
        ("img-src [::1]", Kind::IpSource, "[::1]"),
        ("script-src 'nonce-abc'", Kind::NonceLength, "'nonce-abc'"),
        ("script-src 'nonce-abcdefgh$'", Kind::NonceCharset, "'nonce-abcdefgh$'"),
        ("img-src http://a.example", Kind::SrcHttp, "http://a.example"),
        ("referrer origin", Kind::DeprecatedDirective, "referrer"),
        ("scripts-src 'self'", Kind::UnknownDirective, "scripts-src"),
        ("img-src 'self' script-src", Kind::MissingSemicolon, "script-src"),
        ("img-src self", Kind::InvalidKeyword, "self"),
        ("img-src 'selff'", Kind::InvalidKeyword, "'selff'"),
        ("script-src a.example", Kind::StrictDynamic, "script-src"),
        ("script-src 'strict-dynamic'", Kind::StrictDynamicNotStandalone, "script-src"),
        ("script-src 'nonce-abcdefgh'", Kind::UnsafeInlineFallback, "script-src"),
        ("script-src 'strict-dynamic'", Kind::AllowlistFallback, "script-src"),
        ("script-src 'nonce-abcdefgh' 'unsafe-inline'", Kind::Ignored, "'unsafe-inline'"),
    ] {
        let found = kinds(policy);
        assert!(found.contains(&(kind, about.to_owned())), "{policy}: {found:?}");
    }
}

#[test]
fn hosts_that_serve_bypasses_are_worse_than_others() {
    let severity = |policy: &str| {
        let told = evaluate(policy).into_iter().find(|remark| remark.kind == Kind::ScriptAllowlistBypass);
        told.map(|remark| format!("{:?}", remark.severity))
    };
    assert_eq!(severity("script-src ajax.googleapis.com").as_deref(), Some("High"));
    assert_eq!(severity("script-src https://www.exemple.gouv.fr").as_deref(), Some("MediumMaybe"));
    assert_eq!(severity("script-src www.google-analytics.com").as_deref(), Some("MediumMaybe"));
    assert_eq!(severity("script-src www.google-analytics.com 'unsafe-eval'").as_deref(), Some("High"));
    assert_eq!(severity("script-src 'none' ajax.googleapis.com"), None);
}
