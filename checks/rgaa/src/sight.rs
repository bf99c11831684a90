//! Whether assistive technologies are given an element.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::Language;
use checks_markup::{Element, NodeKind, Value};

use crate::view::{Attr, View};

/// Whether an element is in what assistive technologies are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sight {
    /// It is, at least at times.
    Shown,
    /// Never, as source has it.
    Hidden,
    /// A style sheet or code decides.
    Unknown,
}

/// Classes by which style sheets of wide use take an element away: Tailwind, Bootstrap, DSFR, Bulma, AngularJS.
const HIDING_CLASSES: &[&str] =
    &["d-none", "display-none", "fr-hidden", "hidden", "hide", "invisible", "is-hidden", "ng-hide", "u-hidden"];

/// Values that take an element away, in any case.
static WORDS: LazyLock<Option<AhoCorasick>> =
    LazyLock::new(|| AhoCorasick::builder().ascii_case_insensitive(true).build(["none", "hidden", "collapse"]).ok());

impl View<'_> {
    /// The sight of every node, in one pass: a parent stands before its children.
    pub(crate) fn all_sights(&self) -> Vec<Sight> {
        let mut sights: Vec<Sight> = Vec::with_capacity(self.document.nodes.len());
        for node in &self.document.nodes {
            let own = match &node.kind {
                NodeKind::Element(element) => self.own_sight(element),
                _ => Sight::Shown,
            };
            let around = node.parent.and_then(|parent| sights.get(parent as usize)).copied().unwrap_or(Sight::Shown);
            sights.push(match (own, around) {
                (Sight::Hidden, _) | (_, Sight::Hidden) => Sight::Hidden,
                (Sight::Unknown, _) | (_, Sight::Unknown) => Sight::Unknown,
                (Sight::Shown, Sight::Shown) => Sight::Shown,
            });
        }
        sights
    }

    /// Whether `element` is shown, itself alone considered.
    pub(crate) fn own_sight(&self, element: &Element) -> Sight {
        if element.attributes.is_empty() {
            return if element.name == "noscript" { Sight::Hidden } else { Sight::Shown };
        }
        let is_hidden = element.name == "noscript"
            || self.is_set(element, "hidden")
            || self.is_set(element, "inert")
            || self.attr(element, "aria-hidden") == Attr::Text("true")
            || (element.name == "input"
                && element.text("type").is_some_and(|kind| kind.eq_ignore_ascii_case("hidden")))
            || self.is_styled_away(element);
        if is_hidden {
            return Sight::Hidden;
        }
        let aria_hidden = match element.get("aria-hidden").map(|attribute| &attribute.value) {
            Some(Value::Empty) => self.document.language != Language::Jsx,
            Some(Value::Dynamic { .. }) => self.attr(element, "aria-hidden") == Attr::Computed,
            Some(Value::Text { .. }) | None => false,
        };
        if aria_hidden || has_hiding_class(element) { Sight::Unknown } else { Sight::Shown }
    }

    /// Whether `element` is on screen as far as its classes and its `style` tell.
    pub(crate) fn own_sight_on_screen(&self, element: &Element) -> Sight {
        if self.is_styled_away(element) {
            Sight::Hidden
        } else if has_hiding_class(element) {
            Sight::Unknown
        } else {
            Sight::Shown
        }
    }

    fn is_styled_away(&self, element: &Element) -> bool {
        let Some(style) = element.get("style") else { return false };
        let written = match &style.value {
            Value::Empty => return false,
            Value::Text { text, .. } => text.as_str(),
            Value::Dynamic { span, .. } => self.document.source(*span),
        };
        // Most styles say nothing of it: those that may are squeezed to be compared.
        if !WORDS.as_ref().is_some_and(|words| words.is_match(written)) {
            return false;
        }
        let squeezed: String = written
            .chars()
            .filter(|c| !c.is_whitespace() && !matches!(c, '\'' | '"'))
            .collect::<String>()
            .to_lowercase();
        ["display:none", "visibility:hidden", "visibility:collapse"].iter().any(|hiding| squeezed.contains(hiding))
    }
}

fn has_hiding_class(element: &Element) -> bool {
    let Some(class) = element.get("class") else { return false };
    let hides = |text: &str| text.split_whitespace().any(|word| HIDING_CLASSES.contains(&word));
    match &class.value {
        Value::Empty => false,
        Value::Text { text, .. } => hides(text),
        Value::Dynamic { known, .. } => known.iter().any(|part| hides(part)),
    }
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    fn sight_of_last(path: &str, text: &str) -> Sight {
        let file = File::new(path, text);
        let document = Document::of(&file).unwrap();
        let (node, _) = document.elements().last().unwrap();
        View::new(&file, &document).sight(node)
    }

    #[test]
    fn what_hides_an_element_hides_what_is_in_it() {
        for (text, expected) in [
            ("<p hidden><b></b></p>", Sight::Hidden),
            ("<p style='color: red; DISPLAY : none'><b></b></p>", Sight::Hidden),
            ("<noscript><b></b></noscript>", Sight::Hidden),
            ("<p class='fr-hidden fr-mb-2w'><b></b></p>", Sight::Unknown),
            ("<p class='fr-sr-only'><b></b></p>", Sight::Shown),
            ("<p aria-hidden=false><b></b></p>", Sight::Shown),
        ] {
            assert_eq!(sight_of_last("a.html", text), expected, "{text}");
        }
    }

    #[test]
    fn what_code_shows_at_times_is_shown() {
        for (text, expected) in [
            ("const a = <p hidden={!open}><b/></p>;", Sight::Shown),
            ("const a = <p hidden={false}><b/></p>;", Sight::Shown),
            ("const a = <p hidden><b/></p>;", Sight::Hidden),
            ("const a = <p aria-hidden><b/></p>;", Sight::Hidden),
            ("const a = <p aria-hidden={open}><b/></p>;", Sight::Unknown),
            ("const a = <p style={{ display: open ? 'block' : 'none' }}><b/></p>;", Sight::Shown),
            ("const a = <p style={{ display: 'none' }}><b/></p>;", Sight::Hidden),
        ] {
            assert_eq!(sight_of_last("a.tsx", text), expected, "{text}");
        }
    }
}
