use checks_core::{File, Finding, Language, Level, Meta};

use crate::nginx::{Directive, Part};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Nginx(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "redirect-http",
    level: Level::Failure,
    sources: &["ANSSI-R2", "Observatory-redirection"],
    languages: &[Language::Nginx],
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
    let host = start.strip_prefix("http://")?.split(['/', ':']).next().unwrap_or_default();
    if NEAR.contains(&host) || (!host.is_empty() && !host.contains('.')) {
        return None;
    }
    let told = message(
        ("Cette redirection mène à une adresse HTTP.", "This redirection leads to an HTTP address."),
        (
            "La requête suivante part en clair, et peut être lue ou détournée ; l’Observatory retire jusqu’à 20 points.",
            "The next request leaves in clear text, and may be read or hijacked; the Observatory takes up to 20 points off.",
        ),
        ("Écrivez l’adresse en `https://`.", "Write the address with `https://`."),
    );
    Some(Finding::new(&META, file.place(target.span), told))
}
