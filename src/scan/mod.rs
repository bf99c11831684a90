//! Pages as a browser renders them: headless Chromium, with axe-core's rules and their RGAA tests.
//!
//! A page is hostile: the browser runs it in a process without our environment, bounded in time, memory and pages, and
//! where the address comes from a stranger, every connection goes through a [`guard`] that reaches public addresses only.

pub mod axe;
mod browser;
pub mod captured;
pub mod guard;
pub mod headers;
mod memory;
mod sample;
pub mod trace;

use std::path::PathBuf;
use std::time::Duration;

use url::Url;

pub use axe::{Element, Violation};
pub use browser::scan;

/// The browser to run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chromium {
    /// Its executable.
    pub executable: PathBuf,
    /// More flags for it, as `--no-sandbox` where it runs as root in a container.
    pub flags: Vec<String>,
    /// Hosts (`host:port`) of review apps that it may reach though they are not public: `SCAN_HOSTS`.
    pub hosts: Vec<String>,
}

impl Chromium {
    /// The executables that Debian, Google and others install.
    const NAMES: [&'static str; 4] = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    /// The browser that `CHROME_PATH` and `CHROME_FLAGS` name, as chrome-launcher reads them.
    pub fn configured(read: impl Fn(&str) -> Option<String>) -> Option<Self> {
        let executable = read("CHROME_PATH").filter(|path| !path.trim().is_empty())?;
        Some(Self::at(executable.into(), read))
    }

    /// The configured browser, else the first one in the folders of `PATH`.
    pub fn found(read: impl Fn(&str) -> Option<String>) -> Option<Self> {
        Self::configured(&read).or_else(|| {
            let path = read("PATH")?;
            let mut candidates =
                Self::NAMES.iter().flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)));
            Some(Self::at(candidates.find(|file| file.is_file())?, &read))
        })
    }

    fn at(executable: PathBuf, read: impl Fn(&str) -> Option<String>) -> Self {
        let words = |name: &str| -> Vec<String> {
            let text = read(name).unwrap_or_default();
            text.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        Self { executable, flags: words("CHROME_FLAGS"), hosts: words("SCAN_HOSTS") }
    }
}

/// How far a scan goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Pages looked at, the first one included.
    pub pages: usize,
    /// For one page, from the first byte to the last rule.
    pub page_time: Duration,
    /// For all of it.
    pub total_time: Duration,
    /// Resident memory of the browser's processes together, in bytes.
    pub memory: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pages: 1, page_time: Duration::from_secs(45), total_time: Duration::from_mins(3), memory: 1_536 << 20 }
    }
}

/// Which addresses a page may reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// All of them: the person at this machine asked.
    Any,
    /// Public ones only, since the address is a stranger's, and these hosts (`host:port`) that the operator named.
    Public(Vec<String>),
}

/// What was seen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scan {
    /// The pages, in the order they were visited.
    pub pages: Vec<Page>,
    /// Pages that could not be looked at.
    pub missed: Vec<Missed>,
}

/// A page as the browser rendered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where the browser ended, redirections followed.
    pub url: Url,
    /// Its `<title>`.
    pub title: String,
    /// What axe-core's rules say of it, those with an RGAA test first.
    pub violations: Vec<Violation>,
}

/// A page that could not be looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Its address.
    pub url: Url,
    /// Why.
    pub why: Why,
}

/// Why a page could not be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// No answer, or none in time.
    #[error("it did not answer in time")]
    Slow,
    /// The host refused, does not exist, or has no valid certificate.
    #[error("it could not be reached")]
    Unreachable,
    /// It answered with an HTTP error.
    #[error("it answered with HTTP status {0}")]
    Status(u16),
    /// It is no HTML page, or a page that does not let itself be looked at.
    #[error("it could not be looked at")]
    Unreadable,
    /// It took too much memory: the browser was stopped.
    #[error("it took more memory than allowed")]
    Memory,
}

/// Why nothing could be looked at.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address is not one that Vigie visits.
    #[error(transparent)]
    Refused(#[from] guard::Refusal),
    /// The browser did not start.
    #[error("the browser did not start: {0}")]
    Browser(String),
    /// The machine refused something.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browser_is_the_configured_one() {
        let read = |name: &str| match name {
            "CHROME_PATH" => Some("/opt/chrome".to_owned()),
            "CHROME_FLAGS" => Some("--no-sandbox  --a".to_owned()),
            "SCAN_HOSTS" => Some("review.interne:8080, b:80".to_owned()),
            _ => None,
        };
        let chromium = Chromium::configured(read).unwrap();
        assert_eq!(chromium.executable, PathBuf::from("/opt/chrome"));
        assert_eq!(chromium.flags, ["--no-sandbox", "--a"]);
        assert_eq!(chromium.hosts, ["review.interne:8080", "b:80"]);
        assert_eq!(Chromium::configured(|_| None), None);
        assert_eq!(Chromium::found(|name| (name == "PATH").then(|| "/nowhere".to_owned())), None);
    }
}
