//! Whether a body was signed with one of our secrets.

use hmac::{Hmac, KeyInit as _, Mac as _};
use secrecy::{ExposeSecret as _, SecretString};
use sha2::Sha256;

/// Verifies `X-Hub-Signature-256`. Several secrets may be valid at once, while one replaces another.
pub struct Verifier {
    keys: Vec<Hmac<Sha256>>,
}

impl Verifier {
    /// With these secrets. Empty ones would let anybody in: they are left out.
    pub fn new(secrets: &[SecretString]) -> Self {
        let keys = secrets.iter().filter(|secret| !secret.expose_secret().is_empty());
        // HMAC takes a key of any length.
        Self { keys: keys.filter_map(|key| Hmac::new_from_slice(key.expose_secret().as_bytes()).ok()).collect() }
    }

    /// Whether the header is the signature of exactly these bytes. Takes the same time wherever the two differ.
    pub fn verify(&self, header: &str, body: &[u8]) -> bool {
        let Some(digits) = header.strip_prefix("sha256=") else { return false };
        let mut signature = [0_u8; 32];
        if hex::decode_to_slice(digits, &mut signature).is_err() {
            return false;
        }
        self.keys.iter().any(|key| key.clone().chain_update(body).verify_slice(&signature).is_ok())
    }
}

impl std::fmt::Debug for Verifier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Verifier").field("secrets", &self.keys.len()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn verifier(secrets: &[&str]) -> Verifier {
        Verifier::new(&secrets.iter().map(|secret| SecretString::from(*secret)).collect::<Vec<_>>())
    }

    /// The example of GitHub's own documentation.
    const SECRET: &str = "It's a Secret to Everybody";
    const BODY: &[u8] = b"Hello, World!";
    const SIGNATURE: &str = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

    #[test]
    fn githubs_example_is_right_and_every_change_to_it_is_wrong() {
        let verifier = verifier(&[SECRET]);
        assert!(verifier.verify(SIGNATURE, BODY));
        assert!(!verifier.verify(SIGNATURE, b"Hello, World"));
        for wrong in ["", "sha256=", &SIGNATURE[7..], "sha1=01dc10d0c83e72ed246219cdd91669667fe2ca59", &SIGNATURE[..70]]
        {
            assert!(!verifier.verify(wrong, BODY), "{wrong}");
        }
        let mut flipped = SIGNATURE.to_owned();
        flipped.replace_range(7..8, "8");
        assert!(!verifier.verify(&flipped, BODY));
    }

    #[test]
    fn while_secrets_are_replaced_both_are_right() {
        assert!(verifier(&["new", SECRET]).verify(SIGNATURE, BODY));
        assert!(!verifier(&["new", "newer"]).verify(SIGNATURE, BODY));
        assert!(!verifier(&[]).verify(SIGNATURE, BODY));
        // Signed with an empty secret.
        let nothing = "sha256=2bbcfa9524f3218c7a34b30e6936f8b1a4516cb097f1a85a1c7d98b5977ec769";
        assert!(!verifier(&[""]).verify(nothing, BODY));
    }
}
