//! A role is not the one the element already has.

use checks_core::{Finding, Fix, Language, Level, Meta, Span, Text};
use checks_markup::{Attribute, Element, NodeId};

use crate::components::dsfr::has_class;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-role-redundant",
    level: Level::Notice,
    sources: &["RGAA-8.2.1"],
    languages: Language::MARKUP,
    page: include_str!("aria_role_redundant.md"),
};

/// Elements on which the repeated role helps: style sheets take lists and tables their meaning away in some browsers,
/// the RGAA long asked for landmarks in both ways, and DSFR writes them so.
const REPEATED_FOR_A_REASON: &[&str] = &[
    "aside", "dialog", "fieldset", "footer", "form", "header", "li", "main", "menu", "nav", "ol", "output", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("role")?;
    // The design system's own markup says it.
    let is_dsfr = element.name == "fieldset" && has_class(element, "fr-fieldset");
    if element.is_component || is_dsfr || REPEATED_FOR_A_REASON.contains(&element.name.as_str()) {
        return None;
    }
    let role = view.given_role(element)?.name;
    let own = view.own_role_at(node, element);
    let is_own = own == Role::Is(role) || (role == "image" && own == Role::Is("img"));
    // VoiceOver on Safari does not take an SVG file for an image without it.
    let is_drawing =
        element.name == "img" && !matches!(view.attr(element, "src"), Attr::Text(src) if !src.contains(".svg"));
    if !is_own || matches!(role, "none" | "presentation") || (is_drawing && element.get("src").is_some()) {
        return None;
    }
    let tag = &element.name;
    let words = message(
        (
            &format!("`role=\"{role}\"` répète ce que `<{tag}>` est déjà."),
            &format!("`role=\"{role}\"` repeats what `<{tag}>` is already."),
        ),
        (
            "Il n’apporte rien aux lecteurs d’écran, et devient faux si l’élément change.",
            "It gives screen readers nothing, and becomes wrong if the element changes.",
        ),
        ("Retirez `role`.", "Remove `role`."),
    );
    let finding = Finding::new(&META, view.file.place(attribute.span), words);
    Some(match removal(view, attribute) {
        Some(fix) => finding.fix(fix),
        None => finding,
    })
}

/// Takes the attribute away with the space before it, where it is written as in HTML.
fn removal(view: &View<'_>, attribute: &Attribute) -> Option<Fix> {
    let Span { start, end } = attribute.span;
    let text = view.file.text();
    let source = text.get(start as usize..end as usize)?;
    let is_plain = source.starts_with("role=\"") && source.ends_with('"') && source.matches('"').count() == 2;
    let before = text.get(..start as usize)?.chars().next_back()?;
    let from = start - u32::try_from(before.len_utf8()).ok()?;
    (is_plain && before == ' ').then(|| {
        let title = Text::new("Retirer `role`", "Remove `role`");
        Fix::replace(view.file, title, Span { start: from, end }, "")
    })
}
