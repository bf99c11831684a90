//! Content Security Policies as the Observatory reads them: every header and `<meta>` at once, their sources intersected.

use std::cmp::Ordering;

use super::Exchange;
use super::outcome::{Outcome, csp as outcome};

/// Sources that let anything in.
const BROAD: [&str; 8] = ["ftp:", "http:", "https:", "*", "http://*", "http://*.*", "https://*", "https://*.*"];

/// Sources that let scripts and styles be written in the page.
const INLINE: [&str; 2] = ["'unsafe-inline'", "data:"];

/// Directives for images and sounds.
const PASSIVE: [&str; 2] = ["img-src", "media-src"];

/// What nonces and hashes begin with.
const NONCES_AND_HASHES: [&str; 4] = ["'sha256-", "'sha384-", "'sha512-", "'nonce-"];

/// Directives that a `<meta>` cannot give.
const NOT_IN_META: [&str; 3] = ["frame-ancestors", "report-uri", "sandbox"];

/// Directives that may stand twice.
const REPEATABLE: [&str; 2] = ["report-to", "report-uri"];

/// The shortest policy that the engine takes, in characters.
const SHORTEST: usize = 6;

/// The engine cannot read a policy.
#[derive(Debug, PartialEq, Eq)]
struct Invalid;

/// Directives and what is left of their sources, in order.
#[derive(Debug, Default, PartialEq, Eq)]
struct Policies {
    directives: Vec<(String, Vec<String>)>,
    has_duplicates: bool,
}

impl Policies {
    fn position(&self, name: &str) -> Option<usize> {
        self.directives.iter().position(|(own, _)| own == name)
    }

    fn get(&self, name: &str) -> Option<&[String]> {
        self.position(name).map(|at| self.directives[at].1.as_slice())
    }
}

/// A source while policies are brought together.
#[derive(Debug, Clone)]
struct Source {
    text: String,
    /// The index of the policy it comes from.
    policy: usize,
    keep: bool,
}

/// The test's result, and whether the policies have `frame-ancestors`.
pub(super) fn judge(exchange: &Exchange) -> (Outcome, bool) {
    let headers: Vec<String> = exchange
        .headers
        .joined("content-security-policy")
        .map(|joined| joined.split(',').map(|policy| policy.trim().to_owned()).collect())
        .unwrap_or_default();
    let metas = &exchange.page.policies;
    let all: Vec<&str> = headers.iter().chain(metas).map(String::as_str).collect();
    let Ok(mut policies) = read(&all) else { return (outcome::INVALID, false) };
    let of_headers = read(&headers.iter().map(String::as_str).collect::<Vec<_>>()).unwrap_or_default();
    let of_metas = read(&metas.iter().map(String::as_str).collect::<Vec<_>>()).unwrap_or_default();
    let is_in_meta = |(name, _): &&(String, Vec<String>)| !NOT_IN_META.contains(&name.as_str());
    let count = |policies: &Policies| usize::from(policies.has_duplicates) + policies.directives.len();
    let in_metas = usize::from(of_metas.has_duplicates) + of_metas.directives.iter().filter(is_in_meta).count();
    if count(&of_headers) + in_metas == 0 {
        let reports =
            exchange.headers.joined("content-security-policy-report-only").is_some_and(|value| !value.is_empty());
        return (if reports { outcome::REPORT_ONLY } else { outcome::ABSENT }, false);
    }
    // Invalid for the test all the same, a policy whose fault is in what it says has its directives read.
    let has_frame_ancestors = policies.get("frame-ancestors").is_some();
    let result = result(&mut policies, exchange.is_https);
    (result, has_frame_ancestors)
}

fn result(policies: &mut Policies, is_https: bool) -> Outcome {
    // Where a directive is missing, its fallback is one and the same list: what is taken out of one is out of the other.
    let slot = |policies: &Policies, name: &str| policies.position(name).or_else(|| policies.position("default-src"));
    let (scripts, styles) = (slot(policies, "script-src"), slot(policies, "style-src"));
    let objects = slot(policies, "object-src");
    for slot in [scripts, styles].into_iter().flatten() {
        let sources = &mut policies.directives[slot].1;
        if has_nonce_or_hash(sources) {
            sources.retain(|source| source != "'unsafe-inline'");
        }
    }
    let mut is_invalid = false;
    if let Some(slot) = scripts {
        let sources = &mut policies.directives[slot].1;
        if sources.iter().any(|source| source == "'strict-dynamic'") {
            if has_nonce_or_hash(sources) {
                let is_dropped = |source: &str| {
                    BROAD.iter().any(|broad| source.starts_with(broad))
                        || matches!(source, "'self'" | "'unsafe-inline'")
                };
                sources.retain(|source| !is_dropped(source));
            } else {
                is_invalid = true;
            }
        }
    }
    let everything = ["*".to_owned()];
    let sources = |slot: Option<usize>| slot.map_or(&everything[..], |slot| policies.directives[slot].1.as_slice());
    let (scripts, styles, objects) = (sources(scripts), sources(styles), sources(objects));
    let is_insecure = |source: &String| source.starts_with("http:") || source.starts_with("ftp:");
    let active = policies
        .directives
        .iter()
        .filter(|(name, _)| !PASSIVE.contains(&name.as_str()) && name != "script-src")
        .flat_map(|(_, sources)| sources);
    let passive =
        PASSIVE.iter().flat_map(|name| policies.get(name).or_else(|| policies.get("default-src")).unwrap_or_default());
    let is_broad = |source: &String| BROAD.contains(&source.as_str());
    let is_open = |source: &String| is_broad(source) || INLINE.contains(&source.as_str());
    let result = if is_invalid {
        outcome::INVALID
    } else if scripts.iter().any(is_open) || objects.iter().any(is_broad) {
        outcome::UNSAFE_INLINE
    } else if is_https && active.chain(scripts).any(is_insecure) {
        outcome::INSECURE
    } else if scripts.iter().chain(styles).any(|source| source == "'unsafe-eval'") {
        outcome::UNSAFE_EVAL
    } else if is_https && passive.into_iter().any(is_insecure) {
        outcome::INSECURE_PASSIVE
    } else if styles.iter().any(is_open) {
        outcome::UNSAFE_STYLE
    } else if policies.get("default-src").is_some_and(|sources| sources == ["'none'"]) {
        outcome::DEFAULT_NONE
    } else {
        outcome::NO_UNSAFE
    };
    if policies.has_duplicates && result.verdict().pass { outcome::DUPLICATES } else { result }
}

fn has_nonce_or_hash(sources: &[String]) -> bool {
    sources.iter().any(|source| NONCES_AND_HASHES.iter().any(|start| source.starts_with(start)))
}

/// Brings policies together: a source of a later one counts where an earlier one lets it in.
fn read(policies: &[&str]) -> Result<Policies, Invalid> {
    let cleaned: Vec<String> =
        policies.iter().map(|policy| policy.replace(['\r', '\n'], "").trim().to_owned()).collect();
    if cleaned.iter().any(|policy| policy.encode_utf16().count() < SHORTEST) {
        return Err(Invalid);
    }
    let mut together: Vec<(String, Vec<Source>)> = Vec::new();
    let mut has_duplicates = false;
    for (index, policy) in cleaned.iter().enumerate() {
        let mut seen: Vec<String> = Vec::new();
        for entry in policy.split(';') {
            let mut words = entry.split_whitespace();
            let Some(name) = words.next().map(str::to_lowercase) else { continue };
            if seen.contains(&name) {
                if !REPEATABLE.contains(&name.as_str()) {
                    return Err(Invalid);
                }
                has_duplicates = true;
            } else {
                seen.push(name.clone());
            }
            let own = |text: String| Source { text, policy: index, keep: index == 0 };
            let mut values: Vec<Source> = words.map(|word| own(word.to_lowercase())).collect();
            if values.is_empty() && name.ends_with("-src") {
                values.push(own("'none'".to_owned()));
            }
            let at = together.iter().position(|(known, _)| *known == name);
            let earlier = at.filter(|_| index > 0).map(|at| std::mem::take(&mut together[at].1)).unwrap_or_default();
            let mut sources: Vec<Source> = earlier.into_iter().chain(values).collect();
            sources.sort_by(|a, b| collate(&a.text, &b.text));
            meet(&mut sources)?;
            sources.retain(|source| source.keep);
            if index == 0 && cleaned.len() > 1 {
                for source in &mut sources {
                    source.keep = false;
                }
            }
            match at {
                Some(at) => together[at].1 = sources,
                None => together.push((name, sources)),
            }
        }
    }
    let directives = together.into_iter().map(|(name, sources)| {
        let mut texts: Vec<String> = Vec::new();
        for source in sources {
            if !texts.contains(&source.text) {
                texts.push(source.text);
            }
        }
        if texts.is_empty() {
            texts.push("'none'".to_owned());
        }
        (name, texts)
    });
    Ok(Policies { directives: directives.collect(), has_duplicates })
}

/// Marks what is kept of sorted sources, each held against the one before it.
fn meet(sources: &mut [Source]) -> Result<(), Invalid> {
    for index in 1..sources.len() {
        let (before, after) = sources.split_at_mut(index);
        let (Some(before), Some(source)) = (before.last(), after.first_mut()) else { continue };
        if before.policy == source.policy {
            if source.text.starts_with(&before.text) {
                source.keep = false;
            }
        } else if lets_in(&before.text, &source.text)? {
            source.keep = true;
        }
    }
    Ok(())
}

/// Whether the path of one source lets that of another in (CSP3, 6.7.2.12), the whole source taken for a path.
fn lets_in(one: &str, other: &str) -> Result<bool, Invalid> {
    if one.is_empty() || (one == "/" && other.is_empty()) {
        return Ok(true);
    }
    let is_exact = !one.ends_with('/');
    let mut pieces: Vec<&str> = one.split('/').collect();
    let others: Vec<&str> = other.split('/').collect();
    if pieces.len() > others.len() || (is_exact && pieces.len() != others.len()) {
        return Ok(false);
    }
    if !is_exact {
        pieces.pop();
    }
    for (piece, other) in pieces.iter().zip(&others) {
        if decoded(piece)? != decoded(other)? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The text with its `%xx` decoded, as JavaScript's `decodeURIComponent` does: malformed ones are an error.
fn decoded(text: &str) -> Result<String, Invalid> {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if byte == b'%' {
            let hex = bytes.get(at + 1..at + 3).filter(|hex| hex.iter().all(u8::is_ascii_hexdigit)).ok_or(Invalid)?;
            let hex = std::str::from_utf8(hex).map_err(|_| Invalid)?;
            out.push(u8::from_str_radix(hex, 16).map_err(|_| Invalid)?);
            at += 3;
        } else {
            out.push(byte);
            at += 1;
        }
    }
    String::from_utf8(out).map_err(|_| Invalid)
}

/// The order of texts for readers of English, as ICU's root collation has it for the characters of a policy.
fn collate(one: &str, other: &str) -> Ordering {
    const ORDER: &str = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789abcdefghijklmnopqrstuvwxyz";
    let weight = |c: char| ORDER.find(c).map_or(c as usize + ORDER.len(), |at| at);
    one.chars().map(weight).cmp(other.chars().map(weight))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn result_of(policies: &[&str]) -> Outcome {
        match read(policies) {
            Ok(mut policies) => result(&mut policies, true),
            Err(Invalid) => outcome::INVALID,
        }
    }

    #[test]
    fn what_a_policy_lets_in_decides() {
        for (policy, expected) in [
            ("default-src 'none'", outcome::DEFAULT_NONE),
            ("default-src 'self'", outcome::NO_UNSAFE),
            ("default-src 'self'; style-src 'unsafe-inline'", outcome::UNSAFE_STYLE),
            ("default-src 'self' 'unsafe-inline' 'nonce-a'", outcome::NO_UNSAFE),
            ("script-src 'self' https:; object-src 'none'", outcome::UNSAFE_INLINE),
            (
                "script-src 'strict-dynamic' 'nonce-a' https: 'unsafe-inline'; object-src 'none'; style-src 'self'",
                outcome::NO_UNSAFE,
            ),
            ("default-src 'self' 'strict-dynamic'", outcome::INVALID),
            ("default-src 'self'; connect-src http://a.fr", outcome::INSECURE),
            ("default-src 'self'; img-src http://a.fr", outcome::INSECURE_PASSIVE),
            ("default-src 'self' 'unsafe-eval'", outcome::UNSAFE_EVAL),
            ("default-src 'self'; default-src 'none'", outcome::INVALID),
            ("default-src 'self'; report-uri /a; report-uri /b", outcome::DUPLICATES),
            ("img-s", outcome::INVALID),
        ] {
            assert_eq!(result_of(&[policy]), expected, "{policy}");
        }
    }

    #[test]
    fn of_several_policies_only_what_all_let_in_is_left() {
        let both = read(&["script-src 'self' https://a.fr", "script-src https://a.fr; img-src b.fr"]).unwrap();
        assert_eq!(both.get("script-src"), Some(&["https://a.fr".to_owned()][..]));
        assert_eq!(both.get("img-src"), Some(&["'none'".to_owned()][..]));
        assert_eq!(read(&["default-src https://a.fr/%zz", "default-src https://a.fr/b"]), Err(Invalid));
    }

    #[test]
    fn longer_sources_of_a_policy_are_superfluous() {
        let policies = read(&["script-src https://a.fr/b https://a.fr/"]).unwrap();
        assert_eq!(policies.get("script-src"), Some(&["https://a.fr/".to_owned()][..]));
    }
}
