//! An image map is in the page, not on the server.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["ismap"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "image-map-server",
    level: Level::Warning,
    sources: &["RGAA-1.1.4", "WCAG-1.1.1", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("image_map_server.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !matches!(element.name.as_str(), "img" | "input") || element.get("ismap").is_none() {
        return None;
    }
    let in_link = view.document.ancestors(node).take(16).any(|(_, around)| around.name == "a" || around.is_component);
    if element.name == "img" && !in_link {
        return None;
    }
    let words = message(
        (
            "Cette image envoie au serveur les coordonnées du clic (`ismap`).",
            "This image sends the coordinates of the click to the server (`ismap`).",
        ),
        (
            "Au clavier ou avec un lecteur d’écran, personne ne peut viser une zone : ses destinations sont perdues.",
            "With a keyboard or a screen reader nobody can aim at an area: its destinations are lost.",
        ),
        (
            "Décrivez les zones dans la page avec `<map>` et `<area>`, ou doublez-les de liens en texte.",
            "Write the areas in the page with `<map>` and `<area>`, or double them with links as text.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}
