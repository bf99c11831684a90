use checks_core::{File, Finding, Fix, Language, Level, Meta, Span, Text};

use crate::nginx::{Argument, Directive};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Nginx(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "header-multiline",
    level: Level::Warning,
    sources: &["RFC-9112"],
    languages: &[Language::Nginx],
    page: include_str!("header_multiline.md"),
};

fn look(file: &File, directive: &Directive) -> Option<Finding> {
    let value = match directive.name.as_str() {
        "add_header" => directive.arguments.get(1)?,
        "more_set_headers" => headers(&directive.arguments).find(|argument| is_folded(file, argument))?,
        _ => return None,
    };
    if !is_folded(file, value) {
        return None;
    }
    let told = message(
        (
            "La valeur de cet en-tête est écrite sur plusieurs lignes.",
            "The value of this header is written over several lines.",
        ),
        (
            "HTTP n’admet plus de valeur repliée : selon le navigateur ou le relais, l’en-tête est coupé ou ignoré.",
            "HTTP no longer allows a folded value: depending on the browser or the proxy, the header is cut or ignored.",
        ),
        ("Écrivez-la sur une ligne.", "Write it on one line."),
    );
    let joined = file.slice(value.span).split('\n').map(str::trim).collect::<Vec<_>>().join(" ");
    let title = Text::new("Joindre les lignes", "Join the lines");
    let start = directive.span.start as usize;
    let place = Span::new(start, start + directive.name.len());
    Some(Finding::new(&META, file.place(place), told).fix(Fix::replace(file, title, value.span, joined)))
}

fn is_folded(file: &File, argument: &Argument) -> bool {
    file.slice(argument.span).contains('\n')
}

/// The headers among the arguments of `more_set_headers`: types and statuses stand behind `-t` and `-s`.
fn headers(arguments: &[Argument]) -> impl Iterator<Item = &Argument> {
    let mut is_skipped = false;
    arguments.iter().filter(move |argument| {
        let skip = std::mem::take(&mut is_skipped);
        let is_option = argument.text().is_some_and(|text| text.starts_with('-'));
        is_skipped = matches!(argument.text(), Some("-t" | "-s"));
        !skip && !is_option
    })
}
