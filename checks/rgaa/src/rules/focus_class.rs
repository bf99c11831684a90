//! Tailwind's classes keep the focus visible.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, Value};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &["a", "button", "input", "select", "textarea"], attributes: &[], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "focus-class",
    level: Level::Warning,
    sources: &["RGAA-10.7.1", "WCAG-2.4.7"],
    languages: Language::MARKUP,
    page: include_str!("focus_class.md"),
};

/// Classes that take the outline of the focus away.
const REMOVING: &[&str] = &[
    "outline-none",
    "outline-hidden",
    "focus:outline-none",
    "focus:outline-hidden",
    "focus-visible:outline-none",
    "focus-visible:outline-hidden",
    "outline-0",
    "focus:outline-0",
];

/// How many elements around may show the focus in the element's place.
const REACH: usize = 4;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let class = element.get("class")?;
    let Value::Text { text: list, span } = &class.value else { return None };
    if !list.contains("outline-") || element.is_component || element.open_ended {
        return None;
    }
    let is_field = matches!(element.name.as_str(), "input" | "select" | "textarea");
    let is_pressed = element.name == "button" || (element.name == "a" && element.get("href").is_some());
    let names = || list.split_ascii_whitespace();
    let removed = names().find(|name| REMOVING.contains(&name.trim_matches('!')))?;
    // Any other class for the focus shows something, or may; so does what follows the element's state.
    let shows = |name: &str| {
        name == "group"
            || name == "peer"
            || name.starts_with("group/")
            || name.starts_with("peer/")
            || !REMOVING.contains(&name.trim_matches('!'))
                && (name.contains("focus")
                    || name.contains("outline")
                    || name.contains("data-[")
                    || name.contains("aria-["))
    };
    let is_unreachable = matches!(view.attr(element, "tabindex").text(), Some(index) if index.starts_with('-'))
        || element.get("disabled").is_some()
        || element.get("readonly").is_some()
        || view
            .attr(element, "type")
            .text()
            .is_some_and(|kind| matches!(kind, "hidden" | "checkbox" | "radio" | "range" | "file"));
    let is_several = element.attributes.iter().filter(|one| one.name == "class").count() > 1;
    if !(is_field || is_pressed) || names().any(shows) || is_unreachable || is_several || element.get("style").is_some()
    {
        return None;
    }
    let around_shows = view.document.ancestors(node).take(REACH).any(|(_, around)| {
        around.get("class").is_some_and(|class| {
            let written = view.document.source(class.span);
            ["focus", "has-[", "data-"].iter().any(|mark| written.contains(mark)) || class.value.text().is_none()
        }) || around.is_component
    });
    if around_shows || view.sight(node) == Sight::Hidden {
        return None;
    }
    // `@tailwindcss/forms` draws fields when they have the focus.
    let level = if is_field { Level::Notice } else { Level::Warning };
    let words = message(
        (
            &format!("`{removed}` retire le contour du focus, et aucune classe ne le remplace."),
            &format!("`{removed}` takes the outline of the focus away, and no class replaces it."),
        ),
        (
            "Une personne qui navigue au clavier ne sait plus quel élément elle va activer.",
            "A person who uses the keyboard cannot tell which element they are about to activate.",
        ),
        if is_field {
            (
                "Vérifiez que le champ change quand il a le focus, sinon retirez cette classe ou ajoutez `focus-visible:ring-2`.",
                "Check that the field changes when it has the focus, otherwise remove this class or add `focus-visible:ring-2`.",
            )
        } else {
            (
                "Retirez cette classe, ou ajoutez-en une comme `focus-visible:ring-2`.",
                "Remove this class, or add one such as `focus-visible:ring-2`.",
            )
        },
    );
    Some(Finding::new(&META, view.file.place(*span), words).level(level))
}
