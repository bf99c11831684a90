//! The colours, sizes and weights that Tailwind's classes give a text.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::{Colour, Ink, Weight, table};

/// The default palette of versions 3 and 4.
static PALETTE: LazyLock<HashMap<&str, (Colour, Colour)>> = LazyLock::new(|| table(include_str!("tailwind.tsv")));

/// What is behind a text may be seen through, drawn or moved: nothing is known of its contrast.
const BLENDING: &[&str] = &[
    "absolute",
    "backdrop-",
    "bg-blend-",
    "bg-clip-text",
    "bg-conic",
    "bg-gradient-",
    "bg-linear-",
    "bg-none",
    "bg-opacity-",
    "bg-radial",
    "brightness-",
    "contrast-",
    "cursor-not-allowed",
    "fixed",
    "from-",
    "hidden",
    "invert",
    "invisible",
    "mix-blend-",
    "opacity-",
    "select-none",
    "sr-only",
    "text-opacity-",
    "text-transparent",
    "via-",
];

/// What `bg-…` says besides a colour.
const NO_BACKGROUND: &[&str] = &[
    "auto", "bottom", "center", "clip", "contain", "cover", "fixed", "left", "local", "no", "origin", "repeat",
    "right", "scroll", "top",
];

/// What `text-…` says besides a colour.
const NO_COLOUR: &[&str] =
    &["balance", "center", "clip", "ellipsis", "end", "justify", "left", "nowrap", "pretty", "right", "start", "wrap"];

const SIZES: &[(&str, &str)] = &[
    ("xs", "12px"),
    ("sm", "14px"),
    ("base", "16px"),
    ("lg", "18px"),
    ("xl", "20px"),
    ("2xl", "24px"),
    ("3xl", "30px"),
    ("4xl", "36px"),
    ("5xl", "48px"),
    ("6xl", "60px"),
    ("7xl", "72px"),
    ("8xl", "96px"),
    ("9xl", "128px"),
];

/// A property that classes write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Said<T> {
    /// No class says it.
    #[default]
    Nothing,
    /// One class says it.
    Once(T),
    /// Several do, or one that only the project's configuration explains.
    Unknown,
}

impl<T> Said<T> {
    fn say(&mut self, value: Option<T>) {
        *self = match (&self, value) {
            (Self::Nothing, Some(value)) => Self::Once(value),
            _ => Self::Unknown,
        };
    }
}

/// What the classes of an element say of its text, those of one variant (`hover:`) together.
#[derive(Debug, Default)]
pub(crate) struct Classes<'a> {
    pub(crate) text: Said<Ink>,
    pub(crate) background: Said<Ink>,
    pub(crate) size: Said<&'a str>,
    pub(crate) weight: Said<Weight>,
    /// Whether what is behind the text cannot be told.
    pub(crate) blends: bool,
    /// The names of the palette's families that the colours are of.
    pub(crate) families: Vec<&'a str>,
}

impl<'a> Classes<'a> {
    /// Reads the classes of `list` that stand under `variant`; empty for those that always hold.
    pub(crate) fn read(list: &'a str, variant: &str) -> Self {
        let mut found = Self::default();
        for class in list.split_ascii_whitespace() {
            let (prefix, name) = apart(class);
            if prefix == variant {
                found.add(name.trim_matches('!'));
            }
        }
        found
    }

    fn add(&mut self, name: &'a str) {
        if BLENDING
            .iter()
            .any(|word| name.strip_prefix(word).is_some_and(|rest| rest.is_empty() || word.ends_with('-')))
        {
            self.blends = true;
        } else if let Some(rest) = name.strip_prefix("text-") {
            self.add_text(rest);
        } else if let Some(rest) = name.strip_prefix("bg-") {
            if !NO_BACKGROUND.contains(&head(rest)) {
                let ink = self.ink(rest);
                self.background.say(ink);
            }
        } else if let Some(weight) = name.strip_prefix("font-") {
            match weight {
                "bold" | "extrabold" | "black" => self.weight.say(Some(Weight::Bold)),
                "thin" | "extralight" | "light" | "normal" | "medium" => self.weight.say(Some(Weight::Normal)),
                "sans" | "serif" | "mono" => {}
                // Fonts that the project names are here as well.
                _ => self.weight.say(None),
            }
        }
    }

    fn add_text(&mut self, rest: &'a str) {
        let (size, line) = rest.split_once('/').unwrap_or((rest, ""));
        if let Some(&(_, pixels)) = SIZES.iter().find(|(name, _)| *name == size) {
            self.size.say(Some(pixels));
        } else if let Some(length) = inside(size).filter(|inside| inside.starts_with(|c: char| c.is_ascii_digit())) {
            self.size.say(Some(length));
        } else if !NO_COLOUR.contains(&rest) {
            let ink = if line.is_empty() { self.ink(rest) } else { None };
            self.text.say(ink);
        }
    }

    /// The colour that a class names; `None` for one that is seen through, or that is not of the palette.
    fn ink(&mut self, name: &'a str) -> Option<Ink> {
        if let Some(value) = inside(name) {
            return if value.starts_with("--") { Ink::read(&format!("var({value})")) } else { Ink::read(value) };
        }
        let &(three, four) = PALETTE.get(name)?;
        self.families.push(head(name));
        Some(Ink::Named(three, four))
    }
}

/// The variants of the classes of `list` that write a colour, each once, in their order.
pub(crate) fn variants(list: &str) -> Vec<&str> {
    let mut found: Vec<&str> = Vec::new();
    for (prefix, name) in list.split_ascii_whitespace().map(apart) {
        let name = name.trim_start_matches('!');
        if (name.starts_with("text-") || name.starts_with("bg-")) && !found.contains(&prefix) {
            found.push(prefix);
        }
    }
    found
}

/// The families of the palette, and `white` and `black`.
pub(crate) fn families() -> impl Iterator<Item = &'static str> {
    let mut all: Vec<&str> = PALETTE.keys().map(|name| head(name)).collect();
    all.sort_unstable();
    all.dedup();
    all.into_iter()
}

/// `md:hover:text-white` → `md:hover` and `text-white`. Colons in brackets are of values.
fn apart(class: &str) -> (&str, &str) {
    let mut depth = 0_u32;
    let mut last = None;
    for (at, byte) in class.bytes().enumerate() {
        match byte {
            b'[' | b'(' => depth += 1,
            b']' | b')' => depth = depth.saturating_sub(1),
            b':' if depth == 0 => last = Some(at),
            _ => {}
        }
    }
    last.map_or(("", class), |at| (&class[..at], &class[at + 1..]))
}

/// What stands between `[` and `]`, or `(` and `)`.
fn inside(name: &str) -> Option<&str> {
    name.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).or_else(|| name.strip_prefix('(')?.strip_suffix(')'))
}

fn head(name: &str) -> &str {
    name.split('-').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_are_read_by_variant() {
        let list = "flex text-sm text-gray-400 bg-white hover:text-[#777] hover:bg-(--background-alt-grey) md:text-xl";
        let base = Classes::read(list, "");
        assert!(matches!((base.text, base.background), (Said::Once(Ink::Named(..)), Said::Once(Ink::Named(..)))));
        assert_eq!((base.size, base.families.as_slice()), (Said::Once("14px"), ["gray", "white"].as_slice()));
        let hover = Classes::read(list, "hover");
        assert!(matches!((hover.text, hover.background), (Said::Once(Ink::Plain(_)), Said::Once(Ink::Themed(..)))));
        assert_eq!(variants(list), ["", "hover", "md"]);
    }

    #[test]
    fn what_the_configuration_or_an_opacity_decides_is_unknown() {
        for list in ["text-primary", "text-gray-400/50", "text-gray-400 text-red-500", "text-[#99999980]", "text-muted"]
        {
            assert_eq!(Classes::read(list, "").text, Said::Unknown, "{list}");
        }
        for list in ["bg-white opacity-50", "absolute bg-white", "bg-gradient-to-r"] {
            assert!(Classes::read(list, "").blends, "{list}");
        }
        assert_eq!(Classes::read("text-center text-lg bg-cover bg-no-repeat", "").text, Said::Nothing);
        assert!(families().any(|family| family == "slate") && families().any(|family| family == "white"));
    }
}
