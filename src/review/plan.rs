//! What a review must look at, told before anything is read.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use checks_core::{Finding, Inspection, Interest, project_roots, root_of};

use super::inspect::Job;
use super::{Boundaries, Difference, Settings, Snapshot, StaticCheck, is_too_large};

/// Changes when [`inspect`](super::inspect) leaves other files out than before.
const READING: u32 = 1;

/// What an inspection is kept under: the same key has the same result for ever.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Key {
    /// The check's name.
    pub check: &'static str,
    /// The check's version and that of the reader of files.
    pub version: String,
    /// Path of the file.
    pub path: String,
    /// SHA of its content.
    pub sha: String,
}

impl Key {
    pub(super) fn of(check: StaticCheck, path: &str, sha: &str) -> Self {
        let version = format!("{}.{READING}", check.version());
        Self { check: check.name(), version, path: path.to_owned(), sha: sha.to_owned() }
    }
}

/// Inspections, kept from before and made now.
pub type Inspections = HashMap<Key, Inspection>;

/// The commits that a review compares.
#[derive(Debug, Clone)]
pub struct Sides {
    /// What is reviewed.
    pub head: Snapshot,
    /// What it is compared with; `None` to review the whole head.
    pub base: Option<Snapshot>,
}

/// The work on one head.
pub struct Review {
    pub(super) plans: Vec<Plan>,
    pub(super) settings: Settings,
    pub(super) settings_findings: Vec<Finding>,
    pub(super) difference: Option<Difference>,
}

/// What one check looks at.
pub(super) struct Plan {
    pub(super) check: StaticCheck,
    pub(super) head: Side,
    pub(super) base: Side,
}

/// What one check looks at on one side.
#[derive(Default)]
pub(super) struct Side {
    /// Files whose findings are wanted.
    pub(super) spoken: Vec<Key>,
    /// Projects to conclude, by their root.
    pub(super) projects: BTreeMap<String, Scope>,
    /// Paths that are too large to be looked at.
    pub(super) too_large: BTreeSet<String>,
}

/// A project to conclude.
#[derive(Default, PartialEq, Eq)]
pub(super) struct Scope {
    /// Its paths, sorted.
    pub(super) paths: Vec<String>,
    /// Its files whose notes weigh.
    pub(super) noted: Vec<Key>,
    /// Paths that weigh and are too large.
    pub(super) too_large: Vec<String>,
    /// Whether the world is asked: not where nothing that weighs has changed.
    pub(super) asks: bool,
}

impl Review {
    /// Plans the review of a head by `checks`. `settings_findings` is what is wrong in the settings themselves.
    pub fn new(
        checks: &[StaticCheck],
        sides: &Sides,
        settings: Settings,
        settings_findings: Vec<Finding>,
        boundaries: &Boundaries,
    ) -> Self {
        let difference = sides.base.as_ref().map(|base| Difference::between(base, &sides.head));
        let plans = checks
            .iter()
            .map(|&check| {
                if !settings.enabled(check.name()) {
                    return Plan { check, head: Side::default(), base: Side::default() };
                }
                let changed = difference.as_ref();
                let mut head = Side::plan(check, &sides.head, boundaries, |path| {
                    changed.is_none_or(|difference| difference.touches(path))
                });
                let mut base = Side::default();
                if let (Some(snapshot), Some(difference)) = (&sides.base, changed) {
                    base = Side::plan(check, snapshot, boundaries, |path| difference.touched(path));
                    spare(&mut head, &mut base);
                }
                Plan { check, head, base }
            })
            .collect();
        Self { plans, settings, settings_findings, difference }
    }

    /// How the head differs from its base; `None` when the whole head is reviewed.
    pub fn difference(&self) -> Option<&Difference> {
        self.difference.as_ref()
    }

    /// The inspections that the review needs, each once, sorted.
    pub fn needs(&self) -> BTreeSet<Key> {
        self.plans.iter().flat_map(|plan| [&plan.head, &plan.base]).flat_map(Side::keys).cloned().collect()
    }

    /// The files to read for what `kept` does not hold; each is read once whatever the number of checks.
    pub fn jobs(&self, kept: &Inspections) -> Vec<Job> {
        let mut jobs: BTreeMap<(String, String), Vec<StaticCheck>> = BTreeMap::new();
        for plan in &self.plans {
            let missing: BTreeSet<&Key> = [&plan.head, &plan.base]
                .into_iter()
                .flat_map(Side::keys)
                .filter(|key| !kept.contains_key(key))
                .collect();
            for key in missing {
                jobs.entry((key.path.clone(), key.sha.clone())).or_default().push(plan.check);
            }
        }
        jobs.into_iter().map(|((path, sha), checks)| Job { path, sha, checks }).collect()
    }

    /// Files of the head left out because of their size, though a check would look at them.
    pub fn too_large(&self) -> BTreeSet<&str> {
        self.plans.iter().flat_map(|plan| &plan.head.too_large).map(String::as_str).collect()
    }
}

impl Side {
    fn plan(check: StaticCheck, snapshot: &Snapshot, boundaries: &Boundaries, speaks: impl Fn(&str) -> bool) -> Self {
        let mut side = Self::default();
        let paths: Vec<&str> = snapshot.paths().filter(|path| !boundaries.exclude(path)).collect();
        let roots = project_roots(paths.iter().copied());
        for path in paths {
            let Some(blob) = snapshot.get(path) else { continue };
            let scope = side.projects.entry(root_of(&roots, path).to_owned()).or_default();
            scope.paths.push(path.to_owned());
            let interest = check.interest(path);
            if interest == Interest::Ignored || (interest == Interest::Alone && !speaks(path)) {
                continue;
            }
            if blob.size.is_some_and(|size| is_too_large(path, size)) {
                side.too_large.insert(path.to_owned());
                if interest == Interest::Project {
                    scope.too_large.push(path.to_owned());
                }
                continue;
            }
            let key = Key::of(check, path, &blob.sha);
            if interest == Interest::Project {
                scope.asks = true;
                scope.noted.push(key.clone());
            }
            if speaks(path) {
                side.spoken.push(key);
            }
        }
        side.projects.retain(|_, scope| !scope.noted.is_empty() || !scope.too_large.is_empty());
        side
    }

    fn keys(&self) -> impl Iterator<Item = &Key> {
        self.spoken.iter().chain(self.projects.values().flat_map(|scope| &scope.noted))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.spoken.is_empty() && self.projects.is_empty() && self.too_large.is_empty()
    }
}

/// Spares both sides what the change leaves as it was: a project with the same paths and the same files that weigh
/// concludes the same; one whose files that weigh are the same has the same questions and answers.
fn spare(head: &mut Side, base: &mut Side) {
    for (root, scope) in &mut head.projects {
        let Some(before) = base.projects.get_mut(root) else { continue };
        if scope.noted == before.noted && scope.too_large == before.too_large {
            scope.asks = false;
            before.asks = false;
        }
    }
    let same: Vec<String> = head
        .projects
        .iter()
        .filter(|(root, scope)| base.projects.get(*root).is_some_and(|before| before == *scope))
        .map(|(root, _)| root.clone())
        .collect();
    for root in same {
        head.projects.remove(&root);
        base.projects.remove(&root);
    }
}
