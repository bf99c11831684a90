//! What takes the focus is seen when it has it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::focus::Focus;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["a", "button"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "focus-hidden",
    level: Level::Notice,
    sources: &["RGAA-10.7.1", "WCAG-2.4.7"],
    languages: Language::MARKUP,
    page: include_str!("focus_hidden.md"),
};

/// The classes by which frameworks keep a text for screen readers, and that no focus brings back: those of WordPress
/// and HTML5 Boilerplate do so by themselves or by a second class.
const HIDING: &[&str] = &["cdk-visually-hidden", "fr-sr-only", "sr-only", "visually-hidden"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("class")?;
    let Attr::Text(classes) = view.attr(element, "class") else { return None };
    let hiding = classes.split_whitespace().find(|class| HIDING.contains(class))?;
    // Any other class may bring it back: `focus:not-sr-only`, `visually-hidden-focusable`, one of the project's own.
    if element.is_component || element.open_ended || classes.split_whitespace().count() > 1 {
        return None;
    }
    let is_brought_back = || view.mentions(":focus") || view.mentions("skip");
    if view.focus(node, element) != Focus::Tab || view.sight(node) != Sight::Shown || is_brought_back() {
        return None;
    }
    let tag = &element.name;
    let words = message(
        (
            &format!("Ce `<{tag}>` prend le focus, mais `{hiding}` le cache à l’écran."),
            &format!("This `<{tag}>` takes the focus, but `{hiding}` hides it from the screen."),
        ),
        (
            "Qui navigue au clavier perd de vue où il est, et peut l’activer sans le savoir.",
            "People who use the keyboard lose sight of where they are, and may set it off unknowingly.",
        ),
        (
            "Vérifiez qu’il réapparaît quand il a le focus, comme les liens d’évitement du DSFR (`fr-skiplinks`) ; sinon, montrez-le, ou retirez-le du parcours avec `tabindex=\"-1\"`.",
            "Check that it comes back when it has the focus, as the skip links of the DSFR do (`fr-skiplinks`); if not, show it, or take it off the path with `tabindex=\"-1\"`.",
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}
