//! Content Security Policies, from a header's text or from options written as code.

use checks_core::{File, Span};
use checks_markup::script::{Entry, Expr, Kind};

use crate::nginx::Part;

/// Stands for a computed part within a source's text.
const UNKNOWN: char = '\u{FFFC}';

/// Keywords that are hosts without their quotes.
const KEYWORDS: &[&str] = &[
    "none",
    "report-sample",
    "self",
    "strict-dynamic",
    "unsafe-eval",
    "unsafe-hashes",
    "unsafe-inline",
    "wasm-unsafe-eval",
];

/// A policy: directives in order.
#[derive(Debug, Default)]
pub(crate) struct Policy {
    pub(crate) directives: Vec<Directive>,
    /// The directives that are written again, which browsers do not read.
    pub(crate) repeated: Vec<(String, Span)>,
    /// Where a part is written that only the running program knows, a nonce apart.
    pub(crate) computed: Option<Span>,
    /// Where it begins, when no directive of it is known.
    start: Span,
}

/// A directive and its sources.
#[derive(Debug)]
pub(crate) struct Directive {
    /// `script-src`, lower case.
    pub(crate) name: String,
    /// Where it is written: its name, or its first source where it is an entry of a map.
    pub(crate) span: Option<Span>,
    /// In order.
    pub(crate) sources: Vec<Source>,
    /// Whether a source may be a nonce that source code does not show.
    pub(crate) may_hold_nonce: bool,
}

/// A source: `'self'`, `https://cdn.example.fr`.
#[derive(Debug)]
pub(crate) struct Source {
    /// Its text; a computed part is one [`UNKNOWN`] character.
    pub(crate) text: String,
    /// Where it is written.
    pub(crate) span: Span,
}

impl Policy {
    /// The policy of a header's value.
    pub(crate) fn of_parts(parts: &[Part]) -> Self {
        let (text, map) = flatten(parts);
        let mut policy = Self { start: map.span(0, 0), ..Self::default() };
        let mut at = 0;
        for piece in text.split(';') {
            let mut words = words(piece, at);
            if let Some((name, start)) = words.next() {
                let span = map.span(start, name.len());
                let sources =
                    words.map(|(word, start)| Source { text: word.to_owned(), span: map.span(start, word.len()) });
                policy.add(name, Some(span), sources.collect(), false);
            }
            at += piece.len() + 1;
        }
        let computed = |source: &&Source| {
            source.text.contains(UNKNOWN) && !source.text.to_ascii_lowercase().starts_with("'nonce-")
        };
        policy.computed = match text.trim_matches(UNKNOWN).trim() {
            "" if !text.is_empty() => Some(policy.start),
            _ => {
                policy.directives.iter().flat_map(|directive| &directive.sources).find(computed).map(|found| found.span)
            }
        };
        policy
    }

    /// The policy of a text that stands at byte `at` of its file.
    pub(crate) fn of_text(text: &str, at: u32) -> Self {
        Self::of_parts(&[Part::Text(text.to_owned(), at)])
    }

    /// The policy of a text that a program or a configuration writes at `value`. Each source is looked for there, so that
    /// what is put together over several lines is told on its own line.
    pub(crate) fn of_expr(file: &File, value: &Expr) -> Self {
        let mut policy = match &value.kind {
            Kind::Text(text) => Self::of_text(text, 0),
            Kind::Partial(pieces) => Self::of_text(&pieces.join(&UNKNOWN.to_string()), 0),
            Kind::List(_) => {
                let mut sources = Vec::new();
                collect(value, &mut sources, &mut false);
                let words: Vec<&str> = sources.iter().map(|source| source.text.as_str()).collect();
                Self::of_text(&words.join(" "), 0)
            }
            _ => Self { computed: Some(value.span), ..Self::default() },
        };
        policy.start = value.span;
        // A constant stands where it is defined.
        let first = policy.directives.first().map_or("", |directive| directive.name.as_str());
        let here = file.slice(value.span);
        let defined = file.text().find(first).filter(|_| !here.contains(first));
        let (written, base) = match defined {
            Some(at) => (&file.text()[at..], at),
            None => (here, value.span.start as usize),
        };
        let mut from = 0;
        let mut find = |text: &str| match written.get(from..).and_then(|rest| rest.find(text)) {
            Some(ahead) if !text.is_empty() && !text.contains(UNKNOWN) => {
                let at = from + ahead;
                from = at + text.len();
                Span::new(base + at, base + from)
            }
            _ => value.span,
        };
        for (_, span) in &mut policy.repeated {
            *span = value.span;
        }
        for directive in &mut policy.directives {
            directive.span = Some(find(&directive.name));
            for source in &mut directive.sources {
                source.span = find(&source.text);
                let is_nonce = source.text.to_ascii_lowercase().starts_with("'nonce-");
                if source.text.contains(UNKNOWN) && !is_nonce {
                    policy.computed = Some(value.span);
                }
            }
        }
        policy
    }

    /// Where it begins.
    pub(crate) fn span(&self) -> Span {
        self.directives.iter().find_map(|directive| directive.span).unwrap_or(self.start)
    }

    /// The same policy where the language writes keywords without their quotes: SvelteKit, Nelmio, Rails' symbols.
    pub(crate) fn with_bare_keywords(mut self) -> Self {
        for source in self.directives.iter_mut().flat_map(|directive| &mut directive.sources) {
            let bare = source.text.trim_start_matches(':').replace('_', "-");
            let is_keyword = KEYWORDS.contains(&bare.as_str())
                || ["nonce-", "sha256-", "sha384-", "sha512-"].iter().any(|start| bare.starts_with(start));
            if is_keyword {
                source.text = format!("'{bare}'");
            } else if let Some(scheme) = source.text.strip_prefix(':') {
                // Rails' `:https` and `:data`.
                source.text = format!("{scheme}:");
            }
        }
        self
    }

    /// The policy of a map from directives to sources. Names may be in camel case (`scriptSrc`), as helmet takes them.
    pub(crate) fn of_map(entries: &[Entry]) -> Self {
        let mut policy = Self::default();
        for entry in entries.iter().filter(|entry| !entry.key.is_empty()) {
            policy.add_value(&kebab(&entry.key), &entry.value);
        }
        policy
    }

    /// Adds a directive whose sources are an expression.
    pub(crate) fn add_value(&mut self, name: &str, value: &Expr) {
        let mut sources = Vec::new();
        let mut may_hold_nonce = false;
        collect(value, &mut sources, &mut may_hold_nonce);
        let span = sources.first().map(|source| source.span);
        self.add(name, span, sources, may_hold_nonce);
    }

    fn add(&mut self, name: &str, span: Option<Span>, sources: Vec<Source>, may_hold_nonce: bool) {
        let name = name.to_ascii_lowercase();
        // Of two directives of a name, browsers read the first.
        if self.get(&name).is_none() {
            self.directives.push(Directive { name, span, sources, may_hold_nonce });
        } else if let Some(span) = span {
            self.repeated.push((name, span));
        }
    }

    /// The directive `name`.
    pub(crate) fn get(&self, name: &str) -> Option<&Directive> {
        self.directives.iter().find(|directive| directive.name == name)
    }

    /// The directive that decides which plugins run.
    pub(crate) fn of_objects(&self) -> Option<&Directive> {
        self.get("object-src").or_else(|| self.get("default-src"))
    }

    /// The directive that decides which scripts run.
    pub(crate) fn of_scripts(&self) -> Option<&Directive> {
        self.get("script-src").or_else(|| self.get("default-src"))
    }
}

impl Directive {
    /// The source `keyword`, with its quotes.
    pub(crate) fn keyword(&self, keyword: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.text.eq_ignore_ascii_case(keyword))
    }

    /// Whether browsers heed nonces and hashes alone here, and no host.
    pub(crate) fn is_strict(&self) -> bool {
        self.keyword("'strict-dynamic'").is_some() && self.ignores_unsafe_inline()
    }

    /// Whether browsers that know nonces and hashes ignore `'unsafe-inline'` here.
    pub(crate) fn ignores_unsafe_inline(&self) -> bool {
        let starts = ["'nonce-", "'sha256-", "'sha384-", "'sha512-", "'strict-dynamic'"];
        self.may_hold_nonce
            || self.sources.iter().any(|source| {
                let text = source.text.to_ascii_lowercase();
                starts.iter().any(|start| text.starts_with(start))
            })
    }
}

/// The sources in an expression: a list of texts and of constants, or one text.
fn collect(value: &Expr, sources: &mut Vec<Source>, may_hold_nonce: &mut bool) {
    match &value.kind {
        Kind::Text(text) => push_words(text, value.span, sources),
        Kind::Partial(pieces) => push_words(&pieces.join(&UNKNOWN.to_string()), value.span, sources),
        Kind::List(items) => items.iter().for_each(|item| collect(item, sources, may_hold_nonce)),
        Kind::Name(name) => {
            if name.starts_with(':') {
                // A symbol of Ruby.
                sources.push(Source { text: name.clone(), span: value.span });
                return;
            }
            let last = name.rsplit('.').next().unwrap_or_default();
            match last.to_ascii_uppercase().as_str() {
                // The constants of django-csp and of Django.
                "UNSAFE_INLINE" => sources.push(Source { text: "'unsafe-inline'".to_owned(), span: value.span }),
                "UNSAFE_EVAL" => sources.push(Source { text: "'unsafe-eval'".to_owned(), span: value.span }),
                "STRICT_DYNAMIC" => sources.push(Source { text: "'strict-dynamic'".to_owned(), span: value.span }),
                upper if upper.contains("NONCE") || upper.contains("HASH") || upper.contains("SHA") => {
                    *may_hold_nonce = true;
                }
                _ => {}
            }
        }
        // helmet calls a function for each answer: mostly to give a nonce.
        Kind::Function => *may_hold_nonce = true,
        Kind::Call(call) => *may_hold_nonce |= call.callee.to_ascii_lowercase().contains("nonce"),
        _ => {}
    }
}

/// A text of one word or of several: the place of a word alone is the whole text's.
fn push_words(text: &str, span: Span, sources: &mut Vec<Source>) {
    sources.extend(text.split_whitespace().map(|word| Source { text: word.to_owned(), span }));
}

/// `scriptSrc` as `script-src`.
fn kebab(key: &str) -> String {
    let mut out = String::new();
    for c in key.chars() {
        if c.is_ascii_uppercase() {
            out.push('-');
        }
        out.push(if c == '_' { '-' } else { c.to_ascii_lowercase() });
    }
    out
}

/// Where each piece of a flattened text comes from.
struct Map(Vec<(usize, u32)>);

impl Map {
    /// The place of `length` bytes from `start`.
    fn span(&self, start: usize, length: usize) -> Span {
        let index = self.0.partition_point(|(from, _)| *from <= start).saturating_sub(1);
        let Some(&(from, at)) = self.0.get(index) else { return Span::default() };
        let at = at as usize + (start - from);
        Span::new(at, at + length)
    }
}

fn flatten(parts: &[Part]) -> (String, Map) {
    let mut text = String::new();
    let mut map = Vec::new();
    let mut last = 0;
    for part in parts {
        match part {
            Part::Text(piece, at) => {
                map.push((text.len(), *at));
                text.push_str(piece);
                last = *at + piece.len() as u32;
            }
            Part::Variable(_) | Part::Dynamic => {
                map.push((text.len(), last));
                text.push(UNKNOWN);
            }
        }
    }
    (text, Map(map))
}

/// The words of a text, with where they start; `offset` is added.
fn words(text: &str, offset: usize) -> impl Iterator<Item = (&str, usize)> {
    text.split_ascii_whitespace().map(move |word| (word, offset + word.as_ptr() as usize - text.as_ptr() as usize))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_keep_their_places() {
        let text = "default-src 'self';\n  script-src 'self' 'unsafe-inline' https://a.fr; script-src 'none'";
        let policy = Policy::of_text(text, 100);
        let scripts = policy.of_scripts().unwrap();
        let inline = scripts.keyword("'Unsafe-Inline'").unwrap();
        assert_eq!(inline.span.start as usize, 100 + text.find("'unsafe-inline'").unwrap());
        assert_eq!(inline.span.len(), "'unsafe-inline'".len());
        assert!(!scripts.ignores_unsafe_inline());
    }

    #[test]
    fn a_computed_part_is_one_character() {
        let parts = [Part::Text("script-src 'nonce-".into(), 10), Part::Dynamic, Part::Text("' x".into(), 40)];
        let policy = Policy::of_parts(&parts);
        let scripts = policy.of_scripts().unwrap();
        assert!(scripts.ignores_unsafe_inline());
        assert_eq!(scripts.sources[1].span, Span::new(42, 43));
    }
}
