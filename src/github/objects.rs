//! What Git calls an object's SHA, to know that bytes are the ones that were asked for.

use std::fmt::Write as _;

use sha1::{Digest as _, Sha1};

/// The SHA-1 of an object: `kind` is `blob`, `tree` or `commit`.
pub fn sha(kind: &str, content: &[u8]) -> String {
    let mut hash = Sha1::new();
    hash.update(format!("{kind} {}\0", content.len()));
    hash.update(content);
    hash.finalize().iter().fold(String::with_capacity(40), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The SHA of a file's content.
pub fn blob(content: &[u8]) -> String {
    sha("blob", content)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_git_says() {
        assert_eq!(blob(b""), "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");
        assert_eq!(blob(b"hello\n"), "ce013625030ba8dba906f756967f9e9ca394464a");
        assert_eq!(sha("tree", b""), "4b825dc642cb6eb9a060e54bf8d69288fbee4904");
    }
}
