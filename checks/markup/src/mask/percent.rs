//! `{{ … }}`, `{% … %}` and `{# … #}`: Jinja, Django, Twig, Nunjucks and Liquid.

use std::collections::HashSet;

use memchr::memmem;

use super::scan::{Scan, word};
use crate::code::{Code, CodeKind};

/// How comments are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comments {
    /// `{# … #}` and `{% comment %}`.
    Hash,
    /// `{% comment %}` alone, as in Liquid.
    Tag,
}

/// The template code of a source.
pub(crate) fn codes(scan: Scan<'_>, comments: Comments) -> Vec<Code<'_>> {
    let ended = ended_names(scan.source);
    // Until there, tags are text: `{% raw %}`.
    let mut raw_until = 0;
    scan.run([b'{', b'{', b'{'], |scan, at| {
        let (end, kind) = match scan.byte(at + 1) {
            b'{' => (scan.close_unquoted(at + 2, "}}")?, CodeKind::Output),
            _ if at < raw_until => return None,
            b'#' if comments == Comments::Hash => (scan.close(at + 2, "#}")?, CodeKind::Comment),
            b'%' => {
                let end = scan.close_unquoted(at + 2, "%}")?;
                let inner = inner(scan.slice(at + 2, end - 2));
                let name = word(inner);
                match region(name, inner).filter(|_| ended.contains(name)) {
                    Some(Region::Raw) => {
                        raw_until = end_tag(scan, end, name).map_or(0, |(start, _)| start);
                        (end, CodeKind::Statement)
                    }
                    Some(Region::NoPage) => (end_tag(scan, end, name)?.1, CodeKind::Comment),
                    Some(Region::Opaque) => (end_tag(scan, end, name)?.1, CodeKind::Output),
                    None => (end, classify(name, inner[name.len()..].trim(), &ended)),
                }
            }
            _ => return None,
        };
        Some(Code { start: at, end, kind })
    })
}

/// Blocks whose content is not read as the rest is.
enum Region {
    /// A page whose `{% %}` is text.
    Raw,
    /// No page.
    NoPage,
    /// Something that becomes a page.
    Opaque,
}

fn region(name: &str, code: &str) -> Option<Region> {
    Some(match name {
        // What is escaped is shown as text, tags and all.
        "filter" | "apply" if code.contains("escape") || code.contains("striptags") => Region::Opaque,
        "raw" | "verbatim" => Region::Raw,
        "comment" | "doc" | "schema" | "javascript" | "stylesheet" => Region::NoPage,
        "highlight" | "style" | "markdown" => Region::Opaque,
        _ => return None,
    })
}

/// The names for which an `{% end… %}` is written somewhere.
fn ended_names(source: &str) -> HashSet<&str> {
    let tags = memmem::find_iter(source.as_bytes(), "{%").filter_map(|at| source.get(at + 2..));
    tags.filter_map(|rest| word(rest.trim_start_matches(['-', '+', '~']).trim_start()).strip_prefix("end")).collect()
}

/// Where the tag `{% end<name> %}` stands, from `from` on.
fn end_tag(scan: &mut Scan<'_>, from: usize, name: &str) -> Option<(usize, usize)> {
    let mut at = from;
    loop {
        let start = scan.close(at, "{%")? - 2;
        let rest = scan.source.get(start + 2..)?;
        if word(rest.trim_start_matches(['-', '+', '~']).trim_start()).strip_prefix("end") == Some(name) {
            return Some((start, scan.close(start + 2, "%}")?));
        }
        at = start + 2;
    }
}

/// The code of a tag without the marks that strip white space.
fn inner(code: &str) -> &str {
    let code = code.strip_prefix(['-', '+', '~']).unwrap_or(code);
    code.strip_suffix(['-', '+', '~']).unwrap_or(code).trim()
}

fn classify<'s>(name: &'s str, rest: &str, ended: &HashSet<&str>) -> CodeKind<'s> {
    let begin = |conditional, output| CodeKind::Begin { name, conditional, output };
    match name {
        "set" | "assign" if rest.contains('=') => CodeKind::Statement,
        "if" | "ifequal" | "ifnotequal" | "ifchanged" | "unless" | "for" | "while" | "case" | "tablerow" | "macro"
        | "switch" | "capture" | "set" => begin(true, false),
        "ifAsync" => CodeKind::Begin { name: "if", conditional: true, output: false },
        "asyncEach" => CodeKind::Begin { name: "each", conditional: true, output: false },
        "asyncAll" => CodeKind::Begin { name: "all", conditional: true, output: false },
        "else" | "elif" | "elseif" | "elsif" | "empty" | "when" | "plural" | "pluralize" => CodeKind::Middle,
        "block" if is_short_block(rest) => CodeKind::Output,
        "trans" | "translate" if !ended.contains(name) || rest.starts_with(['"', '\'']) => CodeKind::Output,
        "block" | "blocktrans" | "blocktranslate" | "trans" | "translate" | "form" => begin(false, true),
        // What a filter leaves of its text is not known.
        "apply" | "filter" if ended.contains(name) => begin(false, word(rest) != "spaceless"),
        "with" | "autoescape" | "spaceless" | "language" | "localize" | "localtime" | "timezone" | "sandbox"
        | "compress" | "cache" | "paginate" | "addtoblock"
            if ended.contains(name) =>
        {
            begin(false, false)
        }
        "load"
        | "extends"
        | "import"
        | "from"
        | "do"
        | "use"
        | "flush"
        | "layout"
        | "types"
        | "deprecated"
        | "break"
        | "continue"
        | "regroup"
        | "resetcycle"
        | "form_theme"
        | "trans_default_domain"
        | "get_current_language"
        | "get_available_languages"
        | "get_language_info"
        | "raw"
        | "verbatim"
        | "comment"
        | "" => CodeKind::Statement,
        _ => match name.strip_prefix("end") {
            Some(ended) => CodeKind::End { name: ended },
            // A tag of the project's own, which may leave its content out or wrap it.
            None if ended.contains(name) => begin(true, true),
            None => CodeKind::Output,
        },
    }
}

/// Twig's `{% block title 'Accueil' %}`, which has no end.
fn is_short_block(rest: &str) -> bool {
    let after = rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ':')).trim();
    !after.is_empty() && !matches!(word(after), "scoped" | "required")
}
