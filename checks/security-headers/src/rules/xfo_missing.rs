use checks_core::{Finding, Language, Level, Meta, Project};

use crate::effective::missing;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "xfo-missing",
    level: Level::Warning,
    sources: &["ANSSI-R17", "ANSSI-R18", "Observatory-x-frame-options"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python],
    page: include_str!("xfo_missing.md"),
};

fn look(project: &Project<'_>) -> Vec<Finding> {
    let Some(anchor) = missing(project, "x-frame-options") else { return Vec::new() };
    let told = message(
        (
            &format!("Ni X-Frame-Options ni frame-ancestors : {} n’en envoie pas de lui-même.", anchor.what),
            &format!("Neither X-Frame-Options nor frame-ancestors: {} sends none by itself.", anchor.what),
        ),
        (
            "N’importe quel site peut afficher le service dans un cadre et détourner les clics ; l’Observatory retire 20 points.",
            "Any site may show the service in a frame and hijack clicks; the Observatory takes 20 points off.",
        ),
        (
            "Envoyez frame-ancestors 'none' dans la CSP, ou X-Frame-Options: DENY.",
            "Send frame-ancestors 'none' in the CSP, or X-Frame-Options: DENY.",
        ),
    );
    vec![Finding::new(&META, anchor.place, told)]
}
