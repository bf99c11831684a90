//! A text is no picture.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::media::file_name;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["img", "input"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "image-text",
    level: Level::Notice,
    sources: &["RGAA-1.8.1", "WCAG-1.4.5", "ACT-0va7u6"],
    languages: Language::MARKUP,
    page: include_str!("image_text.md"),
};

/// Words by which a file's name says that the image is a text.
const NAMES: &[&str] =
    &["accroche", "baseline", "citation", "heading", "quote", "slogan", "text", "texte", "textimage", "titre", "title"];

/// Pictures made of points; in the others text stays text.
const BITMAPS: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "webp"];

/// The fewest words of an alternative that is a text.
const WORDS: usize = 3;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name == "input" && element.text("type") != Some("image") {
        return None;
    }
    let (Attr::Text(address), Attr::Text(alternative)) = (view.attr(element, "src"), view.attr(element, "alt")) else {
        return None;
    };
    let (stem, extension) = file_name(address).rsplit_once('.')?;
    if !BITMAPS.iter().any(|known| known.eq_ignore_ascii_case(extension)) || !is_text(stem) {
        return None;
    }
    // What begins so tells of a picture; a logo may hold words.
    let told = alternative.trim().to_lowercase();
    let depicts = [
        "image",
        "photo",
        "illustration",
        "icône",
        "icon",
        "capture",
        "screenshot",
        "dessin",
        "schéma",
        "example",
        "exemple",
        "graph",
    ];
    if told.split_whitespace().count() < WORDS
        || depicts.iter().any(|word| told.starts_with(word))
        || told.contains("logo")
        || stem.to_lowercase().contains("logo")
        || view.sight(node) != Sight::Shown
    {
        return None;
    }
    let words = message(
        ("Cette image semble être un texte.", "This image seems to be a text."),
        (
            "On ne peut ni l’agrandir sans flou, ni en changer les couleurs ou la police, ni la traduire.",
            "It can neither be enlarged without blur, nor given other colours or another font, nor be translated.",
        ),
        (
            "Vérifiez ce que montre l’image ; si c’est du texte, écrivez-le en HTML et mettez-le en forme en CSS.",
            "Check what the image shows; if it is text, write it in HTML and style it in CSS.",
        ),
    );
    let finding = Finding::new(&META, view.tag(element), words);
    Some(if element.name == "input" { finding.sources(&["RGAA-1.8.2", "WCAG-1.4.5", "ACT-0va7u6"]) } else { finding })
}

/// Whether the first or the last word of a file's name says that it is a text.
fn is_text(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    let mut words = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let first = words.next();
    let last = words.next_back().or(first);
    [first, last].into_iter().flatten().any(|word| NAMES.contains(&word))
}
