//! The language that a part of a page says it is in exists.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::language_tag::{Fault, fault};
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &[], attributes: &["lang", "xml:lang"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "lang-part-valid",
    level: Level::Failure,
    sources: &["RGAA-8.8.1", "WCAG-3.1.2", "ACT-de46e4"],
    languages: Language::MARKUP,
    page: include_str!("lang_part_valid.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("lang").or_else(|| element.get("xml:lang"))?;
    // The whole page's own language is `html-lang-valid`'s.
    if element.is_component || element.name == "html" || view.sight(node) != Sight::Shown {
        return None;
    }
    let Attr::Text(code) = view.attr(element, &attribute.name) else { return None };
    // An empty code says that the language is not known; one of spaces says nothing.
    if code.is_empty() {
        return None;
    }
    let fault = fault(code.trim()).filter(|_| view.holds_text(node) && !is_told_inside(view, node))?;
    let code = code.trim();
    let words = message(
        (&format!("« {code} » n’est pas un code de langue."), &format!("“{code}” is no language code.")),
        (
            "Le lecteur d’écran lit alors ce passage avec la voix d’une autre langue.",
            "A screen reader then reads this passage with another language’s voice.",
        ),
        (
            "Écrivez le code de la langue, comme `en`, `es` ou `ar`, suivi s’il le faut d’un pays : `pt-BR`.",
            "Write the code of the language, such as `en`, `es` or `ar`, followed by a country if need be: `pt-BR`.",
        ),
    );
    let finding = Finding::new(&META, view.file.place(attribute.span), words);
    Some(match fault {
        Fault::Language(_) => finding,
        // ACT's rule asks of the first subtag alone whether it exists.
        Fault::Subtag(_) => finding.sources(&["RGAA-8.8.1", "WCAG-3.1.2"]),
    })
}

/// Whether all that `node` holds is in elements that say their language themselves.
fn is_told_inside(view: &View<'_>, node: NodeId) -> bool {
    let children = &view.document.node(node).children;
    children.iter().all(|&child| match &view.document.node(child).kind {
        NodeKind::Element(inner) => inner.text("lang").is_some_and(|code| !code.trim().is_empty()),
        NodeKind::Text(text) => text.trim().is_empty(),
        NodeKind::Comment | NodeKind::Doctype => true,
        NodeKind::Code | NodeKind::Dynamic => false,
    }) && view.document.element(node).is_some_and(|element| !NAMED.contains(&element.name.as_str()))
        && !children.is_empty()
}

/// Elements whose attributes are read aloud.
const NAMED: &[&str] = &["a", "area", "button", "iframe", "img", "input", "object", "select", "svg", "textarea"];
