//! What may go wrong with GitHub, as those who call need to tell it apart.

/// Why GitHub did not do what it was asked. No message holds a token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// 404: it is not there, or the installation may not see it.
    #[error("GitHub shows no {0}")]
    NotFound(String),
    /// 401: the key or the token is not accepted.
    #[error("GitHub does not accept the credentials: {0}")]
    Unauthorized(String),
    /// 403 or 451: the installation is suspended, a permission is missing, or the content is withdrawn.
    #[error("GitHub forbids it: {0}")]
    Forbidden(String),
    /// 410: it was there.
    #[error("GitHub no longer has {0}")]
    Gone(String),
    /// A primary or a secondary limit, or too many writes waiting.
    #[error("GitHub's rate limit: not before {until}")]
    RateLimited {
        /// When to try again, in milliseconds since 1970 (UTC).
        until: i64,
    },
    /// 422 and other refusals: the same request will be refused again.
    #[error("GitHub refuses ({status}): {message}")]
    Refused {
        /// The HTTP status.
        status: u16,
        /// What GitHub said, in short.
        message: String,
    },
    /// 5xx, a timeout, a broken connection, an unreadable answer: the same request may succeed later.
    #[error("GitHub did not answer well: {0}")]
    Transient(String),
}

impl Error {
    /// Whether the same request may succeed later.
    pub fn passes(&self) -> bool {
        matches!(self, Self::RateLimited { .. } | Self::Transient(_))
    }

    /// From when the same request may be sent again, in milliseconds since 1970, where GitHub said so.
    pub fn until(&self) -> Option<i64> {
        match self {
            Self::RateLimited { until } => Some(*until),
            _ => None,
        }
    }

    /// A failure on the way: the causes, one after the other, without what they may quote of secrets.
    pub(super) fn transport(what: &str, error: &(dyn std::error::Error + 'static)) -> Self {
        let mut causes = vec![error.to_string()];
        let mut cause = error.source();
        while let Some(error) = cause {
            let said = error.to_string();
            if causes.last() != Some(&said) {
                causes.push(said);
            }
            cause = error.source();
        }
        Self::Transient(format!("{what}: {}", short(&causes.join(": "))))
    }

    /// An answer that could not be read.
    pub(super) fn unreadable(what: &str, why: impl std::fmt::Display) -> Self {
        Self::Transient(format!("{what}: the answer could not be read: {}", short(&why.to_string())))
    }
}

/// The first words of what GitHub said, without anything that looks like a token.
pub(super) fn short(text: &str) -> String {
    const LONGEST: usize = 300;
    let mut kept = String::new();
    let mut rest = text;
    while !rest.is_empty() {
        let of_a_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let end = rest.find(|c| !of_a_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(end);
        kept.push_str(if is_secret(word) || kept.ends_with("token=") { "…" } else { word });
        let mut characters = after.chars();
        kept.extend(characters.next());
        rest = characters.as_str();
    }
    match kept.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &kept[..end]),
        None => kept,
    }
}

/// Whether a word has the shape of one of GitHub's tokens, or of a signed one.
fn is_secret(word: &str) -> bool {
    let prefixed = word.starts_with("gh") && word.as_bytes().get(3) == Some(&b'_');
    prefixed || word.starts_with("github_pat_") || (word.starts_with("ey") && word.matches('.').count() >= 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_token_is_repeated() {
        let said = short(
            "Bearer ghs_12345_eyJhbGciOi.J9-x_y denied for eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIxIn0.c2ln at https://x/y?token=AB12&z",
        );
        assert_eq!(said, "Bearer … denied for … at https://x/y?token=…&z");
    }

    #[test]
    fn a_long_answer_is_cut_on_a_character() {
        assert_eq!(short(&"é".repeat(1000)).chars().count(), 301);
    }

    #[test]
    fn causes_are_told_once() {
        #[derive(Debug, thiserror::Error)]
        #[error("outer")]
        struct Outer(#[source] std::io::Error);
        let error = Error::transport("GET /app", &Outer(std::io::Error::other("ghs_secret refused")));
        assert_eq!(error.to_string(), "GitHub did not answer well: GET /app: outer: … refused");
        assert!(error.passes());
    }
}
