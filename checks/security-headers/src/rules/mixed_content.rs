use checks_core::{File, Finding, Fix, Language, Level, Meta, Text};
use checks_markup::Document;

use crate::loads::loaded;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "mixed-content",
    level: Level::Failure,
    sources: &["ANSSI-R1", "Observatory-subresource-integrity"],
    languages: &[
        Language::Html,
        Language::Jsx,
        Language::Vue,
        Language::Erb,
        Language::Haml,
        Language::Twig,
        Language::Jinja,
    ],
    page: include_str!("mixed_content.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !file.language().is_some_and(Language::is_markup) || !may_load_in_clear(file.text()) {
        return Vec::new();
    }
    let Some(document) = Document::of(file) else { return Vec::new() };
    let mut found = Vec::new();
    for (_, element) in document.elements() {
        let Some((address, span)) = loaded(element) else { continue };
        let address = address.trim();
        let is_relative = address.starts_with("//");
        let rest = address.strip_prefix("http:").unwrap_or(address);
        let Some(host) =
            rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#', ':']).next().unwrap_or_default())
        else {
            continue;
        };
        if address.starts_with("https:") || host.is_empty() || is_local(host) || (is_relative && element.name == "img")
        {
            continue;
        }
        let is_passive = matches!(element.name.as_str(), "img" | "video" | "audio" | "source");
        let told = message(
            (
                &format!("Ce fichier de {host} peut être chargé en clair."),
                &format!("This file of {host} may be loaded in clear text."),
            ),
            (
                "Qui se trouve sur le chemin peut le changer ; les navigateurs le bloquent dans une page en HTTPS, et l’Observatory retire jusqu’à 50 points.",
                "Whoever is on the way can change it; browsers block it in a page over HTTPS, and the Observatory takes up to 50 points off.",
            ),
            (
                "Écrivez https://, ou hébergez ce fichier avec le service.",
                "Write https://, or host this file with the service.",
            ),
        );
        // Browsers ask for images over HTTPS by themselves, and for `//…` in a page over HTTPS.
        let level = if is_passive || is_relative { Level::Warning } else { META.level };
        let finding = Finding::new(&META, file.place(span), told).level(level);
        let fixed = if is_relative { format!("https:{address}") } else { address.replacen("http:", "https:", 1) };
        let is_written = file.slice(span) == address;
        let title = || Text::new("Charger en HTTPS", "Load over HTTPS");
        found.push(if is_written { finding.fix(Fix::replace(file, title(), span, &fixed)) } else { finding });
    }
    found
}

/// Whether an address without HTTPS follows what loads something: most pages are not parsed for this.
fn may_load_in_clear(text: &str) -> bool {
    ["http://", "\"//", "'//"].iter().any(|start| {
        memchr::memmem::find_iter(text.as_bytes(), start.as_bytes()).any(|at| {
            let before = &text.as_bytes()[at.saturating_sub(10)..at];
            [&b"src"[..], b"href"].iter().any(|word| memchr::memmem::find(before, word).is_some())
        })
    })
}

/// Addresses that no network carries.
fn is_local(host: &str) -> bool {
    host == "localhost"
        || host.starts_with("127.")
        || host == "0.0.0.0"
        || matches!(host.rsplit('.').next(), Some("local" | "localhost" | "test"))
        || host.contains(['{', '$', '<'])
}
