use checks_core::{Finding, Language, Level, Meta, Project};

use crate::effective::missing;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "hsts-missing",
    level: Level::Warning,
    sources: &["ANSSI-R2", "RFC-6797", "Observatory-strict-transport-security"],
    languages: &[Language::Nginx],
    page: include_str!("hsts_missing.md"),
};

fn look(project: &Project<'_>) -> Vec<Finding> {
    let Some(anchor) = missing(project, "strict-transport-security") else { return Vec::new() };
    let told = message(
        (
            &format!("Aucune source de HSTS : {} reçoit HTTPS et n’envoie pas Strict-Transport-Security.", anchor.what),
            &format!("No source of HSTS: {} takes HTTPS and does not send Strict-Transport-Security.", anchor.what),
        ),
        (
            "La première requête d’une visite peut partir en clair et être détournée ; l’Observatory retire 20 points.",
            "The first request of a visit may leave in clear text and be hijacked; the Observatory takes 20 points off.",
        ),
        (
            "Ajoutez Strict-Transport-Security: max-age=31536000. Sur Scalingo, activez « Force HTTPS ».",
            "Add Strict-Transport-Security: max-age=31536000. On Scalingo, switch \"Force HTTPS\" on.",
        ),
    );
    vec![Finding::new(&META, anchor.place, told)]
}
