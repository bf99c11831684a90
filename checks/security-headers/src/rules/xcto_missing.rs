use checks_core::{Finding, Language, Level, Meta, Project};

use crate::effective::missing;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "xcto-missing",
    level: Level::Warning,
    sources: &["ANSSI-R6", "Observatory-x-content-type-options"],
    languages: &[Language::Nginx, Language::JavaScript],
    page: include_str!("xcto_missing.md"),
};

fn look(project: &Project<'_>) -> Vec<Finding> {
    let Some(anchor) = missing(project, "x-content-type-options") else { return Vec::new() };
    let told = message(
        (
            &format!("X-Content-Type-Options: nosniff manque : {} ne l’envoie pas de lui-même.", anchor.what),
            &format!("X-Content-Type-Options: nosniff is missing: {} does not send it by itself.", anchor.what),
        ),
        (
            "Un navigateur peut exécuter comme script un fichier téléversé ; l’Observatory retire 5 points.",
            "A browser may run an uploaded file as a script; the Observatory takes 5 points off.",
        ),
        ("Envoyez-le avec chaque réponse.", "Send it with each answer."),
    );
    vec![Finding::new(&META, anchor.place, told)]
}
