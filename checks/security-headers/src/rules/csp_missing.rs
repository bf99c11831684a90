use checks_core::{Finding, Language, Level, Meta, Project};

use crate::effective::missing;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-missing",
    level: Level::Warning,
    sources: &["ANSSI-R14", "Observatory-content-security-policy"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python],
    page: include_str!("csp_missing.md"),
};

fn look(project: &Project<'_>) -> Vec<Finding> {
    let Some(anchor) = missing(project, "content-security-policy") else { return Vec::new() };
    let told = message(
        (
            &format!("Aucune Content-Security-Policy : ni ce projet ni {} n’en envoie.", anchor.what),
            &format!("No Content-Security-Policy: neither this project nor {} sends one.", anchor.what),
        ),
        (
            "Un script injecté dans une page s’exécute avec les droits de la personne connectée ; l’Observatory retire 25 points.",
            "A script injected into a page runs with the rights of the person signed in; the Observatory takes 25 points off.",
        ),
        (
            "Commencez par default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none', d’abord en Report-Only.",
            "Start with default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none', first as Report-Only.",
        ),
    );
    vec![Finding::new(&META, anchor.place, told)]
}
