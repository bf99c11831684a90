//! The pages of rules are Markdown of ours; findings' texts are not and are never rendered as such.

use pulldown_cmark::{Event, Parser, html};

/// Markdown as HTML; HTML written in it is shown, not obeyed.
pub(super) fn render(markdown: &str) -> String {
    let events = Parser::new(markdown).map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
        other => other,
    });
    let mut out = String::with_capacity(markdown.len() * 2);
    html::push_html(&mut out, events);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn html_is_shown_and_not_obeyed() {
        let html = super::render("a `<img>` and <script>alert(1)</script>");
        assert_eq!(html, "<p>a <code>&lt;img&gt;</code> and &lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    }
}
