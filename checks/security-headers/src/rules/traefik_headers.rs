use checks_core::{File, Finding, Language, Level, Meta, Span};
use checks_markup::data::documents;
use checks_markup::script::{Expr, Kind};

use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::File(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "traefik-headers",
    level: Level::Failure,
    sources: &["ANSSI-R2", "ANSSI-R6", "ANSSI-R18"],
    languages: &[Language::Yaml, Language::Toml],
    page: include_str!("traefik_headers.md"),
};

fn look(file: &File) -> Vec<Finding> {
    let lower = file.text().to_ascii_lowercase();
    if !OPTIONS.iter().any(|option| lower.contains(option)) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for document in documents(file).iter() {
        walk(file, document, 0, &mut found);
    }
    found
}

/// The options that send a header.
const OPTIONS: &[&str] = &["framedeny", "contenttypenosniff", "stsseconds"];

fn walk(file: &File, value: &Expr, depth: u32, found: &mut Vec<Finding>) {
    if depth > 24 {
        return;
    }
    match &value.kind {
        Kind::List(items) => {
            for item in items {
                if let Some((key, text)) = item.text().and_then(|text| text.split_once('='))
                    && is_label(key)
                    && is_off(&key.to_ascii_lowercase(), matches!(text, "false" | "0"))
                {
                    found.push(finding(file, item.span));
                }
                walk(file, item, depth + 1, found);
            }
        }
        Kind::Map(entries) => {
            for entry in entries {
                let off = match &entry.value.kind {
                    Kind::Bool(value) => !value,
                    Kind::Number(number) => *number == 0.0,
                    Kind::Text(text) => is_label(&entry.key) && matches!(text.as_str(), "false" | "0"),
                    _ => false,
                };
                if is_off(&entry.key.to_ascii_lowercase(), off) {
                    found.push(finding(file, entry.span));
                }
                walk(file, &entry.value, depth + 1, found);
            }
        }
        _ => {}
    }
}

fn is_label(key: &str) -> bool {
    key.to_ascii_lowercase().starts_with("traefik.http.middlewares.")
}

fn is_off(key: &str, off: bool) -> bool {
    off && OPTIONS.iter().any(|option| key.rsplit('.').next() == Some(option))
}

fn finding(file: &File, span: Span) -> Finding {
    let told = message(
        ("Ce réglage de Traefik n’envoie aucun en-tête.", "This setting of Traefik sends no header."),
        (
            "Il a l’air d’une protection, et les réponses partent sans elle.",
            "It looks like a protection, and answers go without it.",
        ),
        ("Écrivez true, ou 31536000 pour stsSeconds.", "Write true, or 31536000 for stsSeconds."),
    );
    Finding::new(&META, file.place(span), told)
}
