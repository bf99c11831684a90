use checks_core::{File, Finding, Language, Level, Meta};

use crate::csp::Directive;
use crate::declaration::{Declaration, Header};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-http-source",
    level: Level::Failure,
    sources: &["ANSSI-R13", "CSP3", "Observatory-content-security-policy"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Html],
    page: include_str!("csp_http_source.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    policy.directives.iter().filter_map(|directive| judge(file, directive)).collect()
}

fn judge(file: &File, directive: &Directive) -> Option<Finding> {
    let is_clear = |text: &str| {
        let text = text.to_ascii_lowercase();
        text.starts_with("http://") || text.starts_with("ftp:")
    };
    // What lets every host in is told by the rule on sources that are too broad.
    let is_broad = |text: &str| matches!(text, "http://*" | "http://*.*" | "ftp:");
    let source = directive.sources.iter().find(|source| is_clear(&source.text) && !is_broad(&source.text))?;
    let (name, text) = (&directive.name, &source.text);
    let is_passive = matches!(name.as_str(), "img-src" | "media-src");
    let points = if is_passive { 10 } else { 20 };
    let told = message(
        (&format!("{name} admet une source en HTTP : {text}."), &format!("{name} allows a source over HTTP: {text}.")),
        (
            &format!(
                "Ce qui en vient peut être changé en chemin ; l’Observatory retire {points} points à un site en HTTPS."
            ),
            &format!(
                "What comes from it may be changed on the way; the Observatory takes {points} points off an HTTPS site."
            ),
        ),
        (
            "Écrivez l’adresse en `https://`, ou retirez-la si elle ne sert qu’en développement.",
            "Write the address with `https://`, or remove it if it serves in development alone.",
        ),
    );
    let level = if is_passive { Level::Warning } else { META.level };
    Some(Finding::new(&META, file.place(source.span), told).level(level))
}
