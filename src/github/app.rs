//! The App as itself: its key, its name, its installations.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::Method;
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use moka::future::Cache;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use tokio::sync::OnceCell;

use super::error::Error;
use super::gate::{Gate, now};
use super::http::{Answer, Asked, Http};
use super::installation::Installation;
use super::key;
use super::pages::{self, PER_PAGE};
use super::settings::{BadSettings, Settings};
use super::token::{self, Minted};
use super::tree::Trees;
use crate::names::RepositoryName;

/// The GitHub App: cheap to clone, one for the whole process.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

/// What the App and its installations share.
pub(super) struct Shared {
    pub(super) http: Http,
    pub(super) trees: Trees,
    pub(super) bases: Cache<(String, String, String), String>,
    pub(super) answers: Cache<(i64, String), Arc<Answer>>,
    id: String,
    key: EncodingKey,
    gate: Gate,
    signed: Mutex<Option<(SecretString, i64)>>,
    number: OnceCell<i64>,
    installations: Mutex<HashMap<i64, Arc<Installation>>>,
}

/// What GitHub says of the App.
#[derive(Debug, Clone, Deserialize)]
pub struct AppInfo {
    /// Its number.
    pub id: i64,
    /// Its name in addresses: `https://github.com/apps/SLUG`.
    #[serde(default)]
    pub slug: String,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its page.
    #[serde(default)]
    pub html_url: String,
    /// What it may ask installations for.
    #[serde(default)]
    pub permissions: BTreeMap<String, String>,
    /// What it is told of.
    #[serde(default)]
    pub events: Vec<String>,
}

/// Where the App is installed.
#[derive(Debug, Clone, Deserialize)]
pub struct InstallationInfo {
    /// Its number.
    pub id: i64,
    /// The organisation or person.
    #[serde(default)]
    pub account: Option<Account>,
    /// Since when it is suspended.
    #[serde(default)]
    pub suspended_at: Option<String>,
    /// `all` or `selected` repositories.
    #[serde(default)]
    pub repository_selection: String,
    /// What was granted.
    #[serde(default)]
    pub permissions: BTreeMap<String, String>,
}

/// An organisation or a person.
#[derive(Debug, Clone, Deserialize)]
pub struct Account {
    /// Its number.
    pub id: i64,
    /// Its name in addresses.
    #[serde(default)]
    pub login: String,
}

impl App {
    /// An App that can sign. Call it inside a Tokio runtime, which its connections live in.
    pub fn new(settings: Settings) -> Result<Self, BadSettings> {
        let id = settings.app_id.trim().to_owned();
        if id.is_empty() || !id.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-')) {
            return Err(BadSettings::AppId(settings.app_id));
        }
        let key = key::read(&settings.private_key)?;
        sign(&id, &key).map_err(|_| key::BadKey::NotRsa)?;
        let http = Http::new(&settings)?;
        let limits = &http.limits;
        let answers = Cache::builder()
            .max_capacity(limits.answer_cache)
            .weigher(|(_, path): &(i64, String), answer: &Arc<Answer>| {
                u32::try_from(path.len() + answer.body.len() + 200).unwrap_or(u32::MAX)
            })
            .build();
        Ok(Self {
            shared: Arc::new(Shared {
                gate: Gate::new(limits),
                trees: Trees::new(limits.tree_cache),
                bases: Cache::new(20_000),
                answers,
                number: OnceCell::new_with(id.parse().ok()),
                http,
                id,
                key,
                signed: Mutex::default(),
                installations: Mutex::default(),
            }),
        })
    }

    /// What the App may do in one installation. Its token is asked for at once, so that a suspended installation is
    /// [`Error::Forbidden`] and one that is gone [`Error::NotFound`] here rather than later.
    pub async fn installation(&self, id: i64) -> Result<Arc<Installation>, Error> {
        let installation = {
            let mut known = self.shared.installations.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(known.entry(id).or_insert_with(|| Arc::new(Installation::new(id, Arc::clone(&self.shared)))))
        };
        installation.enter().await?;
        Ok(installation)
    }

    /// Forgets an installation that is gone or changed, with its token.
    pub fn forget(&self, id: i64) {
        self.shared.installations.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
    }

    /// What GitHub says of the App: proof that the id and the key belong together.
    pub async fn info(&self) -> Result<AppInfo, Error> {
        let answer = self.shared.get("/app").await?;
        serde_json::from_slice(&answer.body).map_err(|error| Error::unreadable("GET /app", error))
    }

    /// Everywhere the App is installed, suspended installations included.
    pub async fn installations(&self) -> Result<Vec<InstallationInfo>, Error> {
        let mut all = Vec::new();
        for page in 1..=self.shared.http.limits.pages {
            let path = format!("/app/installations?per_page={PER_PAGE}&page={page}");
            let answer = self.shared.get(&path).await?;
            let page = pages::read("GET /app/installations", &answer, None, all.len())?;
            all.extend(page.items);
            if !page.more {
                break;
            }
        }
        Ok(all)
    }

    /// The installation that has a repository; [`Error::NotFound`] where there is none.
    pub async fn installation_of(&self, name: &RepositoryName) -> Result<InstallationInfo, Error> {
        let answer = self.shared.get(&format!("/repos/{name}/installation")).await?;
        serde_json::from_slice(&answer.body).map_err(|error| Error::unreadable("GET installation", error))
    }
}

impl Shared {
    /// The App's number, which check runs are told apart by.
    pub(super) async fn number(&self) -> Result<i64, Error> {
        let ask = || async {
            let answer = self.get("/app").await?;
            serde_json::from_slice(&answer.body)
                .map(|info: AppInfo| info.id)
                .map_err(|error| Error::unreadable("GET /app", error))
        };
        self.number.get_or_try_init(ask).await.copied()
    }

    async fn get(&self, path: &str) -> Result<Answer, Error> {
        let asked = Asked::get(path);
        let once = || async { self.http.once(&self.gate, &self.bearer()?, &asked).await };
        again(&self.http, once).await
    }

    /// A token for an installation. A POST that is sent again does no harm: an unused token ends by itself.
    pub(super) async fn mint(&self, installation: i64) -> Result<Minted, Error> {
        let path = format!("/app/installations/{installation}/access_tokens");
        let body = token::request();
        let asked = Asked::write(Method::POST, &path, &body);
        let answer = self.http.once(&self.gate, &self.bearer()?, &asked).await.map_err(|error| match error {
            Error::Refused { status: 422, message } => Error::Forbidden(format!("a permission is missing: {message}")),
            other => other,
        })?;
        serde_json::from_slice(&answer.body).map_err(|_| Error::unreadable("POST access_tokens", "no token in it"))
    }

    /// The App's own credentials, signed for nine minutes and used for eight.
    fn bearer(&self) -> Result<SecretString, Error> {
        let mut signed = self.signed.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((bearer, until)) = &*signed
            && now() < *until
        {
            return Ok(bearer.clone());
        }
        let bearer = sign(&self.id, &self.key).map_err(|error| Error::Unauthorized(error.to_string()))?;
        *signed = Some((bearer.clone(), now() + 8 * 60_000));
        Ok(bearer)
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    iat: i64,
    exp: i64,
}

/// Issued a minute ago, for clocks that differ; GitHub takes ten minutes at most.
fn sign(id: &str, key: &EncodingKey) -> Result<SecretString, jsonwebtoken::errors::Error> {
    let present = now() / 1_000;
    let claims = Claims { iss: id, iat: present - 60, exp: present + 9 * 60 };
    jsonwebtoken::encode(&Header::new(Algorithm::RS256), &claims, key).map(SecretString::from)
}

/// Reads again what failed on the way, twice at most, waiting longer each time.
pub(super) async fn again<T, F>(http: &Http, mut read: impl FnMut() -> F) -> Result<T, Error>
where
    F: Future<Output = Result<T, Error>>,
{
    let mut wait = http.limits.back_off;
    for _ in 0..http.limits.retries {
        match read().await {
            Err(Error::Transient(why)) => {
                tracing::debug!(why, "read again");
                tokio::time::sleep(wait).await;
                wait *= 4;
            }
            ended => return ended,
        }
    }
    read().await
}
