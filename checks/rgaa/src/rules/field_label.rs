//! A form field has a label.

use checks_core::{Edit, File, Finding, Fix, Language, Level, Message, Meta, Span, Text};
use checks_markup::{Element, NodeId, NodeKind};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Element(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "field-label",
    level: Level::Failure,
    sources: &["RGAA-11.1.1", "WCAG-1.3.1", "WCAG-3.3.2", "WCAG-4.1.2", "ACT-e086e5"],
    languages: Language::MARKUP,
    page: include_str!("field_label.md"),
};

/// The roles of fields, as ACT e086e5 lists them; the items of a menu are apart.
const FIELDS: &[&str] =
    &["checkbox", "combobox", "listbox", "radio", "searchbox", "slider", "spinbutton", "switch", "textbox"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let is_field = !element.is_component && matches!(view.role(element), Role::Is(role) if FIELDS.contains(&role));
    if !is_field || !view.name(node, element).is_missing() || view.sight(node) != Sight::Shown {
        return None;
    }
    let placeholder = view.attr(element, "placeholder");
    let neighbour = unbound_label(view, node, element);
    let words = words(placeholder.is_blank(), neighbour.is_some());
    let finding = Finding::new(&META, view.tag(element), words);
    // Software takes a placeholder for a name, so that ACT's rule passes; the RGAA does not.
    let finding = if placeholder.is_blank() { finding } else { finding.sources(&["RGAA-11.1.1", "WCAG-3.3.2"]) };
    let Some(label) = neighbour else { return Some(finding) };
    let finding = finding.related(view.tag(label));
    match view.attr(element, "id") {
        Attr::Text(id) if !id.is_empty() => Some(finding.fix(bind(view.file, label, view.document.language, id))),
        _ => Some(finding),
    }
}

/// The label just before the field that is for no field, where it can only be meant for this one.
fn unbound_label<'a>(view: &'a View<'_>, node: NodeId, element: &Element) -> Option<&'a Element> {
    if matches!(view.role(element), Role::Is("checkbox" | "radio" | "switch")) {
        return None;
    }
    let parent = view.document.node(node).parent?;
    let siblings = &view.document.node(parent).children;
    let at = siblings.binary_search(&node).ok()?;
    let before = siblings[..at].iter().rev().take(4).find_map(|&id| match &view.document.node(id).kind {
        NodeKind::Element(element) => Some((id, element)),
        _ => None,
    });
    let (id, label) = before.filter(|(_, label)| label.name == "label" && label.lacks("for"))?;
    let holds_field = view.document.descendants(id).any(|inner| {
        view.document
            .element(inner)
            .is_some_and(|inner| inner.is_component || matches!(inner.name.as_str(), "input" | "select" | "textarea"))
    });
    (!holds_field && !view.content_of(id).is_missing()).then_some(label)
}

fn bind(file: &File, label: &Element, language: Language, id: &str) -> Fix {
    let attribute = if language == Language::Jsx { "htmlFor" } else { "for" };
    let at = Span { start: label.name_span.end, end: label.name_span.end };
    let edit = Edit { span: at, region: file.region(at), replacement: format!(" {attribute}=\"{id}\"") };
    Fix { title: Text::new("Relier l’étiquette au champ", "Tie the label to the field"), edits: vec![edit] }
}

fn words(lacks_placeholder: bool, has_neighbour: bool) -> Message {
    let why = (
        "Un lecteur d’écran annonce un champ sans dire ce qu’il faut y saisir, et cliquer sur l’étiquette n’y mène pas.",
        "A screen reader announces a field without saying what to enter, and a click on the label does not lead to it.",
    );
    match (has_neighbour, lacks_placeholder) {
        (true, _) => message(
            (
                "L’étiquette qui précède ce champ ne lui est pas reliée.",
                "The label before this field is not tied to it.",
            ),
            why,
            (
                "Donnez un `id` au champ et le même `for` à l’étiquette.",
                "Give the field an `id` and the label the same `for`.",
            ),
        ),
        (false, true) => message(
            ("Ce champ n’a pas d’étiquette.", "This field has no label."),
            why,
            (
                "Ajoutez un `<label>` dont le `for` est l’`id` du champ ; s’il ne doit pas se voir, un `title` sur le champ.",
                "Add a `<label>` whose `for` is the field’s `id`; if it must not be seen, a `title` on the field.",
            ),
        ),
        (false, false) => message(
            (
                "Ce champ n’a pas d’étiquette : un `placeholder` n’en est pas une.",
                "This field has no label: a `placeholder` is none.",
            ),
            (
                "Il disparaît dès la saisie, et le RGAA ne l’admet pas comme étiquette.",
                "It goes away when one types, and the RGAA takes none for a label.",
            ),
            (
                "Ajoutez un `<label>` dont le `for` est l’`id` du champ ; s’il ne doit pas se voir, un `title` sur le champ.",
                "Add a `<label>` whose `for` is the field’s `id`; if it must not be seen, a `title` on the field.",
            ),
        ),
    }
}
