//! A sound or a film can be started and stopped.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "media-controls",
    level: Level::Warning,
    sources: &["RGAA-4.11.1", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("media_controls.md"),
};

/// Signs of a player that a script of the file makes, or of its own buttons.
const PLAYERS: &[&str] = &[
    ".play(",
    ".pause(",
    ".controls",
    "plyr",
    "video-js",
    "videojs",
    "jwplayer",
    "mediaelement",
    "VideoPlayer",
    "hls",
];

fn look(view: &View<'_>) -> Vec<Finding> {
    let media = view.named("audio").chain(view.named("video"));
    let mut findings: Vec<Finding> = media.filter_map(|(node, element)| judge(view, node, element)).collect();
    if !findings.is_empty() && PLAYERS.iter().any(|sign| view.file.text().contains(sign)) {
        findings.clear();
    }
    findings
}

fn judge(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.open_ended || !element.closed {
        return None;
    }
    // What starts by itself is a background, or the matter of `autoplay-sound`.
    let lacks = |name: &str| view.attr(element, name) == Attr::Absent && !view.is_set(element, name);
    if !lacks("controls") || !lacks("autoplay") || view.sight(node) != Sight::Shown || view.falls_through(node) {
        return None;
    }
    if is_hooked(view, element) || is_driven(view, node) {
        return None;
    }
    let what = if element.name == "audio" {
        (
            "Ce son n’a pas de commandes : rien ne permet de le lancer ni de l’arrêter.",
            "This sound has no controls: nothing allows to start or stop it.",
        )
    } else {
        (
            "Cette vidéo n’a pas de commandes : rien ne permet de la lancer ni de l’arrêter.",
            "This video has no controls: nothing allows to start or stop it.",
        )
    };
    let words = message(
        what,
        (
            "Sans bouton, ni clavier ni souris ne le peuvent ; les commandes du navigateur sont utilisables par tout le monde.",
            "Without a button, neither keyboard nor mouse can; everybody can use those of the browser.",
        ),
        (
            "Ajoutez `controls`, ou des boutons pour lire, arrêter et régler le son.",
            "Add `controls`, or buttons to play, stop and set the volume.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether a script may find the element, or listens to it.
fn is_hooked(view: &View<'_>, element: &Element) -> bool {
    element.attributes.iter().any(|attribute| {
        let name = attribute.name.as_str();
        // Where a framework renders the page, scripts find elements by `ref`.
        (matches!(name, "id" | "class") && !view.is_rendered())
            || matches!(name, "ref" | "is")
            || name.starts_with("data-")
            || name.starts_with("x-")
            || name.starts_with("v-")
            || name.starts_with("bind:")
            || name.starts_with("use:")
            || name.starts_with('#')
            || name.starts_with("on")
    })
}

/// Whether something pressed around plays it, or a component does.
fn is_driven(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).take(6).any(|(_, around)| {
        around.is_component || around.name.contains('-') || View::has_listener(around) || around.name == "button"
    })
}
