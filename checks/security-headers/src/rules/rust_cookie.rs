use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Flaw, Header, Origin};
use crate::rule::{Look, Rule, switched_on};
use crate::session_cookie::{Words, told};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "rust-cookie",
    level: Level::Failure,
    sources: &["ANSSI-R30", "ANSSI-R31", "RFC-6265", "Observatory-cookies"],
    languages: &[Language::Rust],
    page: include_str!("rust_cookie.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Cookie(cookie) = &declaration.header else { return Vec::new() };
    if declaration.origin != Origin::Rust {
        return Vec::new();
    }
    let words = match cookie.flaw {
        Flaw::NotSecure => NOT_SECURE,
        Flaw::NotHttpOnly => NOT_HTTP_ONLY,
        Flaw::CrossSite | Flaw::NoSameSite => CROSS_SITE,
    };
    let finding = told(&META, cookie.name.as_deref(), cookie.is_default, file.place(cookie.span), &words);
    vec![switched_on(file, cookie.span, finding)]
}

const HOW: (&str, &str) = ("Donnez vrai à secure et à http_only.", "Give true to secure and to http_only.");
const NOT_SECURE: Words = Words {
    what: ("n’a pas l’attribut Secure.", "lacks the Secure attribute."),
    why: (
        "Une seule requête en HTTP le montre à qui écoute le réseau, et la session avec lui.",
        "A single HTTP request shows it to whoever listens on the network, and the session with it.",
    ),
    how: HOW,
};
const NOT_HTTP_ONLY: Words = Words {
    what: ("n’a pas l’attribut HttpOnly.", "lacks the HttpOnly attribute."),
    why: (
        "Un script injecté dans une page (XSS) peut le lire et l’envoyer ailleurs.",
        "A script injected into a page (XSS) may read it and send it elsewhere.",
    ),
    how: HOW,
};
const CROSS_SITE: Words = Words {
    what: ("accompagne les requêtes des autres sites.", "goes along with requests from other sites."),
    why: (
        "Une page d’un autre site peut alors faire agir la personne connectée sans qu’elle le sache (CSRF).",
        "A page of another site may then make the person signed in act without knowing it (CSRF).",
    ),
    how: (
        "Préférez Lax : None ne sert qu’à un service montré dans un cadre par un autre site.",
        "Prefer Lax: None only serves a service shown in a frame by another site.",
    ),
};
