//! Words of others inside Markdown: a path or a message of a hostile repository stays plain text.

/// Text as Markdown shows it, word for word: no markup, no HTML, no mention, no reference, no link, one line.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // Entities, which GitHub shows as characters after it has looked for tags, mentions and links.
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '@' => out.push_str("&#64;"),
            '#' => out.push_str("&#35;"),
            '|' => out.push_str("&#124;"),
            ':' if chars.peek().is_some_and(|next| !next.is_whitespace()) => out.push_str("&#58;"),
            '.' if out.ends_with("www") => out.push_str("&#46;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '!' | '~' | '$' => {
                out.push('\\');
                out.push(c);
            }
            c if is_invisible(c) => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Text as code (`<code>`), word for word, fit for a table.
pub fn escape_code(text: &str) -> String {
    format!("<code>{}</code>", escape(text))
}

/// Prose of ours in which `code` may stand between backticks, and words of the repository may be quoted: the code is
/// kept, the rest is escaped.
pub(super) fn prose(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let parts: Vec<&str> = text.split('`').collect();
    let closed = parts.len() % 2 == 1;
    for (index, part) in parts.iter().enumerate() {
        if index % 2 == 1 && closed && !part.is_empty() {
            out.push_str(&escape_code(part));
        } else {
            if index > 0 && !closed {
                out.push_str("\\`");
            }
            out.push_str(&escape(part));
        }
    }
    out
}

/// Line breaks, other controls, and marks that turn the direction of reading.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use pulldown_cmark::{Event, Options, Parser, html};

    use super::*;

    fn rendered(markdown: &str) -> String {
        let mut out = String::new();
        html::push_html(&mut out, Parser::new_ext(markdown, Options::all()));
        out
    }

    #[test]
    fn hostile_words_stay_words() {
        let text = "a|b `c` <img src=x onerror=y> @betagouv/all #12 [x](javascript:y) **b** https://evil.fr\n# T";
        let shown = rendered(&format!("| x |\n|---|\n| {} |\n", escape(text)));
        assert!(
            !shown.contains("<img") && !shown.contains("<a ") && !shown.contains("<strong>") && !shown.contains("<h1")
        );
        assert!(
            shown.contains("a|b `c` &lt;img src=x onerror=y&gt; @betagouv/all #12 [x](javascript:y) **b**"),
            "{shown}"
        );
        assert!(!escape(text).contains('@') && !escape(text).contains('\n') && !escape("http://x").contains("://"));
    }

    #[test]
    fn prose_keeps_its_code() {
        assert_eq!(prose("Ajoutez `alt=\"\"` | <b>"), "Ajoutez <code>alt=\"\"</code> &#124; &lt;b&gt;");
        assert_eq!(prose("un ` seul"), "un \\` seul");
    }

    proptest! {
        #[test]
        fn no_text_makes_markup(text in "[ -~éà\n\t\u{202e}]{0,60}") {
            let markdown = format!("x {} x", escape(&text));
            for event in Parser::new_ext(&markdown, Options::ENABLE_TABLES) {
                let plain = matches!(event, Event::Text(_) | Event::Start(pulldown_cmark::Tag::Paragraph) | Event::End(_));
                prop_assert!(plain, "{markdown:?} {event:?}");
            }
        }
    }
}
