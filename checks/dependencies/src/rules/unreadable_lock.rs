use checks_core::{File, Finding, Language, Level, Meta, Span};

use crate::lock::{self, Format, Unreadable};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, look: Look::File(look) };

static META: Meta = Meta {
    check: "dependencies",
    id: "unreadable-lock",
    level: Level::Failure,
    sources: &["RFC-8259", "TOML-1.0"],
    languages: &[Language::Json, Language::Toml],
    page: include_str!("unreadable_lock.md"),
};

fn look(file: &File) -> Vec<Finding> {
    let Some(format) = Format::of(file.path()) else { return Vec::new() };
    let Err(unreadable) = lock::read(file) else { return Vec::new() };
    let conflict = conflict(file);
    let place = conflict.unwrap_or_else(|| line_of(file, unreadable));
    let (name, syntax) = (file.name(), format.syntax());
    let what = if conflict.is_some() {
        (
            format!("« {name} » contient encore les marques d’un conflit de fusion."),
            format!("“{name}” still holds the marks of a merge conflict."),
        )
    } else {
        (format!("« {name} » n’est pas du {syntax} valide ici."), format!("“{name}” is not valid {syntax} here."))
    };
    let (tool, command, source) = match format {
        Format::Npm => ("npm", "npm install", "RFC-8259"),
        Format::Uv => ("uv", "uv lock", "TOML-1.0"),
        Format::Cargo | Format::Requirements => ("cargo", "cargo check", "TOML-1.0"),
    };
    let told = message(
        (&what.0, &what.1),
        (
            &format!("{tool} refuse de le lire : l’installation échoue et plus rien ne fixe les versions."),
            &format!("{tool} refuses to read it: the installation fails and nothing pins the versions any more."),
        ),
        (
            &format!(
                "Reprenez ce fichier tel qu’il est sur la branche de base, relancez « {command} » et commitez le résultat."
            ),
            &format!("Take the file back as it is on the base branch, run “{command}” again and commit the result."),
        ),
    );
    vec![Finding::new(&META, file.place(place), told).sources(&[source])]
}

/// The first line that git leaves where two branches disagree.
fn conflict(file: &File) -> Option<Span> {
    (1..=file.line_count()).map(|line| file.line_span(line)).find(|&line| file.slice(line).starts_with("<<<<<<< "))
}

fn line_of(file: &File, unreadable: Unreadable) -> Span {
    file.line_span(file.position(unreadable.span.start).line)
}
