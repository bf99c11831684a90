//! Language tags (BCP 47, RFC 5646), held against the IANA registry.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What is wrong with a tag.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault<'a> {
    /// The primary subtag names no language.
    Language(&'a str),
    /// A later subtag is not registered, or not where it may stand.
    Subtag(&'a str),
}

/// What is wrong with `tag`, if anything. Case does not matter, as in the standard.
pub(crate) fn fault(tag: &str) -> Option<Fault<'_>> {
    if GRANDFATHERED.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
        return None;
    }
    let mut subtags = tag.split('-').peekable();
    let primary = subtags.next().unwrap_or_default();
    if !registered("language", primary) {
        return Some(Fault::Language(primary));
    }
    for _ in 0..3 {
        subtags.next_if(|subtag| subtag.len() == 3 && registered("language", subtag));
    }
    subtags.next_if(|subtag| registered("script", subtag));
    subtags.next_if(|subtag| registered("region", subtag));
    while subtags.next_if(|subtag| registered("variant", subtag)).is_some() {}
    while let Some(singleton) = subtags.next_if(|subtag| subtag.len() == 1 && is_alphanumeric(subtag)) {
        let shortest = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        let fits = |subtag: &&str| (shortest..=8).contains(&subtag.len()) && is_alphanumeric(subtag);
        if subtags.next_if(fits).is_none() {
            return Some(Fault::Subtag(singleton));
        }
        while subtags.next_if(fits).is_some() {}
    }
    subtags.next().map(Fault::Subtag)
}

/// The tag that the author of a faulty one meant, where there is no doubt: `fr_FR` is `fr-FR`, `french` is `fr`.
pub(crate) fn mended(tag: &str) -> Option<String> {
    let lower = tag.to_lowercase().replace('_', "-");
    if let Some((_, preferred)) = REPLACED.iter().find(|(old, _)| *old == lower) {
        return Some((*preferred).to_owned());
    }
    let (primary, rest) = lower.split_once('-').map_or((lower.as_str(), None), |(first, rest)| (first, Some(rest)));
    let primary = SPELLED_OUT.iter().find(|(_, names)| names.contains(&primary)).map_or(primary, |(code, _)| code);
    let mut out = primary.to_owned();
    for subtag in rest.into_iter().flat_map(|rest| rest.split('-')) {
        out.push('-');
        match subtag.len() {
            2 => out.push_str(&subtag.to_uppercase()),
            _ => out.push_str(subtag),
        }
    }
    (out != tag && fault(&out).is_none()).then_some(out)
}

/// The first subtag.
pub(crate) fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or_default()
}

fn is_alphanumeric(subtag: &str) -> bool {
    subtag.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn registered(kind: &str, subtag: &str) -> bool {
    static REGISTRY: LazyLock<HashMap<&str, HashSet<&str>>> = LazyLock::new(|| {
        let mut registry: HashMap<&str, HashSet<&str>> = HashMap::new();
        let mut kind = "";
        for line in include_str!("language_subtags.txt").lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
                kind = name;
            } else {
                registry.entry(kind).or_default().extend(line.split(' '));
            }
        }
        registry
    });
    // The longest registered subtag has 8 letters; no need to lower a megabyte.
    subtag.len() <= 8
        && REGISTRY.get(kind).is_some_and(|subtags| subtags.contains(subtag.to_ascii_lowercase().as_str()))
}

/// Whole tags that the registry keeps from before its grammar and whose first subtag is a language. Those that start
/// with `i-` or `x-` name no language that software knows.
const GRANDFATHERED: &[&str] = &[
    "art-lojban",
    "cel-gaulish",
    "en-GB-oed",
    "no-bok",
    "no-nyn",
    "sgn-BE-FR",
    "sgn-BE-NL",
    "sgn-CH-DE",
    "zh-guoyu",
    "zh-hakka",
    "zh-min",
    "zh-min-nan",
    "zh-xiang",
];

/// Old tags with the one that the registry prefers.
const REPLACED: &[(&str, &str)] = &[
    ("i-ami", "ami"),
    ("i-bnn", "bnn"),
    ("i-hak", "hak"),
    ("i-klingon", "tlh"),
    ("i-lux", "lb"),
    ("i-navajo", "nv"),
    ("i-pwn", "pwn"),
    ("i-tao", "tao"),
    ("i-tay", "tay"),
    ("i-tsu", "tsu"),
];

/// What authors write for a language that has a code of two letters: its names, its codes of ISO 639-2.
const SPELLED_OUT: &[(&str, &[&str])] = &[
    ("ar", &["ara", "arabic", "arabe"]),
    ("br", &["bre", "breton"]),
    ("co", &["cos", "corse", "corsican"]),
    ("de", &["deu", "ger", "german", "deutsch", "allemand"]),
    ("en", &["eng", "english", "anglais"]),
    ("es", &["spa", "spanish", "español", "espanol", "espagnol"]),
    ("eu", &["eus", "baq", "basque"]),
    ("fr", &["fra", "fre", "french", "français", "francais"]),
    ("it", &["ita", "italian", "italiano", "italien"]),
    ("nl", &["nld", "dut", "dutch", "nederlands", "néerlandais"]),
    ("oc", &["oci", "occitan"]),
    ("pt", &["por", "portuguese", "português", "portugais"]),
    ("ru", &["rus", "russian", "russe"]),
    ("uk", &["ukr", "ukrainian", "ukrainien"]),
    ("zh", &["zho", "chi", "chinese", "chinois"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn registered_tags_are_valid() {
        for tag in [
            "fr",
            "FR-fr",
            "fr-FR",
            "gsw",
            "zh-Hant-TW",
            "zh-cmn-Hans-CN",
            "es-419",
            "de-CH-1996",
            "sl-rozaj-biske",
            "en-US-x-twain",
            "de-DE-u-co-phonebk",
            "qaa",
            "en-gb-oed",
        ] {
            assert_eq!(fault(tag), None, "{tag}");
        }
    }

    #[test]
    fn each_fault_names_its_subtag() {
        assert_eq!(fault("french"), Some(Fault::Language("french")));
        assert_eq!(fault("fra"), Some(Fault::Language("fra")), "the registry has the shortest code only");
        assert_eq!(fault("fr_FR"), Some(Fault::Language("fr_FR")));
        assert_eq!(fault("i-lux"), Some(Fault::Language("i")));
        assert_eq!(fault("x-vigie"), Some(Fault::Language("x")));
        assert_eq!(fault("en-U"), Some(Fault::Subtag("U")));
        assert_eq!(fault("en-ZY"), Some(Fault::Subtag("ZY")));
        assert_eq!(fault("fr-"), Some(Fault::Subtag("")));
        assert_eq!(fault("fr-FR-FR"), Some(Fault::Subtag("FR")));
        assert_eq!(fault(&"f".repeat(1_000_000)).map(|_| ()), Some(()));
    }

    #[test]
    fn what_was_meant_is_told_only_without_doubt() {
        for (tag, meant) in
            [("fr_FR", "fr-FR"), ("Français", "fr"), ("fra-fr", "fr-FR"), ("i-lux", "lb"), ("eng", "en")]
        {
            assert_eq!(mended(tag).as_deref(), Some(meant), "{tag}");
        }
        for tag in ["em-US", "en-U", "aq", "", "us", "frans"] {
            assert_eq!(mended(tag), None, "{tag}");
        }
    }
}
