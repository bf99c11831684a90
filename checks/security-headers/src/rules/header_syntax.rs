use checks_core::{File, Finding, Language, Level, Meta, Span};
use checks_markup::data::documents;
use checks_markup::script::{Expr, Kind};

use crate::read::{headers_lines, is_headers_path};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "header-syntax",
    level: Level::Failure,
    sources: &["RFC-9110", "OWASP-Secure-Headers"],
    languages: &[Language::Text, Language::Json],
    page: include_str!("header_syntax.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if is_headers_path(file.path()) {
        let lines = headers_lines(file);
        let wrong = lines.iter().filter(|line| !is_understood(&line.text));
        return wrong.map(|line| finding(file, line.span)).collect();
    }
    if file.name() != "vercel.json" {
        return Vec::new();
    }
    let documents = documents(file);
    let mut found = Vec::new();
    for rule in documents.iter().filter_map(|document| document.get("headers")).flat_map(|entry| items(&entry.value)) {
        for header in rule.get("headers").into_iter().flat_map(|entry| items(&entry.value)) {
            if header.get("key").is_none() || header.get("value").is_none() {
                found.push(finding(file, header.span));
            }
        }
    }
    found
}

fn items(value: &Expr) -> &[Expr] {
    match &value.kind {
        Kind::List(items) => items,
        _ => &[],
    }
}

/// `Name: value`, Cloudflare's `! Name`, or an address that Netlify takes.
fn is_understood(line: &str) -> bool {
    if line.starts_with(['!', '/']) || line.starts_with("http") {
        return true;
    }
    line.split_once(':').is_some_and(|(name, _)| {
        let name = name.trim();
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    })
}

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        (
            "L’hébergeur ne comprend pas cet en-tête et l’ignore.",
            "The host does not understand this header and ignores it.",
        ),
        (
            "Il manque alors dans les réponses, sans message d’erreur.",
            "It is then missing from the answers, without an error message.",
        ),
        (
            "Écrivez Nom: valeur dans _headers, key et value dans vercel.json.",
            "Write Name: value in _headers, key and value in vercel.json.",
        ),
    );
    Finding::new(&META, file.place(span), told)
}
