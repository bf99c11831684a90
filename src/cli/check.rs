//! `vigie check`: the review that the App does, over a folder.

use std::collections::{BTreeSet, HashMap};
use std::path::PathBuf;

use checks_core::{File, Lang, Level};
use clap::{Args, ValueEnum};
use time::OffsetDateTime;

use super::folder::{Files, Place};
use super::git::{Repository, sha_of_file};
use super::progress::Progress;
use super::words::Words;
use super::{CALM, FOUND, Failure, print, say, width, world};
use crate::output::{Report, json, sarif, text};
use crate::review::{
    Boundaries, Difference, Inspections, Outcome, Review, SETTINGS_PATH, Settings, Sides, StaticCheck, checks, inspect,
    rules, select,
};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Dossier ou fichier à contrôler
    #[arg(default_value = ".", value_name = "CHEMIN")]
    path: PathBuf,
    /// Ces contrôles seulement (plusieurs fois, ou séparés par des virgules)
    #[arg(long, value_name = "CONTRÔLE", value_delimiter = ',')]
    only: Vec<String>,
    /// Ne dit que ce que le dossier apporte depuis cette révision (branche, commit) de git
    #[arg(long, value_name = "RÉVISION", allow_hyphen_values = true)]
    base: Option<String>,
    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORME")]
    format: Format,
    /// Ne demande rien au réseau
    #[arg(long)]
    offline: bool,
    /// Niveau à partir duquel le code de sortie est 1
    #[arg(long, value_enum, default_value_t = FailOn::Failure, value_name = "NIVEAU")]
    fail_on: FailOn,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// À lire
    Text,
    /// Pour un programme
    Json,
    /// SARIF 2.1.0, pour GitHub et les éditeurs
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Tout, même à vérifier
    Notice,
    /// Ce qui est probablement faux
    Warning,
    /// Ce qui est faux à coup sûr
    Failure,
}

impl FailOn {
    const fn level(self) -> Level {
        match self {
            Self::Notice => Level::Notice,
            Self::Warning => Level::Warning,
            Self::Failure => Level::Failure,
        }
    }
}

/// What is on disk, and what it is compared with.
struct Sources<'a> {
    files: Files,
    sides: Sides,
    repository: Option<Repository<'a>>,
}

pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<u8, Failure> {
    let words = Words(lang);
    let all = checks();
    let chosen =
        select(&all, &arguments.only).map_err(|unknown| Failure(words.unknown_check(&unknown.name, &unknown.known)))?;
    let place = Place::of(&arguments.path).map_err(|error| Failure(words.no_such_path(&arguments.path, &error)))?;
    let sources = sources(arguments, &place, words)?;
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
    let facts = world::facts(&review.questions(&inspections), arguments.offline, lang)?;
    let outcomes = review.conclude(&inspections, &facts);
    for problem in outcomes.iter().flat_map(|outcome| &outcome.problems).collect::<BTreeSet<_>>() {
        say(&text::plain(&problem.text(lang)));
    }
    tell(arguments, &chosen, &sources, &review, &outcomes, lang)?;
    Ok(if outcomes.iter().any(|outcome| fails(outcome, arguments.fail_on.level())) { FOUND } else { CALM })
}

fn sources<'a>(arguments: &Arguments, place: &'a Place, words: Words) -> Result<Sources<'a>, Failure> {
    let Some(revision) = &arguments.base else {
        let files = Files::walk(place);
        // One commit alone: a path tells a content.
        let sides = Sides { head: files.snapshot(|_, _| "disk".to_owned()), base: None };
        return Ok(Sources { files, sides, repository: None });
    };
    if !place.is_repository {
        return Err(Failure(words.not_a_repository(&arguments.path)));
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

fn tell(
    arguments: &Arguments,
    checks: &[StaticCheck],
    sources: &Sources<'_>,
    review: &Review,
    outcomes: &[Outcome],
    lang: Lang,
) -> Result<(), Failure> {
    let rules = rules(checks);
    let base = arguments.base.as_deref();
    let files = review.difference().map_or(sources.files.len(), Difference::len);
    let report = Report { outcomes, rules: &rules, base, files, lang };
    let told = match arguments.format {
        Format::Text => text::text(&report, |path| sources.files.read(path), width()),
        Format::Json => json::json(&report).map_err(|error| Failure(error.to_string()))?,
        Format::Sarif => sarif::sarif(&report).map_err(|error| Failure(error.to_string()))?,
    };
    print(&told, lang)
}

/// Whether an outcome has something new at `level` or above; a check that only advises fails nothing.
fn fails(outcome: &Outcome, level: Level) -> bool {
    !outcome.advisory && outcome.annotated().any(|finding| finding.level >= level)
}
