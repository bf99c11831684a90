//! `<meta http-equiv>` in pages.

use checks_core::File;
use checks_markup::{Document, Value};

use crate::csp::Policy;
use crate::declaration::{Declaration, Header, Origin, Plain};

/// The declarations of a page.
pub(super) fn declarations(file: &File) -> Vec<Declaration> {
    if !mentions_a_header(file.text()) {
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
    let referrers = document.elements().filter(|(_, element)| element.name == "meta").filter_map(|(_, element)| {
        let is_referrer = element.text("name").is_some_and(|name| name.eq_ignore_ascii_case("referrer"));
        let Value::Text { text, span } = &element.get("content").filter(|_| is_referrer)?.value else { return None };
        let value = text.trim().to_owned();
        (!value.is_empty()).then(|| Plain { name: "referrer-policy".to_owned(), value, span: *span })
    });
    let headers = policies.map(Header::Csp).chain(referrers.map(Header::Plain));
    headers.map(|header| Declaration::new(header, Origin::Meta)).collect()
}

/// Most pages have none, and are not parsed for it.
fn mentions_a_header(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memmem::find(bytes, b"http-equiv").is_some()
        || memchr::memmem::find(bytes, b"httpEquiv").is_some()
        || memchr::memmem::find(bytes, b"referrer").is_some()
}
