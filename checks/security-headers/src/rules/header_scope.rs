use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::Header;
use crate::read::{PROTECTING, declarations};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "header-scope",
    level: Level::Warning,
    sources: &["OWASP-Secure-Headers"],
    languages: &[Language::JavaScript, Language::Json, Language::Toml],
    page: include_str!("header_scope.md"),
};

fn look(file: &File) -> Vec<Finding> {
    let name = file.name();
    let is_host = name.starts_with("next.config.")
        || matches!(name, "vercel.json" | "netlify.toml" | "_headers" | "firebase.json");
    if !is_host {
        return Vec::new();
    }
    let declarations = declarations(file);
    let protecting: Vec<_> = declarations
        .iter()
        .filter(|declaration| match &declaration.header {
            Header::Csp(_) | Header::Hsts(_) => true,
            Header::Plain(plain) => PROTECTING.contains(&plain.name.as_str()),
            _ => false,
        })
        .collect();
    let scopes: Option<Vec<_>> = protecting.iter().map(|declaration| declaration.scope.as_ref()).collect();
    // One that is for everything, or none at all.
    let Some(scopes) = scopes.filter(|scopes| !scopes.is_empty()) else { return Vec::new() };
    if scopes.iter().any(|scope| !is_narrow(&scope.pattern)) {
        return Vec::new();
    }
    let Some(first) = scopes.iter().filter(|scope| !scope.span.is_empty()).min_by_key(|scope| scope.span.start) else {
        return Vec::new();
    };
    let pattern = &first.pattern;
    let told = message(
        (
            &format!("Les en-têtes de sécurité ne couvrent que {pattern} : les pages n’en reçoivent pas."),
            &format!("Security headers only cover {pattern}: the pages get none."),
        ),
        (
            "Ce sont les pages qu’ils protègent des scripts injectés et des cadres.",
            "It is the pages that they protect from injected scripts and frames.",
        ),
        (
            "Donnez-les à toutes les adresses : /:path* (Next.js), /(.*) (Vercel), /* (Netlify, Cloudflare).",
            "Give them to every address: /:path* (Next.js), /(.*) (Vercel), /* (Netlify, Cloudflare).",
        ),
    );
    vec![Finding::new(&META, file.place(first.span), told)]
}

/// Whether a pattern leaves the pages out: an API's, files'.
fn is_narrow(pattern: &str) -> bool {
    let lower = pattern.to_ascii_lowercase();
    let first = lower.trim_start_matches(['/', '^', '(']).split(['/', ':', '(', '*']).next().unwrap_or_default();
    matches!(
        first,
        "api"
            | "static"
            | "assets"
            | "_next"
            | "images"
            | "fonts"
            | "public"
            | "files"
            | "media"
            | "js"
            | "css"
            | "embed"
            | "iframe"
            | "widget"
    ) || [".js", ".css", ".woff2", ".png", ".svg"].iter().any(|end| lower.ends_with(end))
}
