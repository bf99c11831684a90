use checks_core::{File, Finding, Fix, Language, Level, Meta, Span, Text};

use checks_markup::data::documents;

use crate::nginx::Directive;
use crate::read::{apache_lines, each_entry, is_apache_path};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule =
    Rule { meta: &META, looks: &[Look::Nginx(nginx), Look::File(apache), Look::File(ingress)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "info-server-tokens",
    level: Level::Notice,
    sources: &["OWASP-Secure-Headers"],
    languages: &[Language::Nginx, Language::Apache, Language::Yaml],
    page: include_str!("info_server_tokens.md"),
};

fn nginx(file: &File, directive: &Directive) -> Option<Finding> {
    if directive.name != "server_tokens" || !matches!(directive.text(0), Some("on" | "build")) {
        return None;
    }
    let value = directive.arguments.first()?.span;
    Some(finding(file, "nginx", directive.span, value, "server_tokens off;", "off"))
}

fn apache(file: &File) -> Vec<Finding> {
    if !is_apache_path(file.path()) {
        return Vec::new();
    }
    let lines = apache_lines(file);
    let telling = lines.iter().filter_map(|line| {
        let [name, value] = line.words.as_slice() else { return None };
        let tells =
            name.text.eq_ignore_ascii_case("servertokens") && !value.text.to_ascii_lowercase().starts_with("prod");
        tells.then(|| finding(file, "Apache", line.span, value.span, "ServerTokens Prod", "Prod"))
    });
    telling.collect()
}

/// ingress-nginx's ConfigMap.
fn ingress(file: &File) -> Vec<Finding> {
    let mut found = Vec::new();
    for document in documents(file).iter() {
        each_entry(document, &mut |entry| {
            if entry.key == "server-tokens" && entry.value.text() == Some("true") {
                found.push(finding(
                    file,
                    "nginx",
                    entry.span,
                    entry.value.span,
                    "server-tokens: \"false\"",
                    "\"false\"",
                ));
            }
        });
    }
    found
}

fn finding(file: &File, server: &str, span: Span, value: Span, directive: &str, quiet: &str) -> Finding {
    let told = message(
        (
            &format!("La version de {server} est donnée à chaque réponse et sur les pages d’erreur."),
            &format!("The version of {server} is told with each answer and on error pages."),
        ),
        (
            "Elle dit à qui cherche une faille lesquelles essayer.",
            "It tells those who look for a hole which ones to try.",
        ),
        (&format!("Écrivez `{directive}`."), &format!("Write `{directive}`.")),
    );
    let title = Text::new(format!("Écrire `{quiet}`"), format!("Write `{quiet}`"));
    Finding::new(&META, file.place(span), told).fix(Fix::replace(file, title, value, quiet))
}
