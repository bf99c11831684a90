use checks_core::{File, Finding, Language, Level, Meta, Project};

use crate::declaration::Declaration;
use crate::effective::missing;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(invalid), Look::Project(absent)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "permissions-policy",
    level: Level::Notice,
    sources: &["OWASP-Secure-Headers"],
    languages: &[Language::Nginx, Language::JavaScript],
    page: include_str!("permissions_policy.md"),
};

fn absent(project: &Project<'_>) -> Vec<Finding> {
    let Some(anchor) = missing(project, "permissions-policy") else { return Vec::new() };
    let told = message(
        ("Permissions-Policy n’est pas envoyé.", "Permissions-Policy is not sent."),
        (
            "Un cadre ou un script de la page peut demander la caméra, le micro ou la position.",
            "A frame or a script of the page may ask for the camera, the microphone or the position.",
        ),
        (
            "Envoyez Permissions-Policy: camera=(), microphone=(), geolocation=(), moins ce que le service utilise.",
            "Send Permissions-Policy: camera=(), microphone=(), geolocation=(), less what the service uses.",
        ),
    );
    vec![Finding::new(&META, anchor.place, told)]
}

/// A value that is no dictionary of structured fields (RFC 9651), which browsers then ignore.
fn invalid(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Some(plain) = declaration.plain("permissions-policy") else { return Vec::new() };
    if plain.value.contains('$') || sfv::Parser::new(&plain.value).parse::<sfv::Dictionary>().is_ok() {
        return Vec::new();
    }
    let told = message(
        (
            "Permissions-Policy n’est pas écrit comme il doit l’être : les navigateurs l’ignorent.",
            "Permissions-Policy is not written as it must be: browsers ignore it.",
        ),
        (
            "C’est l’écriture de Feature-Policy, ou une virgule, un signe égal ou une parenthèse y manque.",
            "It is the writing of Feature-Policy, or a comma, an equals sign or a parenthesis is missing.",
        ),
        ("Écrivez camera=(), geolocation=(self).", "Write camera=(), geolocation=(self)."),
    );
    vec![Finding::new(&META, file.place(plain.span), told).level(Level::Warning)]
}
