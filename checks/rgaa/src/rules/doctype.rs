//! A page says its document type.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::NodeKind;

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "doctype",
    level: Level::Failure,
    sources: &["RGAA-8.1.1", "RGAA-8.1.2", "RGAA-8.1.3"],
    languages: &[
        Language::Html,
        Language::Erb,
        Language::Ejs,
        Language::Jinja,
        Language::Twig,
        Language::Nunjucks,
        Language::Liquid,
        Language::Handlebars,
        Language::Php,
        Language::Blade,
        Language::Astro,
        Language::Haml,
        Language::Slim,
        Language::Pug,
    ],
    page: include_str!("doctype.md"),
};

/// The document types of before HTML 5, as public and system identifiers
/// (<https://www.w3.org/QA/2002/04/valid-dtd-list.html>).
const OLDER: &[(&str, &str)] = &[
    ("-//W3C//DTD HTML 4.01//EN", "http://www.w3.org/TR/html4/strict.dtd"),
    ("-//W3C//DTD HTML 4.01 Transitional//EN", "http://www.w3.org/TR/html4/loose.dtd"),
    ("-//W3C//DTD HTML 4.01 Frameset//EN", "http://www.w3.org/TR/html4/frameset.dtd"),
    ("-//W3C//DTD XHTML 1.0 Strict//EN", "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"),
    ("-//W3C//DTD XHTML 1.0 Transitional//EN", "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd"),
    ("-//W3C//DTD XHTML 1.0 Frameset//EN", "http://www.w3.org/TR/xhtml1/DTD/xhtml1-frameset.dtd"),
    ("-//W3C//DTD XHTML 1.1//EN", "http://www.w3.org/TR/xhtml11/DTD/xhtml11.dtd"),
    ("-//W3C//DTD XHTML Basic 1.1//EN", "http://www.w3.org/TR/xhtml-basic/xhtml-basic11.dtd"),
    ("-//W3C//DTD XHTML+RDFa 1.0//EN", "http://www.w3.org/MarkUp/DTD/xhtml-rdfa-1.dtd"),
];

fn look(view: &View<'_>) -> Vec<Finding> {
    // React and the like write their own.
    if !META.languages.contains(&view.document.language) {
        return Vec::new();
    }
    let mut pages = view.pages();
    let (Some((html, element)), None) = (pages.next(), pages.next()) else { return Vec::new() };
    let before = || view.document.nodes.iter().take(html as usize);
    let doctype = before().find(|node| matches!(node.kind, NodeKind::Doctype));
    let Some(doctype) = doctype else {
        // What template code writes before `<html>`, another file may write as well.
        let may_be_written = view.document.node(html).parent.is_some()
            || view.document.node(html).conditional
            || before().any(|node| matches!(node.kind, NodeKind::Dynamic | NodeKind::Code | NodeKind::Element(_)));
        if may_be_written {
            return Vec::new();
        }
        let is_doctype = |node: &&checks_markup::Node| matches!(node.kind, NodeKind::Doctype);
        if let Some(late) = view.document.nodes.iter().skip(html as usize).find(is_doctype) {
            let words = message(LATE, WHY, HOW);
            return vec![Finding::new(&META, view.file.place(late.span), words).sources(&["RGAA-8.1.3"])];
        }
        let words = message(("Cette page n’a pas de `doctype`.", "This page has no `doctype`."), WHY, HOW);
        return vec![Finding::new(&META, view.tag(element), words).sources(&["RGAA-8.1.1"])];
    };
    let written = view.document.source(doctype.span);
    if !written.starts_with("<!") || is_valid(written) {
        return Vec::new();
    }
    let words = message(("Ce `doctype` n’est pas valide.", "This `doctype` is not valid."), WHY, HOW);
    vec![Finding::new(&META, view.file.place(doctype.span), words).level(Level::Warning).sources(&["RGAA-8.1.2"])]
}

const LATE: (&str, &str) = (
    "Ce `doctype` vient après la balise `<html>` : les navigateurs n’en tiennent pas compte.",
    "This `doctype` comes after the `<html>` tag: browsers take no notice of it.",
);
const WHY: (&str, &str) = (
    "Les navigateurs passent alors dans un mode ancien, où l’aspect et les aides techniques se comportent autrement.",
    "Browsers then fall back to an old mode, where looks and assistive technologies behave differently.",
);
const HOW: (&str, &str) = ("Commencez la page par `<!doctype html>`.", "Begin the page with `<!doctype html>`.");

/// Whether `<!DOCTYPE …>` is HTML's own, or one of those of before with its identifiers right.
fn is_valid(doctype: &str) -> bool {
    let inner = doctype.trim_start_matches("<!").trim_end_matches('>').trim();
    let Some(rest) = inner.get("doctype".len()..).map(str::trim) else { return true };
    // What a template computes is not judged.
    if rest.contains(['{', '<', '$', '#', '@']) {
        return true;
    }
    let Some(rest) = rest.get(..4).filter(|name| name.eq_ignore_ascii_case("html")).and_then(|_| rest.get(4..)) else {
        return false;
    };
    let rest = rest.trim();
    if rest.is_empty() {
        return true;
    }
    let quoted: Vec<&str> = rest.split(['"', '\'']).skip(1).step_by(2).collect();
    let keyword = rest.split_whitespace().next().unwrap_or_default();
    match (keyword, quoted.as_slice()) {
        (word, ["about:legacy-compat"]) => word.eq_ignore_ascii_case("system"),
        ("PUBLIC", [public]) => OLDER.iter().any(|(known, _)| known == public && !known.contains("XHTML")),
        ("PUBLIC", [public, system]) => OLDER.contains(&(*public, *system)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_document_types_are_valid() {
        for doctype in [
            "<!doctype html>",
            "<!DOCTYPE HTML>",
            "<!DOCTYPE html SYSTEM \"about:legacy-compat\">",
            "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Strict//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd\">",
            "<!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>",
            "<!doctype {{ type }}>",
        ] {
            assert!(is_valid(doctype), "{doctype}");
        }
        for doctype in
            ["<!doctype>", "<!doctype htm>", "<!doctype html5>", "<!DOCTYPE html PUBLIC \"-//A//B\" \"c.dtd\">"]
        {
            assert!(!is_valid(doctype), "{doctype}");
        }
    }
}
