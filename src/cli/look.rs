//! The review over a folder, for every command that tells what it found.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use checks_core::{File, Lang};
use time::OffsetDateTime;

use super::folder::{Files, Place};
use super::git::{Repository, sha_of_file};
use super::progress::Progress;
use super::words::Words;
use super::{Failure, say, world};
use crate::output::text;
use crate::review::{
    Boundaries, Inspections, Outcome, Review, SETTINGS_PATH, Settings, Sides, StaticCheck, checks, inspect, select,
};

/// What is looked at.
pub(super) struct Request<'a> {
    /// The folder or file.
    pub(super) path: &'a Path,
    /// The names of the checks; all of them when it is empty.
    pub(super) only: &'a [String],
    /// The revision to compare with.
    pub(super) base: Option<&'a str>,
    /// Whether nothing is asked of the network.
    pub(super) offline: bool,
    /// The person's language.
    pub(super) lang: Lang,
}

/// What is on disk, and what it is compared with.
pub(super) struct Sources<'a> {
    pub(super) files: Files,
    sides: Sides,
    repository: Option<Repository<'a>>,
}

/// What was found.
pub(super) struct Looked<'a> {
    pub(super) checks: &'a [StaticCheck],
    pub(super) sources: &'a Sources<'a>,
    pub(super) review: &'a Review,
    pub(super) outcomes: Vec<Outcome>,
}

/// Reviews a folder and gives what was found to `tell`.
pub(super) fn look<T>(
    request: &Request<'_>,
    tell: impl FnOnce(&Looked<'_>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    let lang = request.lang;
    let words = Words(lang);
    let all = checks();
    let chosen =
        select(&all, request.only).map_err(|unknown| Failure(words.unknown_check(&unknown.name, &unknown.known)))?;
    let place = Place::of(request.path).map_err(|error| Failure(words.no_such_path(request.path, &error)))?;
    let sources = sources(request, &place, words)?;
    for reason in sources.files.unlisted.iter().take(5) {
        say(&words.unlisted(reason));
    }

    let today = OffsetDateTime::now_utc().date();
    let read = match place.read(SETTINGS_PATH) {
        Some(bytes) => Settings::read(&File::new(SETTINGS_PATH, bytes), &all, today),
        None => crate::review::settings::Read::default(),
    };
    let attributes = place.read(".gitattributes").unwrap_or_default();
    let boundaries = Boundaries::new(&read.settings.ignore, &String::from_utf8_lossy(&attributes));
    let review = Review::new(&chosen, &sources.sides, read.settings, read.findings, &boundaries);
    let too_large: Vec<&str> = review.too_large().into_iter().collect();
    if !too_large.is_empty() {
        say(&words.too_large(&too_large));
    }

    let inspections = inspections(&review, &sources, lang)?;
    let facts = world::facts(&review.questions(&inspections), request.offline, lang)?;
    let outcomes = review.conclude(inspections, &facts);
    for problem in outcomes.iter().flat_map(|outcome| &outcome.problems).collect::<BTreeSet<_>>() {
        say(&text::plain(&problem.text(lang)));
    }
    tell(&Looked { checks: &chosen, sources: &sources, review: &review, outcomes })
}

fn sources<'a>(request: &Request<'_>, place: &'a Place, words: Words) -> Result<Sources<'a>, Failure> {
    let Some(revision) = request.base else {
        let files = Files::walk(place);
        // One commit alone: a path tells a content.
        let sides = Sides { head: files.snapshot(|_, _| "disk".to_owned()), base: None };
        return Ok(Sources { files, sides, repository: None });
    };
    if !place.is_repository {
        return Err(Failure(words.not_a_repository(request.path)));
    }
    let repository = Repository::at(&place.root, words);
    let base = repository.merge_base(revision)?;
    let snapshot = repository.snapshot(&base, |path| place.holds(path))?;
    let files = Files::of(place, repository.paths()?.into_iter());
    let head = files.snapshot(|path, size| sha_of_file(path, size, &base));
    Ok(Sources { files, sides: Sides { head, base: Some(snapshot) }, repository: Some(repository) })
}

fn inspections(review: &Review, sources: &Sources<'_>, lang: Lang) -> Result<Inspections, Failure> {
    let jobs = review.jobs(&HashMap::new());
    let Sides { head, base } = &sources.sides;
    let of_head = |job: &inspect::Job| head.get(&job.path).is_some_and(|blob| blob.sha == job.sha);
    let of_base: BTreeSet<&str> = match base {
        Some(_) => jobs.iter().filter(|job| !of_head(job)).map(|job| job.sha.as_str()).collect(),
        None => BTreeSet::new(),
    };
    let blobs = match &sources.repository {
        Some(repository) => repository.blobs(&of_base)?,
        None => HashMap::new(),
    };
    let read = |job: &inspect::Job| {
        if of_head(job) { sources.files.read(&job.path) } else { blobs.get(&job.sha).cloned() }
    };
    let progress = Progress::of(jobs.len());
    let inspected = inspect::run(&jobs, read, || progress.step());
    drop(progress);
    for problem in &inspected.problems {
        say(&text::plain(&problem.text(lang)));
    }
    Ok(inspected.inspections.into_iter().collect())
}
