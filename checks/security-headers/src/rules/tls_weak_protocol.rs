use checks_core::{File, Finding, Fix, Language, Level, Message, Meta, Span, Text};

use checks_markup::data::documents;
use checks_markup::script::Kind;

use crate::environment::is_development;
use crate::nginx::Directive;
use crate::read::{apache_lines, each_entry, is_apache_path, is_caddy_path, program};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Nginx(look), Look::File(elsewhere)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "tls-weak-protocol",
    level: Level::Failure,
    sources: &["ANSSI-R1", "RFC-8996"],
    languages: &[Language::Nginx, Language::Apache, Language::Yaml, Language::Go],
    page: include_str!("tls_weak_protocol.md"),
};

/// The protocols that RFC 8996 and those before it have withdrawn.
const WITHDRAWN: &[&str] = &["sslv2", "sslv3", "tlsv1", "tlsv1.0", "tlsv1.1"];

fn look(file: &File, directive: &Directive) -> Option<Finding> {
    // Towards the application that the server stands before, too.
    if !matches!(
        directive.name.as_str(),
        "ssl_protocols" | "proxy_ssl_protocols" | "grpc_ssl_protocols" | "uwsgi_ssl_protocols"
    ) {
        return None;
    }
    let texts: Vec<&str> = directive.arguments.iter().filter_map(|argument| argument.text()).collect();
    let weak: Vec<&str> =
        texts.iter().copied().filter(|text| WITHDRAWN.contains(&text.to_ascii_lowercase().as_str())).collect();
    if weak.is_empty() {
        return None;
    }
    let told = told(&weak.join(", "), "ssl_protocols TLSv1.2 TLSv1.3;");
    let finding = Finding::new(&META, file.place(directive.span), told);
    let (Some(first), Some(last)) = (directive.arguments.first(), directive.arguments.last()) else {
        return Some(finding);
    };
    let all = Span::new(first.span.start as usize, last.span.end as usize);
    let title = Text::new("Ne garder que TLS 1.2 et 1.3", "Keep TLS 1.2 and 1.3 alone");
    let is_known = texts.len() == directive.arguments.len();
    Some(if is_known { finding.fix(Fix::replace(file, title, all, "TLSv1.2 TLSv1.3")) } else { finding })
}

fn told(named: &str, write: &str) -> Message {
    message(
        (&format!("{named} est encore admis."), &format!("{named} is still allowed.")),
        (
            "Ces protocoles sont retirés : leurs échanges se déchiffrent ou se modifient, et l’ANSSI n’admet que TLS 1.2 et 1.3.",
            "These protocols are withdrawn: what they carry can be read or changed, and ANSSI allows TLS 1.2 and 1.3 alone.",
        ),
        (&format!("Écrivez `{write}`."), &format!("Write `{write}`.")),
    )
}

/// Apache, Caddy, Kubernetes, Traefik and Go.
fn elsewhere(file: &File) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut tell = |span: Span, named: &str, write: &str| {
        found.push(Finding::new(&META, file.place(span), told(named, write)));
    };
    if is_apache_path(file.path()) {
        for line in apache_lines(file) {
            if let Some(weak) =
                apache(&line.words.iter().map(|word| word.text.to_ascii_lowercase()).collect::<Vec<_>>())
            {
                tell(line.span, &weak, "SSLProtocol -all +TLSv1.2 +TLSv1.3");
            }
        }
    } else if is_caddy_path(file.path()) {
        let mut at = 0;
        for line in file.text().split_inclusive('\n') {
            let code = line.trim();
            if code.starts_with("protocols tls1.0") || code.starts_with("protocols tls1.1") {
                let start = at + (line.len() - line.trim_start().len());
                tell(Span::new(start, start + code.len()), "TLS 1.0", "protocols tls1.2 tls1.3");
            }
            at += line.len();
        }
    }
    for document in documents(file).iter() {
        each_entry(document, &mut |entry| match (entry.key.as_str(), entry.value.text()) {
            ("ssl-protocols" | "nginx.ingress.kubernetes.io/ssl-protocols", Some(text)) => {
                let weak: Vec<&str> = text
                    .split_whitespace()
                    .filter(|word| WITHDRAWN.contains(&word.to_ascii_lowercase().as_str()))
                    .collect();
                if !weak.is_empty() {
                    tell(entry.span, &weak.join(", "), "ssl-protocols: \"TLSv1.2 TLSv1.3\"");
                }
            }
            ("minVersion", Some(text @ ("VersionTLS10" | "VersionTLS11" | "VersionSSL30"))) => {
                tell(entry.span, text, "minVersion: VersionTLS12");
            }
            _ => {}
        });
    }
    if file.language() == Some(Language::Go)
        && let Some(script) = program(file)
    {
        for call in
            script.calls.iter().filter(|call| call.callee.ends_with("tls.Config") && !is_development(&call.around))
        {
            if let Some(Kind::Name(version)) = call.argument(usize::MAX, "MinVersion").map(|value| &value.kind)
                && ["VersionTLS10", "VersionTLS11", "VersionSSL30"].iter().any(|weak| version.ends_with(weak))
            {
                tell(call.span, version, "MinVersion: tls.VersionTLS12");
            }
        }
    }
    found
}

/// The withdrawn protocols that a line of Apache allows: `all` holds TLS 1.0 and 1.1 unless they are taken off.
fn apache(words: &[String]) -> Option<String> {
    let (name, protocols) = words.split_first()?;
    if !matches!(name.as_str(), "sslprotocol" | "sslproxyprotocol") {
        return None;
    }
    let has = |word: &str| protocols.iter().any(|protocol| protocol == word);
    let weak: Vec<&str> = ["sslv2", "sslv3", "tlsv1", "tlsv1.1"]
        .into_iter()
        .filter(|weak| {
            has(weak)
                || has(&format!("+{weak}"))
                || ((has("all") || has("+all")) && weak.starts_with("tls") && !has(&format!("-{weak}")))
        })
        .collect();
    (!weak.is_empty()).then(|| weak.join(", "))
}
