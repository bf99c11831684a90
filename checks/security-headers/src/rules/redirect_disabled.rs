use checks_core::{File, Finding, Language, Level, Meta, Place, Project, Span};
use checks_markup::data::documents;

use crate::environment::is_development;
use crate::read::{each_entry, is_caddy_path, program, weak_settings};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule =
    Rule { meta: &META, looks: &[Look::File(look), Look::File(caddy), Look::Project(settings)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "redirect-disabled",
    level: Level::Failure,
    sources: &["ANSSI-R1", "ANSSI-R2", "Observatory-redirection"],
    languages: &[Language::Python, Language::Ruby, Language::Yaml, Language::Elixir],
    page: include_str!("redirect_disabled.md"),
};

fn settings(project: &Project<'_>) -> Vec<Finding> {
    let weak = weak_settings(project, "SECURE_SSL_REDIRECT", &["False"]);
    let hosted = project.paths.iter().any(|path| path.ends_with("scalingo.json") || path.ends_with("Procfile"));
    weak.into_iter().map(|flag| finding(flag.whole, flag.is_default, hosted)).collect()
}

fn look(file: &File) -> Vec<Finding> {
    let mut spans = Vec::new();
    if let Some(script) = program(file) {
        let rails = script.assignments.iter().filter(|assignment| {
            let last = assignment.target.rsplit('.').next().unwrap_or_default();
            last == "force_ssl" && assignment.value.bool() == Some(false) && !is_development(&assignment.around)
        });
        spans.extend(rails.map(|assignment| assignment.span));
        for call in script.calls.iter().filter(|call| !is_development(&call.around)) {
            let phoenix = call.argument(usize::MAX, "force_ssl").filter(|value| value.bool() == Some(false));
            spans.extend(phoenix.map(|_| call.span));
            spans.extend(call.callee.ends_with("requiresInsecure").then_some(call.span));
        }
    }
    for document in documents(file).iter() {
        each_entry(document, &mut |entry| {
            let name = entry.key.strip_prefix("nginx.ingress.kubernetes.io/").unwrap_or(&entry.key);
            let is_redirect = matches!(name, "ssl-redirect" | "force-ssl-redirect");
            // Without its prefix the word is a ConfigMap's, whose values are texts.
            let is_off = entry.value.text() == Some("false")
                || (name.len() < entry.key.len() && entry.value.bool() == Some(false));
            spans.extend((is_redirect && is_off).then_some(entry.span));
        });
    }
    let hosted = file.text().to_ascii_lowercase().contains("scalingo");
    spans.into_iter().map(|span| finding(file.place(span), false, hosted)).collect()
}

/// Caddy's `auto_https off` and `disable_redirects`.
fn caddy(file: &File) -> Vec<Finding> {
    if !is_caddy_path(file.path()) {
        return Vec::new();
    }
    let mut at = 0;
    let mut found = Vec::new();
    for line in file.text().split_inclusive('\n') {
        let code = line.trim();
        if matches!(code, "auto_https off" | "auto_https disable_redirects") {
            let start = at + (line.len() - line.trim_start().len());
            found.push(finding(file.place(Span::new(start, start + code.len())), false, false));
        }
        at += line.len();
    }
    found
}

fn finding(place: Place, is_default: bool, hosted: bool) -> Finding {
    let what = if is_default {
        (
            "Sans réglage dans l’environnement, les visites en HTTP ne sont pas renvoyées vers HTTPS.",
            "Unless the environment says otherwise, visits over HTTP are not sent to HTTPS.",
        )
    } else {
        ("Les visites en HTTP ne sont pas renvoyées vers HTTPS.", "Visits over HTTP are not sent to HTTPS.")
    };
    let told = message(
        what,
        (
            "Ce qui s’y lit et s’y saisit passe en clair ; l’Observatory retire 20 points si personne d’autre ne le fait.",
            "What is read and typed there goes in clear text; the Observatory takes 20 points off if nobody else does it.",
        ),
        (
            "Activez la redirection en production. Si l’hébergeur la fait (Force HTTPS de Scalingo), dites-le en commentaire.",
            "Switch the redirect on in production. If the host does it (Scalingo's Force HTTPS), say so in a comment.",
        ),
    );
    let level = match (hosted, is_default) {
        (true, _) => Level::Notice,
        (false, true) => Level::Warning,
        (false, false) => META.level,
    };
    Finding::new(&META, place, told).level(level)
}
