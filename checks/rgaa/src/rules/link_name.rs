//! A link has a name.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["a"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "link-name",
    level: Level::Failure,
    sources: &["RGAA-6.2.1", "WCAG-2.4.4", "WCAG-4.1.2", "ACT-c487ae"],
    languages: Language::MARKUP,
    page: include_str!("link_name.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    // An area of an image map is an image first: `img-alt` speaks of it.
    if element.is_component || element.name == "area" || view.role(element) != Role::Is("link") {
        return None;
    }
    let is_nameless = view.name(node, element).is_missing() && view.sight(node) == Sight::Shown;
    if !is_nameless || view.holds_faulty_image(node) {
        return None;
    }
    let words = message(
        ("Ce lien n’a pas d’intitulé.", "This link has no name."),
        (
            "Un lecteur d’écran annonce un lien sans dire où il mène.",
            "A screen reader announces a link without saying where it leads.",
        ),
        (
            "Écrivez dans le lien un texte qui dit où il mène. S’il n’a qu’une icône, ajoutez ce texte dans un élément de classe `fr-sr-only`, ou dans l’`alt` de l’image.",
            "Write in the link a text that says where it leads. If it holds an icon only, add that text in an element of class `fr-sr-only`, or in the `alt` of the image.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(view.level_of_empty(node, element)))
}
