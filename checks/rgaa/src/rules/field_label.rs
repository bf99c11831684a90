//! A form field has a label.

use checks_core::{Edit, Finding, Fix, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::label::built;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, Target, View};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["input", "select", "textarea"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "field-label",
    level: Level::Failure,
    sources: &["RGAA-11.1.1", "RGAA-11.1.2", "WCAG-1.3.1", "WCAG-3.3.2", "WCAG-4.1.2", "ACT-e086e5"],
    languages: Language::MARKUP,
    page: include_str!("field_label.md"),
};

/// The roles of fields.
const FIELDS: &[&str] = &["checkbox", "combobox", "radio", "searchbox", "slider", "spinbutton", "switch", "textbox"];

/// Roles that ACT e086e5 takes for fields as well and that mostly are parts of one: the list that a combobox opens,
/// the items of a menu.
const PARTS: &[&str] = &["listbox", "menuitemcheckbox", "menuitemradio"];

/// A label that says nothing of the field, though it is surely its own.
#[derive(Clone, Copy)]
enum Flaw<'a> {
    /// It is for the field, and empty.
    Empty(&'a Element),
    /// It stands just before the field and is for none.
    Unbound(&'a Element),
    /// It stands beside the field, and its `for` names an `id` that the file does not have.
    Astray(&'a Element),
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let Role::Is(role) = view.role(element) else { return None };
    let is_part = PARTS.contains(&role) && element.name != "select";
    let is_field = FIELDS.contains(&role) || PARTS.contains(&role);
    if element.is_component || !is_field || !view.name(node, element).is_missing() || view.sight(node) != Sight::Shown {
        return None;
    }
    if is_part {
        let finding = Finding::new(&META, view.tag(element), message(WHAT_OF_PART, WHY_OF_PART, HOW_OF_PART));
        return Some(finding.level(Level::Warning).sources(&["RGAA-7.1.1", "WCAG-4.1.2", "ACT-e086e5"]));
    }
    let flaw = flaw(view, node, element, role);
    let has_placeholder = !view.attr(element, "placeholder").is_blank();
    let is_native = matches!(element.name.as_str(), "input" | "select" | "textarea");
    let words = match built(element, "id") {
        Some(attribute) if flaw.is_none() => of_builder(element, attribute, has_placeholder),
        _ if is_native => words(flaw, has_placeholder),
        _ => message(WHAT, WHY, HOW_OF_PART),
    };
    // An empty label may be filled by a script, or be the visible half of a box that a style sheet hides; a builder that
    // writes no label by itself may be the project's own, which writes them around its fields.
    let may_wrap = built(element, "id").is_some() && !view.labels().has_built;
    let is_doubtful = matches!(flaw, Some(Flaw::Empty(_))) || may_wrap;
    let level = if is_doubtful { Level::Warning } else { Level::Failure };
    let finding = Finding::new(&META, view.tag(element), words).level(level).sources(&sources(flaw, has_placeholder));
    Some(match (flaw, view.attr(element, "id")) {
        (Some(Flaw::Unbound(label)), Attr::Text(id)) if !id.is_empty() => {
            let finding = finding.related(view.tag(label));
            match bind(view, label, id) {
                Some(fix) => finding.fix(fix),
                None => finding,
            }
        }
        (Some(Flaw::Empty(label) | Flaw::Unbound(label) | Flaw::Astray(label)), _) => finding.related(view.tag(label)),
        (None, _) => finding,
    })
}

fn sources(flaw: Option<Flaw<'_>>, has_placeholder: bool) -> Vec<&'static str> {
    let mut sources = vec!["RGAA-11.1.1"];
    if matches!(flaw, Some(Flaw::Astray(_))) {
        sources.push("RGAA-11.1.2");
    }
    // Software takes a placeholder for a name, so that ACT's rule passes; the RGAA does not.
    sources.extend::<&[_]>(if has_placeholder {
        &["WCAG-3.3.2"]
    } else {
        &["WCAG-1.3.1", "WCAG-3.3.2", "WCAG-4.1.2", "ACT-e086e5"]
    });
    sources
}

fn flaw<'a>(view: &'a View<'_>, node: NodeId, element: &Element, role: &str) -> Option<Flaw<'a>> {
    if let Some(&own) = view.labels_for(element).first() {
        return view.document.element(own).map(Flaw::Empty);
    }
    let siblings = &view.document.node(view.document.node(node).parent?).children;
    let at = siblings.binary_search(&node).ok()?;
    let (before, after) =
        (label_among(view, siblings[..at].iter().rev()), label_among(view, siblings[at + 1..].iter()));
    let is_astray = |label: &&Element| {
        let id = label.text("for").filter(|id| !id.is_empty());
        id.is_some_and(|id| !matches!(view.target(id), Target::Found(_)))
    };
    // The label of a box to tick follows it; one without `for` before it may be the one of the box before.
    let unbound = before.filter(|label| label.lacks("for") && !matches!(role, "checkbox" | "radio" | "switch"));
    unbound.map(Flaw::Unbound).or_else(|| before.into_iter().chain(after).find(is_astray).map(Flaw::Astray))
}

/// The label that is the next element among `siblings`, if it has words and holds no field of its own.
fn label_among<'a, 'b>(view: &'a View<'_>, siblings: impl Iterator<Item = &'b NodeId>) -> Option<&'a Element> {
    let (id, label) = siblings.take(4).find_map(|&id| view.document.element(id).map(|element| (id, element)))?;
    let holds_field = |inner: NodeId| {
        view.document
            .element(inner)
            .is_some_and(|inner| inner.is_component || matches!(inner.name.as_str(), "input" | "select" | "textarea"))
    };
    let is_plain =
        label.name == "label" && !view.document.descendants(id).any(holds_field) && !view.content_of(id).is_missing();
    is_plain.then_some(label)
}

fn bind(view: &View<'_>, label: &Element, id: &str) -> Option<Fix> {
    let attribute = if view.document.language == Language::Jsx { "htmlFor" } else { "for" };
    let (at, replacement) = view.document.adding(label, attribute, id)?;
    let edit = Edit { span: at, region: view.file.region(at), replacement };
    Some(Fix { title: Text::new("Relier l’étiquette au champ", "Tie the label to the field"), edits: vec![edit] })
}

const WHAT: (&str, &str) = ("Ce champ n’a pas d’étiquette.", "This field has no label.");
const WHY: (&str, &str) = (
    "Un lecteur d’écran annonce un champ sans dire ce qu’il faut y saisir.",
    "A screen reader announces a field without saying what to enter.",
);
const HOW: (&str, &str) = (
    "Ajoutez un `<label>` dont le `for` est l’`id` du champ ; s’il ne doit pas se voir, un `title` sur le champ.",
    "Add a `<label>` whose `for` is the field’s `id`; if it must not be seen, a `title` on the field.",
);
const WHAT_OF_PLACEHOLDER: (&str, &str) = (
    "Ce champ n’a pas d’étiquette : un `placeholder` n’en est pas une.",
    "This field has no label: a `placeholder` is none.",
);
const WHY_OF_PLACEHOLDER: (&str, &str) = (
    "Il disparaît dès la saisie, et le RGAA ne l’admet pas comme étiquette.",
    "It goes away when one types, and the RGAA takes none for a label.",
);
const WHAT_OF_PART: (&str, &str) = ("Cette liste de choix n’a pas de nom.", "This list of choices has no name.");
const WHY_OF_PART: (&str, &str) = (
    "Un lecteur d’écran l’annonce sans dire ce que l’on y choisit.",
    "A screen reader announces it without saying what is chosen there.",
);
const HOW_OF_PART: (&str, &str) = (
    "Donnez-lui un `aria-label`, ou un `aria-labelledby` qui désigne le texte qui le nomme.",
    "Give it an `aria-label`, or an `aria-labelledby` that points to the text that names it.",
);

/// What is said of a field that a builder of Rails writes.
fn of_builder(element: &Element, attribute: &str, has_placeholder: bool) -> Message {
    let called = element.get("id").and_then(|id| id.raw_name.rsplit_once('.'));
    let builder = called.map_or("f", |(builder, _)| builder);
    let fr = format!(
        "Ajoutez son étiquette : `{builder}.label :{attribute}` ; si elle ne doit pas se voir, l’option `title:` sur le champ."
    );
    let en = format!(
        "Add its label: `{builder}.label :{attribute}`; if it must not be seen, the option `title:` on the field."
    );
    if has_placeholder {
        message(WHAT_OF_PLACEHOLDER, WHY_OF_PLACEHOLDER, (&fr, &en))
    } else {
        message(WHAT, WHY, (&fr, &en))
    }
}

fn words(flaw: Option<Flaw<'_>>, has_placeholder: bool) -> Message {
    match flaw {
        Some(Flaw::Empty(_)) => message(
            ("L’étiquette de ce champ est vide.", "The label of this field is empty."),
            WHY,
            ("Écrivez dans le `<label>` ce qu’il faut saisir.", "Write in the `<label>` what to enter."),
        ),
        Some(Flaw::Unbound(_)) => message(
            (
                "L’étiquette qui précède ce champ ne lui est pas reliée.",
                "The label before this field is not tied to it.",
            ),
            WHY,
            (
                "Donnez un `id` au champ et le même `for` à l’étiquette.",
                "Give the field an `id` and the label the same `for`.",
            ),
        ),
        Some(Flaw::Astray(_)) => message(
            (
                "L’étiquette voisine n’est pas reliée à ce champ : son `for` ne désigne aucun champ du fichier.",
                "The label beside this field is not tied to it: its `for` names no field of the file.",
            ),
            WHY,
            (
                "Donnez la même valeur au `for` de l’étiquette et à l’`id` du champ.",
                "Give the same value to the label’s `for` and to the field’s `id`.",
            ),
        ),
        None if has_placeholder => message(WHAT_OF_PLACEHOLDER, WHY_OF_PLACEHOLDER, HOW),
        None => message(WHAT, WHY, HOW),
    }
}
