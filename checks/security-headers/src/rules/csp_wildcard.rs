use checks_core::{File, Finding, Language, Level, Meta};

use crate::csp::Source;
use crate::declaration::{Declaration, Header};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-wildcard",
    level: Level::Failure,
    sources: &["ANSSI-R13", "CSP3", "Observatory-content-security-policy"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Html],
    page: include_str!("csp_wildcard.md"),
};

/// Sources that let anything in.
const BROAD: &[&str] = &["*", "http:", "https:", "http://*", "https://*", "http://*.*", "https://*.*"];

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    // Beside nonces and 'strict-dynamic', hosts are for older browsers alone.
    let scripts = policy.of_scripts().filter(|directive| !directive.is_strict());
    let objects = policy.of_objects();
    let mut found: Vec<Finding> = Vec::new();
    for directive in scripts.into_iter().chain(objects) {
        let is_broad = |source: &&Source| {
            BROAD.iter().any(|broad| source.text.eq_ignore_ascii_case(broad))
                || (source.text.eq_ignore_ascii_case("data:") && directive.name != "object-src")
        };
        let Some(source) = directive.sources.iter().find(is_broad) else { continue };
        let (place, name, text) = (file.place(source.span), &directive.name, &source.text);
        // `default-src` may decide on both.
        if found.iter().any(|told| told.place == place) {
            continue;
        }
        let told = message(
            (
                &format!("« {text} » dans {name} laisse entrer du code de partout."),
                &format!("“{text}” in {name} lets code in from anywhere."),
            ),
            (
                "Un script injecté dans une page (XSS) n’a qu’à nommer un site de l’attaquant ; l’Observatory retire 20 points.",
                "A script injected into a page (XSS) only has to name a site of the attacker's; the Observatory takes 20 points off.",
            ),
            (
                &format!("Nommez les hôtes dont le service a besoin, ou écrivez {name} 'self'."),
                &format!("Name the hosts that the service needs, or write {name} 'self'."),
            ),
        );
        found.push(Finding::new(&META, place, told));
    }
    found
}
