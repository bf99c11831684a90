use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header, Origin};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "symfony-csp",
    level: Level::Failure,
    sources: &["ANSSI-R9", "ANSSI-R15", "Observatory-content-security-policy"],
    languages: &[Language::Yaml],
    page: include_str!("symfony_csp.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    let Some(directive) = policy.of_scripts().filter(|_| declaration.origin == Origin::Nelmio) else {
        return Vec::new();
    };
    let inline = directive.keyword("'unsafe-inline'").filter(|_| !directive.ignores_unsafe_inline());
    let weak = inline.into_iter().chain(directive.keyword("'unsafe-eval'"));
    weak.map(|source| {
        let (word, name) = (source.text.trim_matches('\''), &directive.name);
        let told = message(
            (
                &format!("La CSP de Nelmio laisse s’exécuter un script injecté : {word} dans {name}."),
                &format!("Nelmio's CSP lets an injected script run: {word} in {name}."),
            ),
            (
                "Elle ne protège alors plus d’une injection (XSS) ; l’Observatory retire jusqu’à 20 points.",
                "It then no longer protects from an injection (XSS); the Observatory takes up to 20 points off.",
            ),
            (
                "Retirez ce mot et donnez un nonce aux scripts en ligne : csp_nonce('script') dans Twig.",
                "Remove this word and give inline scripts a nonce: csp_nonce('script') in Twig.",
            ),
        );
        Finding::new(&META, file.place(source.span), told)
    })
    .collect()
}
