//! The grade of a site's headers, as text and as JSON.

use std::fmt::Write as _;

use checks_core::{Lang, Text};
use checks_security_headers::observatory::{ALGORITHM, Card, Exchange, Verdict, grade, meaning, score, title};
use serde_json::{Value, json};

use super::text::plain;

/// In words, test by test, what costs most first.
pub fn text(name: &str, card: &Card, lang: Lang) -> String {
    let (name, Card { grade, score, tests }) = (plain(name), card);
    let mut out = match lang {
        Lang::Fr => {
            format!("{name} : {grade} ({score} points, selon l’algorithme {ALGORITHM} de MDN HTTP Observatory)\n")
        }
        Lang::En => format!("{name}: {grade} ({score} points, by algorithm {ALGORITHM} of MDN HTTP Observatory)\n"),
    };
    let colon = if lang == Lang::Fr { " :" } else { ":" };
    let mut tests: Vec<(&&str, &Verdict)> = tests.iter().collect();
    tests.sort_by_key(|(_, verdict)| verdict.modifier);
    for (test, verdict) in tests {
        let points = if verdict.modifier == 0 { "0".to_owned() } else { format!("{:+}", verdict.modifier) };
        let (title, meaning) = (title(test), meaning(verdict.result));
        let _ = writeln!(out, "  {points:>4}  {}{colon} {}", title.get(lang), meaning.get(lang));
    }
    if let Some(bonus) = uncounted(card) {
        let _ = match lang {
            Lang::Fr => writeln!(out, "Les {bonus} points gagnés ne comptent pas encore : il faut 90 points sans eux."),
            Lang::En => writeln!(out, "The {bonus} points won do not count yet: 90 points are needed without them."),
        };
    }
    out
}

/// The grade in one line.
pub fn headline(card: &Card, lang: Lang) -> String {
    let Card { grade, score, .. } = card;
    match lang {
        Lang::Fr => format!("{grade} – {score} points (MDN HTTP Observatory, algorithme {ALGORITHM})"),
        Lang::En => format!("{grade} – {score} points (MDN HTTP Observatory, algorithm {ALGORITHM})"),
    }
}

/// The grade as Markdown: what one repair would change, the tests, and what the Observatory does not see.
pub fn markdown(name: &str, exchange: &Exchange, card: &Card, lang: Lang) -> String {
    let mut out = format!("`{}`\n\n", plain(name).replace('`', ""));
    if let Some((test, points, grade)) = best_step(card) {
        let title = title(test);
        let _ = match lang {
            Lang::Fr => {
                writeln!(out, "**La meilleure marche** : {} (+{points} points), pour un {grade}.\n", title.get(lang))
            }
            Lang::En => writeln!(out, "**The best step**: {} (+{points} points), for a {grade}.\n", title.get(lang)),
        };
    }
    for note in notes(exchange, card) {
        let _ = writeln!(out, "> {}\n", note.get(lang));
    }
    out.push_str(match lang {
        Lang::Fr => "| Points | Contrôle | Constat |\n|---:|---|---|\n",
        Lang::En => "| Points | Test | What was found |\n|---:|---|---|\n",
    });
    let mut tests: Vec<(&&str, &Verdict)> = card.tests.iter().collect();
    tests.sort_by_key(|(_, verdict)| verdict.modifier);
    for (test, verdict) in tests {
        let _ = writeln!(
            out,
            "| {:+} | {} | {} |",
            verdict.modifier,
            title(test).get(lang),
            meaning(verdict.result).get(lang).replace('|', "\\|")
        );
    }
    if let Some(bonus) = uncounted(card) {
        let _ = match lang {
            Lang::Fr => {
                writeln!(out, "\nLes {bonus} points gagnés ne comptent pas encore : il faut 90 points sans eux.")
            }
            Lang::En => writeln!(out, "\nThe {bonus} points won do not count yet: 90 points are needed without them."),
        };
    }
    out
}

/// The test whose repair alone changes the score most: its name, the points, and the grade that comes of it.
fn best_step(card: &Card) -> Option<(&'static str, i32, &'static str)> {
    let lost = card.tests.iter().filter(|(_, verdict)| verdict.modifier < 0);
    let without = |name: &str| {
        let modifiers: Vec<i32> =
            card.tests.iter().filter(|(test, _)| **test != name).map(|(_, verdict)| verdict.modifier).collect();
        score(&modifiers)
    };
    let (name, better) = lost.map(|(name, _)| (*name, without(name))).max_by_key(|(_, better)| *better)?;
    (better > card.score).then(|| (name, better - card.score, grade(better)))
}

/// What the grade does not say: where it is more lenient than browsers, and what production will not have.
fn notes(exchange: &Exchange, card: &Card) -> Vec<Text> {
    let mut notes = Vec::new();
    let csp = exchange.headers.joined("content-security-policy").unwrap_or_default();
    let ancestors = csp.split(';').find_map(|directive| directive.trim().strip_prefix("frame-ancestors "));
    if ancestors.is_some_and(|sources| sources.split_whitespace().any(|source| source == "*")) {
        notes.push(Text::new(
            "`frame-ancestors *` rapporte des points et ne protège de rien : n’importe quel site peut afficher ces pages dans un cadre.",
            "`frame-ancestors *` earns points and protects from nothing: any site can show these pages in a frame.",
        ));
    }
    let end = exchange.route.last().map(|step| step.host.as_str()).filter(|host| *host != exchange.host);
    if let Some(host) = end {
        notes.push(Text::new(
            format!("La visite se termine sur un autre hôte (`{host}`) : c’est lui qui est noté, une page de connexion par exemple."),
            format!("The visit ends on another host (`{host}`): that is the one graded, a sign-in page for example."),
        ));
    }
    if exchange.headers.joined("www-authenticate").is_some() {
        notes.push(Text::new(
            "Le déploiement demande un mot de passe : c’est cette réponse qui est notée, pas les pages derrière.",
            "The deployment asks for a password: that answer is graded, not the pages behind it.",
        ));
    }
    if card.tests.values().any(|verdict| verdict.result == "hsts-preloaded") && is_platform(&exchange.host) {
        notes.push(Text::new(
            "Le domaine de cet hébergeur est préchargé pour HSTS : la production, sous un autre domaine, n’aura pas ces 5 points.",
            "The domain of this host is preloaded for HSTS: production, under another domain, will not have these 5 points.",
        ));
    }
    notes
}

/// Whether a host is a platform's own, and not the service's.
fn is_platform(host: &str) -> bool {
    const PLATFORMS: &[&str] = &[".vercel.app", ".netlify.app", ".pages.dev", ".fly.dev", ".web.app", ".workers.dev"];
    PLATFORMS.iter().any(|platform| host.ends_with(platform))
}

/// The points won that the score leaves out, if any.
fn uncounted(card: &Card) -> Option<i32> {
    let won: i32 = card.tests.values().map(|verdict| verdict.modifier.max(0)).sum();
    let all: i32 = card.tests.values().map(|verdict| verdict.modifier).sum();
    (won > 0 && card.score < 100 + all).then_some(won)
}

/// One line of JSON.
pub fn json(id: &str, card: &Card) -> Value {
    json!({
        "id": id,
        "algorithm_version": ALGORITHM,
        "grade": card.grade,
        "score": card.score,
        "tests": card.tests,
    })
}

/// One line of JSON for what has no grade.
pub fn no_grade(id: &str, why: &str) -> Value {
    json!({ "id": id, "error": why })
}
