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

/// A finding's text as HTML: what stands between back-ticks is code, and nothing else is obeyed.
pub(super) fn code(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    let pieces: Vec<&str> = text.split('`').collect();
    for (index, piece) in pieces.iter().enumerate() {
        let is_code = index % 2 == 1 && index + 1 < pieces.len();
        let escaped = html_escape(piece);
        if is_code {
            out.push_str("<code>");
            out.push_str(&escaped);
            out.push_str("</code>");
        } else {
            out.push_str(&escaped);
        }
    }
    out
}

fn html_escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Writing to a String does not fail.
    let _ = pulldown_cmark_escape::escape_html(&mut out, text);
    out
}

#[cfg(test)]
mod tests {
    #[test]
    fn only_back_ticks_are_obeyed_in_a_finding() {
        let html = super::code("Écrivez `alt=\"\"` et <b>non</b> *cela* `");
        assert_eq!(html, "Écrivez <code>alt=&quot;&quot;</code> et &lt;b&gt;non&lt;/b&gt; *cela* ");
    }

    #[test]
    fn html_is_shown_and_not_obeyed() {
        let html = super::render("a `<img>` and <script>alert(1)</script>");
        assert_eq!(html, "<p>a <code>&lt;img&gt;</code> and &lt;script&gt;alert(1)&lt;/script&gt;</p>\n");
    }
}
