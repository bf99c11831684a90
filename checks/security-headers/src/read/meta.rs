//! `<meta http-equiv>` in pages.

use checks_core::File;
use checks_markup::{Document, Value};

use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Origin};

/// The declarations of a page.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    if !mentions_http_equiv(file.text()) {
        return Vec::new();
    }
    let Some(document) = Document::of(file) else { return Vec::new() };
    let policies = document.elements().filter(|(_, element)| element.name == "meta").filter_map(|(_, element)| {
        let name = element.text("http-equiv")?;
        let Value::Text { text, span } = &element.get("content")?.value else { return None };
        // Where entities are decoded, the places of the sources would be wrong.
        let is_exact = span.len() == text.len();
        (name.eq_ignore_ascii_case("content-security-policy") && is_exact).then(|| Policy::of_text(text, span.start))
    });
    policies.map(|policy| Declaration::new(Header::Csp(policy), Origin::Meta)).collect()
}

/// Most pages have none, and are not parsed for it.
fn mentions_http_equiv(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"http-equiv").is_some() || memchr::memmem::find(bytes, b"httpEquiv").is_some()
}
