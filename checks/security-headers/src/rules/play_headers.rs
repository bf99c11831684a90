use checks_core::{File, Finding, Language, Level, Meta, Span};

use crate::read::is_play_path;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "play-headers",
    level: Level::Failure,
    sources: &["ANSSI-R6", "ANSSI-R14", "ANSSI-R18"],
    languages: &[Language::Nginx],
    page: include_str!("play_headers.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !is_play_path(file.path()) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut at = 0;
    // Whether the lines are inside `play.filters.headers { … }` or `play.filters.disabled = [ … ]`.
    let (mut in_headers, mut in_disabled) = (false, false);
    for line in file.text().split_inclusive('\n') {
        let start = at + (line.len() - line.trim_start().len());
        at += line.len();
        let code = line.split(['#']).next().unwrap_or_default().split("//").next().unwrap_or_default().trim();
        if code.is_empty() {
            continue;
        }
        let dense: String = code.chars().filter(|c| !c.is_whitespace() && *c != '"').collect();
        in_disabled |= dense.starts_with("play.filters.disabled")
            || dense.starts_with("disabled+=")
            || dense.starts_with("disabled=");
        in_headers |= dense.starts_with("play.filters.headers{") || dense.starts_with("headers{");
        let names_filter =
            ["SecurityHeadersFilter", "CSPFilter", "RedirectHttpsFilter"].iter().any(|filter| dense.contains(filter));
        let option = dense.strip_prefix("play.filters.headers.").or(in_headers.then_some(dense.as_str()));
        let is_null = option.is_some_and(|option| {
            HEADERS
                .iter()
                .any(|header| option.strip_prefix(header).is_some_and(|rest| matches!(rest, "=null" | ":null")))
        });
        if (in_disabled && names_filter) || is_null {
            found.push(finding(file, Span::new(start, start + code.len())));
        }
        in_disabled &= !dense.contains(']') && dense.contains('[')
            || (in_disabled && !dense.contains(']') && !dense.contains("+="));
        in_headers &= !dense.contains('}');
    }
    found
}

/// The headers that Play's filter sends.
const HEADERS: &[&str] = &["frameOptions", "contentTypeOptions", "contentSecurityPolicy", "referrerPolicy"];

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        (
            "Un filtre d’en-têtes de sécurité de Play est désactivé.",
            "A security header filter of Play is switched off.",
        ),
        (
            "Les réponses partent sans cette protection, sur toutes les pages.",
            "Answers go without this protection, on every page.",
        ),
        (
            "Retirez cette ligne, ou donnez à l’en-tête la valeur dont le service a besoin.",
            "Remove this line, or give the header the value that the service needs.",
        ),
    );
    Finding::new(&META, file.place(span), told)
}
