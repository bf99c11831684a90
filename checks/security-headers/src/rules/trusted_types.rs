use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "trusted-types",
    level: Level::Notice,
    sources: &["CSP3"],
    languages: &[Language::Nginx],
    page: include_str!("trusted_types.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    let Some(directive) = policy.get("require-trusted-types-for") else { return Vec::new() };
    if policy.computed.is_some() || directive.keyword("'script'").is_some() {
        return Vec::new();
    }
    let Some(span) = directive.sources.first().map(|source| source.span).or(directive.span) else { return Vec::new() };
    let told = message(
        (
            "require-trusted-types-for n’a qu’une valeur : 'script', avec ses apostrophes.",
            "require-trusted-types-for has one value: 'script', with its quotes.",
        ),
        (
            "Toute autre est ignorée : innerHTML accepte encore n’importe quel texte.",
            "Any other is ignored: innerHTML still takes any text.",
        ),
        ("Écrivez require-trusted-types-for 'script'.", "Write require-trusted-types-for 'script'."),
    );
    vec![Finding::new(&META, file.place(span), told)]
}
