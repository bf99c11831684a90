//! `vigie scan`: what a live site answers, what a browser sees of its pages, and answers that were recorded.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use checks_core::Lang;
use checks_security_headers::observatory::{Card, GRADES, Recorded, card};
use clap::{Args, ValueEnum};
use url::Url;

use super::words::Words;
use super::{CALM, FAILED, FOUND, Failure, print, say, write};
use crate::output::{grade, rendered};
use crate::scan::headers::{Ports, exchange};
use crate::scan::{Chromium, Limits, Reach, captured, scan};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Adresse du site ou de la page, `http` ou `https`
    #[arg(value_name = "URL", required_unless_present_any = ["recorded", "har", "curl"])]
    url: Option<String>,
    /// Ce qui est contrôlé
    #[arg(long, value_enum, default_value_t = Scanned::SecurityHeaders, value_name = "CONTRÔLE")]
    check: Scanned,
    /// Réponses enregistrées à noter, un objet JSON par ligne, au lieu d'une adresse
    #[arg(long, value_name = "FICHIER", conflicts_with_all = ["url", "pages"])]
    recorded: Option<PathBuf>,
    /// Fichier HAR d'un navigateur : sa première page est notée (`-` : l'entrée standard)
    #[arg(long, value_name = "FICHIER", conflicts_with_all = ["url", "recorded", "pages"])]
    har: Option<PathBuf>,
    /// Sortie de `curl -i` ou `curl -iL` à noter (`-` : l'entrée standard) ; l'adresse demandée peut être donnée
    #[arg(long, value_name = "FICHIER", conflicts_with_all = ["har", "recorded", "pages"])]
    curl: Option<PathBuf>,
    /// Note la plus basse admise : au-dessous, la commande sort avec 1
    #[arg(long, value_name = "NOTE", value_parser = clap::builder::PossibleValuesParser::new(GRADES))]
    min_grade: Option<String>,
    /// Port du site en HTTP, si ce n'est pas 80
    #[arg(long, value_name = "PORT", conflicts_with = "recorded")]
    http_port: Option<u16>,
    /// Port du site en HTTPS, si ce n'est pas 443
    #[arg(long, value_name = "PORT", conflicts_with = "recorded")]
    https_port: Option<u16>,
    /// Nombre de pages du même site à regarder avec axe-core, la première comprise
    #[arg(long, default_value_t = 1, value_name = "NOMBRE", value_parser = clap::value_parser!(u8).range(1..=50))]
    pages: u8,
    /// Forme du résultat
    #[arg(long, value_enum, default_value_t = Format::Text, value_name = "FORME")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Scanned {
    /// Les en-têtes de sécurité, notés comme MDN HTTP Observatory
    SecurityHeaders,
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
    if let Some(file) = &arguments.recorded {
        return recorded(arguments, file, lang);
    }
    if let Some(path) = arguments.har.as_deref().or(arguments.curl.as_deref()) {
        return captured(arguments, path, lang);
    }
    let text = arguments.url.as_deref().unwrap_or_default();
    let url = Url::parse(text).map_err(|_| Failure(Words(lang).no_url(text)))?;
    match arguments.check {
        Scanned::SecurityHeaders => headers(arguments, &url, lang),
        Scanned::Rgaa => pages(arguments, &url, lang),
    }
}

fn headers(arguments: &Arguments, url: &Url, lang: Lang) -> Result<u8, Failure> {
    let words = Words(lang);
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure(error.to_string()))?;
    let ports = Ports { http: arguments.http_port, https: arguments.https_port };
    let card = match runtime.block_on(exchange(url, ports)) {
        Ok(exchange) => card(&exchange),
        Err(why) => return Err(Failure(words.no_grade(url, why))),
    };
    let told = match arguments.format {
        Format::Text => grade::text(url.as_str(), &card, lang),
        Format::Json => format!("{}\n", grade::json(url.as_str(), &card)),
    };
    print(&told, lang)?;
    Ok(if is_below(&card, arguments.min_grade.as_deref()) { FOUND } else { CALM })
}

/// Grades what a browser or curl captured, and says what of the grade they did not show.
fn captured(arguments: &Arguments, path: &Path, lang: Lang) -> Result<u8, Failure> {
    let words = Words(lang);
    let text = if path.as_os_str() == "-" {
        std::io::read_to_string(std::io::stdin())
    } else {
        std::fs::read(path).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    let text = text.map_err(|error| Failure(words.cannot_open(path, &error)))?;
    let url = match arguments.url.as_deref() {
        Some(text) => Some(Url::parse(text).map_err(|_| Failure(words.no_url(text)))?),
        None => None,
    };
    let read = if arguments.har.is_some() { captured::har(&text) } else { captured::curl(&text, url.as_ref()) };
    let captured = read.map_err(|error| Failure(words.not_captured(path, &error)))?;
    let id = captured.recorded.id.as_str();
    let exchange = captured.recorded.exchange().map_err(|_| Failure(words.unreachable()))?;
    let card = card(&exchange);
    let told = match arguments.format {
        Format::Text => grade::text(id, &card, lang) + &words.assumed(&captured.assumed),
        Format::Json => {
            let mut json = grade::json(id, &card);
            json["assumed"] = captured.assumed.into();
            format!("{json}\n")
        }
    };
    print(&told, lang)?;
    Ok(if is_below(&card, arguments.min_grade.as_deref()) { FOUND } else { CALM })
}

fn is_below(card: &Card, least: Option<&str>) -> bool {
    let rank = |grade: &str| GRADES.iter().position(|known| *known == grade);
    least.is_some_and(|least| rank(card.grade) > rank(least))
}

/// Grades the lines of a file; those that cannot be read are told, and the others graded all the same.
fn recorded(arguments: &Arguments, path: &Path, lang: Lang) -> Result<u8, Failure> {
    let words = Words(lang);
    let file = File::open(path).map_err(|error| Failure(words.cannot_open(path, &error)))?;
    let mut done = CALM;
    write(lang, |out| {
        for (number, line) in BufReader::new(file).lines().enumerate() {
            let line = line?;
            if line.trim().is_empty() {
                continue;
            }
            let recorded: Recorded = match serde_json::from_str(&line) {
                Ok(recorded) => recorded,
                Err(error) => {
                    say(&words.no_record(number + 1, &error));
                    done = FAILED;
                    continue;
                }
            };
            let id = recorded.id.as_str();
            match (recorded.exchange(), arguments.format) {
                (Ok(exchange), format) => {
                    let card = card(&exchange);
                    if is_below(&card, arguments.min_grade.as_deref()) {
                        done = done.max(FOUND);
                    }
                    match format {
                        Format::Json => writeln!(out, "{}", grade::json(id, &card))?,
                        Format::Text => writeln!(out, "{id} : {} {}", card.grade, card.score)?,
                    }
                }
                (Err(_), Format::Json) => writeln!(out, "{}", grade::no_grade(id, "unreachable"))?,
                (Err(_), Format::Text) => writeln!(out, "{id} : {}", words.unreachable())?,
            }
        }
        Ok(())
    })?;
    Ok(done)
}

fn pages(arguments: &Arguments, url: &Url, lang: Lang) -> Result<u8, Failure> {
    let words = Words(lang);
    let read = |name: &str| std::env::var(name).ok();
    let chromium = Chromium::found(read).ok_or_else(|| Failure(words.no_browser()))?;
    let pages = usize::from(arguments.pages);
    let usual = Limits::default();
    let total_time = usual.page_time * u32::from(arguments.pages) + Duration::from_secs(30);
    let limits = Limits { pages, total_time, ..usual };
    let runtime = tokio::runtime::Runtime::new().map_err(|error| Failure(error.to_string()))?;
    let seen = runtime
        .block_on(scan(&chromium, url, &Reach::Any, &limits, lang))
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
