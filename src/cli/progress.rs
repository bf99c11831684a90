//! A bar on the standard error, where a person waits.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget};

/// Work shorter than this shows nothing.
const SHORT: Duration = Duration::from_millis(1_500);

/// Shows nothing until the work has lasted, and nothing at all where the standard error is no terminal.
pub(super) struct Progress {
    bar: ProgressBar,
    since: Instant,
    shown: AtomicBool,
}

impl Progress {
    pub(super) fn of(steps: usize) -> Self {
        let bar = ProgressBar::with_draw_target(Some(steps as u64), ProgressDrawTarget::hidden());
        Self { bar, since: Instant::now(), shown: AtomicBool::new(false) }
    }

    pub(super) fn step(&self) {
        if self.since.elapsed() > SHORT && !self.shown.swap(true, Ordering::Relaxed) {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
        }
        self.bar.inc(1);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
