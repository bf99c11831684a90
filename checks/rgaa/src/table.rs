//! Where the cells of a table stand.

use checks_markup::{Element, NodeId, NodeKind};

use crate::role::Role;
use crate::view::{Attr, View};

/// Cells that are looked at; what goes beyond is unknown.
const CELLS: usize = 4_096;

/// Columns that a cell may span.
const SPAN: usize = 1_000;

/// A cell.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'d> {
    pub(crate) node: NodeId,
    pub(crate) element: &'d Element,
    pub(crate) row: usize,
    pub(crate) column: usize,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Whether it is written as a header.
    pub(crate) is_header: bool,
}

impl Cell<'_> {
    /// Whether the two share a column.
    pub(crate) fn is_above(&self, other: &Self) -> bool {
        other.row >= self.row + self.rows && self.meets(other.column, other.columns)
    }

    fn meets(&self, column: usize, columns: usize) -> bool {
        self.column < column + columns && column < self.column + self.columns
    }
}

/// The cells of a table, row by row.
#[derive(Debug, Default)]
pub(crate) struct Grid<'d> {
    pub(crate) cells: Vec<Cell<'d>>,
    pub(crate) rows: usize,
    pub(crate) columns: usize,
    /// Whether code may add cells, or leave some out.
    pub(crate) is_open: bool,
}

impl<'d> Grid<'d> {
    /// Whether a row holds headers only.
    pub(crate) fn is_header_row(&self, row: usize) -> bool {
        let mut cells = self.cells.iter().filter(|cell| cell.row == row).peekable();
        cells.peek().is_some() && cells.all(|cell| cell.is_header)
    }

    /// The headers.
    pub(crate) fn headers(&self) -> impl Iterator<Item = &Cell<'d>> {
        self.cells.iter().filter(|cell| cell.is_header)
    }
}

impl View<'_> {
    /// The cells of `table`, a `<table>` or an element with the role of one.
    pub(crate) fn grid(&self, table: NodeId) -> Grid<'_> {
        let mut rows = Vec::new();
        let mut grid = Grid::default();
        self.add_rows(table, &mut rows, &mut grid.is_open, 8);
        // Columns that cells of the rows above still take, with how many rows are left.
        let mut taken: Vec<usize> = Vec::new();
        for (row, &node) in rows.iter().enumerate() {
            let mut column = 0;
            for (node, element) in self.cells_of(node, &mut grid.is_open) {
                while taken.get(column).is_some_and(|&left| left > 0) {
                    column += 1;
                }
                if grid.cells.len() == CELLS {
                    grid.is_open = true;
                    return grid;
                }
                let columns = self.span(element, "colspan", &mut grid.is_open);
                let height = self.span(element, "rowspan", &mut grid.is_open);
                let is_header = self.is_header_cell(element);
                grid.cells.push(Cell { node, element, row, column, rows: height, columns, is_header });
                if taken.len() < column + columns {
                    taken.resize(column + columns, 0);
                }
                taken[column..column + columns].iter_mut().for_each(|left| *left = height);
                column += columns;
            }
            grid.columns = grid.columns.max(taken.len());
            for left in &mut taken {
                *left = left.saturating_sub(1);
            }
        }
        grid.rows = rows.len();
        grid
    }

    fn add_rows(&self, node: NodeId, rows: &mut Vec<NodeId>, is_open: &mut bool, depth: u32) {
        for &child in &self.document.node(node).children {
            let below = self.document.node(child);
            match &below.kind {
                NodeKind::Element(element) => {
                    *is_open |= below.optional || element.is_component || !element.closed;
                    if element.name == "tr" || self.has_role(element, &["row"]) {
                        rows.push(child);
                    } else if element.name != "table" && element.name != "caption" && depth > 0 {
                        let is_body = matches!(element.name.as_str(), "tbody" | "thead" | "tfoot");
                        *is_open |= is_body
                            && self
                                .document
                                .node(child)
                                .children
                                .iter()
                                .all(|&row| self.document.element(row).is_none());
                        self.add_rows(child, rows, is_open, depth - 1);
                    }
                }
                NodeKind::Dynamic | NodeKind::Code => *is_open = true,
                NodeKind::Text(_) | NodeKind::Comment | NodeKind::Doctype => {}
            }
        }
    }

    fn cells_of(&self, row: NodeId, is_open: &mut bool) -> Vec<(NodeId, &Element)> {
        let mut cells = Vec::new();
        for &child in &self.document.node(row).children {
            let below = self.document.node(child);
            match &below.kind {
                NodeKind::Element(element) => {
                    let is_cell = matches!(element.name.as_str(), "td" | "th")
                        || self.has_role(element, &["cell", "gridcell", "columnheader", "rowheader"]);
                    *is_open |= below.optional || !is_cell;
                    if is_cell {
                        cells.push((child, element));
                    }
                }
                NodeKind::Dynamic | NodeKind::Code => *is_open = true,
                NodeKind::Text(_) | NodeKind::Comment | NodeKind::Doctype => {}
            }
        }
        cells
    }

    fn span(&self, element: &Element, name: &str, is_open: &mut bool) -> usize {
        match self.attr(element, name) {
            // `rowspan=0` goes to the end of the group of rows.
            Attr::Text(span) => match span.trim().parse::<usize>() {
                Ok(0) | Err(_) => 1,
                Ok(span) => span.min(SPAN),
            },
            Attr::Computed | Attr::Unknown => {
                *is_open = true;
                1
            }
            Attr::Absent => 1,
        }
    }

    fn has_role(&self, element: &Element, roles: &[&str]) -> bool {
        matches!(self.attr(element, "role"), Attr::Text(role) if roles.contains(&role.trim()))
    }

    fn is_header_cell(&self, element: &Element) -> bool {
        match self.attr(element, "role") {
            Attr::Text(role) => matches!(role.trim(), "columnheader" | "rowheader"),
            Attr::Absent | Attr::Computed | Attr::Unknown => element.name == "th",
        }
    }

    /// Whether `element` is a table that readers go through as one.
    pub(crate) fn is_data_table(&self, element: &Element) -> bool {
        matches!(self.role(element), Role::Is("table" | "grid" | "treegrid"))
    }

    /// The elements of a table that are not in a table within it.
    pub(crate) fn own_parts(&self, table: NodeId) -> Vec<(NodeId, &Element)> {
        let mut parts = Vec::new();
        let mut stack: Vec<NodeId> = self.document.node(table).children.iter().rev().copied().collect();
        while let Some(node) = stack.pop() {
            let Some(element) = self.document.element(node) else { continue };
            if parts.len() == CELLS {
                break;
            }
            parts.push((node, element));
            if element.name != "table" {
                stack.extend(self.document.node(node).children.iter().rev());
            }
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use checks_core::File;
    use checks_markup::Document;

    use super::*;

    fn places(text: &str) -> (Vec<(usize, usize)>, usize, bool) {
        let file = File::new("a.html", text);
        let document = Document::of(&file).unwrap();
        let (node, _) = document.elements().next().unwrap();
        let view = View::new(&file, &document);
        let grid = view.grid(node);
        (grid.cells.iter().map(|cell| (cell.row, cell.column)).collect(), grid.columns, grid.is_open)
    }

    #[test]
    fn spans_push_the_cells_beside_and_below() {
        let text = "<table><tr><th rowspan=2>a<td colspan=2>b<tr><td>c<td>d<tr><td>e</table>";
        assert_eq!(places(text), (vec![(0, 0), (0, 1), (1, 1), (1, 2), (2, 0)], 3, false));
    }

    #[test]
    fn what_code_fills_is_open() {
        assert!(places("<table><thead><tr><th>a</thead><tbody></tbody></table>").2);
        assert!(places("<table><tr><td>a</td>{{ b }}</tr></table>").2);
        let (cells, columns, is_open) = places("<div role=table><div role=row><i role=cell>a</i></div></div>");
        assert_eq!((cells, columns, is_open), (vec![(0, 0)], 1, false));
    }
}
