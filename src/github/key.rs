//! The App's private key, in the forms that settings pages and command lines turn it into.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use jsonwebtoken::EncodingKey;
use secrecy::{ExposeSecret as _, SecretString};

/// A key that cannot be used. No message holds any of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    /// Nothing between the quotes.
    #[error("the key is empty")]
    Empty,
    /// Neither PEM nor base64 of PEM.
    #[error("this is neither a PEM file (-----BEGIN RSA PRIVATE KEY-----) nor its base64")]
    NotPem,
    /// Another kind of PEM.
    #[error("this PEM holds no private key: download the App's private key, not a certificate or a public key")]
    NotPrivate,
    /// PEM, but what is inside is not an RSA key.
    #[error("the PEM file is damaged, or its key is not RSA")]
    NotRsa,
}

/// Reads the key in any of its forms.
pub(super) fn read(text: &SecretString) -> Result<EncodingKey, BadKey> {
    let pem = pem(text.expose_secret())?;
    EncodingKey::from_rsa_pem(pem.expose_secret().as_bytes()).map_err(|_| BadKey::NotRsa)
}

/// The PEM as a file would hold it: one label, lines of 64, whatever became of its line breaks.
fn pem(text: &str) -> Result<SecretString, BadKey> {
    let text = text.trim().trim_matches(['"', '\'']);
    if text.is_empty() {
        return Err(BadKey::Empty);
    }
    if text.contains("-----BEGIN") {
        return rewrapped(&text.replace("\\r", "").replace("\\n", "\n"));
    }
    let packed: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let bytes = BASE64_STANDARD.decode(packed.replace("\\n", "")).map_err(|_| BadKey::NotPem)?;
    let text = String::from_utf8(bytes).map_err(|_| BadKey::NotPem)?;
    rewrapped(&text)
}

fn rewrapped(text: &str) -> Result<SecretString, BadKey> {
    let (_, text) = text.split_once("-----BEGIN ").ok_or(BadKey::NotPem)?;
    let (label, text) = text.split_once("-----").ok_or(BadKey::NotPem)?;
    let (body, _) = text.split_once("-----END").ok_or(BadKey::NotPem)?;
    if !matches!(label, "RSA PRIVATE KEY" | "PRIVATE KEY") {
        return Err(BadKey::NotPrivate);
    }
    let body: Vec<char> = body.chars().filter(|c| !c.is_whitespace()).collect();
    let lines: Vec<String> = body.chunks(64).map(|line| line.iter().collect()).collect();
    Ok(format!("-----BEGIN {label}-----\n{}\n-----END {label}-----\n", lines.join("\n")).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A key made for the occasion.
    fn fresh() -> String {
        use rsa_keygen::encoding::{AsDer as _, Pkcs8V1Der};
        use rsa_keygen::rsa::{KeyPair, KeySize};
        let der: Pkcs8V1Der<'static> = KeyPair::generate(KeySize::Rsa2048).unwrap().as_der().unwrap();
        rewrapped(&format!(
            "-----BEGIN PRIVATE KEY-----{}-----END PRIVATE KEY-----",
            BASE64_STANDARD.encode(der.as_ref())
        ))
        .unwrap()
        .expose_secret()
        .to_owned()
    }

    #[test]
    fn a_key_is_read_in_every_form_it_comes_in() {
        let pem = fresh();
        let forms = [
            pem.clone(),
            pem.replace('\n', "\\n"),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', " "),
            format!("\"{}\"", pem.replace('\n', "\\n")),
            BASE64_STANDARD.encode(&pem),
            format!("  {}\n", BASE64_STANDARD.encode(&pem)),
        ];
        for form in forms {
            assert!(read(&form.clone().into()).is_ok(), "{}", form.replace(|c: char| c.is_ascii_lowercase(), "."));
        }
    }

    #[test]
    fn what_is_no_key_is_named_without_being_repeated() {
        let refused = |text: &str| read(&text.to_owned().into()).err();
        assert_eq!(refused(" "), Some(BadKey::Empty));
        assert_eq!(refused("hunter2"), Some(BadKey::NotPem));
        assert_eq!(refused("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----"), Some(BadKey::NotPrivate));
        assert_eq!(
            refused("-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----"),
            Some(BadKey::NotRsa)
        );
        assert_eq!(refused("-----BEGIN RSA PRIVATE KEY-----\nAAAA"), Some(BadKey::NotPem));
    }
}
