//! Mistakes on the command line, said in French: what, where, what to do.

use checks_core::Lang;
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::output::text::plain;

/// The language asked for, on a command line that cannot be read as a whole.
pub(super) fn lang_of(arguments: &[String], variable: Option<&str>) -> Lang {
    let after = arguments.iter().position(|argument| argument == "--lang").and_then(|at| arguments.get(at + 1));
    let joined = arguments.iter().find_map(|argument| argument.strip_prefix("--lang="));
    match joined.or(after.map(String::as_str)).or(variable) {
        Some("en") => Lang::En,
        _ => Lang::Fr,
    }
}

/// The mistake in French; `None` where clap's own words are kept.
pub(super) fn in_french(error: &Error) -> Option<String> {
    let value = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(plain(text)),
        Some(ContextValue::Strings(texts)) => Some(texts.iter().map(|text| plain(text)).collect::<Vec<_>>().join(", ")),
        _ => None,
    };
    let argument = value(ContextKind::InvalidArg).unwrap_or_default();
    let suggested = [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue];
    let near = suggested.into_iter().find_map(value).map(|near| format!(" Vouliez-vous écrire « {near} » ?"));
    let near = near.unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::UnknownArgument => format!("« {argument} » n’est pas une option.{near}"),
        ErrorKind::InvalidSubcommand => {
            let command = value(ContextKind::InvalidSubcommand)?;
            format!("« {command} » n’est pas une commande.{near}")
        }
        ErrorKind::InvalidValue => {
            let given = value(ContextKind::InvalidValue).unwrap_or_default();
            let valid = value(ContextKind::ValidValue).unwrap_or_default();
            if given.is_empty() {
                format!("il manque la valeur de {argument} : {valid}.")
            } else {
                format!("« {given} » n’est pas une valeur de {argument} : {valid}.{near}")
            }
        }
        ErrorKind::MissingRequiredArgument => format!("il manque {argument}."),
        ErrorKind::ArgumentConflict => format!("{argument} est donné deux fois, ou avec une option qui l’exclut."),
        _ => return None,
    };
    Some(format!("{what} L’aide : vigie --help"))
}
