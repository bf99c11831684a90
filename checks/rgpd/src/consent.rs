//! Whether a visitor's consent stands before what is loaded.
//!
//! Article 82 of the law « Informatique et libertés » wants consent *before* anything is read or written on the
//! visitor's device; source shows it as a condition, a callback of a consent manager, or a script that the manager
//! itself sets going (`type="text/plain"`).

use checks_core::File;
use checks_markup::script::Around;
use checks_markup::{Document, Element, NodeId};

/// Words by which people and consent managers speak of consent, in lower case.
const WORDS: &[&str] = &[
    "consent",
    "cookie",
    "accept",
    "agree",
    "rgpd",
    "gdpr",
    "tarteaucitron",
    "orejime",
    "axeptio",
    "_axcb",
    "didomi",
    "klaro",
    "onetrust",
    "trustcommander",
    "autoris",
    "optin",
    "opt_in",
    "opt-in",
];

/// Consent managers, as their files are named.
const MANAGERS: &[&str] =
    &["tarteaucitron", "orejime", "axeptio", "klaro", "didomi", "cookieconsent", "cookie-consent"];

/// How much source before an element may hold the condition that it stands in.
const WINDOW: usize = 600;

/// Whether a piece of source speaks of consent.
pub(crate) fn speaks(source: &str) -> bool {
    let lower = source.to_ascii_lowercase();
    WORDS.iter().any(|word| lower.contains(word))
}

/// Whether the file is a consent manager itself.
pub(crate) fn is_manager(path: &str) -> bool {
    let lower = path.to_ascii_lowercase();
    MANAGERS.iter().any(|name| lower.contains(name))
}

/// Whether what stands around a call says that it waits for consent.
pub(crate) fn is_awaited(around: &[Around]) -> bool {
    around.iter().any(|around| match around {
        Around::When(source) | Around::Unless(source) => speaks(source),
        Around::CallbackOf(name) | Around::Function(name) => speaks(name),
        Around::Class(_) => false,
    })
}

/// Whether an element is set going by a consent manager, or stands in a condition that speaks of consent.
pub(crate) fn gates(file: &File, document: &Document, id: NodeId, element: &Element) -> bool {
    let is_script = element.name.eq_ignore_ascii_case("script");
    // A browser runs no other type; a consent manager changes it once it may.
    let waits = is_script && element.text("type").is_some_and(|kind| !is_javascript(kind));
    if waits || speaks(document.source(element.tag_span)) {
        return true;
    }
    if !document.node(id).conditional {
        return false;
    }
    let end = element.tag_span.start as usize;
    let mut start = end.saturating_sub(WINDOW);
    while !file.text().is_char_boundary(start) {
        start += 1;
    }
    speaks(&file.text()[start..end])
}

fn is_javascript(kind: &str) -> bool {
    let kind = kind.trim().to_ascii_lowercase();
    matches!(kind.as_str(), "" | "module" | "text/javascript" | "application/javascript" | "text/partytown")
}
