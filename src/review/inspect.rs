//! Inspections that are missing: read, inspect, on every core.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use checks_core::{File, Inspection};

use super::{Key, Problem, StaticCheck, is_generated};

/// A file to read, and the checks that look at it.
pub struct Job {
    /// Its path.
    pub path: String,
    /// SHA of its content.
    pub sha: String,
    /// Who looks at it.
    pub checks: Vec<StaticCheck>,
}

/// What came of the jobs.
#[derive(Debug, Default)]
pub struct Inspected {
    /// To keep and to conclude from.
    pub inspections: Vec<(Key, Inspection)>,
    /// What went wrong, file by file: to log. Such a file is neither kept nor judged.
    pub problems: Vec<Problem>,
}

/// Deeply nested pages are read by recursion: the stack is larger than a thread's own.
const STACK: usize = 32 * 1024 * 1024;

/// Inspects every job's file on every core; blocks until all are done. `read` brings the bytes, `None` where they
/// cannot be had; `done` is called after each file.
///
/// A check that panics loses that file only, and a problem says so.
pub fn run(jobs: &[Job], read: impl Fn(&Job) -> Option<Vec<u8>> + Sync, done: impl Fn() + Sync) -> Inspected {
    let next = AtomicUsize::new(0);
    let all = Mutex::new(Inspected::default());
    let work = || {
        let mut mine = Inspected::default();
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            inspect(job, read(job), &mut mine);
            done();
        }
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.inspections.append(&mut mine.inspections);
        all.problems.append(&mut mine.problems);
    };
    let cores = thread::available_parallelism().map_or(1, std::num::NonZero::get).min(jobs.len());
    thread::scope(|scope| {
        for _ in 0..cores {
            if thread::Builder::new().stack_size(STACK).spawn_scoped(scope, work).is_err() {
                break;
            }
        }
    });
    // Where not one thread could be started, the work is done here.
    work();
    let mut all = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    all.inspections.sort_by(|a, b| a.0.cmp(&b.0));
    all.problems.sort();
    all
}

fn inspect(job: &Job, bytes: Option<Vec<u8>>, into: &mut Inspected) {
    let Some(bytes) = bytes else {
        into.problems.push(Problem::Unreadable { path: job.path.clone() });
        return;
    };
    let file = File::new(job.path.as_str(), bytes);
    let left_out = is_generated(&file);
    for &check in &job.checks {
        let key = Key::of(check, &job.path, &job.sha);
        if left_out {
            into.inspections.push((key, Inspection::default()));
            continue;
        }
        match catch_unwind(AssertUnwindSafe(|| check.inspect(&file))) {
            Ok(inspection) => into.inspections.push((key, inspection)),
            Err(_) => into.problems.push(Problem::Stopped { check: check.name(), path: Some(job.path.clone()) }),
        }
    }
}
