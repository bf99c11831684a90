//! Runs the browser.

use std::collections::{BTreeSet, VecDeque};
use std::io::ErrorKind;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use checks_core::Lang;
use chromiumoxide::Page as Tab;
use chromiumoxide::browser::Browser;
use chromiumoxide::cdp::browser_protocol::browser::{SetDownloadBehaviorBehavior, SetDownloadBehaviorParams};
use chromiumoxide::cdp::browser_protocol::page::{EventJavascriptDialogOpening, HandleJavaScriptDialogParams};
use chromiumoxide::cdp::js_protocol::runtime::EvaluateParams;
use chromiumoxide::error::CdpError;
use chromiumoxide::handler::HandlerConfig;
use chromiumoxide::handler::viewport::Viewport;
use futures_util::StreamExt as _;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use url::Url;

use super::axe::{self, Answer};
use super::guard::{self, Guard};
use super::{Chromium, Error, Limits, Missed, Page, Reach, Scan, Why, memory, sample};

/// To start.
const START: Duration = Duration::from_secs(30);
/// How long a page may still move after it loaded: applications draw themselves then.
const SETTLE: Duration = Duration::from_millis(1_500);
/// How often the memory is looked at.
const WATCH: Duration = Duration::from_millis(500);

/// Visits `start` and, as far as `limits` let it, the pages of the same site that it leads to.
///
/// # Errors
///
/// When the address is refused or the browser does not start. A page that fails is told in [`Scan::missed`].
pub async fn scan(chromium: &Chromium, start: &Url, reach: &Reach, limits: &Limits, lang: Lang) -> Result<Scan, Error> {
    match reach {
        Reach::Any => guard::is_web(start)?,
        Reach::Public(hosts) if guard::is_named(start, hosts) => guard::is_web(start)?,
        Reach::Public(_) => guard::allowed(start)?,
    }
    let guard = match reach {
        Reach::Any => None,
        Reach::Public(hosts) => Some(Guard::start(hosts.clone()).await?),
    };
    let mut running = Running::start(chromium, guard, limits.memory).await?;
    let seen = visit(&running, start, limits, lang).await;
    running.stop().await;
    Ok(seen)
}

async fn visit(running: &Running, start: &Url, limits: &Limits, lang: Lang) -> Scan {
    let ends = Instant::now() + limits.total_time;
    let mut scan = Scan::default();
    let mut seen = BTreeSet::from([start.clone()]);
    let mut queue = VecDeque::from([start.clone()]);
    while let Some(url) = queue.pop_front() {
        if scan.pages.len() + scan.missed.len() >= limits.pages {
            break;
        }
        let left = ends.saturating_duration_since(Instant::now()).min(limits.page_time);
        let looked = timeout(left, running.look(&url, lang)).await.unwrap_or(Err(Why::Slow));
        match looked {
            Ok((page, links)) => {
                seen.insert(page.url.clone());
                let next = sample::next(&page.url, &links, &seen);
                seen.extend(next.iter().cloned());
                queue.extend(next);
                scan.pages.push(page);
            }
            Err(why) => {
                let why = if running.is_too_large() { Why::Memory } else { why };
                scan.missed.push(Missed { url, why });
                if why == Why::Memory {
                    break;
                }
            }
        }
    }
    scan
}

/// A browser that runs. Dropped, it ends.
struct Running {
    browser: Browser,
    child: Child,
    handler: JoinHandle<()>,
    watcher: JoinHandle<()>,
    too_large: Arc<AtomicBool>,
    // Last to go: the browser needs them to its end.
    _guard: Option<Guard>,
    profile: Option<TempDir>,
}

impl Running {
    async fn start(chromium: &Chromium, guard: Option<Guard>, most_memory: u64) -> Result<Self, Error> {
        let profile = tempfile::Builder::new().prefix("vigie-scan-").tempdir()?;
        let mut child = command(chromium, profile.path(), guard.as_ref()).spawn()?;
        let address = timeout(START, address_of(&mut child))
            .await
            .map_err(|_| Error::Browser("no answer in time".to_owned()))??;
        let config = HandlerConfig {
            ignore_https_errors: false,
            viewport: Some(Viewport { width: 1280, height: 900, ..Viewport::default() }),
            request_timeout: Duration::from_mins(1),
            ..HandlerConfig::default()
        };
        let (browser, mut events) =
            Browser::connect_with_config(address, config).await.map_err(|error| Error::Browser(error.to_string()))?;
        let handler = tokio::spawn(async move { while events.next().await.is_some() {} });
        let download = SetDownloadBehaviorParams::new(SetDownloadBehaviorBehavior::Deny);
        browser.execute(download).await.map_err(|error| Error::Browser(error.to_string()))?;
        let too_large = Arc::new(AtomicBool::new(false));
        let watcher = tokio::spawn(watch(child.id(), most_memory, Arc::clone(&too_large)));
        Ok(Self { browser, child, handler, watcher, too_large, _guard: guard, profile: Some(profile) })
    }

    fn is_too_large(&self) -> bool {
        self.too_large.load(Ordering::Relaxed)
    }

    /// Looks at one page: what was seen, and where its links lead.
    async fn look(&self, url: &Url, lang: Lang) -> Result<(Page, Vec<String>), Why> {
        let tab = self.browser.new_page("about:blank").await.map_err(|error| why(&error))?;
        let seen = look_in(&tab, url, lang).await;
        let _ = tab.close().await;
        seen
    }

    async fn stop(&mut self) {
        self.watcher.abort();
        let _ = timeout(Duration::from_secs(3), self.browser.close()).await;
        let _ = self.child.kill().await;
        self.handler.abort();
        // The browser's helpers still write for a moment after it is gone.
        let Some(profile) = self.profile.take() else { return };
        let path = profile.keep();
        for _ in 0..10 {
            match tokio::fs::remove_dir_all(&path).await {
                Err(error) if error.kind() != ErrorKind::NotFound => sleep(Duration::from_millis(200)).await,
                _ => return,
            }
        }
    }
}

async fn look_in(tab: &Tab, url: &Url, lang: Lang) -> Result<(Page, Vec<String>), Why> {
    let dialogs = tab.event_listener::<EventJavascriptDialogOpening>().await.map_err(|error| why(&error))?;
    let answering = tokio::spawn(dismiss(tab.clone(), dialogs));
    let seen = judge(tab, url, lang).await;
    answering.abort();
    seen
}

/// Closes what `alert` and its like open: a page waits for them.
async fn dismiss(tab: Tab, mut dialogs: impl futures_util::Stream<Item = Arc<EventJavascriptDialogOpening>> + Unpin) {
    while dialogs.next().await.is_some() {
        let _ = tab.execute(HandleJavaScriptDialogParams::new(false)).await;
    }
}

async fn judge(tab: &Tab, url: &Url, lang: Lang) -> Result<(Page, Vec<String>), Why> {
    tab.goto(url.as_str()).await.map_err(|error| why(&error))?;
    sleep(SETTLE).await;
    let evaluated = tab.evaluate_expression(axe::SOURCE).await;
    evaluated.map_err(|error| why(&error))?;
    let run = EvaluateParams::builder().expression(axe::script(lang)).await_promise(true).return_by_value(true).build();
    let run = run.map_err(|_| Why::Unreadable)?;
    let answer: Answer =
        tab.evaluate_expression(run).await.map_err(|error| why(&error))?.into_value().map_err(|_| Why::Unreadable)?;
    if answer.status >= 400 {
        return Err(Why::Status(answer.status));
    }
    let ended = tab.url().await.ok().flatten().and_then(|text| Url::parse(&text).ok());
    let links = answer.links.clone();
    let title = answer.title.clone();
    Ok((Page { url: ended.unwrap_or_else(|| url.clone()), title, violations: answer.violations() }, links))
}

fn why(error: &CdpError) -> Why {
    match error {
        CdpError::Timeout => Why::Slow,
        CdpError::ChromeMessage(message) if message.starts_with("net::") => Why::Unreachable,
        _ => Why::Unreadable,
    }
}

fn command(chromium: &Chromium, profile: &Path, guard: Option<&Guard>) -> Command {
    let mut command = Command::new(&chromium.executable);
    // Nothing of our environment goes along: it holds our secrets.
    command
        .env_clear()
        .env("HOME", profile)
        .env("TMPDIR", profile)
        .env("PATH", "/usr/bin:/bin")
        .env("LANG", "fr_FR.UTF-8");
    command.args([
        "--headless",
        "--remote-debugging-port=0",
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-background-networking",
        "--disable-breakpad",
        "--disable-component-update",
        "--disable-default-apps",
        "--disable-dev-shm-usage",
        "--disable-domain-reliability",
        "--disable-extensions",
        "--disable-features=Translate,OptimizationHints,MediaRouter",
        "--disable-gpu",
        "--disable-quic",
        "--disable-sync",
        "--deny-permission-prompts",
        "--force-color-profile=srgb",
        "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
        "--hide-scrollbars",
        "--js-flags=--max-old-space-size=512",
        "--lang=fr-FR",
        "--metrics-recording-only",
        "--mute-audio",
        "--password-store=basic",
        "--renderer-process-limit=2",
        "--use-mock-keychain",
    ]);
    command.arg(format!("--user-data-dir={}", profile.display()));
    if let Some(guard) = guard {
        // The loopback, which proxies are spared by default, goes through it as well.
        command.arg(format!("--proxy-server=http://{}", guard.address())).arg("--proxy-bypass-list=<-loopback>");
    }
    command.args(&chromium.flags).arg("about:blank");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

/// The address that the browser says it listens on.
async fn address_of(child: &mut Child) -> Result<String, Error> {
    let Some(stderr) = child.stderr.take() else { return Err(Error::Browser("it has no output".to_owned())) };
    let mut lines = BufReader::new(stderr).lines();
    let mut last = String::new();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, address)) = line.split_once("DevTools listening on ") {
            let address = address.trim().to_owned();
            // It goes on to write; nobody reads, and a full pipe would stop it.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(address);
        }
        last = line;
    }
    Err(Error::Browser(last))
}

/// Stops the browser when it holds more than `most` bytes.
async fn watch(pid: Option<u32>, most: u64, too_large: Arc<AtomicBool>) {
    let Some(pid) = pid else { return };
    let mut system = sysinfo::System::new();
    loop {
        sleep(WATCH).await;
        if memory::of_family(&mut system, pid) > most {
            too_large.store(true, Ordering::Relaxed);
            if let Some(process) = system.process(sysinfo::Pid::from_u32(pid)) {
                process.kill();
            }
            return;
        }
    }
}
