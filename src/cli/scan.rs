//! `vigie scan`: what a browser sees of a live page.

use std::time::Duration;

use checks_core::Lang;
use clap::{Args, ValueEnum};
use url::Url;

use super::words::Words;
use super::{CALM, FOUND, Failure, print, say};
use crate::output::rendered;
use crate::scan::{Chromium, Limits, Reach, scan};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Adresse de la page, `http` ou `https`
    #[arg(value_name = "URL")]
    url: String,
    /// Ce qui est contrôlé
    #[arg(long, value_enum, value_name = "CONTRÔLE")]
    check: Scanned,
    /// Nombre de pages du même site à regarder, la première comprise
    #[arg(long, default_value_t = 1, value_name = "NOMBRE", value_parser = clap::value_parser!(u8).range(1..=50))]
    pages: u8,
    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORME")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scanned {
    /// L'accessibilité de la page rendue, avec axe-core
    Rgaa,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// À lire
    Text,
    /// Pour un programme
    Json,
}

pub(super) fn run(arguments: &Arguments, lang: Lang) -> Result<u8, Failure> {
    let words = Words(lang);
    let Scanned::Rgaa = arguments.check;
    let url = Url::parse(&arguments.url).map_err(|_| Failure(words.no_url(&arguments.url)))?;
    let read = |name: &str| std::env::var(name).ok();
    let chromium = Chromium::found(read).ok_or_else(|| Failure(words.no_browser()))?;
    let pages = usize::from(arguments.pages);
    let usual = Limits::default();
    let total_time = usual.page_time * u32::from(arguments.pages) + Duration::from_secs(30);
    let limits = Limits { pages, total_time, ..usual };
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure(error.to_string()))?;
    let seen = runtime
        .block_on(scan(&chromium, &url, &Reach::Any, &limits, lang))
        .map_err(|error| Failure(words.cannot_scan(&error)))?;
    for missed in &seen.missed {
        say(&words.page_missed(missed));
    }
    if seen.pages.is_empty() {
        return Err(Failure(words.nothing_scanned()));
    }
    let told = match arguments.format {
        Format::Text => rendered::text(&seen, lang),
        Format::Json => rendered::json(&seen).map_err(|error| Failure(error.to_string()))?,
    };
    print(&told, lang)?;
    Ok(if rendered::fails(&seen) { FOUND } else { CALM })
}
