//! Colours as style sheets and classes write them, and the contrast between two.
//!
//! The tables beside this file are made by `tests/colour-data.mjs` from Tailwind and the DSFR. A colour that changes with
//! the theme, or with the version of a library, is known in both of its states.

pub(crate) mod tailwind;
mod text;

use std::collections::HashMap;
use std::sync::LazyLock;

use checks_core::{Level, Message};

use crate::rule::message;

/// What a colour is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ink {
    /// One colour.
    Plain(Colour),
    /// A token of the DSFR: in the light theme, in the dark one.
    Themed(Colour, Colour),
    /// A name of Tailwind's palette: in version 3, in version 4.
    Named(Colour, Colour),
}

impl Ink {
    /// The colour that a value of a style sheet writes: a colour, or `var()` of a token of the DSFR.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let Some(inside) = text.trim().strip_prefix("var(--") else { return Colour::read(text).map(Self::Plain) };
        let name = inside.strip_suffix(')')?.split(',').next()?.trim();
        TOKENS.get(name).map(|&(light, dark)| Self::Themed(light, dark))
    }

    fn both(self) -> (Colour, Colour) {
        match self {
            Self::Plain(colour) => (colour, colour),
            Self::Themed(one, other) | Self::Named(one, other) => (one, other),
        }
    }
}

/// The tokens of the DSFR.
static TOKENS: LazyLock<HashMap<&str, (Colour, Colour)>> = LazyLock::new(|| table(include_str!("colour/dsfr.tsv")));

/// The rows of a table: a name and two colours.
fn table(text: &'static str) -> HashMap<&'static str, (Colour, Colour)> {
    let row = |line: &'static str| {
        let mut cells = line.split('\t');
        Some((cells.next()?, (Colour::of_digits(cells.next()?)?, Colour::of_digits(cells.next()?)?)))
    };
    text.lines().filter(|line| !line.starts_with('#')).filter_map(row).collect()
}

/// What a text that is not large needs.
const LEAST: f64 = 4.5;

/// A text's colour and that of what is behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    text: Ink,
    background: Ink,
}

impl Pair {
    /// Both colours, where both are known and opaque.
    pub(crate) fn read(text: &str, background: &str) -> Option<Self> {
        Some(Self { text: Ink::read(text)?, background: Ink::read(background)? })
    }

    pub(crate) const fn new(text: Ink, background: Ink) -> Self {
        Self { text, background }
    }

    /// Whether a text of any size would lack contrast, or a small one.
    pub(crate) fn fails(self) -> bool {
        self.ratio() < LEAST && self.text != self.background
    }

    /// Whether a colour is one of a palette that a project may define anew.
    pub(crate) const fn is_of_palette(self) -> bool {
        matches!(self.text, Ink::Named(..)) || matches!(self.background, Ink::Named(..))
    }

    /// The contrast in the light theme, or the lower one where both colours follow the theme. Of two versions of a
    /// palette, the one that is contrasted more.
    fn ratio(self) -> f64 {
        let ((text, other_text), (behind, other_behind)) = (self.text.both(), self.background.both());
        let (one, other) = (text.contrast(behind), other_text.contrast(other_behind));
        match (self.text, self.background) {
            (Ink::Themed(..), Ink::Themed(..)) => one.min(other),
            (Ink::Named(..), _) | (_, Ink::Named(..)) => one.max(other),
            _ => one,
        }
    }
}

/// How thick a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    /// As usual, or thinner.
    Normal,
    /// 700 and more.
    Bold,
    /// Not written here.
    Unknown,
}

impl Weight {
    /// The weight that a `font-weight` writes.
    pub(crate) fn read(value: Option<&str>) -> Self {
        match value {
            Some("bold" | "bolder" | "700" | "800" | "900") => Self::Bold,
            Some(value) if value == "normal" || value.parse::<u32>().is_ok() => Self::Normal,
            Some(_) | None => Self::Unknown,
        }
    }
}

/// What is to be said of two colours: which tests fail, how surely, in which words. `None` when they are contrasted
/// enough, or when nobody can tell. `may_be_large`: something else may make the text large.
pub(crate) fn measured(
    pair: Pair,
    size: Option<&str>,
    weight: Weight,
    may_be_large: bool,
) -> Option<(Vec<&'static str>, Level, Message)> {
    // The same colour twice hides a text on purpose: decoration, or a state to come.
    if !pair.fails() {
        return None;
    }
    let ratio = pair.ratio();
    let pixels = size.and_then(pixels);
    let is_large = pixels.map(|size| size >= 24.0 || (weight == Weight::Bold && size >= 18.5));
    let is_surely_small = pixels.is_some_and(|size| size < 18.5 || (size < 24.0 && weight == Weight::Normal));
    let (least, level) = match is_large {
        _ if ratio < 3.0 => {
            (if is_large == Some(true) { 3.0 } else { 4.5 }, if may_be_large { Level::Warning } else { Level::Failure })
        }
        Some(true) => return None,
        _ if is_surely_small && !may_be_large => (4.5, Level::Failure),
        _ if is_surely_small => (4.5, Level::Warning),
        _ if may_be_large => (4.5, Level::Notice),
        _ => (4.5, Level::Warning),
    };
    let test = match (is_large == Some(true), weight == Weight::Bold) {
        (false, false) => "RGAA-3.2.1",
        (false, true) => "RGAA-3.2.2",
        (true, false) => "RGAA-3.2.3",
        (true, true) => "RGAA-3.2.4",
    };
    Some((vec![test, "WCAG-1.4.3"], level, words(ratio, least, level)))
}

/// A size in pixels, `rem` counted as browsers do by default.
fn pixels(size: &str) -> Option<f64> {
    let size = size.trim();
    let number = |unit: &str| size.strip_suffix(unit)?.trim().parse::<f64>().ok();
    number("rem")
        .map(|rem| rem * 16.0)
        .or_else(|| number("px"))
        .or_else(|| number("pt").map(|points| points * 4.0 / 3.0))
}

fn words(ratio: f64, least: f64, level: Level) -> Message {
    // Cut, not rounded: 4.496 is not 4.5.
    let cut = (ratio * 100.0).floor() / 100.0;
    let (fr, fr_least) = (cut.to_string().replace('.', ","), least.to_string().replace('.', ","));
    let how = match level {
        Level::Notice => (
            format!(
                "Vérifiez la taille de ce texte : sous 24 pixels (18,5 en gras), foncez ou éclaircissez l’une des deux couleurs jusqu’à {fr_least}:1."
            ),
            format!(
                "Check the size of this text: under 24 pixels (18.5 in bold), darken or lighten one of the two colours to reach {least}:1."
            ),
        ),
        Level::Warning | Level::Failure => (
            format!(
                "Foncez ou éclaircissez l’une des deux couleurs jusqu’à {fr_least}:1, par exemple avec une couleur du DSFR."
            ),
            format!(
                "Darken or lighten one of the two colours to reach {least}:1, for instance with a colour of the DSFR."
            ),
        ),
    };
    message(
        (
            &format!("Le contraste entre la couleur du texte et celle de son fond est de {fr}:1."),
            &format!("The contrast between the colour of the text and that of its background is {cut}:1."),
        ),
        (
            "Une personne malvoyante, ou qui lit en plein soleil, ne distingue pas ce texte.",
            "A person with low vision, or who reads in bright sunlight, cannot make out this text.",
        ),
        (&how.0, &how.1),
    )
}

/// An opaque colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Colour {
    red: u8,
    green: u8,
    blue: u8,
}

/// Names of colours people write; others are not known.
const NAMES: &[(&str, u32)] = &[
    ("aqua", 0x0000_ffff),
    ("black", 0),
    ("blue", 0x0000_00ff),
    ("brown", 0x00a5_2a2a),
    ("coral", 0x00ff_7f50),
    ("crimson", 0x00dc_143c),
    ("cyan", 0x0000_ffff),
    ("darkblue", 0x0000_008b),
    ("darkgray", 0x00a9_a9a9),
    ("darkgreen", 0x0000_6400),
    ("darkgrey", 0x00a9_a9a9),
    ("darkorange", 0x00ff_8c00),
    ("darkred", 0x008b_0000),
    ("dimgray", 0x0069_6969),
    ("fuchsia", 0x00ff_00ff),
    ("gold", 0x00ff_d700),
    ("gray", 0x0080_8080),
    ("green", 0x0000_8000),
    ("grey", 0x0080_8080),
    ("indigo", 0x004b_0082),
    ("ivory", 0x00ff_fff0),
    ("khaki", 0x00f0_e68c),
    ("lightblue", 0x00ad_d8e6),
    ("lightgray", 0x00d3_d3d3),
    ("lightgreen", 0x0090_ee90),
    ("lightgrey", 0x00d3_d3d3),
    ("lime", 0x0000_ff00),
    ("limegreen", 0x0032_cd32),
    ("magenta", 0x00ff_00ff),
    ("maroon", 0x0080_0000),
    ("navy", 0x0000_0080),
    ("olive", 0x0080_8000),
    ("orange", 0x00ff_a500),
    ("orangered", 0x00ff_4500),
    ("pink", 0x00ff_c0cb),
    ("purple", 0x0080_0080),
    ("red", 0x00ff_0000),
    ("salmon", 0x00fa_8072),
    ("silver", 0x00c0_c0c0),
    ("skyblue", 0x0087_ceeb),
    ("steelblue", 0x0046_82b4),
    ("teal", 0x0000_8080),
    ("tomato", 0x00ff_6347),
    ("turquoise", 0x0040_e0d0),
    ("violet", 0x00ee_82ee),
    ("white", 0x00ff_ffff),
    ("whitesmoke", 0x00f5_f5f5),
    ("yellow", 0x00ff_ff00),
];

impl Colour {
    /// The colour that `text` writes, if it is one, known and opaque.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let text = text.trim().to_ascii_lowercase();
        if let Some(digits) = text.strip_prefix('#') {
            return Self::of_digits(digits);
        }
        if let Some(parts) = text.strip_prefix("rgb(").or_else(|| text.strip_prefix("rgba(")) {
            return Self::of_parts(parts.strip_suffix(')')?);
        }
        NAMES.iter().find(|(name, _)| *name == text).map(|&(_, value)| Self::of_number(value))
    }

    fn of_number(value: u32) -> Self {
        let [_, red, green, blue] = value.to_be_bytes();
        Self { red, green, blue }
    }

    fn of_digits(digits: &str) -> Option<Self> {
        if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let doubled: String = match digits.len() {
            3 | 4 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
            6 | 8 => digits.to_owned(),
            _ => return None,
        };
        let opaque = doubled.len() == 6 || doubled.ends_with("ff");
        opaque.then(|| u32::from_str_radix(&doubled[..6], 16).ok().map(Self::of_number)).flatten()
    }

    fn of_parts(parts: &str) -> Option<Self> {
        let parts: Vec<&str> = parts.split([',', ' ', '/']).filter(|part| !part.is_empty()).collect();
        let opaque = parts.get(3).is_none_or(|alpha| matches!(*alpha, "1" | "1.0" | "100%"));
        let part = |at: usize| parts.get(at).and_then(|part| part.parse::<u8>().ok());
        (opaque && parts.len() <= 4).then(|| Some(Self { red: part(0)?, green: part(1)?, blue: part(2)? })).flatten()
    }

    /// The contrast of WCAG 2.1: 1 to 21.
    pub(crate) fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    fn luminance(self) -> f64 {
        let part = |value: u8| {
            let value = f64::from(value) / 255.0;
            if value <= 0.03928 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * part(self.red) + 0.7152 * part(self.green) + 0.0722 * part(self.blue)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read_and_compared() {
        let contrast = |a: &str, b: &str| Some((Colour::read(a)?.contrast(Colour::read(b)?) * 100.0).round());
        assert_eq!(contrast("#000", "white"), Some(2100.0));
        assert_eq!(contrast("#777", "rgb(255, 255, 255)"), Some(448.0));
        assert_eq!(contrast("#6F6B53FF", "#DFF0D8"), Some(451.0));
        for unknown in ["#0008", "rgba(0,0,0,.5)", "currentColor", "transparent", "#é", "#12", "rgb(", "url(a)"] {
            assert_eq!(Colour::read(unknown), None, "{unknown}");
        }
    }
}
