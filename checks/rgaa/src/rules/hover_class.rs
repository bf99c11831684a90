//! What Tailwind's classes show under the pointer, they show under the focus too.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, Value};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["class"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "hover-class",
    level: Level::Warning,
    sources: &["RGAA-10.14.1", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("hover_class.md"),
};

/// What a class that shows an element ends with.
const SHOWING: &[&str] = &["block", "contents", "flex", "grid", "inline", "inline-block", "inline-flex", "visible"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let class = element.get("class")?;
    let Value::Text { text: list, span } = &class.value else { return None };
    if !list.contains("-hover") || element.is_component || element.open_ended {
        return None;
    }
    let names = || list.split_ascii_whitespace();
    let is_hidden = names().any(|name| matches!(name, "hidden" | "invisible"));
    let shown = names().find(|name| {
        let Some((variant, shown)) = name.rsplit_once(':') else { return false };
        let by_pointer = variant.starts_with("group-hover") || variant.starts_with("peer-hover");
        by_pointer && SHOWING.contains(&shown)
    })?;
    // Whatever else may show it will do: the focus, a state, a width of the screen.
    let is_shown_otherwise = names().filter(|name| *name != shown).any(|name| {
        name.rsplit_once(':').is_some_and(|(variant, last)| SHOWING.contains(&last) && !variant.starts_with("dark"))
    }) || list.contains("focus");
    let is_silent = view.attr(element, "aria-hidden") != Attr::Absent || view.sight(node) == Sight::Hidden;
    if !is_hidden || is_shown_otherwise || is_silent || element.get("style").is_some() || !view.holds_text(node) {
        return None;
    }
    let words = message(
        (
            &format!("`{shown}` ne montre ce contenu qu’au survol de la souris."),
            &format!("`{shown}` shows this content only when the mouse hovers."),
        ),
        (
            "Une personne qui navigue au clavier ou qui touche un écran n’y a pas accès.",
            "A person who uses the keyboard or a touch screen cannot reach it.",
        ),
        (
            "Ajoutez la même classe avec `group-focus-within:` ou `peer-focus:`, ou un bouton qui l’ouvre.",
            "Add the same class with `group-focus-within:` or `peer-focus:`, or a button that opens it.",
        ),
    );
    Some(Finding::new(&META, view.file.place(*span), words))
}
