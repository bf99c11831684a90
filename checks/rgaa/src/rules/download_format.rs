//! A document to download tells its format and its weight, and is accessible.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, Value};

use crate::media::file_name;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: LINKS, attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "download-format",
    level: Level::Notice,
    sources: &["RGAA-13.3.1", "WCAG-2.4.4"],
    languages: Language::MARKUP,
    page: include_str!("download_format.md"),
};

/// Components that render a link, in the libraries of wide use.
const LINKS: &[&str] = &["a", "Link", "NextLink", "NuxtLink", "RouterLink", "nuxt-link", "router-link"];

/// Extensions of office documents, with what else a text may call their format.
const FORMATS: &[(&str, &[&str])] = &[
    ("pdf", &[]),
    ("doc", &["word"]),
    ("docx", &["doc", "word"]),
    ("odt", &["opendocument", "libreoffice", "texte"]),
    ("rtf", &[]),
    ("xls", &["excel", "tableur"]),
    ("xlsx", &["xls", "excel", "tableur"]),
    ("ods", &["opendocument", "libreoffice", "tableur"]),
    ("ppt", &["powerpoint", "diaporama"]),
    ("pptx", &["ppt", "powerpoint", "diaporama"]),
    ("odp", &["opendocument", "libreoffice", "diaporama"]),
    ("epub", &[]),
];

/// Units of weight, as words.
const UNITS: &[&str] = &["ko", "mo", "go", "kb", "mb", "gb", "kib", "mib", "octets", "bytes"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_link = LINKS.contains(&element.name.as_str());
    if !is_link || element.attributes.is_empty() || element.open_ended {
        return None;
    }
    let format = ["href", "to"].iter().find_map(|name| match view.attr(element, name) {
        Attr::Text(address) => format_of(address),
        _ => None,
    });
    if (format.is_none() && !is_download(element)) || element.get("data-fr-assess-file").is_some() {
        return None;
    }
    if !element.closed || view.sight(node) == Sight::Hidden || is_told(view, node, element, format) {
        return None;
    }
    let words = message(
        (
            "Ce lien télécharge un document, et ne dit ni son format ni son poids.",
            "This link downloads a document, and tells neither its format nor its weight.",
        ),
        (
            "On ne sait pas si l’on pourra l’ouvrir ni le lire avec un lecteur d’écran : un PDF n’est souvent pas accessible.",
            "One does not know whether one can open it, nor read it with a screen reader: a PDF often is not accessible.",
        ),
        (
            "Vérifiez que le document est accessible ou existe en HTML, et écrivez son format et son poids dans le lien : « PDF – 61,88 ko ».",
            "Check that the document is accessible or exists in HTML, and write its format and weight in the link: “PDF – 61.88 kB”.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// The format of an office document, by the extension of its address.
fn format_of(address: &str) -> Option<&'static (&'static str, &'static [&'static str])> {
    let (stem, extension) = file_name(address).rsplit_once('.')?;
    let known = || FORMATS.iter().find(|(known, _)| known.eq_ignore_ascii_case(extension));
    if stem.is_empty() { None } else { known() }
}

/// Whether the link is the DSFR's for a download.
fn is_download(element: &Element) -> bool {
    element.get("class").is_some_and(|class| match &class.value {
        Value::Text { text, .. } => text.split_whitespace().any(|word| word == "fr-link--download"),
        Value::Empty | Value::Dynamic { .. } => false,
    })
}

/// Whether the link, its title or the block around it tells the format or the weight, or code may.
fn is_told(
    view: &View<'_>,
    node: NodeId,
    element: &Element,
    format: Option<&(&'static str, &'static [&'static str])>,
) -> bool {
    let mut text = String::new();
    for name in ["title", "aria-label", "aria-describedby"] {
        match view.attr(element, name) {
            Attr::Text(part) => text.push_str(part),
            Attr::Computed | Attr::Unknown => return true,
            Attr::Absent => {}
        }
        text.push(' ');
    }
    if view.document.ancestors(node).take(3).any(|(_, around)| around.is_component) {
        return true;
    }
    let block = block_of(view, node);
    let (_, is_whole) = view.document.text_content(node);
    let (around, block_is_whole) = view.document.text_content(block);
    if !is_whole || !block_is_whole {
        return true;
    }
    text.push_str(&around);
    let text = text.to_lowercase();
    let mut words = text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    words.any(|word| {
        UNITS.contains(&word)
            || match format {
                Some((extension, others)) => word == *extension || others.contains(&word),
                None => {
                    FORMATS.iter().any(|(extension, _)| word == *extension)
                        || matches!(word, "jpg" | "png" | "csv" | "zip")
                }
            }
    })
}

/// The card, the item or the paragraph that holds a link, which may tell it in its own place.
fn block_of(view: &View<'_>, node: NodeId) -> NodeId {
    let is_card = |around: &Element| {
        let class = around.text("class").unwrap_or_default();
        class.split_whitespace().any(|word| matches!(word, "card" | "fr-card" | "fr-tile" | "fr-download"))
    };
    let is_block = |around: &Element| matches!(around.name.as_str(), "dd" | "div" | "li" | "p" | "td" | "tr");
    let around = || view.document.ancestors(node);
    let card = around().take(8).find(|(_, around)| is_card(around));
    let row = || around().take(4).find(|(_, around)| matches!(around.name.as_str(), "li" | "tr"));
    let block = || around().take(3).find(|(_, around)| is_block(around));
    card.or_else(row).or_else(block).map_or(node, |(id, _)| id)
}
