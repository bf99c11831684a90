//! A second opinion on a Content Security Policy: what Google's csp_evaluator says of it.
//!
//! The Observatory looks at five directives; csp_evaluator at bypasses as well: hosts that serve JSONP or Angular, a base
//! that is missing beside a nonce, keywords without their quotes. Its version 1.1.8 is followed, default and strict checks,
//! on the policy as a browser of CSP level 3 sees it.

mod bypass;
mod checks;
mod policy;

use serde::Serialize;

use policy::Policy;

/// What is remarkable in a policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Remark {
    /// What it is, by csp_evaluator's name.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// How bad it is.
    pub severity: Severity,
    /// The directive it is about, lower case.
    pub directive: String,
    /// The source it is about, if it is about one.
    pub value: Option<String>,
}

/// The kinds of remarks, by csp_evaluator's names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "each is csp_evaluator's finding of that name")]
pub enum Kind {
    AllowlistFallback,
    DeprecatedDirective,
    Ignored,
    InvalidKeyword,
    IpSource,
    MissingDirectives,
    MissingSemicolon,
    NonceCharset,
    NonceLength,
    ObjectAllowlistBypass,
    PlainUrlSchemes,
    PlainWildcard,
    RequireTrustedTypesForScripts,
    ScriptAllowlistBypass,
    ScriptUnsafeEval,
    ScriptUnsafeHashes,
    ScriptUnsafeInline,
    SrcHttp,
    StrictDynamic,
    StrictDynamicNotStandalone,
    UnknownDirective,
    UnsafeInlineFallback,
}

/// How bad a remark is, by csp_evaluator's names, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(missing_docs, reason = "each is csp_evaluator's severity of that name")]
pub enum Severity {
    High,
    Syntax,
    Medium,
    MediumMaybe,
    StrictCsp,
    Info,
    None,
}

/// What is remarkable in the text of a policy, in the order of csp_evaluator's checks.
pub fn evaluate(text: &str) -> Vec<Remark> {
    let written = Policy::parse(text);
    let mut remarks = Vec::new();
    let effective = written.as_level_3(&mut remarks);
    checks::strict(&written, &mut remarks);
    checks::usual(&effective, &mut remarks);
    remarks
}

impl Remark {
    fn new(kind: Kind, severity: Severity, directive: &str, value: Option<&str>) -> Self {
        Self { kind, severity, directive: directive.to_owned(), value: value.map(ToOwned::to_owned) }
    }
}

#[cfg(test)]
mod tests;
