use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header, Origin};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-unsafe-inline",
    level: Level::Failure,
    sources: &["ANSSI-R15", "CSP3", "Observatory-content-security-policy"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Html],
    page: include_str!("csp_unsafe_inline.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    // Nelmio's policy has a rule of its own.
    if declaration.origin == Origin::Nelmio {
        return Vec::new();
    }
    let Some(directive) = policy.of_scripts() else { return Vec::new() };
    let Some(inline) = directive.keyword("'unsafe-inline'") else { return Vec::new() };
    if directive.ignores_unsafe_inline() {
        return Vec::new();
    }
    let name = &directive.name;
    let how = match declaration.origin {
        Origin::Helmet => (
            "Retirez-le, mettez les scripts dans des fichiers et, pour ceux qui restent en ligne, donnez un nonce par réponse : (req, res) => `'nonce-${res.locals.nonce}'`.",
            "Remove it, move scripts into files and, for those that stay inline, give a nonce per response: (req, res) => `'nonce-${res.locals.nonce}'`.",
        ),
        Origin::Django => (
            "Retirez-le, mettez les scripts dans des fichiers et, pour ceux qui restent en ligne, ajoutez le nonce que Django ou django-csp fournit (NONCE).",
            "Remove it, move scripts into files and, for those that stay inline, add the nonce that Django or django-csp provides (NONCE).",
        ),
        _ => (
            "Retirez-le, mettez les scripts dans des fichiers et, pour ceux qui restent en ligne, autorisez leur empreinte ('sha256-…').",
            "Remove it, move scripts into files and, for those that stay inline, allow their hash ('sha256-…').",
        ),
    };
    let told = message(
        (
            &format!("La CSP autorise tous les scripts en ligne : 'unsafe-inline' dans {name}."),
            &format!("The CSP allows every inline script: 'unsafe-inline' in {name}."),
        ),
        (
            "Un script injecté dans une page (XSS) s’exécute alors comme ceux du service : la CSP n’en protège plus, et l’Observatory retire 20 points.",
            "A script injected into a page (XSS) then runs like the service's own: the CSP no longer protects from it, and the Observatory takes 20 points off.",
        ),
        how,
    );
    vec![Finding::new(&META, file.place(inline.span), told)]
}
