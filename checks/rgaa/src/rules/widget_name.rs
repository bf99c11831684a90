//! A component has a name.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &["summary", "dialog", "meter", "progress"], attributes: &["role"], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "widget-name",
    level: Level::Failure,
    sources: &["RGAA-7.1.3", "WCAG-4.1.2"],
    languages: Language::MARKUP,
    page: include_str!("widget_name.md"),
};

/// Roles that need a name, and how the messages call them. Buttons, links, images and fields have their own rules.
const NAMED: &[(&str, &str, &str)] = &[
    ("alertdialog", "Cette fenêtre d’alerte", "This alert window"),
    ("dialog", "Cette fenêtre", "This window"),
    ("menuitem", "Cette entrée de menu", "This menu entry"),
    ("meter", "Cette jauge", "This gauge"),
    ("option", "Cette option", "This option"),
    ("progressbar", "Cette barre de progression", "This progress bar"),
    ("tab", "Cet onglet", "This tab"),
    ("tooltip", "Cette infobulle", "This tooltip"),
    ("treeitem", "Cet élément d’arbre", "This tree item"),
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name == "summary" {
        return look_at_summary(view, node, element);
    }
    let is_native = matches!(element.name.as_str(), "dialog" | "meter" | "progress");
    if element.is_component || !(is_native || element.get("role").is_some()) || element.name == "option" {
        return None;
    }
    let Role::Is(role) = view.role(element) else { return None };
    // A modal of DSFR has a rule of its own.
    if element.text("class").is_some_and(|class| class.split_whitespace().any(|word| word == "fr-modal")) {
        return None;
    }
    let &(_, fr, en) = NAMED.iter().find(|(name, ..)| *name == role)?;
    let mut name = view.name(node, element);
    if matches!(element.name.as_str(), "meter" | "progress") {
        view.add_labels(node, element, &mut name);
    }
    if !name.is_missing() || view.sight(node) != Sight::Shown || view.holds_faulty_image(node) {
        return None;
    }
    let is_item = matches!(role, "menuitem" | "option" | "tab" | "treeitem");
    let level = match role {
        _ if is_item => view.level_of_empty(node, element),
        // A script fills it when it shows it.
        "tooltip" => Level::Notice,
        "dialog" | "alertdialog" | "meter" | "progressbar" if view.is_rendered() && !is_root(view, node) => {
            Level::Failure
        }
        _ => Level::Warning,
    };
    let how = if is_item || role == "tooltip" {
        (
            "Écrivez dans l’élément le texte qui le nomme, ou donnez-lui un `aria-label`.",
            "Write in the element the text that names it, or give it an `aria-label`.",
        )
    } else {
        (
            "Nommez-la avec `aria-labelledby` et l’`id` de son titre, ou avec `aria-label`.",
            "Name it with `aria-labelledby` and the `id` of its title, or with `aria-label`.",
        )
    };
    let words = message(
        (&format!("{fr} n’a pas de nom."), &format!("{en} has no name.")),
        (
            "Un lecteur d’écran n’annonce que son rôle : rien ne dit à quoi cela sert.",
            "A screen reader announces its role only: nothing says what it is for.",
        ),
        how,
    );
    let finding = Finding::new(&META, view.tag(element), words).level(level);
    Some(if role == "menuitem" { finding.sources(&["RGAA-7.1.3", "WCAG-4.1.2", "ACT-m6b1q3"]) } else { finding })
}

/// Whether the element is the outermost of a Vue component, which gets the attributes that others give the component.
fn is_root(view: &View<'_>, node: NodeId) -> bool {
    view.document.language == Language::Vue
        && view.document.ancestors(node).all(|(_, around)| around.name == "template")
}

/// The first `<summary>` of a `<details>` is its button.
fn look_at_summary(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let parent = view.document.node(node).parent?;
    if view.document.element(parent)?.name != "details" {
        return None;
    }
    let is_summary = |&child: &NodeId| view.document.element(child).is_some_and(|child| child.name == "summary");
    let first = view.document.node(parent).children.iter().copied().find(is_summary)?;
    let mut name = view.name(node, element);
    if !name.is_given() {
        name.add(&view.content_of(node));
    }
    if first != node || element.open_ended || !name.is_missing() || view.sight(node) != Sight::Shown {
        return None;
    }
    let words = message(
        (
            "Ce `<summary>` n’a pas de nom : rien ne dit ce que l’on déplie.",
            "This `<summary>` has no name: nothing says what is unfolded.",
        ),
        (
            "Un lecteur d’écran annonce un bouton sans intitulé, ou le mot « Détails » que le navigateur écrit à la place.",
            "A screen reader announces a button without a name, or the word “Details” that the browser writes instead.",
        ),
        (
            "Écrivez dans le `<summary>` ce que l’on trouve en dépliant.",
            "Write in the `<summary>` what people find when they unfold it.",
        ),
    );
    let finding = Finding::new(&META, view.tag(element), words).level(view.level_of_empty(node, element));
    Some(finding.sources(&["RGAA-7.1.3", "WCAG-4.1.2", "ACT-2t702h"]))
}
