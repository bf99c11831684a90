use checks_core::{File, Finding, Language, Level, Meta, Span};
use checks_markup::script::{Around, Kind};

use crate::config;
use crate::declaration::{Declaration, Header};
use crate::nginx::{Directive, Part};
use crate::read::program;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule {
    meta: &META,
    looks: &[Look::Declaration(look), Look::Nginx(nginx), Look::File(fragment), Look::File(by_hand)],
};

static META: Meta = Meta {
    check: "security-headers",
    id: "cors-wildcard-credentials",
    level: Level::Failure,
    sources: &["ANSSI-R40", "Observatory-cross-origin-resource-sharing"],
    languages: &[
        Language::Nginx,
        Language::JavaScript,
        Language::Python,
        Language::Ruby,
        Language::Java,
        Language::Rust,
    ],
    page: include_str!("cors_wildcard_credentials.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    match &declaration.header {
        Header::Cors(cors) if cors.credentials => vec![finding(file, cors.span)],
        _ => Vec::new(),
    }
}

/// nginx that repeats the asking origin beside `Access-Control-Allow-Credentials`.
fn nginx(file: &File, directive: &Directive) -> Option<Finding> {
    // `if ($http_origin ~ …)` is a list of its own.
    let is_checked = directive.name == "if" && file.slice(directive.span).contains("http_origin");
    reflecting(file, directive.block.as_deref().filter(|_| !is_checked)?)
}

/// The same in a fragment that another file includes.
fn fragment(file: &File) -> Vec<Finding> {
    let config = config(file);
    let config = config.as_deref().and_then(Option::as_ref);
    config.and_then(|config| reflecting(file, &config.directives)).into_iter().collect()
}

fn reflecting(file: &File, block: &[Directive]) -> Option<Finding> {
    let sets = |name: &str| {
        block.iter().find(|inner| {
            inner.name == "add_header" && inner.text(0).is_some_and(|header| header.eq_ignore_ascii_case(name))
        })
    };
    let origin = sets("access-control-allow-origin")?;
    let value = origin.arguments.get(1)?;
    let reflects = value.parts.iter().any(|part| matches!(part, Part::Variable(name) if name == "http_origin"));
    let is_true = sets("access-control-allow-credentials").and_then(|inner| inner.text(1)) == Some("true");
    (reflects && is_true).then(|| finding(file, origin.span))
}

/// A program that repeats the asking origin by hand.
fn by_hand(file: &File) -> Vec<Finding> {
    let Some(script) = program(file) else { return Vec::new() };
    let names = |call: &&checks_markup::script::Call, header: &str| {
        call.arguments
            .iter()
            .any(|argument| argument.value.text().is_some_and(|text| text.eq_ignore_ascii_case(header)))
    };
    let credentials = script.calls.iter().any(|call| names(&call, "access-control-allow-credentials"));
    if !credentials {
        return Vec::new();
    }
    let reflecting = script.calls.iter().filter(|call| {
        names(call, "access-control-allow-origin")
            && !call.around.iter().any(|around| matches!(around, Around::When(_) | Around::Unless(_)))
            && call.arguments.iter().any(|argument| match &argument.value.kind {
                Kind::Name(name) => name.contains("headers") && name.ends_with("origin"),
                Kind::Call(call) => {
                    call.callee.to_ascii_lowercase().contains("header")
                        && call.arguments.first().is_some_and(|first| {
                            first.value.text().is_some_and(|text| text.eq_ignore_ascii_case("origin"))
                        })
                }
                _ => false,
            })
    });
    reflecting.map(|call| finding(file, call.span)).collect()
}

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        (
            "N’importe quel site peut lire les réponses avec les cookies de la personne connectée.",
            "Any site can read the answers with the cookies of the person signed in.",
        ),
        (
            "L’origine qui demande est acceptée quelle qu’elle soit, et les cookies avec elle : ses données sont ouvertes à tous.",
            "The origin that asks is accepted whichever it is, and cookies with it: that person's data is open to all.",
        ),
        (
            "Donnez la liste des origines du service, ou renoncez aux cookies (credentials).",
            "Give the list of the service's origins, or do without cookies (credentials).",
        ),
    );
    Finding::new(&META, file.place(span), told)
}
