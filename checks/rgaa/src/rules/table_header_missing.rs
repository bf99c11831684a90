//! A table of data has headers.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["table"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-header-missing",
    level: Level::Warning,
    sources: &["RGAA-5.6.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("table_header_missing.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "table" || !view.is_data_table(element) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let parts = view.own_parts(node);
    let is_open = parts
        .iter()
        .any(|(_, part)| part.is_component || matches!(view.attr(part, "role"), Attr::Computed | Attr::Unknown));
    let says_data = parts.iter().any(|(id, part)| match part.name.as_str() {
        "caption" => !view.content_of(*id).is_missing(),
        "thead" => true,
        _ => false,
    });
    let grid = view.grid(node);
    let has_cells = grid.cells.iter().any(|cell| cell.element.name == "td") && grid.rows > 1 && grid.columns > 1;
    let holds_code = view
        .document
        .node(node)
        .children
        .iter()
        .any(|&child| matches!(view.document.node(child).kind, checks_markup::NodeKind::Dynamic));
    if is_open || holds_code || !says_data || !has_cells || grid.headers().next().is_some() {
        return None;
    }
    let words = message(
        ("Ce tableau de données n’a aucun en-tête (`<th>`).", "This table of data has no header (`<th>`)."),
        (
            "Un lecteur d’écran lit les cellules une à une sans dire à quelle colonne elles appartiennent.",
            "A screen reader reads the cells one by one without saying to which column they belong.",
        ),
        (
            "Écrivez les cellules de titre en `<th scope=\"col\">` ou `<th scope=\"row\">`.",
            "Write the cells of titles as `<th scope=\"col\">` or `<th scope=\"row\">`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}
