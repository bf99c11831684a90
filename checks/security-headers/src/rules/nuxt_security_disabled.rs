use checks_core::{File, Finding, Language, Level, Meta, Span};
use checks_markup::script::{Expr, Kind};

use crate::read::program;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "nuxt-security-disabled",
    level: Level::Warning,
    sources: &["ANSSI-R14", "ANSSI-R18"],
    languages: &[Language::JavaScript],
    page: include_str!("nuxt_security_disabled.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !file.name().starts_with("nuxt.config.") {
        return Vec::new();
    }
    let Some(script) = program(file) else { return Vec::new() };
    let mut found = Vec::new();
    let arguments = script.calls.iter().flat_map(|call| call.arguments.iter().map(|argument| &argument.value));
    let values = arguments
        .chain(script.returns.iter().map(|returned| &returned.value))
        .chain(script.assignments.iter().map(|assignment| &assignment.value));
    for value in values {
        // `$development: { … }` and `routeRules` have keys of their own: only the whole service is looked at.
        if let Some(security) = value.get("security") {
            judge(file, &security.value, &mut found);
        }
        if let Some(rules) = value.get("routeRules")
            && let Kind::Map(routes) = &rules.value.kind
        {
            for route in routes.iter().filter(|route| matches!(route.key.as_str(), "/**" | "/*" | "/")) {
                if let Some(security) = route.value.get("security") {
                    judge(file, &security.value, &mut found);
                }
            }
        }
    }
    found.dedup_by_key(|finding: &mut Finding| finding.place.span);
    found
}

fn judge(file: &File, security: &Expr, found: &mut Vec<Finding>) {
    let Some(headers) = security.get("headers") else { return };
    if headers.value.bool() == Some(false) {
        found.push(finding(file, headers.span, "headers"));
    } else if let Kind::Map(entries) = &headers.value.kind {
        let off = entries
            .iter()
            .filter(|entry| entry.value.bool() == Some(false) && PROTECTIONS.contains(&entry.key.as_str()));
        found.extend(off.map(|entry| finding(file, entry.span, &entry.key)));
    }
}

/// What is not missed by most services: COEP is left out, which breaks images of other sites.
const PROTECTIONS: &[&str] =
    &["contentSecurityPolicy", "strictTransportSecurity", "xFrameOptions", "xContentTypeOptions", "referrerPolicy"];

fn finding(file: &File, span: Span, what: &str) -> Finding {
    let told = message(
        (
            &format!("{what}: false désactive ce que nuxt-security envoie."),
            &format!("{what}: false switches off what nuxt-security sends."),
        ),
        (
            "Les pages partent sans cette protection ; sans CSP, l’Observatory retire 25 points.",
            "Pages go without this protection; without a CSP the Observatory takes 25 points off.",
        ),
        (
            "Réglez l’en-tête qui gêne, ou limitez l’exception à une route dans routeRules.",
            "Set the header that is in the way, or limit the exception to one route in routeRules.",
        ),
    );
    Finding::new(&META, file.place(span), told)
}
