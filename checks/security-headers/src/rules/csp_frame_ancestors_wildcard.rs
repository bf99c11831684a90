use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header, is_embedded};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-frame-ancestors-wildcard",
    level: Level::Warning,
    sources: &["ANSSI-R17"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python],
    page: include_str!("csp_frame_ancestors_wildcard.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    let Some(directive) = policy.get("frame-ancestors") else { return Vec::new() };
    let is_broad = |text: &str| matches!(text, "*" | "https:" | "http:" | "https://*" | "http://*");
    let Some(source) = directive.sources.iter().find(|source| is_broad(&source.text)) else { return Vec::new() };
    if declaration.is_for_embedding() || is_embedded(file.path()) {
        return Vec::new();
    }
    let told = message(
        ("N’importe quel site peut afficher ces pages dans un cadre.", "Any site can show these pages in a frame."),
        (
            "Il peut y détourner les clics de la personne connectée. L’Observatory y voit à tort une protection.",
            "It may hijack the clicks of the person signed in. The Observatory wrongly takes it for a protection.",
        ),
        (
            "Écrivez 'none', 'self' ou la liste des sites qui les intègrent.",
            "Write 'none', 'self' or the list of the sites that embed them.",
        ),
    );
    vec![Finding::new(&META, file.place(source.span), told)]
}
