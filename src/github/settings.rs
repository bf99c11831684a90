//! Who the App is, where GitHub is, and how much may be asked of it.

use std::time::Duration;

use secrecy::SecretString;
use url::Url;

use super::key::BadKey;

/// Who the App is and where GitHub is.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The App's id or, as GitHub recommends, its client id (`APP_ID`).
    pub app_id: String,
    /// The App's private key: PEM (PKCS#1 or PKCS#8) as it is, with `\n` written out, or in base64 (`PRIVATE_KEY`).
    pub private_key: SecretString,
    /// `https://api.github.com`, `https://HOST/api/v3` for an Enterprise Server, or a stand-in (`GITHUB_API_URL`).
    pub api_url: Url,
    /// How much may be asked.
    pub limits: Limits,
}

impl Settings {
    /// An App of github.com.
    pub fn new(app_id: impl Into<String>, private_key: SecretString) -> Self {
        Self { app_id: app_id.into(), private_key, api_url: public_api(), limits: Limits::default() }
    }

    /// The same App on another GitHub.
    #[must_use]
    pub fn at(mut self, api_url: Url) -> Self {
        self.api_url = api_url;
        self
    }
}

/// Where github.com answers.
fn public_api() -> Url {
    let parsed = Url::parse("https://api.github.com");
    parsed.unwrap_or_else(|_| unreachable!("a constant address"))
}

/// Settings that cannot work; the message names the variable to look at.
#[derive(Debug, thiserror::Error)]
pub enum BadSettings {
    /// Neither a number nor a client id.
    #[error("APP_ID: « {0} » is neither the App's number nor its client id; both are on the App's settings page")]
    AppId(String),
    /// Not a key.
    #[error("PRIVATE_KEY: {0}")]
    PrivateKey(#[from] BadKey),
    /// Not an address that can be asked.
    #[error("GITHUB_API_URL: « {0} » is not an address such as https://api.github.com or https://HOST/api/v3")]
    ApiUrl(String),
    /// No connection can be made safe.
    #[error("the system's certificates cannot be read (Debian's package is ca-certificates): {0}")]
    Certificates(String),
}

/// How long to wait, how much to ask, how much to keep.
#[derive(Debug, Clone)]
pub struct Limits {
    /// To reach GitHub.
    pub connect: Duration,
    /// Without a byte read, or written.
    pub silence: Duration,
    /// For a whole request and its answer.
    pub request: Duration,
    /// For a whole archive.
    pub download: Duration,
    /// How often a read that failed on the way is tried again.
    pub retries: u32,
    /// Before the first retry; four times as long before each next.
    pub back_off: Duration,
    /// Requests in flight at once, per installation (GitHub's limit is 100 for all).
    pub concurrent: usize,
    /// Writes that may leave without waiting, per installation. With [`Self::writes_per_minute`] no minute sees more
    /// than 80: GitHub's limit where content is created; check runs alone may have 180.
    pub writes_burst: u32,
    /// Writes per minute after that.
    pub writes_per_minute: u32,
    /// How long a write waits for its turn; beyond, it is [`super::Error::RateLimited`].
    pub longest_wait: Duration,
    /// Bytes of the largest answer in JSON that is read.
    pub answer_bytes: usize,
    /// Bytes of the largest file that is read.
    pub largest_blob: u64,
    /// Files read one by one where the archive fails them.
    pub blobs_after_archive: usize,
    /// Bytes of archive read over the wire.
    pub archive_bytes: u64,
    /// Bytes of archive once unpacked.
    pub unpacked_bytes: u64,
    /// Files and folders of an archive that are looked at.
    pub archive_entries: usize,
    /// Bytes of wanted files kept of one archive.
    pub kept_bytes: u64,
    /// Requests for a tree that GitHub gives in parts.
    pub tree_requests: usize,
    /// Bytes of trees kept in memory, all installations together.
    pub tree_cache: u64,
    /// Bytes of answers kept in memory with their `ETag`.
    pub answer_cache: u64,
    /// Pages of a list, 100 items each.
    pub pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(10),
            silence: Duration::from_secs(15),
            request: Duration::from_secs(40),
            download: Duration::from_mins(5),
            retries: 2,
            back_off: Duration::from_millis(250),
            concurrent: 6,
            writes_burst: 20,
            writes_per_minute: 60,
            longest_wait: Duration::from_secs(30),
            answer_bytes: 64 << 20,
            largest_blob: 1 << 20,
            blobs_after_archive: 300,
            archive_bytes: 1 << 30,
            unpacked_bytes: 4 << 30,
            archive_entries: 400_000,
            kept_bytes: 256 << 20,
            tree_requests: 300,
            tree_cache: 64 << 20,
            answer_cache: 16 << 20,
            pages: 100,
        }
    }
}
