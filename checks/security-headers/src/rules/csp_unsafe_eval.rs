use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header, Origin};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-unsafe-eval",
    level: Level::Warning,
    sources: &["ANSSI-R9", "CSP3", "Observatory-content-security-policy"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Html],
    page: include_str!("csp_unsafe_eval.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    // Nelmio's policy has a rule of its own.
    if declaration.origin == Origin::Nelmio {
        return Vec::new();
    }
    let Some(directive) = policy.of_scripts() else { return Vec::new() };
    let Some(eval) = directive.keyword("'unsafe-eval'") else { return Vec::new() };
    let name = &directive.name;
    let told = message(
        (
            &format!("La CSP laisse exécuter du texte comme du code : 'unsafe-eval' dans {name}."),
            &format!("The CSP lets text run as code: 'unsafe-eval' in {name}."),
        ),
        (
            "Ce qu’une personne saisit, ou une réponse mal contrôlée, peut devenir un script ; l’Observatory retire 10 points.",
            "What a person enters, or an answer badly checked, may become a script; the Observatory takes 10 points off.",
        ),
        (
            "Retirez-le : peu de bibliothèques en ont encore besoin en production. Pour WebAssembly, 'wasm-unsafe-eval' suffit.",
            "Remove it: few libraries still need it in production. For WebAssembly, 'wasm-unsafe-eval' is enough.",
        ),
    );
    vec![Finding::new(&META, file.place(eval.span), told)]
}
