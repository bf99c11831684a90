//! The title of a frame says what it holds.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::media::file_name;
use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "frame-title-relevant",
    level: Level::Warning,
    sources: &["RGAA-2.2.1", "WCAG-4.1.2", "ACT-4b1c6c"],
    languages: Language::MARKUP,
    page: include_str!("frame_title_relevant.md"),
};

/// Titles that would fit any frame, folded.
const GENERIC: &[&str] = &[
    "cadre",
    "contenu",
    "content",
    "embed",
    "external",
    "externe",
    "frame",
    "iframe",
    "myframe",
    "myiframe",
    "page",
    "sanstitre",
    "title",
    "titre",
    "true",
    "undefined",
    "untitled",
    "widget",
];

/// Frames of one page that are compared with each other.
const FRAMES: usize = 64;

fn look(view: &View<'_>) -> Vec<Finding> {
    let frames: Vec<(NodeId, &Element, &str)> = view
        .named("iframe")
        .chain(view.named("frame"))
        .filter(|(node, _)| view.sight(*node) == Sight::Shown)
        .filter_map(|(node, element)| match view.attr(element, "title") {
            Attr::Text(title) if !is_blank(title) && title != "false" => Some((node, element, title.trim())),
            _ => None,
        })
        .take(FRAMES)
        .collect();
    let mut findings: Vec<Finding> =
        frames.iter().filter_map(|(_, element, title)| meaningless(view, element, title)).collect();
    if findings.is_empty() {
        findings.extend(repeated(view));
    }
    findings
}

fn meaningless(view: &View<'_>, element: &Element, title: &str) -> Option<Finding> {
    let folded = fold(title);
    let address = match view.attr(element, "src") {
        Attr::Text(address) => address.trim(),
        _ => "",
    };
    let is_address = title.contains("://")
        || (!address.is_empty()
            && (title == address || (file_name(address).contains('.') && title == file_name(address))));
    let level = if folded.is_empty() || is_address {
        Level::Failure
    } else if GENERIC.contains(&folded.as_str()) || folded.bytes().all(|byte| byte.is_ascii_digit()) {
        Level::Warning
    } else {
        return None;
    };
    let words = message(
        (
            "Le `title` de ce cadre ne dit pas ce qu’il contient.",
            "The `title` of this frame does not say what it holds.",
        ),
        (
            "C’est tout ce qu’un lecteur d’écran annonce avant d’y entrer : personne ne sait s’il faut le lire ou le passer.",
            "It is all that a screen reader says before entering it: nobody knows whether to read it or skip it.",
        ),
        (
            "Décrivez le contenu du cadre : « Carte des agences », « Vidéo : déclarer ses revenus ».",
            "Describe what the frame holds: “Map of the agencies”, “Video: how to file your taxes”.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(level).sources(&["RGAA-2.2.1", "WCAG-4.1.2"]))
}

/// Frames that have one name for different contents.
fn repeated(view: &View<'_>) -> Vec<Finding> {
    let mut known: Vec<(&Element, String, &str)> = Vec::new();
    let mut findings = Vec::new();
    for (node, element) in view.named("iframe").chain(view.named("frame")).take(FRAMES) {
        let Attr::Text(address) = view.attr(element, "src") else { continue };
        let name = view.name(node, element);
        let Some(name) = name.whole().map(fold).filter(|name| !name.is_empty()) else { continue };
        if view.document.node(node).optional || view.sight(node) != Sight::Shown {
            continue;
        }
        match known.iter().find(|(_, other, source)| *other == name && *source != address) {
            Some((first, ..)) => findings.push(same(view, element).related(view.tag(first))),
            None => known.push((element, name, address)),
        }
    }
    findings
}

fn same(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Ce cadre a le même titre qu’un autre de la page, dont l’adresse diffère.",
            "This frame has the same title as another one of the page, whose address differs.",
        ),
        (
            "Si leurs contenus diffèrent, un lecteur d’écran ne permet pas de les distinguer.",
            "If their contents differ, a screen reader gives no way to tell them apart.",
        ),
        (
            "Vérifiez que les deux cadres montrent la même chose, sinon donnez à chacun son titre.",
            "Check that both frames show the same thing; if not, give each its own title.",
        ),
    );
    let sources = ["RGAA-2.2.1", "WCAG-4.1.2", "ACT-4b1c6c"];
    Finding::new(&META, view.tag(element), words).level(Level::Notice).sources(&sources)
}
