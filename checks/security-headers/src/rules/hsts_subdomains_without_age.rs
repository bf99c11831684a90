use checks_core::{Finding, Language, Level, Meta, Note, Project};

use crate::DJANGO;
use crate::read::{Seconds, Settings};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "hsts-subdomains-without-age",
    level: Level::Failure,
    sources: &["ANSSI-R2", "RFC-6797", "Django-security.W005", "Django-security.W021"],
    languages: &[Language::Python],
    page: include_str!("hsts_subdomains_without_age.md"),
};

fn look(project: &Project<'_>) -> Vec<Finding> {
    let all: Vec<(&Note, Settings)> = project.on(DJANGO).filter_map(|note| Some((note, note.read()?))).collect();
    // Which settings come together is decided when the application starts: one age anywhere is enough to be silent.
    if all.iter().any(|(_, settings)| settings.seconds == Seconds::Some) {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for (note, settings) in &all {
        if !settings.bases.iter().all(|module| is_ours(project, &note.place.path, module)) {
            continue;
        }
        let Some((name, place)) = settings.without_age.first() else { continue };
        let state = if settings.seconds == Seconds::Zero {
            ("vaut 0", "is 0")
        } else {
            ("n’est pas réglé et vaut 0", "is not set and is 0")
        };
        let told = message(
            (
                &format!("{name} est sans effet : SECURE_HSTS_SECONDS {}.", state.0),
                &format!("{name} has no effect: SECURE_HSTS_SECONDS {}.", state.1),
            ),
            (
                "Django n’envoie alors aucun en-tête Strict-Transport-Security : ni ce domaine ni ses sous-domaines ne sont protégés.",
                "Django then sends no Strict-Transport-Security header at all: neither this domain nor its subdomains are protected.",
            ),
            (
                "Ajoutez SECURE_HSTS_SECONDS = 31536000 (un an) ou, si l’hébergeur envoie HSTS lui-même, retirez ce réglage.",
                "Add SECURE_HSTS_SECONDS = 31536000 (one year) or, if the host sends HSTS itself, remove this setting.",
            ),
        );
        let mut finding = Finding::new(&META, place.clone(), told);
        for (_, other) in &settings.without_age[1..] {
            finding = finding.related(other.clone());
        }
        findings.push(finding);
    }
    findings
}

/// Whether a module whose names are all imported is a settings file of the project, and so was read.
fn is_ours(project: &Project<'_>, from: &str, module: &str) -> bool {
    let path = module.trim_start_matches('.').replace('.', "/");
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    project.on(DJANGO).any(|note| {
        let read = note.place.path.trim_end_matches(".py").trim_end_matches("/__init__");
        read == path || read.ends_with(&format!("/{path}")) || (path.is_empty() && read == folder)
    })
}
