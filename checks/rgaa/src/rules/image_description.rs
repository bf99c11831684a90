//! A chart has a detailed description, and what says so leads to it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, Target, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["img"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "image-description",
    level: Level::Notice,
    sources: &["RGAA-1.6.1", "WCAG-1.1.1"],
    languages: Language::MARKUP,
    page: include_str!("image_description.md"),
};

/// First words of the alternatives of images that hold more than one sentence can say, folded.
const CHARTS: &[&str] = &[
    "camembert",
    "chart",
    "courbe",
    "diagram",
    "diagramme",
    "graph",
    "graphique",
    "histogramme",
    "infographic",
    "infographie",
    "organigramme",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "img" || element.open_ended || view.sight(node) == Sight::Hidden {
        return None;
    }
    if let Attr::Text(address) = view.attr(element, "longdesc") {
        return wrong_address(view, element, address.trim());
    }
    let Attr::Text(alt) = view.attr(element, "alt") else { return None };
    let alt = alt.trim();
    let end = alt.find(|c: char| !c.is_alphanumeric()).unwrap_or(alt.len());
    let (first, rest) = alt.split_at(end);
    if !CHARTS.contains(&fold(first).as_str()) || !is_about_something(rest) {
        return None;
    }
    let is_described = ["aria-describedby", "aria-details", "longdesc"].iter().any(|name| element.get(name).is_some());
    let tells = ["descri", "cidessous", "ciapres", "cidessus", "below", "above", "tableau"]
        .iter()
        .any(|word| fold(alt).contains(word));
    if is_described || tells || view.is_followed_by_link(node) || has_text_beside(view, node) {
        return None;
    }
    let words = message(
        (
            "Cette image paraît être un graphique, sans description détaillée.",
            "This image seems to be a chart, without a detailed description.",
        ),
        (
            "Une alternative courte ne dit pas ses valeurs : qui ne le voit pas n’en a que le sujet.",
            "A short alternative does not tell its values: people who do not see it get the subject only.",
        ),
        (
            "Vérifiez que ses données sont dans la page (un tableau, un texte) ou derrière un lien juste à côté, et dites-le dans `alt`.",
            "Check that its data are in the page (a table, a text) or behind a link right beside it, and say so in `alt`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether a word is followed by what it is about: « graphique des dépenses », not « graph settings ».
fn is_about_something(rest: &str) -> bool {
    let rest = rest.trim_start();
    let words = ["de ", "des ", "du ", "d’", "d'", "montrant ", "of ", "représentant ", "showing ", "sur "];
    rest.is_empty() || rest.starts_with([':', '-', '–', ',', '(']) || words.iter().any(|word| rest.starts_with(word))
}

fn wrong_address(view: &View<'_>, element: &Element, address: &str) -> Option<Finding> {
    let is_missing = address.strip_prefix('#').is_some_and(|id| matches!(view.target(id), Target::Missing));
    let is_text = address.is_empty() || address.contains(char::is_whitespace);
    if !is_missing && !is_text {
        return None;
    }
    let words = message(
        (
            "Le `longdesc` de cette image ne mène à aucune description.",
            "The `longdesc` of this image leads to no description.",
        ),
        (
            "Il doit contenir une adresse : un lecteur d’écran propose d’y aller, et n’y trouve rien.",
            "It must hold an address: a screen reader offers to go there, and finds nothing.",
        ),
        (
            "Écrivez l’adresse de la description, ou mieux, placez un lien vers elle à côté de l’image.",
            "Write the address of the description, or better, put a link to it beside the image.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(Level::Warning))
}

/// Whether a table, a list, a fold or code follows in the block of the image.
fn has_text_beside(view: &View<'_>, node: NodeId) -> bool {
    let mut at = node;
    for level in 0..2 {
        let speaks = view.siblings(at).iter().filter(|&&sibling| sibling != at).any(|&sibling| {
            match &view.document.node(sibling).kind {
                checks_markup::NodeKind::Element(element) => {
                    element.is_component
                        || matches!(element.name.as_str(), "table" | "details" | "ul" | "ol" | "dl" | "figcaption")
                }
                checks_markup::NodeKind::Dynamic => level == 0,
                _ => false,
            }
        });
        if speaks {
            return true;
        }
        let Some(parent) = view.document.node(at).parent else { return false };
        at = parent;
    }
    false
}
