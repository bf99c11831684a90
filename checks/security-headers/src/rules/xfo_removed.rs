use checks_core::{File, Finding, Language, Level, Meta, Span};

use crate::declaration::{Declaration, Header, is_embedded};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look), Look::File(decorated)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "xfo-removed",
    level: Level::Warning,
    sources: &["ANSSI-R17", "ANSSI-R18", "Observatory-x-frame-options"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Ruby, Language::Yaml],
    page: include_str!("xfo_removed.md"),
};

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    match &declaration.header {
        Header::Removed(removed)
            if removed.name == "x-frame-options" && removed.by_code && !is_node_api(file.slice(removed.span)) =>
        {
            if declaration.is_for_embedding() || is_embedded(file.path()) {
                return Vec::new();
            }
            vec![finding(file, removed.span)]
        }
        _ => Vec::new(),
    }
}

/// Node's and Django's own ways to answer without one header have a rule for every header.
fn is_node_api(code: &str) -> bool {
    code.contains("removeHeader(")
}

/// Django's `@xframe_options_exempt`.
fn decorated(file: &File) -> Vec<Finding> {
    if file.language() != Some(Language::Python) || !file.text().contains("xframe_options_exempt") {
        return Vec::new();
    }
    let text = file.text();
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let code = line.trim();
        let is_decorator = code.starts_with('@') && code.contains("xframe_options_exempt");
        if !is_decorator {
            continue;
        }
        // The view's name, or the class's, is on the first line that is no decorator.
        let named = text[at..]
            .lines()
            .map(str::trim)
            .find(|line| line.starts_with("def ") || line.starts_with("async def ") || line.starts_with("class "));
        let embedded = named.is_some_and(is_embedded)
            || is_embedded(file.path())
            || named.is_some_and(|name| body_is_embedded(text, name));
        if !embedded {
            let begin = start + (line.len() - line.trim_start().len());
            found.push(finding(file, Span::new(begin, begin + code.len())));
        }
    }
    found
}

/// Whether the first lines of a view say that it is made to be embedded.
fn body_is_embedded(text: &str, head: &str) -> bool {
    let Some(at) = text.find(head) else { return false };
    text[at..].lines().take(12).any(is_embedded)
}

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        (
            "La protection contre le détournement de clic est retirée : n’importe quel site peut afficher ces pages dans un cadre.",
            "The protection against clickjacking is taken off: any site can show these pages in a frame.",
        ),
        (
            "Un cadre invisible fait cliquer la personne connectée là où elle ne croit pas ; l’Observatory retire 20 points.",
            "An invisible frame makes the person signed in click where they do not mean to; the Observatory takes 20 points off.",
        ),
        (
            "Ne la retirez que des pages faites pour être intégrées, et nommez-y les sites : Content-Security-Policy: frame-ancestors https://….",
            "Take it off only the pages made to be embedded, and name the sites there: Content-Security-Policy: frame-ancestors https://….",
        ),
    );
    Finding::new(&META, file.place(span), told)
}
