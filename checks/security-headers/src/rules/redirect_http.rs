use checks_core::{File, Finding, Language, Level, Meta, Span};

use crate::nginx::{Directive, Part};
use crate::read::{apache_lines, is_apache_path};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Nginx(look), Look::File(apache)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "redirect-http",
    level: Level::Failure,
    sources: &["ANSSI-R2", "Observatory-redirection"],
    languages: &[Language::Nginx, Language::Apache],
    page: include_str!("redirect_http.md"),
};

/// Hosts that only this machine or this network reaches.
const NEAR: &[&str] = &["localhost", "127.0.0.1", "[::1]", "0.0.0.0"];

fn look(file: &File, directive: &Directive) -> Option<Finding> {
    let target = match directive.name.as_str() {
        "return" if matches!(directive.text(0), Some("301" | "302" | "303" | "307" | "308")) => {
            directive.arguments.get(1)?
        }
        "rewrite" if matches!(directive.text(2), Some("permanent" | "redirect")) => directive.arguments.get(1)?,
        _ => return None,
    };
    let Some(Part::Text(start, _)) = target.parts.first() else { return None };
    is_far(start).then(|| finding(file, target.span))
}

/// Apache's `Redirect` and `RewriteRule`.
fn apache(file: &File) -> Vec<Finding> {
    if !is_apache_path(file.path()) {
        return Vec::new();
    }
    let lines = apache_lines(file);
    let leading = lines.iter().filter_map(|line| {
        let directive = line.words.first()?.text.to_ascii_lowercase();
        let redirects = matches!(directive.as_str(), "redirect" | "redirectmatch" | "redirectpermanent")
            || (directive == "rewriterule" && line.words.last()?.text.contains('R'));
        let target = line.words.iter().skip(1).find(|word| word.text.starts_with("http://")).filter(|_| redirects)?;
        is_far(&target.text).then(|| finding(file, target.span))
    });
    leading.collect()
}

/// Whether an address is an HTTP one that more than this network reaches.
fn is_far(address: &str) -> bool {
    let Some(rest) = address.strip_prefix("http://") else { return false };
    let host = rest.split(['/', ':']).next().unwrap_or_default();
    !NEAR.contains(&host) && (host.is_empty() || host.contains('.') || host.contains('%'))
}

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        ("Cette redirection mène à une adresse HTTP.", "This redirection leads to an HTTP address."),
        (
            "La requête suivante part en clair, et peut être lue ou détournée ; l’Observatory retire jusqu’à 20 points.",
            "The next request leaves in clear text, and may be read or hijacked; the Observatory takes up to 20 points off.",
        ),
        ("Écrivez l’adresse en `https://`.", "Write the address with `https://`."),
    );
    Finding::new(&META, file.place(span), told)
}
