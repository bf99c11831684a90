use checks_core::{File, Finding, Language, Level, Meta, Project};

use crate::declaration::{Declaration, Flaw, Header, Origin};
use crate::read::weak_settings;
use crate::rule::{Look, Rule, switched_on};
use crate::session_cookie::{Words, told};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look), Look::Project(settings)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "cookie-httponly",
    level: Level::Failure,
    sources: &["ANSSI-R30", "RFC-6265", "Observatory-cookies"],
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
    page: include_str!("cookie_httponly.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Cookie(cookie) = &declaration.header else { return Vec::new() };
    if cookie.flaw != Flaw::NotHttpOnly || matches!(declaration.origin, Origin::Go | Origin::Rust) {
        return Vec::new();
    }
    let finding = told(&META, cookie.name.as_deref(), cookie.is_default, file.place(cookie.span), &WORDS);
    vec![switched_on(file, cookie.span, finding)]
}

/// Django's settings, where no other module of the project says otherwise.
fn settings(project: &Project<'_>) -> Vec<Finding> {
    let weak = weak_settings(project, "SESSION_COOKIE_HTTPONLY", &["False"]);
    weak.into_iter().map(|flag| told(&META, None, flag.is_default, flag.whole, &WORDS)).collect()
}

const WORDS: Words = Words {
    what: (
        "peut être lu par un script : il n’a pas l’attribut HttpOnly.",
        "can be read by a script: it lacks the HttpOnly attribute.",
    ),
    why: (
        "Un script injecté dans une page (XSS) peut alors l’envoyer ailleurs, et la session avec lui. L’Observatory retire 30 points.",
        "A script injected into a page (XSS) may then send it elsewhere, and the session with it. The Observatory takes 30 points off.",
    ),
    how: (
        "Mettez HttpOnly : le navigateur continue de joindre le cookie aux requêtes, et les scripts n’en ont pas besoin.",
        "Set HttpOnly: browsers still add the cookie to requests, and scripts do not need it.",
    ),
};
