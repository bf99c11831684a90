//! `vigie check`: the review that the App does, over a folder.

use std::path::PathBuf;

use checks_core::{Lang, Level};
use clap::{Args, ValueEnum};

use super::look::{Looked, Request, look};
use super::{CALM, FOUND, Failure, print, width, write};
use crate::output::{Report, json, sarif, text};
use crate::review::{Difference, Outcome, rules};

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

pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<u8, Failure> {
    let Arguments { path, only, base, offline, .. } = arguments;
    let request = Request { path, only, base: base.as_deref(), offline: *offline, lang };
    look(&request, |looked| {
        tell(arguments, looked, lang)?;
        let fails = looked.outcomes.iter().any(|outcome| fails(outcome, arguments.fail_on.level()));
        Ok(if fails { FOUND } else { CALM })
    })
}

fn tell(arguments: &Arguments, looked: &Looked<'_>, lang: Lang) -> Result<(), Failure> {
    let Looked { sources, outcomes, .. } = looked;
    let rules = rules(looked.checks);
    let base = arguments.base.as_deref();
    let files = looked.review.difference().map_or(sources.files.len(), Difference::len);
    let report = Report { outcomes, rules: &rules, base, files, lang };
    match arguments.format {
        Format::Text => print(&text::text(&report, |path| sources.files.read(path), width()), lang),
        Format::Json => write(lang, |out| json::json(&report, out)),
        Format::Sarif => write(lang, |out| sarif::sarif(&report, out)),
    }
}

/// Whether an outcome has something new at `level` or above; a check that only advises fails nothing.
fn fails(outcome: &Outcome, level: Level) -> bool {
    !outcome.advisory && outcome.annotated().any(|finding| finding.level >= level)
}
