use checks_core::{File, Finding, Language, Level, Meta};

use crate::declaration::{Declaration, Header, Origin};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-meta-only-directive",
    level: Level::Failure,
    sources: &["ANSSI-R14", "HTML-meta-http-equiv"],
    languages: &[Language::Html],
    page: include_str!("csp_meta_only_directive.md"),
};

/// What a `<meta>` cannot say
/// (<https://html.spec.whatwg.org/multipage/semantics.html#attr-meta-http-equiv-content-security-policy>).
const NOT_IN_META: &[&str] = &["frame-ancestors", "report-uri", "sandbox"];

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    if declaration.origin != Origin::Meta {
        return Vec::new();
    }
    let ignored = policy.directives.iter().filter(|directive| NOT_IN_META.contains(&directive.name.as_str()));
    let finding = |name: &str| {
        message(
            (
                &format!("Les navigateurs ignorent {name} dans une balise <meta>."),
                &format!("Browsers ignore {name} in a <meta> tag."),
            ),
            (
                "La protection que cette directive promet n’existe pas, même si l’Observatory la compte.",
                "The protection that this directive promises does not exist, even if the Observatory counts it.",
            ),
            (
                "Envoyez la politique par un en-tête HTTP : c’est ce que demande l’ANSSI.",
                "Send the policy in an HTTP header: that is what ANSSI asks for.",
            ),
        )
    };
    ignored
        .filter_map(|directive| Some(Finding::new(&META, file.place(directive.span?), finding(&directive.name))))
        .collect()
}
