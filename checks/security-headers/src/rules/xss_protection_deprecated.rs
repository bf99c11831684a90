use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::Declaration;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "xss-protection-deprecated",
    level: Level::Notice,
    sources: &["OWASP-Secure-Headers", "MDN-X-XSS-Protection"],
    languages: &[Language::Nginx],
    page: include_str!("xss_protection_deprecated.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Some(header) = declaration.plain("x-xss-protection") else { return Vec::new() };
    if !header.value.starts_with('1') {
        return Vec::new();
    }
    let told = message(
        (
            "X-XSS-Protection n’est plus suivi par aucun navigateur à jour.",
            "X-XSS-Protection is no longer followed by any browser that is up to date.",
        ),
        (
            "Dans les anciens, son filtre a ouvert des failles qu’une page n’avait pas.",
            "In older ones its filter opened holes that a page did not have.",
        ),
        (
            "Retirez-le, ou écrivez \"0\" ; ce qui protège, c’est une Content-Security-Policy sans 'unsafe-inline'.",
            "Remove it, or write \"0\"; what protects is a Content-Security-Policy without 'unsafe-inline'.",
        ),
    );
    vec![Finding::new(&META, file.place(header.span), told)]
}
