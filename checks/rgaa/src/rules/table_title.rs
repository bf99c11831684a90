//! The title of a table is its `<caption>`.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["table"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-title",
    level: Level::Warning,
    sources: &["RGAA-5.4.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("table_title.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "table" || !view.is_data_table(element) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let is_titled =
        ["title", "aria-label", "aria-labelledby"].iter().any(|name| view.attr(element, name) != Attr::Absent);
    let has_caption = view
        .document
        .node(node)
        .children
        .iter()
        .any(|&child| view.document.element(child).is_some_and(|part| part.name == "caption" || part.is_component));
    if is_titled || has_caption {
        return None;
    }
    let grid = view.grid(node);
    let mut first = grid.cells.iter().filter(|cell| cell.row == 0);
    let (title, None) = (first.next()?, first.next()) else { return None };
    // The row below must be one of headers: a lone wide cell may be a message such as « no result ».
    let is_title = title.columns > 1 && title.columns >= grid.columns && grid.rows > 2 && grid.is_header_row(1);
    let (text, is_whole) = view.document.text_content(title.node);
    let holds_control = view
        .document
        .descendants(title.node)
        .filter_map(|below| view.document.element(below))
        .any(|inner| matches!(inner.name.as_str(), "a" | "button" | "form" | "input" | "select" | "img"));
    if !is_title || holds_control || ((is_whole || !title.is_header) && text.is_empty()) {
        return None;
    }
    let words = message(
        ("Le titre de ce tableau est écrit dans une cellule.", "The title of this table is written in a cell."),
        (
            "Un lecteur d’écran n’annonce pas ce titre à l’entrée du tableau, et prend la cellule pour une donnée ou un en-tête.",
            "A screen reader does not announce that title on entering the table, and takes the cell for data or a header.",
        ),
        (
            "Écrivez le titre dans `<caption>`, première balise du tableau.",
            "Write the title in `<caption>`, first in the table.",
        ),
    );
    Some(Finding::new(&META, view.tag(title.element), words))
}
