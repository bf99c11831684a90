//! A table that only lays the page out says so, and has nothing of a table of data.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["table"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "layout-table",
    level: Level::Failure,
    sources: &["RGAA-5.3.1", "RGAA-5.8.1", "WCAG-1.3.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("layout_table.md"),
};

/// Parts of names that say what a table is for.
const SAYING: &[&str] = &["presentation", "mise-en-forme", "mise-en-page", "layout"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "table" || view.sight(node) == Sight::Hidden {
        return None;
    }
    let parts = view.own_parts(node);
    let data = parts.iter().find_map(|(_, part)| data_markup(view, part)).or_else(|| summary(view, element));
    match view.attr(element, "role") {
        Attr::Text(role) if matches!(role.trim(), "none" | "presentation") => {
            data.map(|data| with_data(view, element, data))
        }
        Attr::Absent if data.is_none() => without_role(view, element, &parts),
        _ => None,
    }
}

/// What belongs to tables of data alone.
fn data_markup(view: &View<'_>, part: &Element) -> Option<&'static str> {
    let has_role = matches!(view.attr(part, "role"), Attr::Text("columnheader" | "rowheader"));
    let is_ignored = matches!(view.attr(part, "role"), Attr::Text("none" | "presentation"));
    match part.name.as_str() {
        _ if has_role => Some("role"),
        "caption" => Some("<caption>"),
        "th" if !is_ignored => Some("<th>"),
        "thead" => Some("<thead>"),
        "tfoot" => Some("<tfoot>"),
        "td" => ["scope", "headers", "axis"]
            .into_iter()
            .find(|name| matches!(view.attr(part, name), Attr::Text(_) | Attr::Computed)),
        _ => None,
    }
}

fn summary(view: &View<'_>, element: &Element) -> Option<&'static str> {
    matches!(view.attr(element, "summary"), Attr::Text(text) if !is_blank(text)).then_some("summary")
}

fn with_data(view: &View<'_>, element: &Element, data: &str) -> Finding {
    let what = (
        format!("Ce tableau de mise en forme contient `{data}`, propre aux tableaux de données."),
        format!("This layout table holds `{data}`, which belongs to tables of data."),
    );
    let words = message(
        (&what.0, &what.1),
        (
            "Avec `role=\"presentation\"`, un lecteur d’écran n’annonce plus de tableau : si c’en est un, ses en-têtes sont perdus.",
            "With `role=\"presentation\"` a screen reader announces no table: if it is one, its headers are lost.",
        ),
        (
            "Si le tableau présente des données, retirez `role`. Sinon, n’y gardez que `<tr>` et `<td>`.",
            "If the table holds data, remove `role`. If not, keep only `<tr>` and `<td>` in it.",
        ),
    );
    Finding::new(&META, view.tag(element), words).sources(&["RGAA-5.8.1", "WCAG-1.3.1"])
}

fn without_role(view: &View<'_>, element: &Element, parts: &[(NodeId, &Element)]) -> Option<Finding> {
    let says = ["class", "id"].into_iter().filter_map(|name| element.text(name)).any(|text| {
        text.split_whitespace().any(|word| SAYING.iter().any(|saying| word.to_ascii_lowercase().contains(saying)))
    });
    let holds_table = parts.iter().any(|(_, part)| part.name == "table");
    let is_open = element.open_ended || parts.iter().any(|(_, part)| part.is_component);
    let level = match (says, holds_table && !is_open) {
        (true, _) => Level::Warning,
        (_, true) => Level::Notice,
        _ => return None,
    };
    let words = message(
        (
            "Ce tableau semble servir à la mise en forme, sans `role=\"presentation\"`.",
            "This table seems to be there for layout, without `role=\"presentation\"`.",
        ),
        (
            "Un lecteur d’écran annonce alors un tableau, ses lignes et ses colonnes, là où il n’y a rien à comparer.",
            "A screen reader then announces a table, its rows and its columns, where there is nothing to compare.",
        ),
        (
            "Vérifiez qu’il ne présente pas de données, puis ajoutez `role=\"presentation\"`, ou mieux, mettez en page avec CSS.",
            "Check that it holds no data, then add `role=\"presentation\"`, or better, lay the page out with CSS.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(level).sources(&["RGAA-5.3.1", "WCAG-4.1.2"]))
}
