//! What moves or blinks without end can be stopped.

use checks_core::{File, Finding, Language, Level, Meta};
use checks_markup::style::{Block, Sheet};

use crate::rule::{Look, Rule, message};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Style(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "moving-content",
    level: Level::Notice,
    sources: &["RGAA-13.7.3", "RGAA-13.8.1", "RGAA-13.8.2", "WCAG-2.2.2", "WCAG-2.3.1"],
    languages: &[Language::Css, Language::Scss, Language::Less, Language::Html, Language::Vue, Language::Jsx],
    page: include_str!("moving_content.md"),
};

/// Parts of the names of animations that move a text across the screen.
const MOVING: &[&str] = &["marquee", "ticker", "newsflash", "defil", "scrolling-text", "scroll-text", "text-scroll"];

/// Parts of the names of animations that blink.
const BLINKING: &[&str] = &["blink", "flash", "clignot", "strobe", "flicker"];

/// What blinks by its nature, or shows that something is under way.
const EXEMPT: &[&str] = &[
    "cursor", "caret", "charg", "attente", "load", "spin", "skeleton", "typing", "typed", "record", "progress", "wait",
    "busy", "live",
];

/// Seconds of a flash, three of which a second may not pass.
const FLASH: f64 = 1.0 / 3.0;

fn look(file: &File, sheet: &Sheet) -> Vec<Finding> {
    sheet.blocks.iter().filter_map(|block| judge(file, sheet, block)).collect()
}

fn judge(file: &File, sheet: &Sheet, block: &Block) -> Option<Finding> {
    let animation =
        ["animation", "-webkit-animation"].iter().find_map(|name| block.get(name)).filter(|one| !one.dynamic)?;
    let value = animation.value.to_ascii_lowercase();
    if !value.split([' ', ',']).any(|word| word == "infinite") || block.selectors.is_empty() {
        return None;
    }
    let about = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let is_exempt = |text: &str| about(EXEMPT, &text.to_ascii_lowercase());
    let (moves, blinks) = (about(MOVING, &value), about(BLINKING, &value));
    let is_stopped = sheet.blocks.iter().any(|other| {
        other.declarations.iter().any(|one| one.name.ends_with("play-state") && one.value.contains("paused"))
            || other.is_within("prefers-reduced-motion")
    });
    let is_calm = block.is_within("prefers-reduced-motion") || block.is_within("print");
    if !(moves || blinks) || is_calm || is_exempt(&value) || block.selectors.iter().any(|one| is_exempt(one)) {
        return None;
    }
    let is_flash = blinks && seconds(&value).is_some_and(|seconds| seconds > 0.0 && seconds < FLASH);
    if is_stopped && !is_flash {
        return None;
    }
    let (words, test, level) = match (is_flash, moves) {
        (true, _) => (flash(), ["RGAA-13.7.3", "WCAG-2.3.1"], Level::Warning),
        (false, true) => (
            endless("Ce contenu défile sans fin.", "This content scrolls without end."),
            ["RGAA-13.8.1", "WCAG-2.2.2"],
            Level::Notice,
        ),
        (false, false) => (
            endless("Ce contenu clignote sans fin.", "This content blinks without end."),
            ["RGAA-13.8.2", "WCAG-2.2.2"],
            Level::Notice,
        ),
    };
    Some(Finding::new(&META, file.place(animation.span), words).sources(&test).level(level))
}

/// The first time of an `animation`, which is how long one round lasts.
fn seconds(value: &str) -> Option<f64> {
    value.split([' ', ',']).find_map(|word| {
        let milliseconds = word.strip_suffix("ms").and_then(|number| number.parse::<f64>().ok());
        milliseconds.map(|number| number / 1000.0).or_else(|| word.strip_suffix('s')?.parse().ok())
    })
}

fn endless(fr: &str, en: &str) -> checks_core::Message {
    message(
        (fr, en),
        (
            "Une personne qui a des troubles de l’attention, ou qui lit lentement, ne peut pas lire la page tant que cela bouge.",
            "A person with an attention disorder, or who reads slowly, cannot read the page as long as it moves.",
        ),
        (
            "Vérifiez qu’un bouton l’arrête et le relance, ou limitez l’animation à 5 secondes.",
            "Check that a button stops it and starts it again, or limit the animation to 5 seconds.",
        ),
    )
}

fn flash() -> checks_core::Message {
    message(
        (
            "Cette animation clignote plus de trois fois par seconde.",
            "This animation flashes more than three times a second.",
        ),
        (
            "Elle peut provoquer une crise chez une personne épileptique photosensible.",
            "It can cause a seizure in a person with photosensitive epilepsy.",
        ),
        (
            "Ralentissez-la à moins de trois éclats par seconde, ou retirez-la.",
            "Slow it down to less than three flashes a second, or remove it.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_time_is_the_duration() {
        assert_eq!(seconds("blink 200ms 2s infinite"), Some(0.2));
        assert_eq!(seconds("infinite blink .5s steps(2)"), Some(0.5));
        assert_eq!(seconds("blink infinite steps(2)"), None);
    }
}
