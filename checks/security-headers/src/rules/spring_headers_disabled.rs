use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::script::{Around, Call, Kind};

use crate::environment::is_development;
use crate::read::program;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "spring-headers-disabled",
    level: Level::Failure,
    sources: &["ANSSI-R2", "ANSSI-R6", "ANSSI-R18"],
    languages: &[Language::Java, Language::Kotlin],
    page: include_str!("spring_headers_disabled.md"),
};

fn look(file: &File) -> Vec<Finding> {
    if !matches!(file.language(), Some(Language::Java | Language::Kotlin)) {
        return Vec::new();
    }
    let Some(script) = program(file) else { return Vec::new() };
    let mut found = Vec::new();
    for call in script.calls.iter().filter(|call| !is_development(&call.around)) {
        let switched_off = if call.callee.rsplit('.').next() == Some("disable") {
            protection(call)
        } else {
            // `.frameOptions(FrameOptionsConfig::disable)`
            let is_reference = call.arguments.first().is_some_and(|argument| {
                matches!(&argument.value.kind, Kind::Name(name) if name.rsplit('.').next() == Some("disable"))
            });
            known(call.callee.rsplit('.').next().unwrap_or_default()).filter(|_| is_reference)
        };
        if let Some(what) = switched_off {
            let told = message(
                (
                    &format!("Spring Security n’envoie plus {what}."),
                    &format!("Spring Security no longer sends {what}."),
                ),
                (
                    "Le navigateur n’a plus ces protections : pages affichées dans un cadre, types de fichiers devinés, première requête en clair.",
                    "Browsers lose these protections: pages shown in a frame, types of files guessed, a first request in clear text.",
                ),
                (
                    "Retirez cet appel, ou réglez l’en-tête : frameOptions(f -> f.sameOrigin()).",
                    "Remove this call, or set the header: frameOptions(f -> f.sameOrigin()).",
                ),
            );
            found.push(Finding::new(&META, file.place(call.span), told));
        }
    }
    found
}

/// What `….disable()` disables: the method before it, or the one that it is given to.
fn protection(call: &Call) -> Option<&'static str> {
    let before = call.callee.rsplit('.').nth(1).map(|step| step.trim_end_matches("()"));
    if let Some(found) = before.and_then(known) {
        return Some(found);
    }
    // A chain on the lambda's own parameter, or nothing before it in Kotlin.
    let is_alone = call.callee.matches('.').count() <= 1;
    let given = call.around.iter().rev().find_map(|around| match around {
        Around::CallbackOf(callee) => Some(callee.rsplit('.').next().unwrap_or_default()),
        _ => None,
    });
    given.filter(|_| is_alone).and_then(known)
}

fn known(method: &str) -> Option<&'static str> {
    Some(match method {
        "headers" => "X-Frame-Options, X-Content-Type-Options, HSTS, Cache-Control",
        "frameOptions" => "X-Frame-Options",
        "contentTypeOptions" => "X-Content-Type-Options",
        _ => return None,
    })
}
