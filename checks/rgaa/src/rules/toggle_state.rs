//! A button that opens and closes says which of the two it has done.

use checks_core::{Finding, Language, Level, Meta, Span};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &[], attributes: &["onclick", "onclickcapture", "phx-click", "wire:click"], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "toggle-state",
    level: Level::Notice,
    sources: &["RGAA-7.1.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("toggle_state.md"),
};

/// Words in the names of what is true while something is open.
const OPENED: &[&str] =
    &["open", "expand", "show", "visible", "collaps", "menu", "dropdown", "ouvert", "depli", "deploy", "affich"];

/// Attributes by which a button tells its state.
const STATES: &[&str] = &["aria-expanded", "aria-pressed", "aria-checked", "aria-selected", "aria-haspopup"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.attributes.is_empty() || element.is_component || element.open_ended {
        return None;
    }
    let click = view.click(element)?;
    let state = toggled(view.code(click))?;
    let tells = STATES.iter().any(|name| view.attr(element, name) != Attr::Absent);
    let is_about_opening = OPENED.iter().any(|word| state.to_ascii_lowercase().contains(word));
    if !is_about_opening || tells || view.role(element) != Role::Is("button") || view.sight(node) == Sight::Hidden {
        return None;
    }
    // Its text says it: « Ouvrir », then « Fermer ». A class that follows the state says nothing to those who listen.
    let inside = Span { start: element.tag_span.end, end: view.document.node(node).span.end };
    let speaks = names_word(view.document.source(inside), state);
    let names = ["aria-label", "title", "aria-labelledby"].iter().filter_map(|name| element.get(name));
    let is_named = names.filter_map(|name| name.value.span()).any(|span| names_word(view.document.source(span), state));
    if speaks || is_named {
        return None;
    }
    let words = message(
        (
            "Ce bouton ouvre et ferme un contenu sans dire s’il est ouvert.",
            "This button opens and closes a content without saying whether it is open.",
        ),
        (
            "Une personne qui n’y voit pas appuie, n’entend aucun changement et ne sait pas ce qui s’est passé.",
            "A person who does not see presses it, hears no change and does not know what happened.",
        ),
        (
            "Vérifiez que l’état est dit : ajoutez `aria-expanded` sur le bouton, à `true` quand le contenu est ouvert et à `false` sinon.",
            "Check that the state is told: add `aria-expanded` to the button, `true` when the content is open and `false` when it is not.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// What a listener turns to its contrary: `open` of `open = !open`, `setOpen(!open)` and `setOpen((o) => !o)`.
fn toggled(code: &str) -> Option<&str> {
    if code.len() > 160 {
        return None;
    }
    assigned(code).or_else(|| set(code))
}

fn assigned(code: &str) -> Option<&str> {
    let (left, right) = code.split_once('=').filter(|(_, right)| !right.starts_with(['=', '>']))?;
    let left = last_name(left);
    let right = right.trim_start().strip_prefix('!')?.trim_start();
    let right = right.strip_prefix("this.").unwrap_or(right);
    (!left.is_empty() && first_name(right) == left).then_some(left)
}

fn set(code: &str) -> Option<&str> {
    if let Some((_, rest)) = code.split_once("=>")
        && assigned(rest).is_some()
    {
        return assigned(rest);
    }
    let at = code.find("set")?;
    let is_start = at == 0 || !code.as_bytes()[at - 1].is_ascii_alphanumeric();
    let rest = code.get(at + 3..)?;
    let (name, argument) = rest.split_once('(')?;
    let argument = argument.trim_start();
    let is_name = !name.is_empty() && first_name(name) == name;
    let value = match argument.split_once("=>") {
        Some((_, value)) => value.trim_start(),
        None => argument,
    };
    let value = value.strip_prefix('!')?.trim_start();
    (is_start && is_name).then_some(if argument.contains("=>") { name } else { first_name(value) })
}

fn first_name(code: &str) -> &str {
    let end = code.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '$').unwrap_or(code.len());
    &code[..end]
}

fn last_name(code: &str) -> &str {
    let code = code.trim_end();
    let start = code.rfind(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
    &code[start.map_or(0, |at| at + code[at..].chars().next().map_or(1, char::len_utf8))..]
}

/// Whether `source` has the name `word`, whatever the case of its first letter.
fn names_word(source: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    let source = source.to_lowercase();
    let word = word.to_lowercase();
    source.match_indices(word.as_str()).any(|(at, found)| {
        let before = source[..at].chars().next_back();
        let after = source[at + found.len()..].chars().next();
        !after.is_some_and(is_part) && !before.is_some_and(|c| is_part(c) && !source[..at].ends_with("is"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_listener_toggles() {
        for (code, expected) in [
            ("open = !open", Some("open")),
            ("this.isOpen = !this.isOpen", Some("isOpen")),
            ("() => (open = !open)", Some("open")),
            ("() => setIsOpen(!isOpen)", Some("isOpen")),
            ("() => setOpen((o) => !o)", Some("Open")),
            ("setOpen(prev => !prev)", Some("Open")),
            ("() => setOpen(false)", None),
            ("open = true", None),
            ("a == !a", None),
            ("reset(!dirty)", None),
            ("toggle()", None),
            ("é=", None),
            ("set(", None),
        ] {
            assert_eq!(toggled(code), expected, "{code}");
        }
    }
}
