//! An id names one element.

use std::collections::HashMap;

use checks_core::{Finding, Language, Level, Meta, Place};
use checks_markup::{Attribute, Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "id-duplicate",
    level: Level::Failure,
    sources: &["RGAA-8.2.1", "WCAG-4.1.1", "ACT-3ea0c8"],
    languages: Language::MARKUP,
    page: include_str!("id_duplicate.md"),
};

/// How many elements of one id are compared with the next: the last ones.
const SAME: usize = 8;

/// What an id is, as far as source tells.
#[derive(PartialEq, Eq, Hash, Clone, Copy)]
enum Id<'a> {
    Written(&'a str),
    /// What the same code computes.
    Computed(&'a str),
}

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut seen: HashMap<(Option<NodeId>, Id<'_>), Vec<NodeId>> = HashMap::new();
    let mut findings = Vec::new();
    for (node, element) in view.document.elements() {
        let Some(attribute) = element.get("id").filter(|_| !element.is_component) else { continue };
        let Some(id) = id_of(view, element, attribute) else { continue };
        let same = seen.entry((view.apart(node), id)).or_default();
        let place = || view.file.place(attribute.span);
        let before = same.iter().rev().copied().find(|&before| view.stand_together(before, node));
        if let Some(before) = before {
            findings.extend(twice(view, place(), id, before));
        } else if let Id::Written(id) = id
            && view.is_repeated(node)
        {
            findings.push(Finding::new(&META, place(), looped(id)).level(Level::Warning));
        }
        if same.len() == SAME {
            same.remove(0);
        }
        same.push(node);
    }
    findings
}

fn id_of<'a>(view: &'a View<'_>, element: &'a Element, attribute: &'a Attribute) -> Option<Id<'a>> {
    match view.attr(element, "id") {
        // `hidden_field_tag "ids[]"` writes an id of its own making.
        Attr::Text(id) if id.trim().is_empty() || id.contains('[') => None,
        Attr::Text(id) => Some(Id::Written(id)),
        Attr::Computed if view.document.language != Language::Html && !element.open_ended => {
            let code = view.document.source(attribute.value.span()?).trim();
            // `id={{"nom"}}`
            let literal = code.trim_matches(['{', '}', ' ']).strip_prefix('"').and_then(|text| text.strip_suffix('"'));
            if let Some(literal) = literal.filter(|text| !text.contains(['"', '{'])) {
                // Elsewhere, it is what a helper makes an id of.
                return (view.document.language == Language::Handlebars).then_some(Id::Written(literal));
            }
            is_stable(code).then_some(Id::Computed(code))
        }
        _ => None,
    }
}

/// Whether code gives the same each time it runs: a property is read, no function is called.
fn is_stable(code: &str) -> bool {
    code.contains('.')
        && !code.contains(['(', '?', '|', ';', '\n'])
        && !["uniq", "next", "uuid", "random", "++", "--"].iter().any(|mark| code.contains(mark))
}

fn twice(view: &View<'_>, place: Place, id: Id<'_>, before: NodeId) -> Option<Finding> {
    let first = view.document.element(before)?;
    let (Id::Written(said) | Id::Computed(said)) = id;
    let words = message(
        (
            &format!("L’identifiant `{said}` est déjà celui d’un autre élément de la page."),
            &format!("The id `{said}` is another element’s of the page already."),
        ),
        (
            "Étiquettes, liens internes et attributs ARIA s’arrêtent au premier : le second n’est jamais atteint.",
            "Labels, links within the page and ARIA attributes stop at the first: the second is never reached.",
        ),
        (
            "Donnez à chacun le sien, et revoyez ce qui y renvoie (`for`, `href`, `aria-…`).",
            "Give each its own, and look again at what refers to it (`for`, `href`, `aria-…`).",
        ),
    );
    let level = if matches!(id, Id::Computed(_)) { Level::Warning } else { Level::Failure };
    Some(Finding::new(&META, place, words).level(level).related(view.tag(first)))
}

fn looped(id: &str) -> checks_core::Message {
    message(
        (
            &format!("L’identifiant `{id}` est écrit tel quel dans une boucle : chaque tour le répète."),
            &format!("The id `{id}` is written as it is in a loop: each turn repeats it."),
        ),
        (
            "Étiquettes, liens internes et attributs ARIA s’arrêtent au premier élément qui le porte.",
            "Labels, links within the page and ARIA attributes stop at the first element that bears it.",
        ),
        (
            "Complétez-le par ce qui distingue chaque tour, comme l’identifiant de l’objet affiché.",
            "Complete it with what tells each turn apart, such as the id of the object shown.",
        ),
    )
}
