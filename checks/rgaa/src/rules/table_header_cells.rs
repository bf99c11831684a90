//! A header of a table heads cells.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::table::{Cell, Grid};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["table"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-header-cells",
    level: Level::Warning,
    sources: &["RGAA-5.7.1", "WCAG-1.3.1", "ACT-d0f69e"],
    languages: Language::MARKUP,
    page: include_str!("table_header_cells.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_table = element.name == "table" || element.get("role").is_some();
    if !is_table || !view.is_data_table(element) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let grid = view.grid(node);
    // Without data, rows are written by a script.
    if grid.is_open || grid.cells.iter().all(|cell| cell.is_header) {
        return None;
    }
    let lonely = grid.headers().find(|header| !view.is_empty_cell(header) && !heads_something(view, &grid, header))?;
    let words = message(
        ("Cet en-tête de tableau n’a aucune cellule à décrire.", "This header of a table has no cell to describe."),
        (
            "Un lecteur d’écran annonce l’en-tête de chaque cellule : il manque ici une cellule, ou l’en-tête est de trop.",
            "A screen reader announces the header of each cell: a cell is missing here, or the header is one too many.",
        ),
        (
            "Donnez à chaque ligne autant de cellules que d’en-têtes (ou un `colspan`), ou retirez cet en-tête.",
            "Give each row as many cells as there are headers (or a `colspan`), or remove this header.",
        ),
    );
    Some(Finding::new(&META, view.tag(lonely.element), words))
}

fn heads_something(view: &View<'_>, grid: &Grid<'_>, header: &Cell<'_>) -> bool {
    // A cell that names its headers has no other.
    let takes = |cell: &Cell<'_>| match view.attr(cell.element, "headers") {
        Attr::Text(ids) if !ids.trim().is_empty() => {
            !header.element.lacks("id")
                && header.element.text("id").is_none_or(|own| ids.split_whitespace().any(|id| id == own))
        }
        _ => true,
    };
    let in_column = || grid.cells.iter().any(|cell| header.is_above(cell) && takes(cell));
    let in_row = || {
        let rows = header.row..header.row + header.rows;
        grid.cells.iter().any(|cell| rows.contains(&cell.row) && cell.column != header.column && takes(cell))
    };
    let word = |name: &str| view.attr(header.element, name).text().map(|text| text.trim().to_ascii_lowercase());
    match (word("scope").as_deref(), word("role").as_deref()) {
        (Some("row" | "rowgroup"), _) | (_, Some("rowheader")) => in_row(),
        (Some("col" | "colgroup"), _) | (_, Some("columnheader")) => in_column(),
        _ if grid.is_header_row(header.row) => in_column(),
        _ => in_column() || in_row(),
    }
}

impl View<'_> {
    /// Whether a cell holds nothing: the corner of a table.
    pub(crate) fn is_empty_cell(&self, cell: &Cell<'_>) -> bool {
        let (text, is_whole) = self.document.text_content(cell.node);
        let holds_element =
            self.document.node(cell.node).children.iter().any(|&child| self.document.element(child).is_some());
        text.is_empty() && is_whole && !holds_element && self.attr(cell.element, "aria-label") == Attr::Absent
    }
}
