use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::Header;
use crate::read::declarations;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-report-only",
    level: Level::Warning,
    sources: &["ANSSI-R14", "Observatory-content-security-policy"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Ruby, Language::Yaml],
    page: include_str!("csp_report_only.md"),
};

fn look(file: &File) -> Vec<Finding> {
    let declarations = declarations(file);
    // One that is enforced beside it: this one tries the next.
    if declarations.iter().any(|declaration| matches!(&declaration.header, Header::Csp(policy) if !policy.directives.is_empty() || policy.computed.is_some())) {
        return Vec::new();
    }
    let reports = declarations.iter().filter_map(|declaration| match &declaration.header {
        Header::ReportOnly(span) => Some(*span),
        _ => None,
    });
    let told = || {
        message(
            ("Cette CSP ne fait que rapporter : rien n’est bloqué.", "This CSP only reports: nothing is blocked."),
            (
                "Un script injecté dans une page s’exécute comme s’il n’y avait pas de CSP ; l’Observatory retire 25 points.",
                "A script injected into a page runs as if there were no CSP; the Observatory takes 25 points off.",
            ),
            (
                "Une fois les rapports lus, envoyez la même politique dans Content-Security-Policy.",
                "Once the reports are read, send the same policy in Content-Security-Policy.",
            ),
        )
    };
    reports.map(|span| Finding::new(&META, file.place(span), told())).collect()
}
