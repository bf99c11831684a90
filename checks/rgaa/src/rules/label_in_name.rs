//! The name of a control holds the text that is seen of it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::aria;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};
use crate::visible::{Held, Visible, holds};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &[], attributes: &["aria-label", "aria-labelledby"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "label-in-name",
    level: Level::Failure,
    sources: &["RGAA-6.1.5", "RGAA-7.1.3", "RGAA-11.2.5", "RGAA-11.9.2", "WCAG-2.5.3", "ACT-2ee8b8"],
    languages: Language::MARKUP,
    page: include_str!("label_in_name.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_named =
        element.attributes.iter().any(|attribute| matches!(attribute.name.as_str(), "aria-label" | "aria-labelledby"));
    if !is_named || element.is_component || element.open_ended || view.sight(node) != Sight::Shown {
        return None;
    }
    let test = test(view, element)?;
    let visible = visible(view, node, element)?;
    let name = view.name_by_author(element, true);
    let name = name.whole().filter(|name| !name.is_empty())?;
    if is_ligature(view, &visible) {
        return None;
    }
    let level = match holds(name, &visible) {
        Held::Yes => return None,
        Held::Shortened => Level::Notice,
        Held::No if visible.is_partly_hidden => Level::Warning,
        Held::No => Level::Failure,
    };
    let shown = visible.spaced.split_whitespace().collect::<Vec<_>>().join(" ");
    let words = message(
        (
            &format!(
                "Le nom accessible, « {} », ne contient pas le texte affiché, « {} ».",
                short(name),
                short(&shown)
            ),
            &format!("The accessible name, “{}”, does not hold the text on screen, “{}”.", short(name), short(&shown)),
        ),
        (
            "Qui commande à la voix prononce le texte qu’il voit : rien ne se passe.",
            "People who use voice control say the text that they see: nothing happens.",
        ),
        (
            "Retirez `aria-label` si le texte suffit, sinon commencez-le par le texte affiché, mot pour mot.",
            "Remove `aria-label` if the text says enough; else begin it with the text on screen, word for word.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).level(level).sources(&[test, "WCAG-2.5.3", "ACT-2ee8b8"]))
}

/// The test of the RGAA for what `element` is, if it is a control.
fn test(view: &View<'_>, element: &Element) -> Option<&'static str> {
    let is_field = matches!(element.name.as_str(), "input" | "select" | "textarea");
    match view.role(element) {
        Role::Is("link") => Some("RGAA-6.1.5"),
        Role::Is("button") => Some("RGAA-11.9.2"),
        Role::Is(_) if is_field => Some("RGAA-11.2.5"),
        Role::Is(
            role @ ("checkbox" | "menuitem" | "menuitemcheckbox" | "menuitemradio" | "option" | "radio" | "switch"
            | "tab"),
        ) => aria::role(role).is_some_and(aria::RoleFacts::is_named_by_content).then_some("RGAA-7.1.3"),
        Role::Is(_) | Role::None | Role::Unknown => None,
    }
}

/// The text that is seen of a control: what it holds, its `value`, or its `<label>`.
fn visible(view: &View<'_>, node: NodeId, element: &Element) -> Option<Visible> {
    match element.name.as_str() {
        "input" if view.role(element) == Role::Is("button") => match view.attr(element, "value") {
            Attr::Text(text) if !is_image_button(view, element) => Some(Visible::of(text)),
            _ => None,
        },
        "input" | "select" | "textarea" => match view.labels_for(element) {
            &[label] => view.visible_text(label),
            [] => {
                let around = view.document.ancestors(node).take(8).find(|(_, around)| around.name == "label");
                around.and_then(|(label, _)| view.visible_text(label))
            }
            _ => None,
        },
        _ if element.closed => view.visible_text(node),
        _ => None,
    }
}

fn is_image_button(view: &View<'_>, element: &Element) -> bool {
    view.attr(element, "type") == Attr::Text("image")
}

/// Whether the text is the name of an icon that a font draws: « arrow_back » where the page speaks of Material Icons.
fn is_ligature(view: &View<'_>, visible: &Visible) -> bool {
    let text = visible.spaced.trim();
    let is_one =
        !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte.is_ascii_digit());
    is_one
        && (text.contains('_')
            || ["Material Icons", "Material Symbols"].iter().any(|font| view.file.text().contains(font)))
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    const LENGTH: usize = 60;
    if text.chars().count() <= LENGTH {
        return text.to_owned();
    }
    text.chars().take(LENGTH).chain(['…']).collect()
}
