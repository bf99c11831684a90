//! A sound that starts by itself can be stopped.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["bgsound", "audio", "video"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "autoplay-sound",
    level: Level::Warning,
    sources: &["RGAA-4.10.1", "WCAG-1.4.2", "ACT-4c31df"],
    languages: Language::MARKUP,
    page: include_str!("autoplay_sound.md"),
};

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    let is_old = element.name == "bgsound";
    if !is_old && !matches!(element.name.as_str(), "audio" | "video") {
        return None;
    }
    // Vue and React set `muted` as a property; code may do so too.
    let may_be = |name: &str| match view.attr(element, name) {
        Attr::Text("false") => false,
        Attr::Text(_) | Attr::Computed | Attr::Unknown => true,
        Attr::Absent => view.is_set(element, name),
    };
    let starts = is_old || view.is_set(element, "autoplay");
    if !starts || may_be("muted") || may_be("controls") {
        return None;
    }
    let words = message(
        (
            "Ce son démarre tout seul, sans commande pour l’arrêter.",
            "This sound starts by itself, without a control to stop it.",
        ),
        (
            "Il couvre la voix du lecteur d’écran, et empêche d’entendre la page qui permettrait de le couper.",
            "It covers the voice of the screen reader, and keeps people from hearing the page that would let them stop it.",
        ),
        (
            "Retirez `autoplay`, ajoutez `muted`, ou ajoutez `controls` pour qu’on puisse l’arrêter.",
            "Remove `autoplay`, add `muted`, or add `controls` so that it can be stopped.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}
