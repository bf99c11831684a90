use checks_core::{File, Finding, Fix, Language, Level, Message, Meta, Text};

use crate::declaration::{Declaration, Header};
use crate::rule::{Look, Rule, message};

pub(super) const RULE: Rule = Rule { meta: &META, looks: &[Look::Declaration(look)] };

static META: Meta = Meta {
    check: "security-headers",
    id: "hsts-short",
    level: Level::Failure,
    sources: &["ANSSI-R2", "RFC-6797", "Observatory-strict-transport-security"],
    languages: &[Language::Nginx, Language::JavaScript, Language::Python],
    page: include_str!("hsts_short.md"),
};

/// 180 days: what the Observatory asks for.
const ENOUGH: f64 = 15_552_000.0;
const YEAR: &str = "31536000";

fn look(file: &File, declaration: &Declaration) -> Vec<Finding> {
    let Header::Hsts(hsts) = &declaration.header else { return Vec::new() };
    if !(0.0..ENOUGH).contains(&hsts.max_age) {
        return Vec::new();
    }
    if hsts.max_age == 0.0 {
        return vec![Finding::new(&META, file.place(hsts.span), switched_off()).level(Level::Warning)];
    }
    let (fr, en) = lasting(hsts.max_age);
    let told = if hsts.is_default {
        message(
            (
                &format!("Sans réglage dans l’environnement, HSTS dure {fr}, moins de 180 jours."),
                &format!("Unless the environment says otherwise, HSTS lasts {en}, less than 180 days."),
            ),
            WHY,
            (
                "Donnez un an comme valeur par défaut : 31536000 secondes.",
                "Make one year the default: 31536000 seconds.",
            ),
        )
    } else {
        message(
            (&format!("HSTS dure {fr}, moins de 180 jours."), &format!("HSTS lasts {en}, less than 180 days.")),
            WHY,
            ("Écrivez un an : 31536000 secondes.", "Write one year: 31536000 seconds."),
        )
    };
    let fix = Fix::replace(file, Text::new("Faire durer HSTS un an", "Make HSTS last one year"), hsts.span, YEAR);
    let level = if hsts.is_default { Level::Notice } else { META.level };
    vec![Finding::new(&META, file.place(hsts.span), told).level(level).fix(fix)]
}

const WHY: (&str, &str) = (
    "Passé ce délai sans visite, le navigateur accepte de nouveau une première connexion en clair, qu’un tiers peut détourner. Cette valeur remplace aussi celle de l’hébergeur : Scalingo enverrait un an.",
    "After that long without a visit, browsers again accept a first connection in clear text, which anyone on the way can hijack. This value also replaces the host's own: Scalingo would send one year.",
);

fn switched_off() -> Message {
    message(
        (
            "Une durée de 0 désactive HSTS : les navigateurs oublient que ce domaine n’est servi qu’en HTTPS.",
            "A duration of 0 switches HSTS off: browsers forget that this domain is only served over HTTPS.",
        ),
        (
            "La première connexion peut de nouveau partir en clair, et cette valeur remplace celle de l’hébergeur.",
            "The first connection may leave in clear text again, and this value replaces the host's own.",
        ),
        (
            "Si ce retour arrière n’est plus nécessaire, écrivez un an : 31536000 secondes.",
            "If this rollback is no longer needed, write one year: 31536000 seconds.",
        ),
    )
}

/// A duration as people say it.
fn lasting(seconds: f64) -> (String, String) {
    let whole = seconds.round() as u64;
    let plural = |count: u64| if count > 1 { "s" } else { "" };
    match whole {
        _ if whole >= 86_400 => {
            let days = whole / 86_400;
            (format!("{days} jour{}", plural(days)), format!("{days} day{}", plural(days)))
        }
        _ if whole >= 3_600 => {
            let hours = whole / 3_600;
            (format!("{hours} heure{}", plural(hours)), format!("{hours} hour{}", plural(hours)))
        }
        _ => (format!("{whole} seconde{}", plural(whole)), format!("{whole} second{}", plural(whole))),
    }
}
