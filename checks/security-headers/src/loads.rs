//! What the elements of a page load.

use checks_core::Span;
use checks_markup::{Element, Value};

/// The address that an element loads from, and where it is written; `None` for an element that loads nothing.
pub(crate) fn loaded(element: &Element) -> Option<(&str, Span)> {
    let attribute = match element.name.as_str() {
        "script" | "iframe" | "img" | "video" | "audio" | "embed" => "src",
        "link" => {
            let rel = element.text("rel")?.to_ascii_lowercase();
            let loads = |word| matches!(word, "stylesheet" | "preload" | "modulepreload" | "icon" | "manifest");
            rel.split_whitespace().any(loads).then_some("href")?
        }
        _ => return None,
    };
    match &element.get(attribute)?.value {
        Value::Text { text, span } => Some((text, *span)),
        _ => None,
    }
}
