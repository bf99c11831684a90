use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::script::{Entry, Kind};

use crate::read::helmet_options;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "helmet-disabled",
    level: Level::Warning,
    sources: &["ANSSI-R14", "ANSSI-R18", "OWASP-Secure-Headers"],
    languages: &[Language::JavaScript],
    page: include_str!("helmet_disabled.md"),
};

/// The protections whose absence is felt, their other name since helmet 7, the header, and what is lost without.
/// HSTS is not among them: platforms set it when the application does not.
const PROTECTIONS: &[(&str, &str, &str, (&str, &str))] = &[
    (
        "contentSecurityPolicy",
        "contentSecurityPolicy",
        "Content-Security-Policy",
        (
            "Sans elle, rien n’arrête un script injecté dans une page (XSS), et l’Observatory retire 25 points.",
            "Without it nothing stops a script injected into a page (XSS), and the Observatory takes 25 points off.",
        ),
    ),
    (
        "frameguard",
        "xFrameOptions",
        "X-Frame-Options",
        (
            "Sans lui, n’importe quel site peut afficher le service dans un cadre et détourner les clics.",
            "Without it any site can show the service in a frame and hijack clicks.",
        ),
    ),
    (
        "noSniff",
        "xContentTypeOptions",
        "X-Content-Type-Options",
        (
            "Sans lui, un navigateur peut exécuter comme script un fichier qui n’en est pas un.",
            "Without it a browser may run as a script a file that is none.",
        ),
    ),
    (
        "referrerPolicy",
        "referrerPolicy",
        "Referrer-Policy",
        (
            "Sans elle, c’est le navigateur qui choisit quelles adresses partent vers les sites tiers.",
            "Without it the browser chooses which addresses go to third parties.",
        ),
    ),
    (
        "crossOriginOpenerPolicy",
        "crossOriginOpenerPolicy",
        "Cross-Origin-Opener-Policy",
        (
            "Sans elle, une page ouverte par un autre site reste liée à lui.",
            "Without it a page opened by another site stays tied to it.",
        ),
    ),
];

fn look(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for options in helmet_options(file) {
        let Kind::Map(entries) = &options.kind else { continue };
        for (old, new, header, why) in PROTECTIONS {
            let last = entries.iter().rev().find(|entry| entry.key == *old || entry.key == *new);
            if let Some(entry) = last.filter(|entry| entry.value.bool() == Some(false))
                && !is_set_otherwise(file, header)
            {
                findings.push(finding(file, entry, header, *why));
            }
        }
    }
    findings
}

/// Whether the file sets the header by its own means.
fn is_set_otherwise(file: &File, header: &str) -> bool {
    let text = file.text();
    let part = match header {
        "Content-Security-Policy" => "helmet.contentSecurityPolicy(",
        "X-Frame-Options" => "frame-ancestors",
        _ => return text.contains(header),
    };
    text.contains(header) || text.contains(part)
}

fn finding(file: &File, entry: &Entry, header: &str, why: (&str, &str)) -> Finding {
    let key = &entry.key;
    let told = message(
        (
            &format!("{key}: false désactive la protection {header} de helmet."),
            &format!("{key}: false switches off helmet's {header} protection."),
        ),
        why,
        (
            &format!(
                "Retirez cette ligne, ou réglez {key} pour ce dont le service a besoin. Si un autre serveur envoie {header}, dites-le dans un commentaire."
            ),
            &format!(
                "Remove this line, or set {key} to what the service needs. If another server sends {header}, say so in a comment."
            ),
        ),
    );
    Finding::new(&META, file.place(entry.span), told)
}
