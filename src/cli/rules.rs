//! `vigie rules`: every rule.

use checks_core::Lang;
use clap::{Args, ValueEnum};

use super::{CALM, Failure, print};
use crate::output;
use crate::review::{checks, rules};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Forme de la liste
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORME")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// À lire
    Text,
    /// Pour un programme
    Json,
}

pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<u8, Failure> {
    let rules = rules(&checks());
    let text = match arguments.format {
        Format::Text => output::rules::text(&rules, lang),
        Format::Json => output::rules::json(&rules).map_err(|error| Failure(error.to_string()))?,
    };
    print(&text, lang)?;
    Ok(CALM)
}
