//! When a request may leave: GitHub's limits as GitHub tells them, and our own restraint.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use axum::http::HeaderMap;
use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

use super::error::Error;
use super::settings::Limits;

/// Held when GitHub says « too much » without saying for how long, and doubled each time it says so again.
const HOLD: i64 = 60_000;
/// The longest that one answer may hold us, whatever it says.
const LONGEST_HOLD: i64 = 2 * 3_600_000;

/// What is left of an installation's requests, as GitHub last said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quota {
    /// Requests per hour.
    pub limit: u64,
    /// Requests left.
    pub remaining: u64,
    /// When they are given anew, in milliseconds since 1970 (UTC).
    pub reset: i64,
}

/// The gate of one installation (or of the App itself).
pub(super) struct Gate {
    state: Mutex<State>,
    seats: Semaphore,
    longest_wait: Duration,
    /// Between two writes once the burst is spent.
    interval: Duration,
    burst: Duration,
}

#[derive(Default)]
struct State {
    held_until: i64,
    strikes: u32,
    quota: Option<Quota>,
    /// When the bucket of writes will be full again.
    full_at: Option<Instant>,
}

impl Gate {
    pub(super) fn new(limits: &Limits) -> Self {
        let interval = Duration::from_mins(1) / limits.writes_per_minute.max(1);
        Self {
            state: Mutex::default(),
            seats: Semaphore::new(limits.concurrent.max(1)),
            longest_wait: limits.longest_wait,
            interval,
            burst: interval * limits.writes_burst.max(1).saturating_sub(1),
        }
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What GitHub last said is left.
    pub(super) fn quota(&self) -> Option<Quota> {
        self.state().quota
    }

    /// Waits for a seat and, for a write, for its turn.
    pub(super) async fn enter(&self, writes: bool) -> Result<SemaphorePermit<'_>, Error> {
        self.held()?;
        if writes {
            let wait = self.reserve(Instant::now())?;
            if !wait.is_zero() {
                tokio::time::sleep(wait).await;
                self.held()?;
            }
        }
        self.seats.acquire().await.map_err(|_| Error::Transient("the server is stopping".into()))
    }

    fn held(&self) -> Result<(), Error> {
        let until = self.state().held_until;
        if until > now() { Err(Error::RateLimited { until }) } else { Ok(()) }
    }

    /// Takes the next turn to write; how long until it comes.
    fn reserve(&self, present: Instant) -> Result<Duration, Error> {
        let mut state = self.state();
        let full_at = state.full_at.map_or(present, |at| at.max(present));
        let wait = (full_at - present).saturating_sub(self.burst);
        if wait > self.longest_wait {
            return Err(Error::RateLimited { until: now() + wait.as_millis() as i64 });
        }
        state.full_at = Some(full_at + self.interval);
        Ok(wait)
    }

    /// Takes note of what an answer says of the limits. An error when that answer *is* a limit.
    pub(super) fn note(&self, status: u16, headers: &HeaderMap, body: &[u8]) -> Result<(), Error> {
        let mut state = self.state();
        let quota = quota(headers);
        state.quota = quota.or(state.quota);
        let spent = quota.filter(|quota| quota.remaining == 0).map(|quota| quota.reset + 1_000);
        let present = now();
        let until = match status {
            403 | 429 => {
                let after = number(headers, "retry-after").map(|seconds| present + seconds as i64 * 1_000);
                let told = after.or(spent);
                let limited = status == 429 || told.is_some() || says_too_much(body);
                limited.then(|| {
                    let doubled = HOLD << state.strikes.min(5);
                    state.strikes += 1;
                    told.unwrap_or(present + doubled)
                })
            }
            _ => {
                if status < 400 {
                    state.strikes = 0;
                }
                if let Some(until) = spent {
                    state.held_until = until.clamp(state.held_until, present + LONGEST_HOLD);
                }
                None
            }
        };
        let Some(until) = until else { return Ok(()) };
        let until = until.clamp(present + 1_000, present + LONGEST_HOLD);
        state.held_until = state.held_until.max(until);
        Err(Error::RateLimited { until: state.held_until })
    }
}

fn says_too_much(body: &[u8]) -> bool {
    let said = String::from_utf8_lossy(&body[..body.len().min(2_000)]).to_lowercase();
    said.contains("rate limit") || said.contains("abuse detection")
}

fn quota(headers: &HeaderMap) -> Option<Quota> {
    // Search, code scanning and the like have quotas of their own.
    if headers.get("x-ratelimit-resource").is_some_and(|resource| resource != "core") {
        return None;
    }
    Some(Quota {
        limit: number(headers, "x-ratelimit-limit")?,
        remaining: number(headers, "x-ratelimit-remaining")?,
        reset: i64::try_from(number(headers, "x-ratelimit-reset")?).ok()?.checked_mul(1_000)?,
    })
}

fn number(headers: &HeaderMap, name: &str) -> Option<u64> {
    let number: u64 = headers.get(name)?.to_str().ok()?.trim().parse().ok()?;
    (number < 1 << 40).then_some(number)
}

/// Milliseconds since 1970 (UTC).
pub(super) fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, String)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    fn gate() -> Gate {
        Gate::new(&Limits::default())
    }

    fn seconds_held(result: Result<(), Error>) -> i64 {
        match result {
            Err(Error::RateLimited { until }) => (until - now() + 500) / 1_000,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn retry_after_holds_everything() {
        let gate = gate();
        assert_eq!(seconds_held(gate.note(429, &headers(&[("retry-after", "30".into())]), b"")), 30);
        assert_eq!(seconds_held(gate.enter(false).await.map(|_| ())), 30);
    }

    #[test]
    fn a_secondary_limit_without_a_time_holds_longer_each_time() {
        let gate = gate();
        let said = b"{\"message\":\"You have exceeded a secondary rate limit.\"}";
        assert_eq!(seconds_held(gate.note(403, &HeaderMap::new(), said)), 60);
        assert_eq!(seconds_held(gate.note(403, &HeaderMap::new(), said)), 120);
        gate.note(200, &HeaderMap::new(), b"").unwrap();
        let held = seconds_held(gate.note(429, &HeaderMap::new(), b""));
        assert_eq!(held, 120, "what was promised still holds");
    }

    #[test]
    fn another_refusal_is_no_limit() {
        let left = headers(&[
            ("x-ratelimit-limit", "5000".into()),
            ("x-ratelimit-remaining", "4999".into()),
            ("x-ratelimit-reset", "1900000000".into()),
        ]);
        let gate = gate();
        gate.note(403, &left, b"{\"message\":\"Resource not accessible by integration\"}").unwrap();
        assert_eq!(gate.quota(), Some(Quota { limit: 5_000, remaining: 4_999, reset: 1_900_000_000_000 }));
    }

    #[tokio::test]
    async fn nothing_leaves_once_the_last_request_is_spent() {
        let gate = gate();
        let reset = now() / 1_000 + 600;
        let spent = headers(&[
            ("x-ratelimit-limit", "5000".into()),
            ("x-ratelimit-remaining", "0".into()),
            ("x-ratelimit-reset", reset.to_string()),
        ]);
        gate.note(200, &spent, b"").unwrap();
        assert_eq!(gate.enter(false).await.map(|_| ()), Err(Error::RateLimited { until: (reset + 1) * 1_000 }));
    }

    #[test]
    fn absurd_headers_hold_two_hours_at_most() {
        let gate = gate();
        let held = seconds_held(gate.note(429, &headers(&[("retry-after", "999999999".into())]), b""));
        assert_eq!(held, 7_200);
        assert_eq!(
            seconds_held(super::Gate::note(&self::gate(), 429, &headers(&[("retry-after", "x".into())]), b"")),
            60
        );
    }

    #[test]
    fn writes_are_spaced_after_a_burst_and_never_more_than_eighty_a_minute() {
        let gate = gate();
        let began = Instant::now();
        let mut present = began;
        let mut left = Vec::new();
        for _ in 0..100 {
            present += gate.reserve(present).unwrap();
            left.push(present - began);
        }
        assert_eq!(left[19], Duration::ZERO, "twenty leave at once");
        assert_eq!(left[20], Duration::from_secs(1));
        assert_eq!(left.iter().filter(|at| **at < Duration::from_mins(1)).count(), 79);
        assert_eq!(
            gate.reserve(present + Duration::from_mins(1)).unwrap(),
            Duration::ZERO,
            "rest gives the burst back"
        );
    }

    #[tokio::test]
    async fn a_write_that_would_wait_too_long_is_for_later() {
        let gate = gate();
        let present = Instant::now();
        let reserved = (0..1_000).take_while(|_| gate.reserve(present).is_ok()).count();
        assert_eq!(reserved, 20 + 30, "the burst, and half a minute of the rest");
        assert!(gate.enter(false).await.is_ok(), "reads do not wait for writes");
    }
}
