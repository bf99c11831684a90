//! A GitHub in memory, on this machine's loopback: enough of the real one for a demonstration and for the tests.
//!
//! Objects have their real SHA-1, tokens end, permissions and limits are enforced, check runs obey GitHub's rules, and
//! what happens is told to the App in signed deliveries. Stories are told with [`Repository`]:
//!
//! ```no_run
//! # async fn story() -> anyhow::Result<()> {
//! use vigie::cli::demo::github::GitHub;
//!
//! let github = GitHub::start().await?;
//! let demo = github.repository("betagouv/demo");
//! demo.commit("main", &[("index.html", "<!doctype html>")]);
//! demo.push("logo", &[("index.html", "<!doctype html><img src=logo.svg>")]);
//! let number = demo.open_pull_request("logo");
//! github.deliver_to("http://127.0.0.1:3000/webhook", "development");
//! github.settled().await;
//! # let _ = number; Ok(())
//! # }
//! ```

mod accounts;
mod archive;
mod auth;
mod deliveries;
mod git;
mod models;
mod rest_app;
mod rest_checks;
mod rest_git;
mod rest_pulls;
mod server;
mod state;
mod story;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::{Context as _, anyhow};
use axum::Router;
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use rsa_keygen::encoding::{AsDer as _, Pkcs8V1Der};
use rsa_keygen::rsa::{KeyPair, KeySize};
use rsa_keygen::signature::KeyPair as _;
use time::OffsetDateTime;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Url;

use crate::github::{PERMISSIONS, Settings};
use server::Hub;
use state::{AppIdentity, State};

pub use deliveries::{Delivery, signature};
pub use server::{AnswerJudge, Judge};
pub use state::{Fault, RequestRecord};
pub use story::{CheckRunSeen, Repository};

/// The App's number here.
pub const APP_ID: i64 = 12_345;
/// The App's client id here.
pub const CLIENT_ID: &str = "Iv23liVigieDemo00001";

/// The GitHub in memory. It ends when this is dropped.
pub struct GitHub {
    hub: Arc<Hub>,
    url: Url,
    key: String,
    servers: Vec<JoinHandle<()>>,
    courier: Mutex<Option<JoinHandle<()>>>,
}

impl Drop for GitHub {
    fn drop(&mut self) {
        for server in &self.servers {
            server.abort();
        }
        if let Some(courier) = self.courier.lock().unwrap_or_else(PoisonError::into_inner).take() {
            courier.abort();
        }
    }
}

impl GitHub {
    /// Starts it on free ports of the loopback.
    pub async fn start() -> anyhow::Result<Self> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| anyhow!("no key could be made"))?;
        let der: Pkcs8V1Der<'static> = pair.as_der().map_err(|_| anyhow!("no key could be written"))?;
        let packed = BASE64_STANDARD.encode(der.as_ref());
        let key = format!("-----BEGIN PRIVATE KEY-----\n{packed}\n-----END PRIVATE KEY-----\n");

        let api = TcpListener::bind("127.0.0.1:0").await.context("no port for the API")?;
        let codeload = TcpListener::bind("127.0.0.1:0").await.context("no port for the archives")?;
        let url = Url::parse(&format!("http://{}", api.local_addr()?))?;
        let hub = Arc::new(Hub::new(State {
            app: AppIdentity {
                id: APP_ID,
                client_id: CLIENT_ID.to_owned(),
                slug: "vigie-demo".to_owned(),
                public_key: pair.public_key().as_ref().to_vec(),
                permissions: permissions(),
            },
            installations: BTreeMap::new(),
            repositories: BTreeMap::new(),
            networks: Vec::new(),
            runs: BTreeMap::new(),
            suites: HashMap::new(),
            tokens: HashMap::new(),
            token_life: Duration::from_hours(1),
            faults: Vec::new(),
            requests: Vec::new(),
            refusals: Vec::new(),
            outbox: VecDeque::new(),
            delivered: Vec::new(),
            in_flight: false,
            next_id: 1_000,
            // 2 November 2026, 8 o'clock: histories are the same every time.
            clock: OffsetDateTime::from_unix_timestamp(1_793_606_400)?,
            codeload: format!("http://{}", codeload.local_addr()?),
        }));
        let serve = |listener, router: Router| {
            tokio::spawn(async move {
                if let Err(error) = axum::serve(listener, router).await {
                    tracing::error!(%error, "the GitHub in memory stopped");
                }
            })
        };
        let servers = vec![
            serve(api, Router::new().fallback(server::api).with_state(Arc::clone(&hub))),
            serve(codeload, Router::new().fallback(server::codeload).with_state(Arc::clone(&hub))),
        ];
        Ok(Self { hub, url, key, servers, courier: Mutex::default() })
    }

    /// Where its API answers; `/api/v3` below it too, as on an Enterprise Server.
    pub fn url(&self) -> Url {
        self.url.clone()
    }

    /// The App's private key, in PEM.
    pub fn private_key(&self) -> String {
        self.key.clone()
    }

    /// What the App needs to be the one that is known here.
    pub fn settings(&self) -> Settings {
        Settings::new(APP_ID.to_string(), self.key.clone().into()).at(self.url())
    }

    /// From now on, tells the App everything at this address; first what already happened.
    pub fn deliver_to(&self, url: &str, secret: &str) {
        let hook = deliveries::Hook { url: url.to_owned(), secret: secret.to_owned() };
        let courier = tokio::spawn(deliveries::deliver(Arc::clone(&self.hub), hook));
        if let Some(before) = self.courier.lock().unwrap_or_else(PoisonError::into_inner).replace(courier) {
            before.abort();
        }
    }

    /// Waits until everything is delivered; for ever where nothing is delivered to.
    pub async fn settled(&self) {
        loop {
            {
                let state = self.hub.state();
                if state.outbox.is_empty() && !state.in_flight {
                    return;
                }
            }
            self.hub.wake.notify_one();
            tokio::time::sleep(server::A_MOMENT).await;
        }
    }

    /// What was delivered, in order, with the answers.
    pub fn delivered(&self) -> Vec<Delivery> {
        self.hub.state().delivered.clone()
    }

    /// Takes what is not delivered yet, for a test that delivers it itself.
    pub fn take_deliveries(&self) -> Vec<Delivery> {
        self.hub.state().outbox.drain(..).collect()
    }

    /// Delivers again what was delivered, under the same GUID.
    pub fn redeliver(&self, guid: &str) {
        let mut state = self.hub.state();
        let again = state.delivered.iter().find(|delivery| delivery.guid == guid).cloned();
        state.outbox.extend(again.map(|delivery| Delivery { status: None, ..delivery }));
        drop(state);
        self.hub.wake.notify_one();
    }

    /// Sends `ping`, as when the webhook is set up.
    pub fn ping(&self) {
        self.told(deliveries::ping);
    }

    /// Every request is judged from now on; those that are refused are in [`Self::refusals`].
    pub fn judged_by(&self, judge: Judge) {
        self.hub.judges.lock().unwrap_or_else(PoisonError::into_inner).0 = Some(judge);
    }

    /// Every answer of this GitHub is judged from now on.
    pub fn answers_judged_by(&self, judge: AnswerJudge) {
        self.hub.judges.lock().unwrap_or_else(PoisonError::into_inner).1 = Some(judge);
    }

    /// What a judge refused, or should never have been sent.
    pub fn refusals(&self) -> Vec<String> {
        self.hub.state().refusals.clone()
    }

    /// Something goes wrong from now on.
    pub fn spoil(&self, fault: Fault) {
        self.hub.state().faults.push(fault);
    }

    /// Every request so far.
    pub fn requests(&self) -> Vec<RequestRecord> {
        self.hub.state().requests.clone()
    }

    /// How many requests came for a route (see [`RequestRecord::is`]).
    pub fn count(&self, route: &str) -> usize {
        self.hub.state().requests.iter().filter(|request| request.is(route)).count()
    }

    /// How many requests came, by route, with names and numbers as `*`.
    pub fn counts(&self) -> HashMap<String, usize> {
        server::counts(&self.hub.state().requests)
    }

    /// Forgets the requests so far.
    pub fn forget_requests(&self) {
        self.hub.state().requests.clear();
    }

    /// How long tokens live from now on.
    pub fn tokens_live(&self, life: Duration) {
        self.hub.state().token_life = life;
    }

    /// Every token that was given stops working.
    pub fn revoke_tokens(&self) {
        self.hub.state().tokens.clear();
    }

    /// Does something, and tells whoever delivers.
    fn told<T>(&self, what: impl FnOnce(&mut State) -> T) -> T {
        let done = what(&mut self.hub.state());
        self.hub.wake.notify_one();
        done
    }
}

/// What the App asks for: what its tokens ask for, and the merge queue's events.
fn permissions() -> BTreeMap<String, String> {
    let mut permissions: BTreeMap<String, String> =
        PERMISSIONS.iter().map(|(name, level)| ((*name).to_owned(), (*level).to_owned())).collect();
    permissions.insert("merge_queues".to_owned(), "read".to_owned());
    permissions
}
