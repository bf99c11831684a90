use checks_core::{File, Finding, Language, Level, Meta, Note, Place, Project};
use checks_markup::data::documents;
use checks_markup::script::Kind;

use crate::read::{Settings, dotted};
use crate::rule::{Look, Rule, message};
use crate::{DJANGO, DJANGO_CSP};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look), Look::File(nelmio)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-dead-setting",
    level: Level::Failure,
    sources: &["django-csp-4"],
    languages: &[Language::Python, Language::Yaml],
    page: include_str!("csp_dead_setting.md"),
};

fn look(project: &Project<'_>) -> Vec<Finding> {
    let pins: Vec<u64> = project.on(DJANGO_CSP).filter_map(Note::read).collect();
    // Without a version nothing is known of what is read.
    if pins.is_empty() || pins.iter().any(|major| *major < 4) {
        return Vec::new();
    }
    let notes = project.on(DJANGO).filter_map(Note::read::<Settings>);
    let dead: Vec<Place> = notes
        .filter(|settings| !settings.flags.contains_key("CONTENT_SECURITY_POLICY"))
        .filter_map(|settings| settings.old_csp)
        .collect();
    let told = || {
        message(
            (
                "Ce réglage n’a plus d’effet : django-csp 4 ne lit que CONTENT_SECURITY_POLICY.",
                "This setting has no effect any more: django-csp 4 only reads CONTENT_SECURITY_POLICY.",
            ),
            (
                "Le site n’envoie plus de CSP, sans message d’erreur ; l’Observatory retire 25 points.",
                "The site sends no CSP any more, without an error message; the Observatory takes 25 points off.",
            ),
            (
                "Réunissez les réglages CSP_* dans CONTENT_SECURITY_POLICY = {\"DIRECTIVES\": {…}}.",
                "Gather the CSP_* settings in CONTENT_SECURITY_POLICY = {\"DIRECTIVES\": {…}}.",
            ),
        )
    };
    dead.into_iter().map(|place| Finding::new(&META, place, told())).collect()
}

/// Nelmio reads directives below `enforce` and `report` alone.
fn nelmio(file: &File) -> Vec<Finding> {
    if !file.text().contains("nelmio_security") {
        return Vec::new();
    }
    let mut found = Vec::new();
    for document in documents(file).iter() {
        let Some(csp) = dotted(document, "nelmio_security.csp") else { continue };
        let Kind::Map(entries) = &csp.value.kind else { continue };
        let misplaced = entries.iter().find(|entry| {
            entry.key.ends_with("-src") || matches!(entry.key.as_str(), "frame-ancestors" | "base-uri" | "form-action")
        });
        found.extend(misplaced.map(|entry| {
            let told = message(
                (
                    "Cette directive n’a pas d’effet à ce niveau : Nelmio ne lit que celles de enforce et de report.",
                    "This directive has no effect at this level: Nelmio only reads those below enforce and report.",
                ),
                (
                    "Le site part sans la CSP qui est écrite ici ; l’Observatory retire 25 points.",
                    "The site goes without the CSP that is written here; the Observatory takes 25 points off.",
                ),
                ("Mettez-la sous csp: enforce:.", "Put it below csp: enforce:."),
            );
            Finding::new(&META, file.place(entry.span), told)
        }));
    }
    found
}
