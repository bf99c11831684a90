//! The command line. Others run Vigie from scripts: options, formats and exit codes do not change.
//!
//! Results go to the standard output, everything else to the standard error. Exit codes: 0 nothing to fix, 1 something
//! to fix, 2 it could not run.

mod check;
pub mod demo;
mod folder;
mod git;
mod look;
mod progress;
mod rgaa;
mod rules;
mod sbom;
mod scan;
pub mod serve;
mod usage;
mod words;
mod world;

use std::io::{self, BufWriter, ErrorKind, IsTerminal, Write};
use std::process::ExitCode;

use checks_core::Lang;
use clap::{Parser, Subcommand, ValueEnum};

use words::Words;

/// Nothing to fix.
const CALM: u8 = 0;
/// Something to fix.
const FOUND: u8 = 1;
/// It could not run.
const FAILED: u8 = 2;

/// La vigie des services numériques : sécurité, accessibilité (RGAA), RGPD et dépendances.
#[derive(Debug, Parser)]
#[command(name = "vigie", version, disable_help_subcommand = true, subcommand_help_heading = "Commandes")]
struct Cli {
    /// Langue des messages
    #[arg(long, global = true, env = "VIGIE_LANG", value_enum, default_value_t = LangArg::Fr, value_name = "LANGUE", hide_env_values = true)]
    lang: LangArg,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Contrôle un dossier ou un fichier
    Check(check::Arguments),
    /// Dresse la grille des 106 critères du RGAA : ce qui manque à coup sûr, ce qu'une personne doit contrôler
    Rgaa(rgaa::Arguments),
    /// Liste les règles
    Rules(rules::Arguments),
    /// Note les en-têtes d'un site en ligne, ou regarde ses pages
    Scan(scan::Arguments),
    /// Écrit la nomenclature (SBOM CycloneDX) des paquets que les fichiers de verrouillage fixent
    Sbom(sbom::Arguments),
    /// Reçoit les deliveries de GitHub, travaille et montre les pages
    Serve,
    /// Travaille seulement, à côté d'autres processus qui partagent la base
    Work,
    /// Montre tout le trajet, sans compte GitHub
    Demo(demo::Arguments),
    /// Dit si le serveur de cette machine est prêt
    #[command(hide = true)]
    Healthy,
}

/// A language, as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LangArg {
    /// Français
    Fr,
    /// English
    En,
}

impl From<LangArg> for Lang {
    fn from(lang: LangArg) -> Self {
        match lang {
            LangArg::Fr => Self::Fr,
            LangArg::En => Self::En,
        }
    }
}

/// Why a command could not run, in the person's language: what, where, what to do.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Failure(String);

/// Runs the command line of this process.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // The place, never the words: they may repeat what a file holds.
        let at = panic.location().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(io::stderr(), "vigie : défaut interne ({at})");
    }));
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let code = if error.use_stderr() { FAILED } else { CALM };
            let arguments: Vec<String> =
                std::env::args_os().map(|argument| argument.to_string_lossy().into_owned()).collect();
            let lang = usage::lang_of(&arguments, std::env::var("VIGIE_LANG").ok().as_deref());
            match usage::in_french(&error).filter(|_| lang == Lang::Fr) {
                Some(mistake) => say(&mistake),
                None => drop(error.print()),
            }
            return ExitCode::from(code);
        }
    };
    let lang = Lang::from(cli.lang);
    let done = match cli.command {
        Command::Check(arguments) => check::run(&arguments, lang),
        Command::Rgaa(arguments) => rgaa::run(&arguments, lang),
        Command::Rules(arguments) => rules::run(&arguments, lang),
        Command::Scan(arguments) => scan::run(&arguments, lang),
        Command::Sbom(arguments) => sbom::run(&arguments, lang),
        Command::Serve => serve::run(serve::Role::Serve, lang),
        Command::Work => serve::run(serve::Role::Work, lang),
        Command::Demo(arguments) => demo::run(&arguments, lang),
        Command::Healthy => serve::healthy(lang),
    };
    ExitCode::from(done.unwrap_or_else(|failure| {
        let _ = writeln!(io::stderr(), "vigie : {failure}");
        FAILED
    }))
}

/// Writes a result to the standard output. A reader that went away (`| head`) is no failure.
fn print(text: &str, lang: Lang) -> Result<(), Failure> {
    let mut out = anstream::AutoStream::auto(io::stdout().lock());
    written(out.write_all(text.as_bytes()).and_then(|()| out.flush()), lang)
}

/// Writes what `tell` makes to the standard output as it comes: it may be long.
fn write(lang: Lang, tell: impl FnOnce(&mut BufWriter<io::StdoutLock<'_>>) -> io::Result<()>) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout().lock());
    written(tell(&mut out).and_then(|()| out.flush()), lang)
}

fn written(result: io::Result<()>, lang: Lang) -> Result<(), Failure> {
    match result {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(Failure(Words(lang).cannot_write(&error))),
        _ => Ok(()),
    }
}

/// Says something beside the result.
fn say(text: &str) {
    let _ = writeln!(io::stderr(), "vigie : {text}");
}

/// The width of text: that of a terminal if people set it, else a usual one.
fn width() -> usize {
    let set = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    set.filter(|_| io::stdout().is_terminal()).unwrap_or(120)
}
