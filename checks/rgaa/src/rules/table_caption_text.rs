//! The title of a table says what is in it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["caption", "table"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-caption-text",
    level: Level::Warning,
    sources: &["RGAA-5.5.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("table_caption_text.md"),
};

/// Titles that could stand on any table, folded, their number left out.
const GENERIC: &[&str] = &[
    "caption",
    "captionoftable",
    "data",
    "donnees",
    "legende",
    "list",
    "liste",
    "resultats",
    "results",
    "tab",
    "table",
    "tableau",
    "tablecaption",
    "tabletitle",
    "tableaudedonnees",
    "title",
    "titre",
    "titredutableau",
    "titretableau",
    "untitled",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if view.sight(node) == Sight::Hidden {
        return None;
    }
    if element.name == "table" {
        return of_table(view, element);
    }
    let (table_id, table) = view.document.ancestors(node).next().filter(|(_, table)| table.name == "table")?;
    if !view.is_data_table(table) {
        return None;
    }
    let text = view.content_of(node);
    if !text.is_missing() {
        return text.whole().filter(|text| is_generic(text)).map(|text| generic(view, element, text));
    }
    // A name of the table's own stands in for it; a script may fill what has a hook to find it by.
    let is_named = ["title", "aria-label", "aria-labelledby"].iter().any(|name| table.get(name).is_some());
    if is_named
        || element.open_ended
        || element.attributes.iter().any(|one| one.name != "class")
        || view.level_of_empty(table_id, table) != Level::Failure
    {
        return None;
    }
    let words = message(
        ("Le titre de ce tableau est vide.", "The title of this table is empty."),
        (
            "Un lecteur d’écran annonce un tableau sans dire ce qu’il contient.",
            "A screen reader announces a table without saying what is in it.",
        ),
        (
            "Écrivez dans `<caption>` ce que l’on trouve dans le tableau, ou retirez-la.",
            "Write in `<caption>` what is found in the table, or remove it.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

fn of_table(view: &View<'_>, element: &Element) -> Option<Finding> {
    ["aria-label", "title"].iter().find_map(|name| match view.attr(element, name) {
        Attr::Text(text) if !is_blank(text) && is_generic(text) => Some(generic(view, element, text.trim())),
        _ => None,
    })
}

fn is_generic(text: &str) -> bool {
    let folded = fold(text);
    GENERIC.contains(&folded.trim_end_matches(|c: char| c.is_ascii_digit()))
}

fn generic(view: &View<'_>, element: &Element, text: &str) -> Finding {
    let words = message(
        (
            &format!("Le titre « {text} » ne dit pas ce que contient ce tableau."),
            &format!("The title “{text}” does not say what is in this table."),
        ),
        (
            "Qui parcourt la page de tableau en tableau n’entend que ce titre.",
            "People who go through the page from table to table hear that title alone.",
        ),
        (
            "Dites ce que le tableau compare ou énumère : « Montant de l’aide selon les revenus ».",
            "Say what the table compares or lists: “Amount of the aid by income”.",
        ),
    );
    Finding::new(&META, view.tag(element), words)
}
