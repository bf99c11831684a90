use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-variable",
    level: Level::Notice,
    sources: &["CSP3"],
    languages: &[Language::Nginx, Language::JavaScript],
    page: include_str!("csp_variable.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    let Some(span) = policy.computed else { return Vec::new() };
    let told = message(
        (
            "Une partie de cette CSP n’est connue qu’à l’exécution : elle n’est lue qu’en partie.",
            "A part of this CSP is known at run time only: it is read in part.",
        ),
        (
            "Ce qui vient de la variable peut autoriser plus qu’il ne semble.",
            "What comes from the variable may allow more than it seems.",
        ),
        (
            "Si la variable est maîtrisée, rien. Sinon, vérifiez le site déployé : vigie scan URL.",
            "If the variable is under control, nothing. Otherwise check the deployed site: vigie scan URL.",
        ),
    );
    vec![Finding::new(&META, file.place(span), told)]
}
