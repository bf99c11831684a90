use checks_core::{File, Finding, Language, Level, Meta, Span};

use crate::read::program;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "helmet-removed",
    level: Level::Warning,
    sources: &["ANSSI-R14", "ANSSI-R18", "OWASP-Secure-Headers"],
    languages: &[Language::JavaScript],
    page: include_str!("helmet_removed.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if file.language() != Some(Language::JavaScript) || !file.text().contains("elmet") {
        return Vec::new();
    }
    let Some(script) = program(file) else { return Vec::new() };
    let imports =
        script.imports.iter().filter(|import| PACKAGES.contains(&import.module.as_str()) && !import.names.is_empty());
    let unused = imports.filter(|import| !import.names.iter().any(|(_, local)| is_used(file, import.span, local)));
    unused
        .map(|import| {
            let told = message(
                (
                    "helmet est importé et n’est plus utilisé : ses en-têtes ne sont pas envoyés.",
                    "helmet is imported and no longer used: its headers are not sent.",
                ),
                (
                    "Le service part sans CSP, sans X-Frame-Options et sans HSTS, et le fichier laisse croire le contraire.",
                    "The service goes without a CSP, X-Frame-Options and HSTS, and the file suggests otherwise.",
                ),
                (
                    "Remettez app.use(helmet()) avant les routes, ou retirez l’import si un autre serveur envoie ces en-têtes.",
                    "Put app.use(helmet()) back before the routes, or remove the import if another server sends these headers.",
                ),
            );
            Finding::new(&META, file.place(import.span), told)
        })
        .collect()
}

/// Packages that are helmet.
const PACKAGES: &[&str] = &["helmet", "@fastify/helmet", "koa-helmet"];

/// Whether a name stands in code elsewhere than where it is imported. Comments are left out line by line.
fn is_used(file: &File, import: Span, name: &str) -> bool {
    let text = file.text();
    let around = [&text[..import.start as usize], &text[import.end as usize..]];
    around.iter().flat_map(|part| part.lines()).any(|line| {
        let code = line.split("//").next().unwrap_or_default().trim_start();
        !code.starts_with('*') && !code.starts_with("/*") && words(code).any(|word| word == name)
    })
}

fn words(code: &str) -> impl Iterator<Item = &str> {
    code.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$')
}
