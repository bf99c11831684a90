//! A drawing made by a script has a text alternative, or is hidden.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["canvas"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "canvas-alt",
    level: Level::Warning,
    sources: &["RGAA-1.1.8", "RGAA-1.2.5", "WCAG-1.1.1", "ACT-e88epe"],
    languages: Language::MARKUP,
    page: include_str!("canvas_alt.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "canvas" || view.sight(node) != Sight::Shown || !is_drawn_on(element) {
        return None;
    }
    let is_image = match view.attr(element, "role") {
        Attr::Text(role) => matches!(role.trim(), "img" | "image"),
        Attr::Absent => false,
        Attr::Computed | Attr::Unknown => return None,
    };
    let has_other_role = !is_image && matches!(view.attr(element, "role"), Attr::Text(_));
    let is_filled = !view.content_within(node, element).is_missing();
    let name = view.name(node, element);
    if has_other_role || (is_filled && !name.is_given()) || view.is_followed_by_link(node) {
        return None;
    }
    if name.is_given() {
        return (!is_image && !is_named_by_content_only(view, element)).then(|| without_role(view, element));
    }
    name.is_missing().then(|| without_name(view, element))
}

/// Whether a script can find it.
fn is_drawn_on(element: &Element) -> bool {
    element.attributes.iter().any(|attribute| !matches!(attribute.name.as_str(), "width" | "height" | "style"))
}

fn is_named_by_content_only(view: &View<'_>, element: &Element) -> bool {
    view.name_by_author(element, true).is_missing() && view.attr(element, "title").is_blank()
}

fn without_name(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Ce `<canvas>` n’a pas d’alternative textuelle.", "This `<canvas>` has no text alternative."),
        (
            "Ce qu’un script y dessine (un graphique, une signature) n’existe pas pour un lecteur d’écran.",
            "What a script draws in it (a chart, a signature) does not exist for a screen reader.",
        ),
        (
            "Ajoutez `role=\"img\"` et un `aria-label` qui dit ce qu’il montre, ou placez entre les balises le même contenu en texte. S’il est décoratif : `aria-hidden=\"true\"`.",
            "Add `role=\"img\"` and an `aria-label` that says what it shows, or put the same content as text between the tags. If it is decorative: `aria-hidden=\"true\"`.",
        ),
    );
    Finding::new(&META, view.tag(element), words)
}

fn without_role(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Ce `<canvas>` a une alternative, mais pas `role=\"img\"`.",
            "This `<canvas>` has an alternative, but no `role=\"img\"`.",
        ),
        (
            "Sans ce rôle, certains lecteurs d’écran ne disent ni que c’est une image, ni son alternative.",
            "Without that role, some screen readers say neither that it is an image, nor its alternative.",
        ),
        ("Ajoutez `role=\"img\"`.", "Add `role=\"img\"`."),
    );
    Finding::new(&META, view.tag(element), words).sources(&["RGAA-1.1.8", "WCAG-1.1.1"])
}
