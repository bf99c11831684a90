use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header, Origin};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "cors-wildcard",
    level: Level::Warning,
    sources: &["ANSSI-R40", "Observatory-cross-origin-resource-sharing"],
    languages: &[
        Language::Nginx,
        Language::JavaScript,
        Language::Python,
        Language::Java,
        Language::Rust,
        Language::Yaml,
    ],
    page: include_str!("cors_wildcard.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let (span, is_written) = match &declaration.header {
        Header::Cors(cors) if !cors.credentials && !cors.is_read_only => (cors.span, cors.is_written),
        Header::Plain(plain) if plain.name == "access-control-allow-origin" && plain.value == "*" => {
            if declaration.scope.as_ref().is_some_and(|scope| is_public(&scope.pattern)) {
                return Vec::new();
            }
            // Only reading is allowed, and nothing comes with it. A program that sets it on one answer mostly means to:
            // published data, a discovery document.
            let text = file.text().to_ascii_lowercase();
            let reads = text.contains("access-control-allow-methods")
                && !["post", "put", "delete"].iter().any(|verb| text.contains(verb));
            (plain.span, !reads && !matches!(declaration.origin, Origin::Code | Origin::Go | Origin::Rust))
        }
        _ => return Vec::new(),
    };
    let told = message(
        (
            "N’importe quel site peut lire ces réponses depuis le navigateur d’une personne.",
            "Any site can read these answers from a person's browser.",
        ),
        (
            "C’est voulu pour des données publiques ; pour l’API d’un service, c’est donner ses réponses à tous.",
            "That is meant for public data; for the API of a service it gives its answers to all.",
        ),
        (
            "Nommez les origines du service. Si ces données sont ouvertes, limitez-le à elles et à la méthode GET.",
            "Name the origins of the service. If this data is open, limit it to it and to the GET method.",
        ),
    );
    let level = if is_written { META.level } else { Level::Notice };
    vec![Finding::new(&META, file.place(span), told).level(level)]
}

/// Files that every site may use: fonts, images, data that is published.
fn is_public(pattern: &str) -> bool {
    let lower = pattern.to_ascii_lowercase();
    [
        "woff",
        "ttf",
        "font",
        "static",
        "assets",
        "open",
        "public",
        ".well-known",
        "svg",
        "png",
        "tiles",
        "dsfr",
        "embed",
        "iframe",
        "widget",
    ]
    .iter()
    .any(|word| lower.contains(word))
}
