//! Objects that are written out where they are given: `nativeInputProps={{ id: "nom", type: "text" }}`.

/// How many entries are read; a longer object is not known.
const MOST: usize = 64;

/// The entries of an object literal as `(key, value's source)`, a shorthand's value being its key. `None` when it is
/// none, or when a spread or a computed key hides what it holds.
pub(crate) fn entries(source: &str) -> Option<Vec<(&str, &str)>> {
    let inside = source.trim().strip_prefix('{')?.strip_suffix('}')?;
    let mut entries = Vec::new();
    for part in parts(inside)? {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if part.starts_with("...") || part.starts_with('[') || entries.len() == MOST {
            return None;
        }
        let (key, value) = part.split_once(':').unwrap_or((part, part));
        let key = key.trim().trim_matches(['"', '\'']);
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '$');
        if key.is_empty() || !key.chars().all(is_name) {
            return None;
        }
        entries.push((key, value.trim()));
    }
    Some(entries)
}

/// The text of a literal: `"Rechercher"`.
pub(crate) fn text(source: &str) -> Option<&str> {
    let source = source.trim();
    ['"', '\'', '`'].into_iter().find_map(|quote| {
        let inside = source.strip_prefix(quote)?.strip_suffix(quote)?;
        let is_plain = !inside.contains(quote) && (quote != '`' || !inside.contains("${"));
        is_plain.then_some(inside)
    })
}

/// `inside` cut at the commas that stand in no bracket and no text; `None` where brackets do not match or a comment
/// stands in between.
pub(crate) fn parts(inside: &str) -> Option<Vec<&str>> {
    let bytes = inside.as_bytes();
    let (mut parts, mut from, mut depth, mut at) = (Vec::new(), 0, 0_u32, 0);
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' | b'\'' | b'`' => at = end_of_text(bytes, at)?,
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.checked_sub(1)?,
            b'/' if matches!(bytes.get(at + 1), Some(b'/' | b'*')) => return None,
            b',' if depth == 0 => {
                parts.push(&inside[from..at]);
                from = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    parts.push(&inside[from..]);
    (depth == 0).then_some(parts)
}

fn end_of_text(bytes: &[u8], open: usize) -> Option<usize> {
    let mut at = open + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' => at += 1,
            byte if byte == bytes[open] => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_are_those_of_the_object_itself() {
        let source = r#"{ id, "aria-label": `a, ${b}`, style: { title: 1 }, onClick: () => { f(a, b); }, }"#;
        let keys: Vec<&str> = entries(source).unwrap().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["id", "aria-label", "style", "onClick"]);
        assert_eq!(entries("{ alt: '' }"), Some(vec![("alt", "''")]));
    }

    #[test]
    fn what_may_hold_more_is_not_known() {
        for source in ["{ ...props }", "{ [cle]: 1 }", "props", "{ a: '", "{ a /* b */: 1 }", "f({ a: 1 })"] {
            assert_eq!(entries(source), None, "{source}");
        }
        assert_eq!((text("'a'"), text("`a${b}`"), text("a")), (Some("a"), None, None));
    }
}
