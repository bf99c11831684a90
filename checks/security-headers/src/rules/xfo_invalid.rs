use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::Declaration;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "xfo-invalid",
    level: Level::Failure,
    sources: &["ANSSI-R18", "RFC-7034", "Observatory-x-frame-options"],
    languages: &[Language::Nginx, Language::Python],
    page: include_str!("xfo_invalid.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Some(header) = declaration.plain("x-frame-options") else { return Vec::new() };
    let value = &header.value;
    if ["deny", "sameorigin"].iter().any(|known| value.eq_ignore_ascii_case(known)) {
        return Vec::new();
    }
    let told = message(
        (
            &format!("X-Frame-Options ne connaît pas « {value} » : les navigateurs ignorent cet en-tête."),
            &format!("X-Frame-Options does not know “{value}”: browsers ignore this header."),
        ),
        (
            "N’importe quel site peut alors afficher le service dans un cadre et détourner les clics ; l’Observatory retire 20 points.",
            "Any site can then show the service in a frame and hijack clicks; the Observatory takes 20 points off.",
        ),
        (
            "Écrivez DENY ou SAMEORIGIN. Pour admettre d’autres sites, remplacez-le par `frame-ancestors` dans la Content-Security-Policy.",
            "Write DENY or SAMEORIGIN. To let other sites in, replace it by `frame-ancestors` in the Content-Security-Policy.",
        ),
    );
    vec![Finding::new(&META, file.place(header.span), told)]
}
