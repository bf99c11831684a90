//! `vigie rgaa`: the grid of the RGAA's critères over a folder.

use std::path::PathBuf;

use checks_core::Lang;
use clap::{Args, ValueEnum};

use super::look::{Looked, Request, look};
use super::{CALM, Failure, print};
use crate::output::{Report, grid};
use crate::review::rules;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Dossier ou fichier à contrôler
    #[arg(default_value = ".", value_name = "CHEMIN")]
    path: PathBuf,
    /// Forme de la grille
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORME")]
    format: Format,
    /// Numéro qu'Ara donne à la page auditée, pour `--format ara`
    #[arg(long, value_name = "NUMÉRO", required_if_eq("format", "ara"))]
    page: Option<u32>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// À lire
    Text,
    /// Pour un programme
    Json,
    /// Pour un tableur
    Csv,
    /// Pour Ara, l'outil d'audit de l'État : les critères non conformes
    Ara,
}

pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<u8, Failure> {
    let only = ["rgaa".to_owned()];
    let request = Request { path: &arguments.path, only: &only, base: None, offline: true, lang };
    look(&request, |looked| {
        print(&told(arguments, looked, lang).map_err(|error| Failure(error.to_string()))?, lang)?;
        Ok(CALM)
    })
}

fn told(arguments: &Arguments, looked: &Looked<'_>, lang: Lang) -> anyhow::Result<String> {
    let rules = rules(looked.checks);
    let report =
        Report { outcomes: &looked.outcomes, rules: &rules, base: None, files: looked.sources.files.len(), lang };
    let items = report.items();
    let rows = grid::rows(items.iter().map(|item| item.finding), &rules);
    Ok(match arguments.format {
        Format::Text => grid::text(&rows, lang),
        Format::Json => grid::json(&rows, lang)?,
        Format::Csv => grid::csv(&rows, lang)?,
        Format::Ara => grid::ara(&rows, arguments.page.unwrap_or_default(), lang)?,
    })
}
