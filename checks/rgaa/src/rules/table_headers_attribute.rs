//! The `headers` of a cell names headers of its table.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["headers"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-headers-attribute",
    level: Level::Failure,
    sources: &["RGAA-5.7.4", "WCAG-1.3.1", "ACT-a25f45"],
    languages: Language::MARKUP,
    page: include_str!("table_headers_attribute.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !matches!(element.name.as_str(), "td" | "th") {
        return None;
    }
    let Attr::Text(headers) = view.attr(element, "headers") else { return None };
    let (table, owner) =
        view.document.ancestors(node).find(|(_, around)| around.name == "table" || around.is_component)?;
    if owner.is_component || !view.is_data_table(owner) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let parts = view.own_parts(table);
    let mut ids = Vec::new();
    for (part, inner) in &parts {
        if inner.is_component {
            return None;
        }
        match view.attr(inner, "id") {
            Attr::Text(id) => ids.push((id, *part, matches!(inner.name.as_str(), "td" | "th"))),
            Attr::Absent => {}
            Attr::Computed | Attr::Unknown => return None,
        }
    }
    let dynamic = view.document.descendants(table).take(4_096).any(|below| {
        matches!(view.document.node(below).kind, checks_markup::NodeKind::Dynamic) && is_beside_rows(view, below)
    });
    let is_header = |id: &str| ids.iter().any(|(known, part, is_cell)| *known == id && *is_cell && *part != node);
    let wrong = headers.split_whitespace().take(32).find(|id| !is_header(id))?;
    if dynamic {
        return None;
    }
    let what = (
        format!("L’attribut `headers` de cette cellule désigne « {wrong} », qui n’est pas un en-tête de ce tableau."),
        format!("The `headers` attribute of this cell names “{wrong}”, which is no header of this table."),
    );
    let words = message(
        (&what.0, &what.1),
        (
            "Un lecteur d’écran lit la cellule sans son en-tête : une valeur sans son sens.",
            "A screen reader reads the cell without its header: a value without its meaning.",
        ),
        (
            "Écrivez dans `headers` l’`id` des `<th>` du même tableau, ou remplacez-le par `scope` sur les en-têtes.",
            "Write in `headers` the `id` of `<th>` elements of the same table, or replace it by `scope` on the headers.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether code stands where rows or cells may come.
fn is_beside_rows(view: &View<'_>, node: NodeId) -> bool {
    view.document
        .node(node)
        .parent
        .and_then(|parent| view.document.element(parent))
        .is_some_and(|around| matches!(around.name.as_str(), "table" | "tbody" | "thead" | "tfoot" | "tr"))
}
