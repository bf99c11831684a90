//! What the Observatory reads in a page: its scripts, and the headers that `<meta>` stands for.

use checks_core::File;
use checks_markup::Document;

/// A page's scripts and metas.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// `src` and `integrity` of the `<script>` elements.
    pub(super) scripts: Vec<Script>,
    /// The policies of `<meta http-equiv="Content-Security-Policy">`.
    pub(super) policies: Vec<String>,
    /// The last `<meta name="referrer">`.
    pub(super) referrer: Option<String>,
}

/// A `<script>`.
#[derive(Debug, Clone)]
pub(super) struct Script {
    /// Where it comes from; empty for one written in the page.
    pub(super) src: String,
    /// Whether it has an `integrity` that says something.
    pub(super) has_integrity: bool,
}

impl Page {
    /// What is read in the body of an answer that says to be HTML.
    pub fn of(body: &str) -> Self {
        let file = File::new("page.html", body);
        let Some(document) = Document::of(&file) else { return Self::default() };
        let mut page = Self::default();
        for (_, element) in document.elements() {
            let attribute = |name: &str| element.get(name).map(|given| given.value.text().unwrap_or_default());
            match element.name.as_str() {
                "script" => page.scripts.push(Script {
                    src: attribute("src").unwrap_or_default().to_owned(),
                    has_integrity: attribute("integrity").is_some_and(|integrity| !integrity.is_empty()),
                }),
                "meta" => page.add_meta(attribute("http-equiv"), attribute("name"), attribute("content")),
                _ => {}
            }
        }
        page
    }

    fn add_meta(&mut self, http_equiv: Option<&str>, name: Option<&str>, content: Option<&str>) {
        let content = content.filter(|content| !content.is_empty());
        match (http_equiv, content) {
            (Some(header), Some(content)) if header.trim().eq_ignore_ascii_case("content-security-policy") => {
                self.policies.push(content.to_owned());
            }
            (None, Some(content)) if name.is_some_and(|name| name.trim().eq_ignore_ascii_case("referrer")) => {
                self.referrer = Some(content.to_owned());
            }
            _ => {}
        }
    }
}
