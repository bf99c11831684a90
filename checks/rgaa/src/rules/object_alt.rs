//! An embedded image, sound or film has a text alternative.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::media::Kind;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["object", "embed"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "object-alt",
    level: Level::Failure,
    sources: &["RGAA-1.1.6", "RGAA-1.1.7", "RGAA-1.2.3", "RGAA-1.2.6", "RGAA-4.13.1", "WCAG-1.1.1", "ACT-8fc3b6"],
    languages: Language::MARKUP,
    page: include_str!("object_alt.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !matches!(element.name.as_str(), "object" | "embed") || view.sight(node) != Sight::Shown {
        return None;
    }
    let role = match view.attr(element, "role") {
        Attr::Text(role) => role,
        Attr::Absent => "",
        Attr::Computed | Attr::Unknown => return None,
    };
    if matches!(role.trim(), "none" | "presentation") || view.is_followed_by_link(node) {
        return None;
    }
    let kind = view.embedded(element);
    let name = view.name(node, element);
    if name.is_given() {
        let is_role_missing = kind == Kind::Image && view.role(element) != Role::Is("img");
        return is_role_missing.then(|| without_role(view, element));
    }
    if !name.is_missing() {
        return None;
    }
    let content = view.content_within(node, element);
    let level = match kind {
        Kind::Image | Kind::Media if content.is_missing() => Level::Failure,
        Kind::Image => Level::Warning,
        Kind::Media if content.is_given() => Level::Warning,
        Kind::Unknown if element.name == "object" && content.is_missing() => Level::Warning,
        Kind::Media | Kind::Other | Kind::Unknown => return None,
    };
    Some(without_name(view, element, kind).level(level))
}

fn sources(element: &Element, kind: Kind) -> &'static [&'static str] {
    match (element.name.as_str(), kind) {
        ("object", Kind::Media) => &["RGAA-4.13.1", "WCAG-1.1.1", "ACT-8fc3b6"],
        // Decorative, it should be hidden: one of the two tests fails.
        ("object", _) => &["RGAA-1.1.6", "RGAA-1.2.3", "WCAG-1.1.1", "ACT-8fc3b6"],
        (_, Kind::Media) => &["RGAA-4.13.1", "WCAG-1.1.1"],
        _ => &["RGAA-1.1.7", "RGAA-1.2.6", "WCAG-1.1.1"],
    }
}

fn without_name(view: &View<'_>, element: &Element, kind: Kind) -> Finding {
    let is_media = kind == Kind::Media;
    let how = if is_media {
        (
            "Dites dans `aria-label` ou `title` ce que c’est : « Vidéo : déclarer ses revenus ». Mieux : employez `<video>` ou `<audio>`.",
            "Say in `aria-label` or `title` what it is: “Video: how to file your taxes”. Better: use `<video>` or `<audio>`.",
        )
    } else {
        (
            "Ajoutez `role=\"img\"` et un `aria-label` qui dit ce que l’image apporte, ou `aria-hidden=\"true\"` si elle est décorative. Plus simple : une balise `<img>` et son `alt`.",
            "Add `role=\"img\"` and an `aria-label` that says what the image brings, or `aria-hidden=\"true\"` if it is decorative. Simpler: an `<img>` and its `alt`.",
        )
    };
    let what = if is_media {
        ("Ce contenu embarqué n’a pas de nom.", "This embedded content has no name.")
    } else {
        ("Cette image embarquée n’a pas d’alternative textuelle.", "This embedded image has no text alternative.")
    };
    let why = (
        "Un lecteur d’écran annonce un objet sans dire ce qu’il montre.",
        "A screen reader announces an object without saying what it shows.",
    );
    Finding::new(&META, view.tag(element), message(what, why, how)).sources(sources(element, kind))
}

fn without_role(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Cette image embarquée a une alternative, mais pas `role=\"img\"`.",
            "This embedded image has an alternative, but no `role=\"img\"`.",
        ),
        (
            "Sans ce rôle, certains lecteurs d’écran ne disent ni que c’est une image, ni son alternative.",
            "Without that role, some screen readers say neither that it is an image, nor its alternative.",
        ),
        ("Ajoutez `role=\"img\"`, ou employez une balise `<img>`.", "Add `role=\"img\"`, or use an `<img>`."),
    );
    let sources: &[&str] =
        if element.name == "object" { &["RGAA-1.1.6", "WCAG-1.1.1"] } else { &["RGAA-1.1.7", "WCAG-1.1.1"] };
    Finding::new(&META, view.tag(element), words).level(Level::Warning).sources(sources)
}
