//! A link leads somewhere.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "link-href",
    level: Level::Notice,
    sources: &["RGAA-7.1.1", "RGAA-8.9.1", "WCAG-1.3.1", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("link_href.md"),
};

/// Where a framework renders the page, every one of them; elsewhere a script may find them by what it likes, prototypes
/// are full of them, and the first of a file tells it.
fn look(view: &View<'_>) -> Vec<Finding> {
    let dead = view.named("a").filter_map(|(node, element)| dead_link(view, node, element));
    dead.take(if view.is_rendered() { usize::MAX } else { 1 }).collect()
}

fn dead_link(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "a" || element.is_component || view.sight(node) == Sight::Hidden {
        return None;
    }
    // With another role it is no link any more, and the rules on that role speak.
    if element.get("role").is_some() || element.get("disabled").is_some() || element.get("aria-disabled").is_some() {
        return None;
    }
    // In a page of examples, `href="#"` alone is what its author has not written yet; with a listener, it is a button.
    let is_written = matches!(view.document.language, Language::Erb | Language::Haml | Language::Slim);
    let is_acting = view.is_rendered() || is_written || acts(element);
    let is_dead = match view.attr(element, "href") {
        Attr::Text(href) => {
            let href = href.trim().to_ascii_lowercase();
            href.starts_with("javascript:") || (is_acting && matches!(href.as_str(), "" | "#" | "#!"))
        }
        // A click on it is told by the rule on the keyboard.
        Attr::Absent => is_meant_as_link(element) && view.click(element).is_none(),
        Attr::Computed | Attr::Unknown => false,
    };
    if !is_dead {
        return None;
    }
    if view.attr(element, "href") == Attr::Absent {
        let words = message(
            ("Ce `<a>` sans `href` n’est pas un lien.", "This `<a>` without `href` is no link."),
            (
                "Ni le clavier ni un lecteur d’écran ne le trouvent : la balise ne sert qu’à l’aspect.",
                "Neither the keyboard nor a screen reader finds it: the element serves its look alone.",
            ),
            (
                "Donnez-lui son adresse dans `href`. S’il déclenche une action, écrivez un `<button type=\"button\">` ; sinon, un `<span>`.",
                "Give it its address in `href`. If it starts an action, write a `<button type=\"button\">`; if not, a `<span>`.",
            ),
        );
        return Some(Finding::new(&META, view.tag(element), words).sources(&["RGAA-8.9.1", "WCAG-1.3.1"]));
    }
    let words = message(
        ("Ce lien n’a pas de destination.", "This link has no destination."),
        (
            "Annoncé « lien », il ne mène nulle part : on ne peut ni l’ouvrir dans un onglet, ni deviner qu’il agit sur la page.",
            "Announced as a “link”, it leads nowhere: it cannot be opened in a tab, and nobody can tell that it acts on the page.",
        ),
        (
            "S’il déclenche une action, écrivez un `<button type=\"button\">`. Sinon, donnez-lui son adresse dans `href`.",
            "If it starts an action, write a `<button type=\"button\">`. If not, give it its address in `href`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

/// Whether a script listens to it, or finds it by a `data-…` attribute.
fn acts(element: &Element) -> bool {
    element.attributes.iter().any(|attribute| attribute.name.starts_with("on") || attribute.name.starts_with("data-"))
}

/// Whether an `<a>` without `href` is no place in the page: those have an `id` or a `name`, and routers have
/// attributes of their own.
fn is_meant_as_link(element: &Element) -> bool {
    !element.attributes.iter().any(|attribute| {
        let name = attribute.name.as_str();
        matches!(
            name,
            "id" | "name"
                | "to"
                | "routerlink"
                | "ui-sref"
                | "ng-href"
                | "aria-current"
                | "v-bind"
                | "xlink:href"
                | "tabindex"
        ) || (name.contains("href") && name != "href")
            || name.contains("link")
            || name.starts_with(['#', '*', '@', ':'])
            || name.starts_with("data-")
            || name.starts_with("v-")
            || name.starts_with("hx-")
    })
}
