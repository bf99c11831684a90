use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::Declaration;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "referrer-unsafe",
    level: Level::Warning,
    sources: &["ANSSI-R21", "Observatory-referrer-policy"],
    languages: &[Language::Nginx, Language::Python],
    page: include_str!("referrer_unsafe.md"),
};

/// The policies that hand whole addresses to third parties, or to the same site over HTTP
/// (<https://www.w3.org/TR/referrer-policy/#referrer-policies>).
const UNSAFE: &[&str] = &["no-referrer-when-downgrade", "origin", "origin-when-cross-origin", "unsafe-url"];

/// Those that do not.
const PRIVATE: &[&str] = &["no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"];

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Some(header) = declaration.plain("referrer-policy") else { return Vec::new() };
    let is_known = |policy: &&str| UNSAFE.iter().chain(PRIVATE).any(|known| policy.eq_ignore_ascii_case(known));
    // Of a list, browsers take the last one that they know.
    let Some(policy) = header.value.split(',').map(str::trim).rfind(is_known) else { return Vec::new() };
    if PRIVATE.iter().any(|known| policy.eq_ignore_ascii_case(known)) {
        return Vec::new();
    }
    let is_whole = !policy.to_ascii_lowercase().starts_with("origin");
    let what = if is_whole {
        (
            format!("Avec « {policy} », l’adresse entière des pages part vers les sites tiers."),
            format!("With “{policy}”, the whole address of pages is sent to third parties."),
        )
    } else {
        (
            format!("Avec « {policy} », le nom du service part vers les sites tiers, en HTTP aussi."),
            format!("With “{policy}”, the name of the service is sent to third parties, over HTTP as well."),
        )
    };
    let told = message(
        (&what.0, &what.1),
        (
            "Une adresse peut porter une recherche, un identifiant ou un jeton ; l’Observatory retire 5 points.",
            "An address may carry a search, an identifier or a token; the Observatory takes 5 points off.",
        ),
        (
            "Écrivez `strict-origin-when-cross-origin`, ou `same-origin` si aucun tiers n’en a besoin.",
            "Write `strict-origin-when-cross-origin`, or `same-origin` if no third party needs it.",
        ),
    );
    vec![Finding::new(&META, file.place(header.span), told)]
}
