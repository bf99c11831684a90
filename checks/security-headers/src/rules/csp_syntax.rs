use checks_core::{File, Finding, Fix, Language, Level, Meta, Text};

use crate::csp::{Directive, Source};
use crate::declaration::{Declaration, Header, Origin};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-syntax",
    level: Level::Failure,
    sources: &["ANSSI-R14", "CSP3", "csp_evaluator-INVALID_KEYWORD"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Html],
    page: include_str!("csp_syntax.md"),
};

/// Keywords that are hosts without their quotes.
const KEYWORDS: &[&str] =
    &["none", "report-sample", "self", "strict-dynamic", "unsafe-eval", "unsafe-hashes", "unsafe-inline"];

/// What values that are quoted too begin with.
const PREFIXES: &[&str] = &["nonce-", "sha256-", "sha384-", "sha512-"];

/// Directives whose values are sources.
const SOURCE_LISTS: &[&str] = &["base-uri", "form-action", "frame-ancestors"];

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    let lists = policy.directives.iter().filter(|directive| takes_sources(directive));
    lists.filter_map(|directive| judge(file, declaration.origin, directive)).collect()
}

fn takes_sources(directive: &Directive) -> bool {
    let name = directive.name.as_str();
    name.ends_with("-src")
        || name.starts_with("script-src-")
        || name.starts_with("style-src-")
        || SOURCE_LISTS.contains(&name)
}

fn judge(file: &File, origin: Origin, directive: &Directive) -> Option<Finding> {
    let is_bare = |source: &&Source| {
        let text = source.text.to_ascii_lowercase();
        KEYWORDS.contains(&text.as_str()) || PREFIXES.iter().any(|start| text.starts_with(start))
    };
    if let Some(source) = directive.sources.iter().find(is_bare) {
        let word = &source.text;
        let told = message(
            (
                &format!("Sans apostrophes, {word} est lu comme un nom d’hôte."),
                &format!("Without quotes, {word} is read as the name of a host."),
            ),
            (
                "La directive ne permet pas ce qu’elle croit permettre : le navigateur cherche un site de ce nom.",
                "The directive does not allow what it means to: browsers look for a site of that name.",
            ),
            (&format!("Écrivez '{word}', apostrophes comprises."), &format!("Write '{word}', quotes included.")),
        );
        let finding = Finding::new(&META, file.place(source.span), told);
        // In code the quotes go inside a text whose own quotes may be the same.
        let is_written = matches!(origin, Origin::Nginx | Origin::Meta) && file.slice(source.span) == word.as_str();
        let title = || Text::new("Mettre entre apostrophes", "Put in quotes");
        let quoted = format!("'{word}'");
        return Some(if is_written { finding.fix(Fix::replace(file, title(), source.span, &quoted)) } else { finding });
    }
    let is_directive = |source: &&Source| source.text.ends_with("-src") && !source.text.contains('.');
    let source = directive.sources.iter().find(is_directive)?;
    let told = message(
        (
            &format!("Il manque un point-virgule avant {} : le navigateur y lit un hôte.", source.text),
            &format!("A semicolon is missing before {}: browsers read a host in it.", source.text),
        ),
        (
            "Cette directive n’a aucun effet, et celle d’avant admet ses sources.",
            "This directive has no effect, and the one before it allows its sources.",
        ),
        (&format!("Écrivez `; {}`.", source.text), &format!("Write `; {}`.", source.text)),
    );
    Some(Finding::new(&META, file.place(source.span), told))
}
