//! The `scope` of a header says `row` or `col`.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["scope"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "table-scope",
    level: Level::Failure,
    sources: &["RGAA-5.6.1", "RGAA-5.6.2", "RGAA-5.7.2", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("table_scope.md"),
};

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("scope")?;
    // `scope` is Vue 2's on a template or a slot.
    if element.is_component
        || matches!(element.name.as_str(), "template" | "slot")
        || attribute.raw_name.starts_with('#')
    {
        return None;
    }
    match (element.name.as_str(), view.attr(element, "scope")) {
        ("th", Attr::Text(scope)) => {
            let scope = scope.trim().to_ascii_lowercase();
            let is_known = matches!(scope.as_str(), "" | "row" | "col" | "rowgroup" | "colgroup");
            (!is_known).then(|| unknown_value(view, element))
        }
        ("th", _) => None,
        ("td", Attr::Text(scope)) => {
            let test = if scope.trim().eq_ignore_ascii_case("row") { "RGAA-5.6.2" } else { "RGAA-5.6.1" };
            Some(on_cell(view, element).sources(&[test, "WCAG-1.3.1"]))
        }
        _ => Some(elsewhere(view, element)),
    }
}

fn unknown_value(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Cette valeur de `scope` n’existe pas.", "There is no such value of `scope`."),
        (
            "Les lecteurs d’écran ne savent pas si l’en-tête vaut pour la ligne ou pour la colonne.",
            "Screen readers cannot tell whether the header is that of the row or of the column.",
        ),
        (
            "Écrivez `scope=\"col\"` pour un en-tête de colonne, `scope=\"row\"` pour un en-tête de ligne.",
            "Write `scope=\"col\"` for the header of a column, `scope=\"row\"` for that of a row.",
        ),
    );
    Finding::new(&META, view.tag(element), words).sources(&["RGAA-5.7.2", "WCAG-1.3.1"])
}

fn on_cell(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "Cette cellule `<td>` a un attribut `scope`, réservé aux en-têtes.",
            "This `<td>` cell has a `scope` attribute, which is for headers.",
        ),
        (
            "Un `<td>` n’est pas un en-tête : les lecteurs d’écran ne l’annoncent pas avec les cellules qu’il décrit.",
            "A `<td>` is no header: screen readers do not announce it with the cells that it describes.",
        ),
        (
            "Si c’est un en-tête, écrivez `<th scope=\"…\">` ; sinon retirez `scope`.",
            "If it is a header, write `<th scope=\"…\">`; if not, remove `scope`.",
        ),
    );
    Finding::new(&META, view.tag(element), words).level(Level::Warning)
}

fn elsewhere(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "L’attribut `scope` n’a de sens que sur un en-tête de tableau (`<th>`).",
            "The `scope` attribute has a meaning on the header of a table (`<th>`) only.",
        ),
        ("Ici, il est sans effet.", "Here it does nothing."),
        (
            "Vérifiez si cet élément doit être un `<th>` ; sinon retirez `scope`.",
            "Check whether this element should be a `<th>`; if not, remove `scope`.",
        ),
    );
    Finding::new(&META, view.tag(element), words).level(Level::Notice).sources(&["RGAA-8.2.1", "WCAG-1.3.1"])
}
