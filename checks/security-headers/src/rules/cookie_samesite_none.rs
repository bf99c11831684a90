use checks_core::{File, Finding, Language, Level, Meta, Project};

use crate::declaration::{Declaration, Flaw, Header, Origin};
use crate::read::weak_settings;
use crate::rule::{Look, Rule};
use crate::session_cookie::{Words, told};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look), Look::Project(settings)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "cookie-samesite-none",
    level: Level::Warning,
    sources: &["ANSSI-R33", "Observatory-cookies"],
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
    page: include_str!("cookie_samesite_none.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Cookie(cookie) = &declaration.header else { return Vec::new() };
    if !matches!(cookie.flaw, Flaw::CrossSite | Flaw::NoSameSite)
        || matches!(declaration.origin, Origin::Go | Origin::Rust)
    {
        return Vec::new();
    }
    vec![told(&META, cookie.name.as_deref(), cookie.is_default, file.place(cookie.span), &WORDS)]
}

/// Django's settings, where no other module of the project says otherwise.
fn settings(project: &Project<'_>) -> Vec<Finding> {
    let weak = weak_settings(project, "SESSION_COOKIE_SAMESITE", &["'None'", "'none'", "None", "False"]);
    weak.into_iter().map(|flag| told(&META, None, flag.is_default, flag.whole, &WORDS)).collect()
}

const WORDS: Words = Words {
    what: (
        "accompagne les requêtes des autres sites : SameSite=None, ou aucun SameSite.",
        "goes along with requests from other sites: SameSite=None, or no SameSite.",
    ),
    why: (
        "Une page d’un autre site peut alors faire agir la personne connectée sans qu’elle le sache (CSRF).",
        "A page of another site may then make the person signed in act without knowing it (CSRF).",
    ),
    how: (
        "Écrivez Lax, ou Strict si personne n’arrive connecté par un lien. None ne sert qu’à un service montré dans un cadre par un autre site.",
        "Write Lax, or Strict if nobody arrives signed in through a link. None only serves a service shown in a frame by another site.",
    ),
};
