//! Fields that answer one question are grouped.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::field::Field;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["input"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "field-grouping",
    level: Level::Warning,
    sources: &["RGAA-11.5.1", "WCAG-1.3.1", "WCAG-3.3.2"],
    languages: Language::MARKUP,
    page: include_str!("field_grouping.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "input" {
        return None;
    }
    let field = view.field(element).filter(|field| matches!(field, Field::Radio | Field::Checkbox))?;
    let Attr::Text(name) = view.attr(element, "name") else { return None };
    if name.is_empty() || view.sight(node) != Sight::Shown || !view.is_in_form_or_page(node) || is_grouped(view, node) {
        return None;
    }
    let scope = view.form(node).or_else(|| view.document.ancestors(node).last().map(|(id, _)| id))?;
    let mut alike = view.fields_below(scope).filter(|&(id, other, kind)| {
        kind == field && other.text("name") == Some(name) && !is_grouped(view, id) && view.sight(id) == Sight::Shown
    });
    // Said once, at the first. A box beside a hidden one of the same name is how frameworks send « no ».
    let (first, ..) = alike.next()?;
    let is_group = first == node && alike.next().is_some() && (field == Field::Radio || alike.next().is_some());
    // In a row of a table, the header of the column says what is chosen.
    let in_table = view.document.ancestors(node).any(|(_, around)| matches!(around.name.as_str(), "td" | "th"));
    if !is_group || in_table {
        return None;
    }
    let level = if field == Field::Radio { Level::Warning } else { Level::Notice };
    let what = if field == Field::Radio {
        ("Ces boutons radio ne sont pas regroupés.", "These radio buttons are not grouped.")
    } else {
        (
            "Ces cases à cocher répondent à une même question et ne sont pas regroupées.",
            "These checkboxes answer one question and are not grouped.",
        )
    };
    let words = message(
        what,
        (
            "Un lecteur d’écran annonce chaque réponse sans la question.",
            "A screen reader announces each answer without the question.",
        ),
        (
            "Mettez-les dans un `<fieldset>` dont la `<legend>` pose la question.",
            "Put them in a `<fieldset>` whose `<legend>` asks the question.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(level))
}

fn is_grouped(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).any(|(_, around)| {
        around.name == "fieldset"
            || around.is_component
            || match view.attr(around, "role") {
                Attr::Text(role) => {
                    matches!(role.trim(), "group" | "radiogroup" | "toolbar" | "menu" | "listbox" | "tablist")
                }
                Attr::Computed | Attr::Unknown => true,
                Attr::Absent => false,
            }
    })
}
