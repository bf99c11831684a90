use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::script::Kind;

use crate::environment::is_development;
use crate::read::program;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "talisman-disabled",
    level: Level::Failure,
    sources: &["ANSSI-R1", "ANSSI-R14", "Observatory-content-security-policy"],
    languages: &[Language::Python],
    page: include_str!("talisman_disabled.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !file.text().contains("alisman") {
        return Vec::new();
    }
    let Some(script) = program(file) else { return Vec::new() };
    let calls = script.calls.iter().filter(|call| {
        let callee = call.callee.to_ascii_lowercase();
        callee.ends_with("talisman") || callee.ends_with("talisman.init_app")
    });
    let mut found = Vec::new();
    for call in calls.filter(|call| !is_development(&call.around)) {
        let off: Vec<&str> = OPTIONS
            .iter()
            .filter(|option| {
                let value = call.argument(usize::MAX, option);
                value.is_some_and(|value| {
                    value.bool() == Some(false) || (option.ends_with("policy") && matches!(value.kind, Kind::Null))
                })
            })
            .copied()
            .collect();
        if off.is_empty() {
            continue;
        }
        let list = off.join(", ");
        let told = message(
            (
                &format!("Des protections de Flask-Talisman sont désactivées : {list}."),
                &format!("Protections of Flask-Talisman are switched off: {list}."),
            ),
            (
                "Le service part alors sans HTTPS imposé, sans CSP ou avec des cookies lisibles, selon l’option.",
                "The service then goes without enforced HTTPS, without a CSP or with readable cookies, as the option says.",
            ),
            (
                "Retirez ces options, ou liez-les au développement : force_https=not app.debug.",
                "Remove these options, or tie them to development: force_https=not app.debug.",
            ),
        );
        found.push(Finding::new(&META, file.place(call.span), told));
    }
    found
}

/// The options that take a protection away when they are false or none.
const OPTIONS: &[&str] =
    &["force_https", "content_security_policy", "session_cookie_secure", "session_cookie_http_only"];
