use checks_core::{File, Finding, Fix, Language, Level, Meta, Span, Text};

use crate::nginx::Directive;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Nginx(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "tls-weak-protocol",
    level: Level::Failure,
    sources: &["ANSSI-R1", "RFC-8996"],
    languages: &[Language::Nginx],
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
    let named = weak.join(", ");
    let told = message(
        (&format!("{named} est encore admis."), &format!("{named} is still allowed.")),
        (
            "Ces protocoles sont retirés : leurs échanges se déchiffrent ou se modifient, et l’ANSSI n’admet que TLS 1.2 et 1.3.",
            "These protocols are withdrawn: what they carry can be read or changed, and ANSSI allows TLS 1.2 and 1.3 alone.",
        ),
        ("Écrivez `ssl_protocols TLSv1.2 TLSv1.3;`.", "Write `ssl_protocols TLSv1.2 TLSv1.3;`."),
    );
    let finding = Finding::new(&META, file.place(directive.span), told);
    let (Some(first), Some(last)) = (directive.arguments.first(), directive.arguments.last()) else {
        return Some(finding);
    };
    let all = Span::new(first.span.start as usize, last.span.end as usize);
    let title = Text::new("Ne garder que TLS 1.2 et 1.3", "Keep TLS 1.2 and 1.3 alone");
    let is_known = texts.len() == directive.arguments.len();
    Some(if is_known { finding.fix(Fix::replace(file, title, all, "TLSv1.2 TLSv1.3")) } else { finding })
}
