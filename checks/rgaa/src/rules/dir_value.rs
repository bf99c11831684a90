//! The direction of reading is one that exists, and that of the text.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Attribute, Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["dir"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dir-value",
    level: Level::Failure,
    sources: &["RGAA-8.10.2", "WCAG-1.3.2"],
    languages: Language::MARKUP,
    page: include_str!("dir_value.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("dir")?;
    if element.is_component || element.name.contains('-') {
        return None;
    }
    let Attr::Text(value) = view.attr(element, "dir") else { return None };
    if value.trim().eq_ignore_ascii_case("rtl") {
        return is_latin(view, node).then(|| backwards(view, attribute));
    }
    if ["ltr", "auto"].iter().any(|known| value.trim().eq_ignore_ascii_case(known)) {
        return None;
    }
    let words = message(
        ("Cette valeur de `dir` n’existe pas.", "This value of `dir` does not exist."),
        (
            "Le texte est affiché et lu dans le sens de ce qui l’entoure, et non dans le sien.",
            "The text is shown and read in the direction of what stands around it, and not in its own.",
        ),
        (
            "Écrivez `rtl` pour une langue qui se lit de droite à gauche (arabe, hébreu), `ltr` pour les autres.",
            "Write `rtl` for a language read from right to left (Arabic, Hebrew), `ltr` for the others.",
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}

/// Letters from which a text is surely one: a word or two may be a name, in a page read from right to left.
const ENOUGH: usize = 12;

/// Whether all that is read in `node` is written there, in Latin letters.
fn is_latin(view: &View<'_>, node: NodeId) -> bool {
    let is_short = view.document.descendants(node).nth(64).is_none();
    let (text, is_whole) = view.document.text_content(node);
    let letters = || text.chars().filter(|c| c.is_alphabetic());
    is_short && is_whole && letters().count() >= ENOUGH && letters().all(|letter| letter < '\u{250}')
}

fn backwards(view: &View<'_>, attribute: &Attribute) -> Finding {
    let words = message(
        (
            "`dir=\"rtl\"` est posé sur un texte qui se lit de gauche à droite.",
            "`dir=\"rtl\"` is set on a text that is read from left to right.",
        ),
        (
            "Le texte est aligné à droite et sa ponctuation passe du mauvais côté, à l’écran comme en braille.",
            "The text is aligned to the right and its punctuation moves to the wrong side, on screen and in braille.",
        ),
        (
            "Retirez `dir`, ou alignez en CSS avec `text-align` si c’est l’effet voulu.",
            "Remove `dir`, or align in CSS with `text-align` if that is the wanted effect.",
        ),
    );
    Finding::new(&META, view.file.place(attribute.span), words).level(Level::Warning)
}
