use checks_core::{File, Finding, Language, Level, Meta, Span};

use crate::declaration::Declaration;
use crate::environment::is_development;
use crate::read::program;
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(header), Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "info-powered-by",
    level: Level::Notice,
    sources: &["OWASP-Secure-Headers"],
    languages: &[Language::JavaScript, Language::Nginx],
    page: include_str!("info_powered_by.md"),
};

fn header(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let told =
        declaration.plain("x-powered-by").filter(|plain| !matches!(plain.value.as_str(), "none" | "false" | "-"));
    told.map(|plain| finding(file, plain.span)).into_iter().collect()
}

fn look(file: &File) -> Vec<Finding> {
    if file.language() != Some(Language::JavaScript) {
        return Vec::new();
    }
    let Some(script) = program(file) else { return Vec::new() };
    let arguments = script.calls.iter().flat_map(|call| call.arguments.iter().map(|argument| &argument.value));
    let values = arguments.chain(script.assignments.iter().map(|assignment| &assignment.value));
    let next = values.filter_map(|value| value.get("poweredByHeader")).find(|entry| entry.value.bool() == Some(true));
    let mut found: Vec<Finding> = next.map(|entry| finding(file, entry.span)).into_iter().collect();
    let text = file.text();
    let is_quiet = text.contains("x-powered-by") || text.contains("X-Powered-By") || text.contains("elmet");
    // A file that makes the application and starts it: others may silence it elsewhere.
    let starts = script.calls.iter().any(|call| call.callee.ends_with(".listen"));
    if starts && !is_quiet {
        let express = script
            .calls
            .iter()
            .find(|call| call.callee == "express" && call.arguments.is_empty() && !is_development(&call.around));
        found.extend(express.map(|call| finding(file, call.span)));
    }
    found
}

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        (
            "Chaque réponse dit avec quel logiciel le service est fait (X-Powered-By).",
            "Each answer says which software the service is made with (X-Powered-By).",
        ),
        ("Cela n’aide que ceux qui cherchent une faille connue.", "That only helps those who look for a known hole."),
        (
            "Retirez-le : poweredByHeader: false (Next.js), app.disable(\"x-powered-by\") (Express).",
            "Take it off: poweredByHeader: false (Next.js), app.disable(\"x-powered-by\") (Express).",
        ),
    );
    Finding::new(&META, file.place(span), told)
}
