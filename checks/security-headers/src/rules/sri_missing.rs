use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::Document;

use crate::loads::loaded;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "sri-missing",
    level: Level::Warning,
    sources: &["ANSSI-R12", "Observatory-subresource-integrity"],
    languages: &[
        Language::Html,
        Language::Jsx,
        Language::Vue,
        Language::Erb,
        Language::Haml,
        Language::Twig,
        Language::Jinja,
    ],
    page: include_str!("sri_missing.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !file.language().is_some_and(Language::is_markup) || !HOSTS.iter().any(|host| file.text().contains(host)) {
        return Vec::new();
    }
    let Some(document) = Document::of(file) else { return Vec::new() };
    let mut found = Vec::new();
    for (_, element) in document.elements() {
        // Only scripts and style sheets can carry a hash.
        let Some((address, span)) = loaded(element).filter(|_| matches!(element.name.as_str(), "script" | "link"))
        else {
            continue;
        };
        let Some(host) = host(address).filter(|host| HOSTS.contains(host)) else { continue };
        if element.get("integrity").is_some() || element.open_ended {
            continue;
        }
        let told = message(
            (
                &format!("Ce fichier de {host} est exécuté sans vérification."),
                &format!("This file of {host} is run without a check."),
            ),
            (
                "S’il change chez ce tiers, le service exécute autre chose, avec les droits de la page.",
                "If it changes at that third party, the service runs something else, with the rights of the page.",
            ),
            (
                "Hébergez-le avec le service, ou nommez une version exacte et ajoutez integrity et crossorigin.",
                "Host it with the service, or name an exact version and add integrity and crossorigin.",
            ),
        );
        found.push(Finding::new(&META, file.place(span), told));
    }
    found
}

/// Public hosts of packages: what they serve at an address is one file for ever, or should be.
const HOSTS: &[&str] = &[
    "ajax.googleapis.com",
    "cdn.datatables.net",
    "cdn.jsdelivr.net",
    "cdn.tailwindcss.com",
    "cdnjs.cloudflare.com",
    "code.jquery.com",
    "esm.sh",
    "maxcdn.bootstrapcdn.com",
    "netdna.bootstrapcdn.com",
    "stackpath.bootstrapcdn.com",
    "unpkg.com",
];

fn host(address: &str) -> Option<&str> {
    let rest = address.split_once("//")?.1;
    rest.split(['/', '?', '#', ':']).next()
}
