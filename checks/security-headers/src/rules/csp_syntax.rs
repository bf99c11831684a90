use checks_core::{File, Finding, Fix, Language, Level, Meta, Span, Text};

use strsim::levenshtein;

use crate::csp::{Directive, Source};
use crate::declaration::{Declaration, Header, Origin};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "csp-syntax",
    level: Level::Failure,
    sources: &["ANSSI-R14", "CSP3", "csp_evaluator-INVALID_KEYWORD"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python, Language::Html],
    page: include_str!("csp_syntax.md"),
};

/// Keywords that are hosts without their quotes.
const KEYWORDS: &[&str] =
    &["none", "report-sample", "self", "strict-dynamic", "unsafe-eval", "unsafe-hashes", "unsafe-inline"];

/// What values that are quoted too begin with.
const PREFIXES: &[&str] = &["nonce-", "sha256-", "sha384-", "sha512-"];

/// Directives whose values are sources.
const SOURCE_LISTS: &[&str] = &["base-uri", "form-action", "frame-ancestors"];

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Csp(policy) = &declaration.header else { return Vec::new() };
    let lists = policy.directives.iter().filter(|directive| takes_sources(directive));
    let mut found: Vec<Finding> = lists.filter_map(|directive| judge(file, declaration.origin, directive)).collect();
    found.extend(policy.repeated.iter().map(|(name, span)| repeated(file, name, *span)));
    found.extend(policy.directives.iter().filter_map(|directive| unknown(file, directive)));
    found.extend(policy.of_scripts().and_then(|directive| strict_without_nonce(file, directive)));
    found
}

/// A directive that is written twice: browsers read the first, the Observatory refuses the whole.
fn repeated(file: &File, name: &str, span: Span) -> Finding {
    let told = message(
        (
            &format!("{name} est écrit deux fois : les navigateurs ne lisent que la première."),
            &format!("{name} is written twice: browsers only read the first."),
        ),
        (
            "Ce que la seconde devait permettre ou interdire est sans effet, et l’Observatory refuse toute la CSP (25 points).",
            "What the second was to allow or forbid has no effect, and the Observatory refuses the whole CSP (25 points).",
        ),
        ("Réunissez les deux en une.", "Put the two together."),
    );
    Finding::new(&META, file.place(span), told)
}

/// A directive that no browser knows, when it looks like one that they know.
fn unknown(file: &File, directive: &Directive) -> Option<Finding> {
    let name = directive.name.as_str();
    if KNOWN.contains(&name) || name.contains('\u{FFFC}') {
        return None;
    }
    let near =
        KNOWN.iter().min_by_key(|known| levenshtein(known, name)).filter(|known| levenshtein(known, name) <= 3)?;
    let told = message(
        (
            &format!("{name} n’est pas une directive : les navigateurs l’ignorent."),
            &format!("{name} is no directive: browsers ignore it."),
        ),
        ("Ce qu’elle devait permettre ou interdire est sans effet.", "What it was to allow or forbid has no effect."),
        (&format!("Écrivez {near}."), &format!("Write {near}.")),
    );
    Some(Finding::new(&META, file.place(directive.span?), told))
}

/// `'strict-dynamic'` that nothing starts from.
fn strict_without_nonce(file: &File, directive: &Directive) -> Option<Finding> {
    let strict = directive.keyword("'strict-dynamic'")?;
    let starts = ["'nonce-", "'sha256-", "'sha384-", "'sha512-"];
    let has_start = directive.may_hold_nonce
        || directive.sources.iter().any(|source| {
            let text = source.text.to_ascii_lowercase();
            source.text.contains('\u{FFFC}') || starts.iter().any(|start| text.starts_with(start))
        });
    if has_start {
        return None;
    }
    let told = message(
        (
            "'strict-dynamic' sans nonce ni empreinte bloque tous les scripts.",
            "'strict-dynamic' without a nonce or a hash blocks every script.",
        ),
        (
            "Il fait ignorer les hôtes et 'self' : rien n’est alors permis, et l’Observatory refuse la CSP (25 points).",
            "It makes browsers ignore hosts and 'self': nothing is allowed then, and the Observatory refuses the CSP (25 points).",
        ),
        (
            "Ajoutez un nonce par réponse ('nonce-…'), ou retirez 'strict-dynamic'.",
            "Add a nonce per response ('nonce-…'), or remove 'strict-dynamic'.",
        ),
    );
    Some(Finding::new(&META, file.place(strict.span), told))
}

/// The directives of CSP 3 and of the specifications beside it, and those withdrawn.
const KNOWN: &[&str] = &[
    "base-uri",
    "block-all-mixed-content",
    "child-src",
    "connect-src",
    "default-src",
    "fenced-frame-src",
    "font-src",
    "form-action",
    "frame-ancestors",
    "frame-src",
    "img-src",
    "manifest-src",
    "media-src",
    "navigate-to",
    "object-src",
    "plugin-types",
    "prefetch-src",
    "referrer",
    "reflected-xss",
    "report-to",
    "report-uri",
    "require-sri-for",
    "require-trusted-types-for",
    "sandbox",
    "script-src",
    "script-src-attr",
    "script-src-elem",
    "style-src",
    "style-src-attr",
    "style-src-elem",
    "trusted-types",
    "upgrade-insecure-requests",
    "webrtc",
    "worker-src",
];

fn takes_sources(directive: &Directive) -> bool {
    let name = directive.name.as_str();
    name.ends_with("-src")
        || name.starts_with("script-src-")
        || name.starts_with("style-src-")
        || SOURCE_LISTS.contains(&name)
}

fn judge(file: &File, origin: Origin, directive: &Directive) -> Option<Finding> {
    let is_bare = |source: &&Source| {
        let text = source.text.to_ascii_lowercase();
        KEYWORDS.contains(&text.as_str()) || PREFIXES.iter().any(|start| text.starts_with(start))
    };
    if let Some(source) = directive.sources.iter().find(is_bare) {
        let word = &source.text;
        let told = message(
            (
                &format!("Sans apostrophes, {word} est lu comme un nom d’hôte."),
                &format!("Without quotes, {word} is read as the name of a host."),
            ),
            (
                "La directive ne permet pas ce qu’elle croit permettre : le navigateur cherche un site de ce nom.",
                "The directive does not allow what it means to: browsers look for a site of that name.",
            ),
            (&format!("Écrivez '{word}', apostrophes comprises."), &format!("Write '{word}', quotes included.")),
        );
        let finding = Finding::new(&META, file.place(source.span), told);
        // In code the quotes go inside a text whose own quotes may be the same.
        let is_written = matches!(origin, Origin::Nginx | Origin::Meta) && file.slice(source.span) == word.as_str();
        let title = || Text::new("Mettre entre apostrophes", "Put in quotes");
        let quoted = format!("'{word}'");
        return Some(if is_written { finding.fix(Fix::replace(file, title(), source.span, &quoted)) } else { finding });
    }
    let is_directive = |source: &&Source| KNOWN.contains(&source.text.to_ascii_lowercase().as_str());
    let source = directive.sources.iter().find(is_directive)?;
    let told = message(
        (
            &format!("Il manque un point-virgule avant {} : le navigateur y lit un hôte.", source.text),
            &format!("A semicolon is missing before {}: browsers read a host in it.", source.text),
        ),
        (
            "Cette directive n’a aucun effet, et celle d’avant admet ses sources.",
            "This directive has no effect, and the one before it allows its sources.",
        ),
        (&format!("Écrivez `; {}`.", source.text), &format!("Write `; {}`.", source.text)),
    );
    Some(Finding::new(&META, file.place(source.span), told))
}
