//! What a configuration says of headers, kept for the project's conclusion: the upper level may be in another file.

use checks_core::{File, Place, Span};
use serde::{Deserialize, Serialize};

use super::{Config, Directive, Part};

/// The directives of a file that matter to inheritance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Outline {
    pub(crate) items: Vec<Item>,
}

/// A directive that matters to inheritance.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Item {
    /// `server`, `location`, `if` …
    Block {
        /// Name and arguments, as written.
        label: String,
        /// Whether the whole answer is a text written here (`return 200 "ok"`).
        is_fixed: bool,
        items: Vec<Item>,
    },
    /// `add_header` or `add_trailer`.
    Header(Line),
    /// `more_set_headers`: it adds to what is inherited, and so keeps these headers wherever it holds.
    Kept(String),
    /// `include`.
    Include { pattern: String, place: Place },
    /// `add_header_inherit merge`, `off` or `on`.
    Inherit { trailers: bool, how: String, place: Place },
}

/// An `add_header`.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    /// The header, as written.
    pub(crate) name: String,
    /// Its value, where it is known in full.
    pub(crate) value: Option<String>,
    /// The directive, as written.
    pub(crate) source: String,
    /// Where.
    pub(crate) place: Place,
    /// What its line begins with.
    pub(crate) indent: String,
    /// Whether it is `add_trailer`.
    pub(crate) is_trailer: bool,
    /// Whether a template decides if it is there.
    pub(crate) is_conditional: bool,
}

impl Outline {
    /// The outline of a configuration.
    pub(crate) fn of(file: &File, config: &Config) -> Self {
        Self { items: items(file, &config.directives) }
    }
}

fn items(file: &File, directives: &[Directive]) -> Vec<Item> {
    directives.iter().flat_map(|directive| item(file, directive)).collect()
}

fn item(file: &File, directive: &Directive) -> Vec<Item> {
    if let Some(block) = &directive.block {
        let is_fixed = block.iter().any(|inner| {
            inner.name == "return" && inner.text(0).is_some_and(|code| code.starts_with('2')) && inner.block.is_none()
        });
        let label = file.slice(directive.span).trim_end_matches('{').split_whitespace().collect::<Vec<_>>().join(" ");
        return vec![Item::Block { label, is_fixed, items: items(file, block) }];
    }
    match (directive.name.as_str(), directive.text(0)) {
        (kind @ ("add_header" | "add_trailer"), Some(name)) => {
            let line = file.line_span(file.position(directive.span.start).line);
            let before = file.slice(Span::new(line.start as usize, directive.span.start as usize));
            let value = directive.arguments.get(1);
            vec![Item::Header(Line {
                name: name.to_owned(),
                value: value.and_then(|value| value.text()).map(ToOwned::to_owned),
                source: file.slice(directive.span).to_owned(),
                place: file.place(directive.span),
                indent: if before.trim().is_empty() { before.to_owned() } else { String::new() },
                is_trailer: kind == "add_trailer",
                is_conditional: directive.conditional,
            })]
        }
        ("more_set_headers", _) => {
            let named = directive.arguments.iter().filter_map(|argument| match argument.parts.first() {
                Some(Part::Text(text, _)) => text.split_once(':').map(|(name, _)| Item::Kept(name.trim().to_owned())),
                _ => None,
            });
            named.collect()
        }
        ("include", pattern) => {
            let pattern = pattern.unwrap_or_default().to_owned();
            vec![Item::Include { pattern, place: file.place(directive.span) }]
        }
        (kind @ ("add_header_inherit" | "add_trailer_inherit"), Some(how)) => vec![Item::Inherit {
            trailers: kind == "add_trailer_inherit",
            how: how.to_owned(),
            place: file.place(directive.span),
        }],
        _ => Vec::new(),
    }
}
