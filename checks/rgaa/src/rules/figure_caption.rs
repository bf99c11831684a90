//! A caption is tied to its image.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["figure"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "figure-caption",
    level: Level::Warning,
    sources: &["RGAA-1.9.1", "WCAG-1.1.1", "WCAG-1.3.1"],
    languages: Language::MARKUP,
    page: include_str!("figure_caption.md"),
};

/// Whether the caption is the label, or begins with it: the DSFR leaves the link to the source out of the label.
fn begins_with(caption: &str, label: &str) -> bool {
    let label = fold(label);
    !label.is_empty() && fold(caption).starts_with(&label)
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "figure" || element.open_ended || view.sight(node) != Sight::Shown {
        return None;
    }
    let below = |name: &str| {
        view.document
            .descendants(node)
            .take(512)
            .find(|&below| view.document.element(below).is_some_and(|element| element.name == name))
    };
    let caption = below("figcaption")?;
    let image = below("img")?;
    let is_decorative =
        view.document.element(image).is_some_and(|image| view.attr(image, "aria-hidden") == Attr::Text("true"));
    let (text, is_whole) = view.document.text_content(caption);
    if is_decorative || (is_whole && text.is_empty()) {
        return None;
    }
    let lacks_role = match view.attr(element, "role") {
        Attr::Text(role) => !matches!(role.trim(), "figure" | "group"),
        Attr::Absent => true,
        Attr::Computed | Attr::Unknown => false,
    };
    let label = view.attr(element, "aria-label");
    let differs = matches!(label, Attr::Text(label) if is_whole && !begins_with(&text, label));
    let what = match (lacks_role, label) {
        (true, Attr::Absent) => (
            "Cette figure a une légende, mais ni `role=\"figure\"` ni `aria-label`.",
            "This figure has a caption, but neither `role=\"figure\"` nor `aria-label`.",
        ),
        (true, _) => (
            "Cette figure a une légende, mais pas `role=\"figure\"`.",
            "This figure has a caption, but no `role=\"figure\"`.",
        ),
        (false, Attr::Absent) => {
            ("Cette figure a une légende, mais pas d’`aria-label`.", "This figure has a caption, but no `aria-label`.")
        }
        (false, _) if differs => (
            "L’`aria-label` de cette figure diffère de sa légende.",
            "The `aria-label` of this figure differs from its caption.",
        ),
        (false, _) => return None,
    };
    let words = message(
        what,
        (
            "Des lecteurs d’écran ignorent encore `<figure>` : sans ces attributs, rien ne relie la légende à l’image.",
            "Some screen readers still leave `<figure>` out: without these attributes nothing ties the caption to the image.",
        ),
        (
            "Écrivez `<figure role=\"figure\" aria-label=\"…\">`, avec dans `aria-label` le texte exact de la légende.",
            "Write `<figure role=\"figure\" aria-label=\"…\">`, with the exact text of the caption in `aria-label`.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}
