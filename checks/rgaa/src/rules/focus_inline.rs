//! An element's own style keeps its focus visible.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::style::{Sheet, declarations};
use checks_markup::{Element, NodeId, Value};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["style"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "focus-inline",
    level: Level::Warning,
    sources: &["RGAA-10.7.1", "WCAG-2.4.7", "ACT-oj04fd"],
    languages: Language::MARKUP,
    page: include_str!("focus_inline.md"),
};

/// What a style object writes to take the outline away.
const REMOVING: &[&str] = &["outline:\"none\"", "outline:'none'", "outline:0", "outline:\"0\"", "outline:'0'"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let style = element.get("style")?;
    let removes = match &style.value {
        Value::Empty => return None,
        Value::Text { text, .. } => {
            text.contains("outline")
                && declarations(text, 0).iter().any(|one| {
                    matches!(one.name.as_str(), "outline" | "outline-style" | "outline-width")
                        && matches!(one.value.as_str(), "none" | "0" | "0px")
                })
        }
        Value::Dynamic { span, .. } => {
            let code = view.document.source(*span);
            code.contains("outline") && {
                let tight: String = code.chars().filter(|c| !c.is_whitespace()).collect();
                let is_plain = !tight.contains("...") && !tight.contains(['?', '`']);
                is_plain
                    && REMOVING.iter().any(|removing| {
                        tight.split_once(removing).is_some_and(|(_, rest)| rest.starts_with([',', '}']))
                    })
            }
        }
    };
    if !removes || element.is_component || element.open_ended {
        return None;
    }
    let takes_focus = match element.name.as_str() {
        "button" | "select" | "textarea" => true,
        "a" => element.get("href").is_some(),
        "input" => !view
            .attr(element, "type")
            .text()
            .is_some_and(|kind| matches!(kind, "hidden" | "checkbox" | "radio" | "file")),
        _ => view.attr(element, "tabindex").text() == Some("0"),
    };
    let is_off = ["disabled", "readonly", "class", "onfocus", "aria-activedescendant"]
        .iter()
        .any(|name| element.get(name).is_some())
        || view.attr(element, "tabindex").text().is_some_and(|index| index.starts_with('-'));
    // A class, or a rule of the same file, may show the focus otherwise.
    let is_shown = || {
        let sheet = Sheet::of(view.file);
        sheet.blocks.iter().flat_map(|block| &block.selectors).any(|selector| selector.contains(":focus"))
    };
    if !takes_focus || is_off || view.sight(node) == Sight::Hidden || is_shown() {
        return None;
    }
    let words = message(
        (
            "Ce style retire à l’élément le contour qui montre qu’il a le focus.",
            "This style takes away the outline that shows that the element has the focus.",
        ),
        (
            "Une personne qui navigue au clavier ne sait plus quel élément elle va activer.",
            "A person who uses the keyboard cannot tell which element they are about to activate.",
        ),
        (
            "Retirez `outline` de ce style. Pour changer le contour, écrivez une règle `:focus-visible`.",
            "Remove `outline` from this style. To change the outline, write a `:focus-visible` rule.",
        ),
    );
    Some(Finding::new(&META, view.file.place(style.span), words))
}
