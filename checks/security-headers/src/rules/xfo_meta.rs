use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::Document;

use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "xfo-meta",
    level: Level::Failure,
    sources: &["ANSSI-R18", "RFC-7034"],
    languages: &[Language::Html],
    page: include_str!("xfo_meta.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !file.language().is_some_and(Language::is_markup)
        || !file.text().to_ascii_lowercase().contains("x-frame-options")
    {
        return Vec::new();
    }
    let Some(document) = Document::of(file) else { return Vec::new() };
    let metas = document.elements().filter(|(_, element)| {
        element.name == "meta"
            && element.text("http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("x-frame-options"))
    });
    let told = || {
        message(
            ("X-Frame-Options n’a aucun effet dans une balise meta.", "X-Frame-Options has no effect in a meta tag."),
            (
                "Les navigateurs ne le lisent que dans l’en-tête de la réponse : la page reste intégrable partout.",
                "Browsers read it in the header of the answer alone: the page can still be embedded anywhere.",
            ),
            (
                "Envoyez-le depuis le serveur, ou frame-ancestors dans la CSP, et retirez cette balise.",
                "Send it from the server, or frame-ancestors in the CSP, and remove this tag.",
            ),
        )
    };
    metas.map(|(_, element)| Finding::new(&META, file.place(element.tag_span), told())).collect()
}
