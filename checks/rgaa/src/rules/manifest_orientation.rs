//! An installed application turns with the screen.

use checks_core::{File, Finding, Language, Level, Meta, Span};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Text(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "manifest-orientation",
    level: Level::Warning,
    sources: &["RGAA-13.9.1", "WCAG-1.3.4"],
    languages: &[Language::Json, Language::JavaScript],
    page: include_str!("manifest_orientation.md"),
};

/// Configurations that may hold the manifest of an application, and what shows that they do.
const HOLDERS: &[&str] = &["vite.config.", "nuxt.config.", "astro.config.", "quasar.config.", "next.config."];

/// Whether `path` names the manifest of a web application: <https://www.w3.org/TR/appmanifest/>.
pub(crate) fn is_manifest(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.ends_with(".webmanifest") || matches!(name, "manifest.json" | "manifest.webapp" | "site.json")
}

fn look(file: &File) -> Vec<Finding> {
    let name = file.name();
    let is_module = matches!(name, "manifest.ts" | "manifest.js" | "manifest.mjs");
    let is_holder = HOLDERS.iter().any(|head| name.starts_with(head));
    if !(is_manifest(name) || is_module || is_holder) {
        return Vec::new();
    }
    let text = file.text();
    let is_of_application =
        if is_holder { text.to_ascii_lowercase().contains("pwa") } else { text.contains("display") };
    let Some((span, value)) = locked(text).filter(|_| is_of_application) else { return Vec::new() };
    let words = message(
        (
            &format!("L’application installée reste en `{value}`, même quand on tourne l’écran."),
            &format!("The installed application stays in `{value}`, even when the screen is turned."),
        ),
        (
            "Une personne dont l’appareil est fixé, sur un fauteuil par exemple, ne peut pas le tourner pour la lire.",
            "A person whose device is mounted, on a wheelchair for instance, cannot turn it to read it.",
        ),
        (
            "Retirez `orientation`, ou écrivez `any`, sauf si l’orientation est indispensable au service.",
            "Remove `orientation`, or write `any`, unless the service cannot do without that orientation.",
        ),
    );
    vec![Finding::new(&META, file.place(span), words)]
}

/// The `orientation` that is set to one of the two, from its name to the end of its value.
fn locked(text: &str) -> Option<(Span, &str)> {
    text.match_indices("orientation").find_map(|(at, name)| {
        let rest = text[at + name.len()..].trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let value = rest[1..].split(quote).next()?;
        let is_locked = ["portrait", "landscape"]
            .iter()
            .any(|side| value.strip_prefix(side).is_some_and(|rest| matches!(rest, "" | "-primary" | "-secondary")));
        let end = text.len() - rest.len() + value.len() + 2;
        is_locked.then(|| (Span::new(at, end), value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_of_the_two_is_locked() {
        for (text, value) in [
            ("{\"orientation\": \"portrait-primary\"}", Some("portrait-primary")),
            ("orientation: 'landscape'", Some("landscape")),
            ("\"orientation\": \"any\"", None),
            ("orientation: portrait", None),
            ("\"orientation\": \"portrait", Some("portrait")),
            ("// orientation", None),
        ] {
            assert_eq!(locked(text).map(|(_, value)| value), value, "{text}");
        }
    }
}
