//! What a film shows is told in words: a transcript, or an audio description.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "media-alternative",
    level: Level::Notice,
    // Source does not tell whether a film has sound: the tests of both kinds are to be verified.
    sources: &[
        "RGAA-4.1.2",
        "RGAA-4.1.3",
        "RGAA-4.5.2",
        "WCAG-1.2.1",
        "WCAG-1.2.3",
        "WCAG-1.2.5",
        "ACT-1a02b0",
        "ACT-1ea59c",
        "ACT-ab4d13",
        "ACT-c3232f",
        "ACT-c5a4ea",
        "ACT-d7ba54",
        "ACT-ee13b5",
        "ACT-fd26cf",
    ],
    languages: Language::MARKUP,
    page: include_str!("media_alternative.md"),
};

/// Beginnings of the words by which a page offers another way, in lower case, accents as written.
const OTHER_WAYS: &[&str] =
    &["transcri", "audiodescri", "audio-descri", "audio descri", "version texte", "text version"];

fn look(view: &View<'_>) -> Vec<Finding> {
    let videos = view.named("video");
    let mut findings: Vec<Finding> = videos.filter_map(|(node, element)| judge(view, node, element)).collect();
    if !findings.is_empty() {
        let text = view.file.text().to_lowercase();
        if OTHER_WAYS.iter().any(|word| text.contains(word)) {
            findings.clear();
        }
    }
    findings
}

fn judge(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.open_ended || view.sight(node) != Sight::Shown {
        return None;
    }
    // Without controls a film is a background, or a script's.
    if !view.is_set(element, "controls") && view.attr(element, "controls") != Attr::Computed {
        return None;
    }
    for below in view.document.descendants(node).take(64) {
        match &view.document.node(below).kind {
            NodeKind::Element(track) if track.is_component => return None,
            NodeKind::Element(track) if track.name == "track" => match view.attr(track, "kind") {
                Attr::Text(kind) if !kind.trim().eq_ignore_ascii_case("descriptions") => {}
                Attr::Absent => {}
                Attr::Text(_) | Attr::Computed | Attr::Unknown => return None,
            },
            NodeKind::Dynamic => return None,
            _ => {}
        }
    }
    let words = message(
        (
            "Ni transcription ni audiodescription n’accompagne cette vidéo.",
            "Neither a transcript nor an audio description comes with this video.",
        ),
        (
            "Qui ne voit pas l’image manque ce qu’elle est seule à montrer.",
            "People who do not see the picture miss what it alone shows.",
        ),
        (
            "Vérifiez que la page donne une transcription (dans la page ou par un lien juste à côté) ou une version audiodécrite, si l’image dit plus que le son.",
            "Check that the page gives a transcript (in the page or by a link right beside it) or a version with audio description, if the picture says more than the sound.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}
