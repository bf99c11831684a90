//! A page says which language it is in.

use checks_core::{Edit, Finding, Fix, Language, Level, Meta, Text};
use checks_markup::{Element, NodeId, NodeKind};

use crate::rule::{Look, Rule, message};
use crate::rules::html_lang_text::contradicted;
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "html-lang",
    level: Level::Failure,
    sources: &["RGAA-8.3.1", "WCAG-3.1.1", "ACT-b5c3f8"],
    languages: Language::LAYOUTS,
    page: include_str!("html_lang.md"),
};

const WHY: (&str, &str) = (
    "Sans elle, un lecteur d’écran lit la page avec la voix de sa propre langue : un texte français lu à l’anglaise ne se comprend pas.",
    "Without it, a screen reader reads the page with its own language’s voice, and nobody understands it.",
);

fn look(view: &View<'_>) -> Vec<Finding> {
    view.pages().filter_map(|(node, element)| judge(view, node, element)).collect()
}

fn judge(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if !view.attr(element, "lang").is_blank() {
        return None;
    }
    match view.attr(element, "xml:lang") {
        Attr::Computed | Attr::Unknown => None,
        Attr::Text(code) if !is_blank(code) => {
            // The language of the text, where the code names another.
            let code = contradicted(view, node).map_or(code, |(_, tongue, _)| tongue.code());
            Some(only_xml_lang(view, element, code))
        }
        Attr::Text(_) | Attr::Absent if is_told_further_down(view, node) => None,
        Attr::Text(_) | Attr::Absent => {
            let what = if element.get("lang").is_some() {
                ("L’attribut `lang` de cette page est vide.", "The `lang` attribute of this page is empty.")
            } else {
                (
                    "Cette page ne dit pas dans quelle langue elle est écrite.",
                    "This page does not say which language it is written in.",
                )
            };
            let how = (
                "Écrivez la langue de la page dans `<html>` : `lang=\"fr\"` si elle est en français.",
                "Write the page’s language in `<html>`: `lang=\"fr\"` if it is in French.",
            );
            Some(Finding::new(&META, view.tag(element), message(what, WHY, how)))
        }
    }
}

/// The RGAA takes `xml:lang` for an indication; browsers do not read it in HTML, so that WCAG's test fails.
fn only_xml_lang(view: &View<'_>, element: &Element, code: &str) -> Finding {
    let what = (
        "Cette page ne donne sa langue que par `xml:lang`, que les navigateurs ne lisent pas en HTML.",
        "This page gives its language by `xml:lang` only, which browsers do not read in HTML.",
    );
    let how_fr = format!("Ajoutez `lang=\"{code}\"` à côté de `xml:lang`.");
    let how_en = format!("Add `lang=\"{code}\"` beside `xml:lang`.");
    let finding = Finding::new(&META, view.tag(element), message(what, WHY, (&how_fr, &how_en)))
        .level(Level::Warning)
        .sources(&["WCAG-3.1.1", "ACT-b5c3f8"]);
    if element.get("lang").is_some() {
        return finding;
    }
    let Some((at, replacement)) = view.document.adding(element, "lang", code) else { return finding };
    let edit = Edit { span: at, region: view.file.region(at), replacement };
    finding.fix(Fix { title: Text::new("Ajouter `lang`", "Add `lang`"), edits: vec![edit] })
}

/// Whether every text of the page is in an element that says its language, which the RGAA accepts as well.
fn is_told_further_down(view: &View<'_>, page: NodeId) -> bool {
    let mut is_told = vec![false; view.document.nodes.len()];
    let mut has_text = false;
    for node in view.document.descendants(page) {
        let parent = view.document.node(node).parent.unwrap_or(page);
        let inherited = is_told[parent as usize];
        match &view.document.node(node).kind {
            NodeKind::Element(element) => {
                let own = ["lang", "xml:lang"].iter().any(|name| !view.attr(element, name).is_blank());
                is_told[node as usize] = own || inherited || matches!(element.name.as_str(), "script" | "style");
            }
            NodeKind::Text(text) if !is_blank(text) && view.sight(node) != Sight::Hidden => {
                if !inherited {
                    return false;
                }
                has_text = true;
            }
            NodeKind::Dynamic if !inherited => return false,
            _ => {}
        }
    }
    has_text
}
