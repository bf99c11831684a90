//! A complex table of data has a summary.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["table"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-summary",
    level: Level::Notice,
    sources: &["RGAA-5.1.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("table_summary.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "table" || !view.is_data_table(element) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let is_told = ["summary", "aria-describedby"]
        .iter()
        .any(|name| !matches!(view.attr(element, name), Attr::Absent | Attr::Text("")));
    let has_caption = view
        .document
        .node(node)
        .children
        .iter()
        .any(|&child| view.document.element(child).is_some_and(|part| part.name == "caption" || part.is_component));
    if is_told || has_caption {
        return None;
    }
    let spanning = spanning_header(view, node)?;
    let words = message(
        (
            "Ce tableau a des en-têtes qui couvrent plusieurs lignes ou colonnes, et aucun résumé.",
            "This table has headers that span several rows or columns, and no summary.",
        ),
        (
            "Qui l’écoute cellule par cellule ne devine pas son organisation.",
            "People who listen to it cell by cell cannot guess how it is laid out.",
        ),
        (
            "Vérifiez que le tableau est complexe ; si oui, dites en une phrase dans `<caption>` comment il se lit, ou découpez-le en tableaux simples.",
            "Check that the table is complex; if so, say in one sentence in `<caption>` how to read it, or cut it into simple tables.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).related(view.tag(spanning)))
}

/// A header that spans a part of the rows or columns, in a table that has several rows of headers.
fn spanning_header<'v>(view: &'v View<'_>, node: NodeId) -> Option<&'v Element> {
    let grid = view.grid(node);
    // One row of headers is simple, whatever they span.
    if (0..grid.rows).filter(|&row| grid.is_header_row(row)).count() < 2 {
        return None;
    }
    let is_partial = |columns: usize, all: usize| columns > 1 && columns < all;
    let spanning = grid.headers().find(|header| {
        let rows_left = grid.rows.saturating_sub(header.row) + 1;
        let spans = is_partial(header.columns, grid.columns) || is_partial(header.rows, rows_left);
        spans && header.element.name == "th" && !view.is_empty_cell(header)
    });
    spanning.map(|header| header.element)
}
