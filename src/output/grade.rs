//! The grade of a site's headers, as text and as JSON.

use std::fmt::Write as _;

use checks_core::Lang;
use checks_security_headers::observatory::{ALGORITHM, Card, Verdict, meaning, title};
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
