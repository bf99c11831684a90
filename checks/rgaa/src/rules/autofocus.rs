//! The focus is not taken away when a page opens.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["autofocus"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "autofocus",
    level: Level::Notice,
    sources: &["RGAA-12.8.1", "WCAG-2.4.3"],
    languages: Language::MARKUP,
    page: include_str!("autofocus.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("autofocus")?;
    // In JSX `autofocus` is no property: React gives it to nobody.
    let is_inert = match view.document.language {
        Language::Jsx => attribute.raw_name == "autofocus",
        // An input of a component or a directive, not HTML's attribute.
        Language::Angular => attribute.raw_name.contains("autoFocus"),
        _ => false,
    };
    // React's components pass it on by its name.
    let is_passed_on = view.document.language == Language::Jsx;
    let is_set = match view.attr(element, "autofocus") {
        Attr::Text(text) => text != "false" || attribute.value.text() == Some("false"),
        Attr::Absent => attribute.value.text() == Some(""),
        Attr::Computed | Attr::Unknown => false,
    };
    if is_inert
        || !is_set
        || (element.is_component && !is_passed_on)
        || element.name == "dialog"
        || view.sight(node) == Sight::Hidden
    {
        return None;
    }
    // Where a window opens, the focus has to be put inside.
    let opens = |around: &Element| {
        let name = around.name.to_ascii_lowercase();
        name == "dialog"
            || around.get("popover").is_some()
            || matches!(around.text("role"), Some("dialog" | "alertdialog"))
            || ["modal", "dialog", "drawer", "popover", "popup"].iter().any(|word| {
                (around.is_component && name.contains(word))
                    || around.text("class").is_some_and(|class| class.contains(word))
            })
    };
    if view.document.ancestors(node).any(|(_, around)| opens(around)) || view.document.node(node).conditional {
        return None;
    }
    let words = message(
        (
            "Ce champ prend le focus dès l’ouverture de la page.",
            "This field takes the focus as soon as the page opens.",
        ),
        (
            "Une personne qui n’y voit pas commence au milieu de la page, sans avoir entendu ce qui précède : titre, consignes, erreurs.",
            "A person who does not see starts in the middle of the page, without having heard what comes before: title, instructions, errors.",
        ),
        (
            "Vérifiez que rien d’utile ne précède ce champ ; sinon retirez `autofocus`.",
            "Verify that nothing useful comes before this field; if it does, remove `autofocus`.",
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}
