//! An image that is hidden from assistive technologies has no text alternative.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::media::Kind;
use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &["img", "area", "object", "svg", "canvas", "embed"], attributes: &[], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "decorative-image",
    level: Level::Warning,
    sources: &["RGAA-1.2.1", "RGAA-1.2.2", "RGAA-1.2.3", "RGAA-1.2.4", "RGAA-1.2.5", "RGAA-1.2.6", "WCAG-1.1.1"],
    languages: Language::MARKUP,
    page: include_str!("decorative_image.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let test = match element.name.as_str() {
        "img" => "RGAA-1.2.1",
        "area" => "RGAA-1.2.2",
        "object" => "RGAA-1.2.3",
        "svg" => "RGAA-1.2.4",
        "canvas" => "RGAA-1.2.5",
        "embed" => "RGAA-1.2.6",
        _ => return None,
    };
    let is_hidden = view.attr(element, "aria-hidden") == Attr::Text("true");
    let extra = match element.name.as_str() {
        // Hidden or without a role, an `<img>` may keep its `alt`.
        "img" | "area" => {
            let is_empty = matches!(view.attr(element, "alt"), Attr::Text(""));
            let is_out = is_hidden || element.get("role").is_some() || element.get("href").is_some();
            (is_empty && !is_out).then(|| given_attribute(view, element)).flatten()?
        }
        _ if !is_hidden => return None,
        "object" | "embed" if view.embedded(element) != Kind::Image => return None,
        "svg" => given_attribute(view, element).or_else(|| given_title(view, node))?,
        _ => given_attribute(view, element)?,
    };
    let what = if is_hidden {
        (
            format!("Cette image est cachée (`aria-hidden=\"true\"`), mais a une alternative dans `{extra}`."),
            format!("This image is hidden (`aria-hidden=\"true\"`), yet has an alternative in `{extra}`."),
        )
    } else {
        (
            format!("Cette image est dite décorative (`alt=\"\"`), mais a une alternative dans `{extra}`."),
            format!("This image is said to be decorative (`alt=\"\"`), yet has an alternative in `{extra}`."),
        )
    };
    let words = message(
        (&what.0, &what.1),
        (
            "Selon le lecteur d’écran, elle sera lue ou ignorée : l’un des deux est une erreur.",
            "According to the screen reader it is read or left out: one of the two is a mistake.",
        ),
        (
            "Si elle est décorative, retirez cette alternative. Si elle informe, gardez-la et ne cachez plus l’image.",
            "If it is decorative, remove that alternative. If it informs, keep it and hide the image no more.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words).sources(&[test, "WCAG-1.1.1"]))
}

fn given_attribute(view: &View<'_>, element: &Element) -> Option<&'static str> {
    ["aria-label", "aria-labelledby", "title"]
        .into_iter()
        .find(|name| matches!(view.attr(element, name), Attr::Text(text) if !is_blank(text)))
}

/// A `<title>` or `<desc>` of a drawing that says something.
fn given_title(view: &View<'_>, node: NodeId) -> Option<&'static str> {
    view.document.descendants(node).take(256).find_map(|below| {
        let name = match view.document.element(below)?.name.as_str() {
            "title" => "<title>",
            "desc" => "<desc>",
            _ => return None,
        };
        let (text, _) = view.document.text_content(below);
        (!is_blank(&text)).then_some(name)
    })
}
