//! In a table with headers of rows and of columns, each header says which it is.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::table::Cell;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["table"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-header-scope",
    level: Level::Failure,
    sources: &["RGAA-5.7.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("table_header_scope.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "table" || !view.is_data_table(element) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let grid = view.grid(node);
    // Headers on one line or in one column alone need nothing more (RGAA 5.7, special cases).
    // The corner of a table is often an empty `<td>`.
    let is_column_header = |row: usize| {
        let mut cells = grid.cells.iter().filter(|cell| cell.row == row);
        cells.all(|cell| cell.is_header || view.is_empty_cell(cell))
    };
    let is_told = |header: &Cell<'_>| !view.is_empty_cell(header);
    // A header across the whole table is the title of what follows.
    let is_partial = |header: &Cell<'_>| header.columns < grid.columns;
    let has_columns = (0..grid.rows).any(|row| {
        is_column_header(row)
            && grid.headers().filter(|header| header.row == row && is_told(header) && is_partial(header)).count() > 1
    });
    let has_rows = grid.headers().any(|header| !is_column_header(header.row) && is_told(header));
    if !has_columns || !has_rows {
        return None;
    }
    let lacks = |name: &str, element: &Element| matches!(view.attr(element, name), Attr::Absent | Attr::Text(""));
    let faulty = grid.headers().find(|header| {
        let element = header.element;
        element.name == "th"
            && is_told(header)
            && is_partial(header)
            && ["scope", "id", "role"].iter().all(|name| lacks(name, element))
    })?;
    let is_row = !is_column_header(faulty.row);
    let what = if is_row {
        ("Cet en-tête de ligne n’a ni `scope` ni `id`.", "This header of a row has neither `scope` nor `id`.")
    } else {
        ("Cet en-tête de colonne n’a ni `scope` ni `id`.", "This header of a column has neither `scope` nor `id`.")
    };
    let how = if is_row {
        (
            "Ajoutez `scope=\"row\"` aux en-têtes de ligne et `scope=\"col\"` aux en-têtes de colonne.",
            "Add `scope=\"row\"` to the headers of rows and `scope=\"col\"` to those of columns.",
        )
    } else {
        (
            "Ajoutez `scope=\"col\"` aux en-têtes de colonne et `scope=\"row\"` aux en-têtes de ligne.",
            "Add `scope=\"col\"` to the headers of columns and `scope=\"row\"` to those of rows.",
        )
    };
    let why = (
        "Ce tableau a des en-têtes de ligne et de colonne : un lecteur d’écran doit savoir lesquels annoncer avec chaque cellule.",
        "This table has headers of rows and of columns: a screen reader must know which to announce with each cell.",
    );
    Some(Finding::new(&META, view.tag(faulty.element), message(what, why, how)))
}
