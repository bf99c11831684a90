use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Flaw, Header, Origin};
use crate::rule::{Look, Rule, message, switched_on};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "go-cookie",
    level: Level::Failure,
    sources: &["ANSSI-R30", "ANSSI-R31", "RFC-6265", "Observatory-cookies"],
    languages: &[Language::Go],
    page: include_str!("go_cookie.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Cookie(cookie) = &declaration.header else { return Vec::new() };
    if declaration.origin != Origin::Go {
        return Vec::new();
    }
    let name = cookie.name.as_deref().unwrap_or("de session");
    let english = cookie.name.as_deref().unwrap_or("of the session");
    let (lacks, why, how) = match cookie.flaw {
        Flaw::NotSecure => ("Secure", NOT_SECURE, HOW),
        Flaw::NotHttpOnly => ("HttpOnly", NOT_HTTP_ONLY, HOW),
        Flaw::CrossSite | Flaw::NoSameSite => ("SameSite", CROSS_SITE, HOW_SAME_SITE),
    };
    let told = message(
        (
            &format!("Le cookie {name} n’a pas l’attribut {lacks}."),
            &format!("The cookie {english} lacks the {lacks} attribute."),
        ),
        why,
        how,
    );
    vec![switched_on(file, cookie.span, Finding::new(&META, file.place(cookie.span), told))]
}

const NOT_SECURE: (&str, &str) = (
    "Une seule requête en HTTP le montre à qui écoute le réseau, et la session avec lui.",
    "A single HTTP request shows it to whoever listens on the network, and the session with it.",
);
const NOT_HTTP_ONLY: (&str, &str) = (
    "Un script injecté dans une page (XSS) peut le lire et l’envoyer ailleurs.",
    "A script injected into a page (XSS) may read it and send it elsewhere.",
);
const CROSS_SITE: (&str, &str) = (
    "Une page d’un autre site peut alors faire agir la personne connectée sans qu’elle le sache (CSRF).",
    "A page of another site may then make the person signed in act without knowing it (CSRF).",
);
const HOW: (&str, &str) = (
    "Écrivez Secure: true, HttpOnly: true et SameSite: http.SameSiteLaxMode.",
    "Write Secure: true, HttpOnly: true and SameSite: http.SameSiteLaxMode.",
);
const HOW_SAME_SITE: (&str, &str) = (
    "Préférez Lax : None ne sert qu’à un service montré dans un cadre par un autre site.",
    "Prefer Lax: None only serves a service shown in a frame by another site.",
);
