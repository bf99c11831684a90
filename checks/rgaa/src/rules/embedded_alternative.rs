//! A document or an animation that is embedded has an alternative beside it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, NodeKind};

use crate::media::file_name;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["object", "embed", "iframe"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "embedded-alternative",
    level: Level::Notice,
    sources: &["RGAA-4.8.1", "WCAG-1.1.1"],
    languages: Language::MARKUP,
    page: include_str!("embedded_alternative.md"),
};

/// Extensions and media types of what browsers show with a reader of its own.
const EXTENSIONS: &[&str] = &["pdf", "swf", "doc", "docx", "odt", "ppt", "pptx", "xls", "xlsx"];
const TYPES: &[&str] = &["application/pdf", "application/x-shockwave-flash", "application/msword"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let address = match element.name.as_str() {
        "object" => "data",
        "embed" | "iframe" => "src",
        _ => return None,
    };
    let is_document = match view.attr(element, "type") {
        Attr::Text(kind) => TYPES.contains(&kind.trim()),
        Attr::Absent | Attr::Computed | Attr::Unknown => false,
    } || matches!(view.attr(element, address), Attr::Text(address) if is_document(address));
    if !is_document || view.sight(node) != Sight::Shown || is_within_another(view, node) || has_link_beside(view, node)
    {
        return None;
    }
    let words = message(
        (
            "Aucun lien à côté de ce document intégré ne mène à une autre version.",
            "No link beside this embedded document leads to another version.",
        ),
        (
            "Son lecteur n’est pas toujours utilisable au clavier ou avec un lecteur d’écran, surtout sur téléphone.",
            "Its reader cannot always be used with the keyboard or a screen reader, on phones above all.",
        ),
        (
            "Vérifiez qu’un lien juste avant ou après donne le contenu en HTML, ou le document à télécharger s’il est accessible.",
            "Check that a link right before or after gives the content in HTML, or the document to download if it is accessible.",
        ),
    );
    Some(Finding::new(&META, view.tag(element), words))
}

fn is_document(address: &str) -> bool {
    file_name(address).rsplit_once('.').is_some_and(|(stem, extension)| {
        !stem.is_empty() && EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(extension))
    })
}

/// Whether it is the stand-in of another embedded document.
fn is_within_another(view: &View<'_>, node: NodeId) -> bool {
    view.document.ancestors(node).any(|(_, around)| matches!(around.name.as_str(), "object" | "noscript"))
}

/// Whether a link or a button, or something that may be one, stands in the box around or in the one around that.
fn has_link_beside(view: &View<'_>, node: NodeId) -> bool {
    let may_lead = |id: NodeId| match &view.document.node(id).kind {
        NodeKind::Element(element) => {
            let is_computed = element.get("role").is_some() && view.role(element) == Role::Unknown;
            element.is_component || is_computed || matches!(view.role(element), Role::Is("link" | "button"))
        }
        NodeKind::Dynamic => true,
        _ => false,
    };
    let is_part = |name: &str| matches!(name, "article" | "body" | "main" | "section" | "td");
    let mut around: Vec<_> = view.document.ancestors(node).take(2).collect();
    if around.first().is_some_and(|(_, element)| is_part(&element.name)) {
        around.truncate(1);
    }
    if around.is_empty() {
        return view.siblings(node).iter().any(|&sibling| {
            sibling != node && (may_lead(sibling) || view.document.descendants(sibling).take(512).any(may_lead))
        });
    }
    around.into_iter().any(|(id, element)| {
        element.is_component
            || view.document.descendants(id).take(512).any(|below| {
                // What stands in the element itself is shown in its place.
                let is_own = view.document.ancestors(below).any(|(up, _)| up == node);
                below != node && !is_own && may_lead(below)
            })
    })
}
