//! Installation tokens: opaque, narrow, kept until shortly before their end, one request for all who wait.

use secrecy::SecretString;
use serde::Deserialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use tokio::sync::Mutex;

use super::error::Error;
use super::gate::now;

/// What every token may do: write check runs; read code, pull requests and the list of repositories. `app.yml` asks for
/// these at least.
pub const PERMISSIONS: &[(&str, &str)] =
    &[("checks", "write"), ("contents", "read"), ("metadata", "read"), ("pull_requests", "read")];

/// A token this close to its end is not used any more.
const MARGIN: i64 = 5 * 60_000;
/// How long a token lives where GitHub does not say.
const LIFE: i64 = 50 * 60_000;

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) secret: SecretString,
    ends: i64,
    /// Counts up, so that a refused token is thrown away once.
    serial: u64,
}

/// The present token of an installation.
#[derive(Default)]
pub(super) struct Tokens {
    kept: Mutex<(u64, Option<Token>)>,
}

impl Tokens {
    /// The present token, or a new one from `mint`. Who comes meanwhile waits for it.
    pub(super) async fn get<F>(&self, mint: impl FnOnce() -> F) -> Result<Token, Error>
    where
        F: Future<Output = Result<Minted, Error>>,
    {
        let mut kept = self.kept.lock().await;
        if let Some(token) = &kept.1
            && token.ends - now() > MARGIN
        {
            return Ok(token.clone());
        }
        let minted = mint().await?;
        kept.0 += 1;
        let ends = minted.expires_at.as_deref().and_then(moment).unwrap_or_else(|| now() + LIFE);
        let token = Token { secret: minted.token, ends, serial: kept.0 };
        kept.1 = Some(token.clone());
        Ok(token)
    }

    /// GitHub did not accept this token: the next call asks for another.
    pub(super) async fn refuse(&self, token: &Token) {
        let mut kept = self.kept.lock().await;
        if kept.1.as_ref().is_some_and(|present| present.serial == token.serial) {
            kept.1 = None;
        }
    }
}

fn moment(text: &str) -> Option<i64> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    i64::try_from(moment.unix_timestamp_nanos() / 1_000_000).ok()
}

/// GitHub's answer to a request for a token.
#[derive(Deserialize)]
pub(super) struct Minted {
    token: SecretString,
    expires_at: Option<String>,
}

/// The request for a token.
pub(super) fn request() -> String {
    let permissions: serde_json::Map<_, _> =
        PERMISSIONS.iter().map(|(name, level)| ((*name).to_owned(), (*level).into())).collect();
    serde_json::json!({ "permissions": permissions }).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minted(seconds: i64) -> Minted {
        let ends = OffsetDateTime::now_utc() + time::Duration::seconds(seconds);
        Minted { token: "ghs_1_a.b-c".to_owned().into(), expires_at: ends.format(&Rfc3339).ok() }
    }

    #[tokio::test]
    async fn a_token_is_kept_until_shortly_before_its_end() {
        let tokens = Tokens::default();
        let first = tokens.get(async || Ok(minted(3_600))).await.unwrap();
        let again = tokens.get(async || panic!("it is still good")).await.unwrap();
        assert_eq!(first.serial, again.serial);

        let short = Tokens::default();
        short.get(async || Ok(minted(200))).await.unwrap();
        assert_eq!(short.get(async || Ok(minted(3_600))).await.unwrap().serial, 2, "200 s are too short");
    }

    #[tokio::test]
    async fn a_refused_token_is_thrown_away_once() {
        let tokens = Tokens::default();
        let old = tokens.get(async || Ok(minted(3_600))).await.unwrap();
        tokens.refuse(&old).await;
        let new = tokens.get(async || Ok(minted(3_600))).await.unwrap();
        tokens.refuse(&old).await;
        assert_eq!(tokens.get(async || panic!("the new one is good")).await.unwrap().serial, new.serial);
    }

    #[tokio::test]
    async fn a_failure_is_not_kept() {
        let tokens = Tokens::default();
        assert!(tokens.get(async || Err(Error::Transient("502".into()))).await.is_err());
        assert!(tokens.get(async || Ok(minted(3_600))).await.is_ok());
    }

    #[test]
    fn a_token_is_never_shown() {
        assert!(!format!("{:?}", Token { secret: "ghs_x".to_owned().into(), ends: 0, serial: 1 }).contains("ghs_"));
    }
}
