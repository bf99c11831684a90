//! No element stands where HTML does not let it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::rule::{Look, Rule, message};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: NAMES, attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "nesting",
    level: Level::Failure,
    sources: &["RGAA-8.2.1"],
    languages: Language::MARKUP,
    page: include_str!("nesting.md"),
};

/// What ends a `<p>`, and what has one place.
const NAMES: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "details",
    "dialog",
    "div",
    "dl",
    "fieldset",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "label",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// How far up is looked.
const REACH: usize = 64;

/// Why an element may not stand where it does.
enum Fault {
    /// The browser ends the paragraph before it.
    InParagraph,
    /// The browser drops the tag, or takes it out of the table.
    Table,
    /// A part of the page in one of its kind or in another part.
    Part,
    /// A form in a form, a label in a label: the inner one is dropped.
    Same,
    /// A heading that is no longer one, where HTML forbids it.
    Heading,
    /// A heading that is no longer one.
    Lost,
    /// A block in a line of text: HTML forbids it, browsers leave it.
    Inline,
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component {
        return None;
    }
    let (outer, fault) = match element.name.as_str() {
        "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr" => out_of_table(view, node)?,
        name => paragraph_around(view, node)
            .map(|outer| (outer, Fault::InParagraph))
            .or_else(|| around(view, node, name))
            .or_else(|| in_table(view, node, element))
            .or_else(|| in_line(view, node, name))?,
    };
    let (fr_why, en_why, fr_how, en_how) = said(&fault);
    let (inner, around) = (&element.name, &outer.name);
    let words = message(
        (&format!("Ce `<{inner}>` est dans un `<{around}>`."), &format!("This `<{inner}>` is in a `<{around}>`.")),
        (fr_why, en_why),
        (fr_how, en_how),
    );
    let finding = Finding::new(&META, view.tag(element), words).related(view.tag(outer));
    Some(match fault {
        Fault::Heading => finding.sources(&["RGAA-8.2.1", "RGAA-9.1.1", "WCAG-1.3.1"]),
        Fault::Lost => finding.sources(&["RGAA-9.1.1", "WCAG-1.3.1"]).level(Level::Warning),
        Fault::Part => finding.sources(&["RGAA-8.2.1", "RGAA-9.2.1", "WCAG-1.3.1"]),
        Fault::Inline => finding.level(Level::Notice),
        Fault::InParagraph | Fault::Table | Fault::Same => finding,
    })
}

/// The paragraph that `node` is written in: the parser has ended it where `node` begins, and its end tag ends nothing.
fn paragraph_around<'a>(view: &'a View<'_>, node: NodeId) -> Option<&'a Element> {
    let document = view.document;
    let siblings = match document.node(node).parent {
        Some(parent) => &document.node(parent).children,
        None => view.tops(),
    };
    let own = document.element(node)?;
    if document.language == Language::Jsx {
        // Nothing is mended there: what is written is what is made.
        let (_, outer) = view.holder(node)?;
        return (outer.name == "p").then_some(outer);
    }
    let at = siblings.binary_search(&node).ok()?;
    let before = document.element(*siblings.get(at.checked_sub(1)?)?).filter(|before| before.name == "p")?;
    let ended = document.node(siblings[at - 1]).span.end;
    let is_closed = document.source(document.node(siblings[at - 1]).span).to_ascii_lowercase().ends_with("</p>");
    if ended != own.tag_span.start || is_closed || !document.source(own.tag_span).starts_with('<') {
        return None;
    }
    // The paragraph's own end tag comes later, before another paragraph begins.
    let mut from = document.node(node).span.end;
    for &next in siblings.get(at + 1..at + 256).unwrap_or(&siblings[at + 1..]) {
        let span = document.node(next).span;
        if ends_paragraph(view, from, span.start) {
            return Some(before);
        }
        if document.element(next).is_some_and(|next| next.name == "p") {
            return None;
        }
        from = span.end;
    }
    if siblings.len() > at + 256 {
        return None;
    }
    let end = match document.node(node).parent {
        Some(parent) => document.node(parent).span.end,
        None => view.file.text().len() as u32,
    };
    ends_paragraph(view, from, end).then_some(before)
}

fn ends_paragraph(view: &View<'_>, from: u32, to: u32) -> bool {
    view.file.text().get(from as usize..to as usize).is_some_and(|gap| gap.contains("</p>") || gap.contains("</P>"))
}

/// What HTML forbids at any depth.
fn around<'a>(view: &'a View<'_>, node: NodeId, name: &str) -> Option<(&'a Element, Fault)> {
    let is_heading = matches!(name.as_bytes(), [b'h', b'1'..=b'6']);
    if !is_heading && !matches!(name, "footer" | "form" | "header" | "label" | "main") {
        return None;
    }
    for (id, outer) in view.document.ancestors(node).take(REACH) {
        if outer.is_component || !outer.closed || !is_content(view, node, id) {
            return None;
        }
        let found = match (name, outer.name.as_str()) {
            (_, "template" | "slot" | "dialog" | "foreignobject")
            | ("footer" | "header", "article" | "aside" | "main" | "nav" | "section") => return None,
            ("form", "form") | ("label", "label") => Some(Fault::Same),
            ("header" | "footer", "header" | "footer")
            | ("main", "article" | "aside" | "footer" | "header" | "nav") => Some(Fault::Part),
            (_, "button") if is_heading => Some(Fault::Heading),
            _ if is_heading && outer.text("role") == Some("button") => Some(Fault::Lost),
            _ => None,
        };
        if let Some(fault) = found {
            return Some((outer, fault));
        }
    }
    None
}

/// Whether `node` is in `outer` as content, not as a property that a component may put elsewhere.
fn is_content(view: &View<'_>, node: NodeId, outer: NodeId) -> bool {
    if view.document.language != Language::Jsx {
        return true;
    }
    let mut below = node;
    for (id, _) in view.document.ancestors(node).take(REACH) {
        if view.document.node(id).children.binary_search(&below).is_err() {
            return false;
        }
        if id == outer {
            return true;
        }
        below = id;
    }
    false
}

/// A part of a table that stands in something else.
fn out_of_table<'a>(view: &'a View<'_>, node: NodeId) -> Option<(&'a Element, Fault)> {
    let element = view.document.element(node)?;
    let (id, parent) = view.holder(node)?;
    let is_right = match element.name.as_str() {
        "td" | "th" => parent.name == "tr",
        "tr" => matches!(&*parent.name, "table" | "tbody" | "tfoot" | "thead"),
        "col" => matches!(&*parent.name, "colgroup" | "table"),
        _ => parent.name == "table",
    };
    // What stands wrongly in the table is named itself.
    let is_named = view.document.node(id).parent.and_then(|outer| view.document.element(outer)).is_some_and(|outer| {
        is_table_part(&outer.name) && !is_table_part(&parent.name) || outer.is_component || outer.name == "template"
    });
    let is_first = view.previous(node, id).is_none_or(|before| before.is_component || !is_table_part(&before.name));
    let is_wrapped = || {
        view.may_be_wrapped(node, id)
            || view.document.node(id).parent.is_some_and(|outer| view.may_be_wrapped(id, outer))
    };
    (!is_right && !is_named && is_first && parent.name != "svg" && !is_wrapped()).then_some((parent, Fault::Table))
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "table" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr")
}

/// What a table may not hold between its parts.
fn in_table<'a>(view: &'a View<'_>, node: NodeId, element: &Element) -> Option<(&'a Element, Fault)> {
    let parent = view.document.element(view.document.node(node).parent?)?;
    let is_between = matches!(&*parent.name, "table" | "tbody" | "tfoot" | "thead" | "tr");
    if !is_between || element.name == "form" && view.document.node(node).children.is_empty() {
        return None;
    }
    let (id, parent) = view.holder(node)?;
    (!view.may_be_wrapped(node, id)).then_some((parent, Fault::Table))
}

/// A block in an element of a line.
fn in_line<'a>(view: &'a View<'_>, node: NodeId, name: &str) -> Option<(&'a Element, Fault)> {
    // A link, what is added or taken out hold what the element around them may hold.
    let is_transparent = |&(_, around): &(NodeId, &Element)| !matches!(&*around.name, "a" | "del" | "ins");
    let (id, parent) = view.document.ancestors(node).take(REACH).find(is_transparent)?;
    let is_inline = !parent.is_component
        && matches!(
            &*parent.name,
            "abbr"
                | "b"
                | "cite"
                | "code"
                | "em"
                | "i"
                | "kbd"
                | "q"
                | "samp"
                | "small"
                | "span"
                | "strong"
                | "sub"
                | "sup"
                | "u"
        );
    if !is_inline || matches!(name, "label" | "hr") {
        return None;
    }
    let is_held = view.holder(node).is_some() && parent.closed && is_content(view, node, id);
    is_held.then_some((parent, Fault::Inline))
}

/// Why and what to do, in French and in English.
fn said(fault: &Fault) -> (&'static str, &'static str, &'static str, &'static str) {
    match fault {
        Fault::InParagraph => (
            "Le navigateur ferme le paragraphe avant lui : ce qui suit sort du paragraphe, et un paragraphe vide reste.",
            "The browser ends the paragraph before it: what follows leaves the paragraph, and an empty one remains.",
            "Faites du `<p>` un `<div>`, ou fermez-le avant.",
            "Make a `<div>` of the `<p>`, or end it before.",
        ),
        Fault::Table => (
            "Le navigateur ignore la balise ou la sort du tableau : lignes et cellules se lisent dans le désordre.",
            "The browser drops the tag or takes it out of the table: rows and cells are read out of order.",
            "Suivez l’ordre `<table>`, `<tbody>`, `<tr>`, `<td>`, et mettez le reste dans une cellule ou autour du tableau.",
            "Follow the order `<table>`, `<tbody>`, `<tr>`, `<td>`, and put the rest in a cell or around the table.",
        ),
        Fault::Part => (
            "Un lecteur d’écran présente les zones de la page : celle-ci n’est plus annoncée pour ce qu’elle est.",
            "A screen reader presents the parts of the page: this one is no longer announced for what it is.",
            "Sortez-la, ou faites-en un `<div>`.",
            "Take it out, or make a `<div>` of it.",
        ),
        Fault::Same => (
            "Le navigateur ne garde pas les deux : ce qui est dans le second n’est plus lié au bon élément.",
            "The browser does not keep both: what is in the second is no longer tied to the right element.",
            "Placez-les côte à côte.",
            "Place them side by side.",
        ),
        Fault::Heading | Fault::Lost => (
            "Un lecteur d’écran lit le contenu d’un bouton d’un bloc : le titre disparaît du plan de la page.",
            "A screen reader reads the content of a button as one: the heading vanishes from the page’s outline.",
            "Inversez-les : le `<button>` dans le titre.",
            "Turn them round: the `<button>` in the heading.",
        ),
        Fault::Inline => (
            "HTML n’y admet que du texte et des éléments de ligne.",
            "HTML allows nothing but text and elements of a line there.",
            "Vérifiez si l’élément qui l’entoure peut être un `<div>`.",
            "Verify whether the element around it can be a `<div>`.",
        ),
    }
}
