//! A film has captions, a sound a transcript.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["audio", "video"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "media-captions",
    level: Level::Notice,
    sources: &[
        "RGAA-4.1.1",
        "RGAA-4.3.1",
        "RGAA-4.3.2",
        "WCAG-1.2.1",
        "WCAG-1.2.2",
        "ACT-2eb176",
        "ACT-eac66b",
        "ACT-f51b46",
    ],
    languages: Language::MARKUP,
    page: include_str!("media_captions.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_audio = element.name == "audio";
    if (!is_audio && element.name != "video") || element.open_ended || view.sight(node) != Sight::Shown {
        return None;
    }
    let is_silent = match view.attr(element, "muted") {
        Attr::Text("false") => false,
        Attr::Text(_) | Attr::Computed => true,
        Attr::Absent | Attr::Unknown => view.is_set(element, "muted"),
    };
    // What a script streams into it: a camera, a shared screen.
    let is_stream = element.get("ref").is_some()
        && element.lacks("src")
        && !view.document.descendants(node).any(|below| view.document.element(below).is_some());
    if is_silent || is_stream {
        return None;
    }
    let mut has_track = false;
    for below in view.document.descendants(node).take(64) {
        match &view.document.node(below).kind {
            NodeKind::Element(track) if track.name == "track" || track.is_component => {
                let kind = match view.attr(track, "kind") {
                    Attr::Text(kind) => kind.trim().to_ascii_lowercase(),
                    Attr::Absent => "subtitles".to_owned(),
                    Attr::Computed | Attr::Unknown => return None,
                };
                if kind == "captions" || (track.is_component && track.get("kind").is_none()) {
                    return None;
                }
                has_track |= kind == "subtitles";
            }
            NodeKind::Dynamic => return None,
            _ => {}
        }
    }
    Some(match (is_audio, has_track) {
        (true, _) if speaks_of_transcript(view) => return None,
        (true, _) => silent_words(view, element),
        (false, true) => subtitles(view, element),
        (false, false) => no_captions(view, element),
    })
}

/// Whether the file says something of a transcript.
fn speaks_of_transcript(view: &View<'_>) -> bool {
    let text = view.file.text().as_bytes();
    ["transcri", "Transcri"].iter().any(|word| text.windows(word.len()).any(|window| window == word.as_bytes()))
}

fn subtitles(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Les sous-titres de cette vidéo sont déclarés comme une traduction (`kind=\"subtitles\"`).",
            "The captions of this video are declared as a translation (`kind=\"subtitles\"`).",
        ),
        (
            "Pour les personnes sourdes, le RGAA demande `kind=\"captions\"` : avec les sons et le nom de qui parle.",
            "For deaf people the RGAA asks for `kind=\"captions\"`: with the sounds and the name of who speaks.",
        ),
        (
            "Écrivez `kind=\"captions\"` sur la piste dans la langue de la vidéo, et vérifiez qu’elle dit aussi les sons utiles.",
            "Write `kind=\"captions\"` on the track in the video’s own language, and check that it tells useful sounds too.",
        ),
    );
    Finding::new(&META, view.tag(element), words).level(Level::Warning).sources(&["RGAA-4.3.2", "WCAG-1.2.2"])
}

fn no_captions(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Cette vidéo n’a pas de piste de sous-titres.", "This video has no track of captions."),
        ("Sans eux, une personne sourde n’a que les images.", "Without them a deaf person has the pictures only."),
        (
            "Vérifiez que la vidéo est sous-titrée. Si elle a du son, ajoutez `<track kind=\"captions\" srclang=\"fr\" src=\"…\">` ; si elle n’en a pas, ajoutez `muted`.",
            "Check that the video has captions. If it has sound, add `<track kind=\"captions\" srclang=\"fr\" src=\"…\">`; if it has none, add `muted`.",
        ),
    );
    Finding::new(&META, view.tag(element), words).sources(&["RGAA-4.3.1", "WCAG-1.2.2", "ACT-eac66b", "ACT-f51b46"])
}

fn silent_words(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Aucune transcription n’accompagne ce contenu audio.", "No transcript comes with this sound."),
        ("Sans elle, une personne sourde n’a rien.", "Without it a deaf person has nothing."),
        (
            "Vérifiez qu’une transcription est donnée juste à côté, ou par un lien « Transcription ».",
            "Check that a transcript is given right beside it, or by a “Transcript” link.",
        ),
    );
    Finding::new(&META, view.tag(element), words).sources(&["RGAA-4.1.1", "WCAG-1.2.1", "ACT-2eb176"])
}
