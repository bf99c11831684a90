use checks_core::{Finding, Language, Level, Meta, Note, Place, Project};

use crate::read::Settings;
use crate::rule::{Look, Rule, message};
use crate::{DJANGO, DJANGO_CSP};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-dead-setting",
    level: Level::Failure,
    sources: &["django-csp-4"],
    languages: &[Language::Python],
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
