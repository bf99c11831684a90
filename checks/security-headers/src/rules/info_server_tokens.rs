use checks_core::{File, Finding, Fix, Language, Level, Meta, Text};

use crate::nginx::Directive;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, look: Look::Nginx(look) };

static META: Meta = Meta {
    check: "security-headers",
    id: "info-server-tokens",
    level: Level::Notice,
    sources: &["OWASP-Secure-Headers"],
    languages: &[Language::Nginx],
    page: include_str!("info_server_tokens.md"),
};

fn look(file: &File, directive: &Directive) -> Option<Finding> {
    if directive.name != "server_tokens" || !matches!(directive.text(0), Some("on" | "build")) {
        return None;
    }
    let told = message(
        (
            "La version de nginx est donnée à chaque réponse et sur les pages d’erreur.",
            "The version of nginx is told with each answer and on error pages.",
        ),
        (
            "Elle dit à qui cherche une faille lesquelles essayer.",
            "It tells those who look for a hole which ones to try.",
        ),
        ("Écrivez `server_tokens off;`.", "Write `server_tokens off;`."),
    );
    let value = directive.arguments.first()?.span;
    let fix = Fix::replace(file, Text::new("Écrire `off`", "Write `off`"), value, "off");
    Some(Finding::new(&META, file.place(directive.span), told).fix(fix))
}
