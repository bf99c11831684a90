//! What moving the device does, a control does too.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::{File, Finding, Level, Meta, Span};

use crate::rule::{Look, Rule, SCRIPTED, message};
use crate::search::words;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Text(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "motion",
    level: Level::Notice,
    sources: &["RGAA-13.12.1", "RGAA-13.12.3", "WCAG-2.5.4", "ACT-7677a9", "ACT-c249d5"],
    languages: SCRIPTED,
    page: include_str!("motion.md"),
};

/// Code that listens to the device being moved or turned.
const LISTENERS: &[&str] = &[
    "addEventListener('devicemotion'",
    "addEventListener(\"devicemotion\"",
    "addEventListener('deviceorientation'",
    "addEventListener(\"deviceorientation\"",
    "ondevicemotion =",
    "ondeviceorientation =",
    "new Accelerometer(",
    "new Gyroscope(",
    "useDeviceMotion(",
    "useDeviceOrientation(",
];

/// All of them in one pass: every page and every script is searched.
static SEARCH: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| words(LISTENERS.iter().copied()));

fn look(file: &File) -> Vec<Finding> {
    let text = file.text();
    let Some(listener) = SEARCH.as_ref().and_then(|search| search.find(text)) else { return Vec::new() };
    let span = Span::new(listener.start(), listener.end());
    let words = message(
        ("Cette page réagit aux mouvements de l’appareil.", "This page reacts to the device being moved."),
        (
            "Une personne dont l’appareil est fixé à un fauteuil ne peut pas le bouger, et qui tremble le bouge sans le vouloir.",
            "A person whose device is fixed to a wheelchair cannot move it, and one who shakes moves it without meaning to.",
        ),
        (
            "Vérifiez que des boutons font la même chose et que la détection peut être coupée.",
            "Verify that buttons do the same and that the detection can be switched off.",
        ),
    );
    vec![Finding::new(&META, file.place(span), words)]
}
