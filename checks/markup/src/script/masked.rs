//! Template code inside a script: `var id = "{{ GA_ID }}"`.
//!
//! Before a script is parsed its template code is written over, byte for byte: what prints something becomes a name
//! that no one writes, what prints nothing becomes blanks. In the values that come out, that name is a computed part.

use super::Kind;

/// A letter of three bytes that no script of ours holds: the template's own delimiters leave room for it.
const MARK: char = '\u{16A0}';

/// Whether a name stands for template code.
pub(super) fn is_masked(name: &str) -> bool {
    name.contains(MARK)
}

/// The text with its computed parts, if template code prints some.
pub(super) fn partial(text: &str) -> Option<Kind> {
    is_masked(text).then(|| {
        let mut pieces = text.split(MARK);
        let mut all = vec![pieces.next().unwrap_or_default().to_owned()];
        all.extend(pieces.map(|piece| piece.trim_start_matches('_').to_owned()));
        Kind::Partial(all)
    })
}

/// Delimiters of template code, and whether what stands between them prints something.
const FENCES: &[(&str, &str, bool)] = &[
    ("{#", "#}", false),
    ("{%", "%}", false),
    ("{{!--", "--}}", false),
    ("{{", "}}", true),
    ("{!!", "!!}", true),
    ("<%=", "%>", true),
    ("<%-", "%>", true),
    ("<%#", "%>", false),
    ("<%", "%>", false),
    ("<?=", "?>", true),
    ("<?php", "?>", false),
];

/// `text` with its template code written over, as long as before.
pub(super) fn mask(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    // An opening that is never closed is looked for once, not once for each.
    let mut unclosed: Vec<&str> = Vec::new();
    while let Some(at) = rest.find(['{', '<']) {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let fence = FENCES.iter().find(|(open, close, _)| from.starts_with(open) && !unclosed.contains(close));
        let end = fence.and_then(|&(open, close, prints)| {
            let inner = from[open.len()..].find(close);
            if inner.is_none() {
                unclosed.push(close);
            }
            Some((open.len() + inner? + close.len(), prints))
        });
        let Some((end, prints)) = end else {
            out.push_str(&from[..1]);
            rest = &from[1..];
            continue;
        };
        // `{% comment %}` hides all up to its end.
        let end = end_of_comment(from, end);
        if prints {
            out.push(MARK);
            out.extend(std::iter::repeat_n('_', end - MARK.len_utf8()));
        } else {
            out.extend(std::iter::repeat_n(' ', end));
        }
        rest = &from[end..];
    }
    out.push_str(rest);
    out
}

fn end_of_comment(from: &str, end: usize) -> usize {
    let inner = from[..end].trim_start_matches(['{', '%', '-']).trim_start();
    if !from.starts_with("{%") || !inner.starts_with("comment") {
        return end;
    }
    let Some(close) = from[end..].find("endcomment") else { return end };
    from[end + close..].find("%}").map_or(end, |last| end + close + last + 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mask_keeps_the_length() {
        for text in
            ["a{{ b }}c", "{% if a %}é{% endif %}", "{{}}", "<%= x %><% y %>", "{{ open", "<?= $a ?>{{", "{% {% %}"]
        {
            assert_eq!(mask(text).len(), text.len(), "{text}");
        }
        assert_eq!(mask("a {% comment %} b {{ c }} {% endcomment %} d").trim_end(), format!("a{}d", " ".repeat(42)));
        assert!(matches!(partial(&mask("G-{{ id }}x")), Some(Kind::Partial(pieces)) if pieces == ["G-", "x"]));
    }
}
