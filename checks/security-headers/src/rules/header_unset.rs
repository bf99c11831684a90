use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header, Origin, is_embedded};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "header-unset",
    level: Level::Failure,
    sources: &["ANSSI-R14", "OWASP-Secure-Headers"],
    languages: &[Language::Nginx, Language::Apache, Language::Caddy, Language::JavaScript],
    page: include_str!("header_unset.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Removed(removed) = &declaration.header else { return Vec::new() };
    let is_frame = removed.name == "x-frame-options" && removed.by_code;
    // The removal of X-Frame-Options by a program, and of HSTS by a server, have rules of their own.
    if (is_frame && !file.slice(removed.span).contains("removeHeader("))
        || (removed.name == "strict-transport-security" && declaration.origin == Origin::Nginx)
    {
        return Vec::new();
    }
    let name = written(&removed.name);
    let told = message(
        (&format!("{name} est retiré des réponses."), &format!("{name} is taken off the answers.")),
        (
            "Le navigateur n’applique plus cette protection, même si l’application ou l’hébergeur l’envoie.",
            "Browsers no longer apply this protection, even if the application or the host sends it.",
        ),
        (
            "Retirez cette ligne, ou donnez ici la valeur voulue au lieu d’effacer l’en-tête.",
            "Remove this line, or give the value you want here instead of erasing the header.",
        ),
    );
    if declaration.is_for_embedding() || is_embedded(file.path()) {
        return Vec::new();
    }
    // A program takes it off one answer, mostly on a condition.
    let level = if removed.by_code && declaration.origin != Origin::Nginx { Level::Warning } else { META.level };
    vec![Finding::new(&META, file.place(removed.span), told).level(level)]
}

/// A header's name as people write it.
fn written(name: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_ascii_uppercase().to_string() + letters.as_str())
    };
    name.split('-').map(word).collect::<Vec<_>>().join("-")
}
