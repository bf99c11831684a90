use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::Declaration;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "hsts-invalid",
    level: Level::Failure,
    sources: &["ANSSI-R2", "RFC-6797", "Observatory-strict-transport-security"],
    languages: &[Language::Nginx],
    page: include_str!("hsts_invalid.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Some(header) = declaration.plain("strict-transport-security") else { return Vec::new() };
    let names =
        |directive: &str| directive.split('=').next().is_some_and(|name| name.trim().eq_ignore_ascii_case("max-age"));
    if header.value.split(';').any(names) {
        return Vec::new();
    }
    let told = message(
        (
            "Cet en-tête HSTS n’a pas de max-age : les navigateurs l’ignorent.",
            "This HSTS header has no max-age: browsers ignore it.",
        ),
        (
            "La première connexion peut partir en clair, et être détournée ; l’Observatory retire 20 points.",
            "The first connection may leave in clear text, and be hijacked; the Observatory takes 20 points off.",
        ),
        (
            "Commencez la valeur par la durée : `max-age=31536000; includeSubDomains`.",
            "Begin the value with the duration: `max-age=31536000; includeSubDomains`.",
        ),
    );
    vec![Finding::new(&META, file.place(header.span), told)]
}
