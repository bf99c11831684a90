//! The name of a link or a button is words, not a sign.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["a", "button", "input"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "symbol-name",
    level: Level::Warning,
    sources: &["RGAA-11.9.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("symbol_name.md"),
};

/// Signs that stand for an action, which readers call by another name or none: `×` is “multiplication sign”.
const ACTIONS: &str = "×✕✖✗✘╳❌☰≡⋮⋯‹›«»<>←→↑↓⇐⇒⟵⟶❮❯❬❭◀▶◄►▲▼△▽▴▾⏵⏸⏹🔍🔎✎✏🗑⚙★☆♥♡❤↩↪↻⟳⤓⬇⬆✓✔";

/// Attributes that tell more.
const MORE: &[&str] = &["title", "aria-label", "aria-labelledby", "aria-describedby", "tooltip", "data-tooltip"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let may_be = matches!(element.name.as_str(), "a" | "button" | "input") || element.get("role").is_some();
    if !may_be || element.is_component || element.open_ended || MORE.iter().any(|name| element.get(name).is_some()) {
        return None;
    }
    let is_link = match view.role(element) {
        Role::Is("link") => true,
        Role::Is("button") => false,
        _ => return None,
    };
    let name = view.name(node, element);
    let sign = name.whole().filter(|name| !name.is_empty() && name.len() <= 16)?;
    let signs = || sign.chars().filter(|c| !is_joiner(*c) && !c.is_whitespace());
    if sign.chars().any(char::is_alphanumeric) || view.sight(node) == Sight::Hidden {
        return None;
    }
    let level = if signs().all(|c| ACTIONS.contains(c)) {
        Level::Warning
    } else if signs().all(is_pictograph) {
        Level::Notice
    } else {
        return None;
    };
    let (fr, en) = if is_link { ("Ce lien", "This link") } else { ("Ce bouton", "This button") };
    let words = message(
        (
            &format!("{fr} n’a pour nom que le signe `{sign}`."),
            &format!("{en} has no other name than the sign `{sign}`."),
        ),
        (
            "Un lecteur d’écran dit le nom du signe (« signe multiplié », « guillemet ») ou rien, et la commande vocale ne sait pas l’appeler.",
            "A screen reader says the name of the sign (“multiplication sign”, “quotation mark”) or nothing, and voice control cannot call it.",
        ),
        (
            "Mettez le signe dans `<span aria-hidden=\"true\">`, et dites l’action dans un texte `fr-sr-only` ou un `aria-label` : « Fermer », « Page suivante ».",
            "Put the sign in `<span aria-hidden=\"true\">`, and tell the action in a `fr-sr-only` text or an `aria-label`: “Close”, “Next page”.",
        ),
    );
    let finding = Finding::new(&META, view.tag(element), words).level(level);
    Some(if is_link { finding.sources(&["RGAA-6.1.1", "WCAG-2.4.4"]) } else { finding })
}

/// Characters that change the look of the one before.
fn is_joiner(c: char) -> bool {
    matches!(c, '\u{FE0E}' | '\u{FE0F}' | '\u{200D}' | '\u{1F3FB}'..='\u{1F3FF}')
}

/// Whether a character is an emoji. Flags are left: a reader says their country.
fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1F5FF}' | '\u{1F600}'..='\u{1F64F}' | '\u{1F680}'..='\u{1F6FF}' | '\u{1F900}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}')
}
