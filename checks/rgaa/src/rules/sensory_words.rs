//! No instruction rests on colour, shape or place alone.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};
use rustc_hash::FxHashSet;

use crate::rule::{Look, Rule, message};
use crate::search;
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "sensory-words",
    level: Level::Notice,
    sources: &["RGAA-10.9.1", "WCAG-1.3.3", "ACT-9bd38c"],
    languages: Language::MARKUP,
    page: include_str!("sensory_words.md"),
};

/// What a text says of a thing that only those who see it can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sense {
    /// It is red.
    Colour,
    /// It is red, and that says what must be done with it.
    ColourThatAsks,
    /// It is round.
    Shape,
    /// It is on the right.
    Place,
}

/// Beginnings of words, in lower case: what a text must hold for a closer look.
const SIGNS: &[&str] = &[
    "droite", "gauche", "rond", "carré", "triang", "rectang", "circul", "rouge", "vert", "bleu", "jaune", "orange",
    "gris", "right", "left", "round", "square", "star", "circle", "red", "green", "blue", "yellow", "grey", "gray",
];

const COLOURS: &[&str] = &[
    "rouge", "rouges", "vert", "verte", "verts", "vertes", "bleu", "bleue", "bleus", "bleues", "jaune", "jaunes",
    "orange", "gris", "grise", "grises", "red", "green", "blue", "yellow", "grey", "gray",
];

const SHAPES: &[&str] = &[
    "rond",
    "ronde",
    "ronds",
    "rondes",
    "carré",
    "carrée",
    "carrés",
    "carrées",
    "triangulaire",
    "triangulaires",
    "rectangulaire",
    "rectangulaires",
    "circulaire",
    "circulaires",
    "round",
    "square",
    "circular",
    "triangular",
    "rectangular",
    "triangle",
    "star",
];

/// Things of a page that an instruction sends to.
const THINGS: &[&str] = &[
    "bouton",
    "boutons",
    "icône",
    "icônes",
    "lien",
    "liens",
    "onglet",
    "onglets",
    "menu",
    "menus",
    "colonne",
    "colonnes",
    "encadré",
    "encart",
    "bandeau",
    "pastille",
    "flèche",
    "panneau",
    "formulaire",
    "button",
    "buttons",
    "icon",
    "icons",
    "link",
    "links",
    "tab",
    "tabs",
    "menu",
    "column",
    "sidebar",
    "panel",
    "arrow",
    "box",
    "toolbar",
];

/// How many nodes a paragraph has at most.
const NODES: usize = 256;

/// What is coloured to say something of it.
const MARKED: &[&str] = &[
    "champ",
    "champs",
    "case",
    "cases",
    "ligne",
    "lignes",
    "mot",
    "mots",
    "texte",
    "textes",
    "date",
    "dates",
    "mention",
    "mentions",
    "cellule",
    "cellules",
    "élément",
    "éléments",
    "valeur",
    "valeurs",
    "zone",
    "zones",
    "indiqué",
    "indiqués",
    "indiquée",
    "indiquées",
    "affiché",
    "affichés",
    "affichée",
    "affichées",
    "marqué",
    "marqués",
    "marquée",
    "marquées",
    "signalé",
    "signalés",
    "signalée",
    "signalées",
    "surligné",
    "surlignés",
    "surlignée",
    "surlignées",
    "apparaît",
    "apparaissent",
    "écrit",
    "écrits",
    "écrite",
    "écrites",
    "field",
    "fields",
    "row",
    "rows",
    "line",
    "lines",
    "item",
    "items",
    "value",
    "values",
    "text",
    "word",
    "words",
    "cell",
    "cells",
    "marked",
    "highlighted",
    "shown",
    "displayed",
    "appear",
    "appears",
];

/// Beginnings of the verbs by which a page says what to do.
const ORDERS: &[&str] = &[
    "cliqu",
    "appuy",
    "sélectionn",
    "utilis",
    "choisi",
    "consult",
    "trouv",
    "retrouv",
    "ouvr",
    "rempli",
    "accéd",
    "click",
    "press",
    "select",
    "use",
    "using",
    "tap",
    "find",
    "found",
    "choose",
    "look",
    "open",
    "interact",
];

/// Words by which an instruction tells the thing otherwise as well.
const OTHERWISE: &[&str] = &[
    "astérisque",
    "astérisques",
    "asterisk",
    "asterisks",
    "intitulé",
    "nommé",
    "nommée",
    "appelé",
    "appelée",
    "labelled",
    "labeled",
    "named",
    "called",
    "gras",
    "bold",
    "souligné",
    "underlined",
];

fn look(view: &View<'_>) -> Vec<Finding> {
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| search::words(SIGNS.iter().copied()));
    let Some(finder) = FINDER.as_ref() else { return Vec::new() };
    let mut seen: FxHashSet<NodeId> = FxHashSet::default();
    let mut findings = Vec::new();
    for (id, node) in view.document.nodes.iter().enumerate() {
        let NodeKind::Text(text) = &node.kind else { continue };
        if text.trim_ascii_start().len() < 12 || !finder.is_match(text.as_str()) {
            continue;
        }
        let Some((block, element)) = block_of(view, id as NodeId) else { continue };
        if view.sight(id as NodeId) == Sight::Hidden || !seen.insert(block) {
            continue;
        }
        findings.extend(judge(view, block, element));
    }
    findings
}

/// The block that holds a text, where it is read as a sentence.
fn block_of<'v>(view: &'v View<'_>, text: NodeId) -> Option<(NodeId, &'v Element)> {
    const INLINE: &[&str] = &["a", "abbr", "b", "em", "i", "mark", "small", "span", "strong", "u"];
    let (block, element) = view.document.ancestors(text).find(|(_, around)| !INLINE.contains(&around.name.as_str()))?;
    let is_prose = !matches!(
        element.name.as_str(),
        "script" | "style" | "code" | "pre" | "option" | "title" | "svg" | "textarea" | "body" | "main" | "html"
    );
    is_prose.then_some((block, element))
}

fn judge(view: &View<'_>, block: NodeId, element: &Element) -> Option<Finding> {
    let text = text_of(view, block)?;
    let is_named = text.contains(['«', '“', '"']) || holds_emphasis(view, block);
    let sense = text.split(['.', '!', '?', ';']).find_map(|sentence| sense_of(sentence, is_named))?;
    let (what, how, sources): (_, _, &[&str]) = match sense {
        Sense::Colour | Sense::ColourThatAsks => (
            ("Ce texte désigne quelque chose par sa couleur.", "This text points to something by its colour."),
            (
                "Vérifiez qu’un mot, un signe ou une icône le dit aussi : « les champs marqués d’un astérisque », « le bouton Valider ».",
                "Check that a word, a sign or an icon says it as well: “fields marked with an asterisk”, “the Submit button”.",
            ),
            &["RGAA-3.1.2", "WCAG-1.4.1", "ACT-9bd38c"],
        ),
        Sense::Shape => (
            ("Ce texte désigne quelque chose par sa forme.", "This text points to something by its shape."),
            (
                "Vérifiez que son intitulé est donné aussi : « le bouton rond “Aide” ».",
                "Check that its text is given as well: “the round ‘Help’ button”.",
            ),
            &["RGAA-10.9.1", "WCAG-1.3.3", "ACT-9bd38c"],
        ),
        Sense::Place => (
            (
                "Ce texte désigne quelque chose par sa place à l’écran.",
                "This text points to something by its place on screen.",
            ),
            (
                "Vérifiez que son intitulé est donné aussi : « le menu “Mes démarches”, à droite ».",
                "Check that its text is given as well: “the ‘My files’ menu, on the right”.",
            ),
            &["RGAA-10.9.1", "WCAG-1.3.3", "ACT-9bd38c"],
        ),
    };
    let words = message(
        what,
        (
            "Qui ne voit pas l’écran, distingue mal les couleurs ou l’affiche autrement ne trouve pas ce dont il s’agit.",
            "Who does not see the screen, tells colours badly or displays it otherwise does not find what is meant.",
        ),
        how,
    );
    let level = if sense == Sense::ColourThatAsks { Level::Warning } else { Level::Notice };
    Some(Finding::new(&META, view.tag(element), words).sources(sources).level(level))
}

/// The text of a block; `None` for one of many, which is read piece by piece.
fn text_of(view: &View<'_>, block: NodeId) -> Option<String> {
    let mut text = String::new();
    for (count, below) in view.document.descendants(block).enumerate() {
        if let NodeKind::Text(part) = &view.document.node(below).kind {
            text.push_str(part);
            text.push(' ');
        }
        if count > NODES {
            return None;
        }
    }
    Some(text)
}

/// Whether something of the sentence stands out, as the text of a button that is quoted does.
fn holds_emphasis(view: &View<'_>, block: NodeId) -> bool {
    view.document.descendants(block).filter_map(|below| view.document.element(below)).any(|inner| {
        matches!(inner.name.as_str(), "b" | "code" | "em" | "i" | "img" | "kbd" | "q" | "strong" | "svg")
            || inner.is_component
    })
}

fn sense_of(sentence: &str, is_named: bool) -> Option<Sense> {
    let lower = sentence.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty()).collect();
    if words.len() < 4 || words.iter().any(|word| OTHERWISE.contains(word)) || lower.contains(['*', '{', '=']) {
        return None;
    }
    if let Some(sense) = coloured(&words).filter(|sense| *sense == Sense::ColourThatAsks || !is_named) {
        return Some(sense);
    }
    let orders = words.iter().any(|word| ORDERS.iter().any(|order| word.starts_with(order)));
    if is_named || !orders {
        return None;
    }
    words
        .windows(2)
        .find_map(|pair| {
            let describes = |list: &[&str]| {
                (THINGS.contains(&pair[0]) && list.contains(&pair[1]))
                    || (list.contains(&pair[0]) && THINGS.contains(&pair[1]))
            };
            if describes(COLOURS) {
                Some(Sense::Colour)
            } else if describes(SHAPES) {
                Some(Sense::Shape)
            } else {
                None
            }
        })
        .or_else(|| placed(&words))
}

/// « les champs en rouge », “fields marked in red”.
fn coloured(words: &[&str]) -> Option<Sense> {
    let asks =
        || words.iter().any(|word| word.starts_with("oblig") || matches!(*word, "requis" | "required" | "mandatory"));
    let is_shown_otherwise =
        words.iter().any(|word| matches!(*word, "icône" | "icônes" | "icon" | "icons" | "mention"));
    let told = words.windows(2).enumerate().any(|(at, pair)| {
        let is_thing = |word: &&str| MARKED.contains(word);
        let before = &words[at.saturating_sub(4)..at];
        let in_colour = matches!(pair[0], "en" | "in") && COLOURS.contains(&pair[1]) && before.iter().any(is_thing);
        // “Red fields are required”: other red things have a name of their own.
        in_colour
            || (asks()
                && ((COLOURS.contains(&pair[0]) && is_thing(&pair[1]))
                    || (is_thing(&pair[0]) && COLOURS.contains(&pair[1]))))
    });
    (told && !is_shown_otherwise).then(|| if asks() { Sense::ColourThatAsks } else { Sense::Colour })
}

/// « la colonne de droite », “the menu on the right”, “underneath the star”.
fn placed(words: &[&str]) -> Option<Sense> {
    let is_side = |word: &str| matches!(word, "droite" | "gauche" | "right" | "left" | "right-hand" | "left-hand");
    for (at, word) in words.iter().enumerate() {
        if is_side(word) {
            let before = &words[at.saturating_sub(3)..at];
            let says_where = before.iter().any(|word| matches!(*word, "à" | "de" | "on" | "at" | "the" | "sur"));
            let named_before = before.iter().any(|word| THINGS.contains(word));
            let named_after = matches!(*word, "right" | "left" | "right-hand" | "left-hand")
                && words.get(at + 1).is_some_and(|next| matches!(*next, "column" | "sidebar" | "panel" | "menu"));
            if says_where && (named_before || named_after) {
                return Some(Sense::Place);
            }
        }
        let is_under = matches!(*word, "underneath" | "under" | "below" | "beside" | "inside");
        let figure = words.get(at + 1..at + 3).unwrap_or_default();
        if is_under && matches!(figure, ["the", "star" | "circle" | "square" | "triangle" | "diamond"]) {
            return Some(Sense::Shape);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instructions_by_the_senses_are_told() {
        for (text, expected) in [
            ("Les champs en rouge sont obligatoires", Sense::ColourThatAsks),
            ("Fields marked in red are required", Sense::ColourThatAsks),
            ("Les dates affichées en vert sont disponibles", Sense::Colour),
            ("Cliquez sur le bouton vert pour continuer", Sense::Colour),
            ("Cliquez sur le bouton rond pour fermer", Sense::Shape),
            ("Pour fermer, cliquez sur l’icône ronde", Sense::Shape),
            ("Utilisez la colonne de droite pour filtrer", Sense::Place),
            ("Use the menu on the right to filter", Sense::Place),
            ("You can find more examples within the triangle menu", Sense::Shape),
            ("They can be found when you look underneath the star", Sense::Shape),
        ] {
            assert_eq!(sense_of(text, false), Some(expected), "{text}");
        }
    }

    #[test]
    fn names_and_other_ways_are_left_alone() {
        for text in [
            "Payez par carte bleue en ligne",
            "Appelez le numéro vert du service",
            "Utilisez la Croix rouge française",
            "Les champs en rouge avec un astérisque sont obligatoires",
            "Vous avez le droit à une aide, consultez le site",
            "Select the right button for your needs",
            "The required fields are listed below",
            "Texte en rouge",
            "Position du menu : à gauche",
        ] {
            assert_eq!(sense_of(text, false), None, "{text}");
        }
        assert_eq!(sense_of("Cliquez sur le bouton vert pour continuer", true), None);
    }
}
