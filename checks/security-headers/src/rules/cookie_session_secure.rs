use checks_core::{File, Finding, Language, Level, Meta, Project};

use crate::declaration::{Declaration, Flaw, Header, Origin};
use crate::read::weak_settings;
use crate::rule::{Look, Rule, switched_on};
use crate::session_cookie::{Words, told};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look), Look::Project(settings)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "cookie-session-secure",
    level: Level::Failure,
    sources: &["ANSSI-R31", "RFC-6265", "Observatory-cookies"],
    languages: &[
        Language::JavaScript,
        Language::Python,
        Language::Ruby,
        Language::Php,
        Language::Java,
        Language::Elixir,
        Language::Yaml,
        Language::Properties,
    ],
    page: include_str!("cookie_session_secure.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Cookie(cookie) = &declaration.header else { return Vec::new() };
    if cookie.flaw != Flaw::NotSecure || matches!(declaration.origin, Origin::Go | Origin::Rust) {
        return Vec::new();
    }
    let finding = told(&META, cookie.name.as_deref(), cookie.is_default, file.place(cookie.span), &WORDS);
    vec![switched_on(file, cookie.span, finding)]
}

/// Django's settings, where no other module of the project says otherwise.
fn settings(project: &Project<'_>) -> Vec<Finding> {
    let weak = weak_settings(project, "SESSION_COOKIE_SECURE", &["False"]);
    weak.into_iter().map(|flag| told(&META, None, flag.is_default, flag.whole, &WORDS)).collect()
}

const WORDS: Words = Words {
    what: (
        "peut partir en clair : il n’a pas l’attribut Secure.",
        "may travel in clear text: it lacks the Secure attribute.",
    ),
    why: (
        "Une seule requête en HTTP le montre à qui écoute le réseau, qui peut alors agir à la place de la personne. L’Observatory retire 40 points, 10 avec HSTS.",
        "A single HTTP request shows it to whoever listens on the network, who may then act as that person. The Observatory takes 40 points off, 10 with HSTS.",
    ),
    how: (
        "Mettez Secure en production : secure à vrai, ou une condition qui l’est en production.",
        "Set Secure in production: secure to true, or a condition that is true in production.",
    ),
};
