use checks_core::{Edit, Finding, Fix, Language, Level, Meta, Note, Project, Span, Text};

use crate::DJANGO;
use crate::read::Settings;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Project(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "django-middleware-removed",
    level: Level::Failure,
    sources: &["ANSSI-R2", "ANSSI-R6", "ANSSI-R21", "Django-security.W001"],
    languages: &[Language::Python],
    page: include_str!("django_middleware_removed.md"),
};

fn look(project: &Project<'_>) -> Vec<Finding> {
    let all: Vec<(&Note, Settings)> = project.on(DJANGO).filter_map(|note| Some((note, note.read()?))).collect();
    // Another settings file may add it to the list it imports.
    if all.iter().any(|(_, settings)| settings.adds_middleware) {
        return Vec::new();
    }
    all.into_iter()
        .filter_map(|(_, settings)| {
            let middleware = settings.middleware?;
            let told = message(
                (
                    "Cette liste n’a pas django.middleware.security.SecurityMiddleware.",
                    "This list lacks django.middleware.security.SecurityMiddleware.",
                ),
                (
                    "Sans lui, les réglages SECURE_* sont sans effet : ni HSTS, ni redirection vers HTTPS, ni X-Content-Type-Options, ni Referrer-Policy, ni Cross-Origin-Opener-Policy.",
                    "Without it the SECURE_* settings have no effect: no HSTS, no redirect to HTTPS, no X-Content-Type-Options, Referrer-Policy or Cross-Origin-Opener-Policy.",
                ),
                ("Remettez-le en tête de la liste.", "Put it back at the top of the list."),
            );
            let mut at = middleware.first.region;
            at.end = at.start;
            let start = middleware.first.span.start as usize;
            let edit = Edit { span: Span::new(start, start), region: at, replacement: middleware.insertion };
            let title = Text::new("Ajouter SecurityMiddleware", "Add SecurityMiddleware");
            Some(Finding::new(&META, middleware.place, told).fix(Fix { title, edits: vec![edit] }))
        })
        .collect()
}
