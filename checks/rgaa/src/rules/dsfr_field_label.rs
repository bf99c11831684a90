//! A field of the design system has its label.

use checks_core::{Finding, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::{Given, Library};
use crate::components::object;
use crate::rule::{COMPONENT, Look, Rule};
use crate::sight::Sight;
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[COMPONENT], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-field-label",
    level: Level::Failure,
    sources: &["RGAA-11.1.1", "WCAG-3.3.2", "WCAG-4.1.2"],
    languages: &[Language::Jsx, Language::Vue],
    page: include_str!("dsfr_field_label.md"),
};

/// What names a field besides its label, or ties it to a label that stands elsewhere.
const NAMES: &[&str] = &["title", "aria-label", "aria-labelledby", "id"];

/// How a component is given its label.
struct Field {
    /// The property that holds it.
    label: &'static str,
    /// Whether the component has a label of its own when none is given.
    has_default: bool,
    /// The property by which the native field is given attributes, in React.
    native: &'static str,
    /// A property that also stands in the label: an input with only a hint has some name.
    hint: &'static str,
    /// Whether content of the component's stands for the label.
    takes_content: bool,
}

const REACT: Field =
    Field { label: "label", has_default: false, native: "nativeInputProps", hint: "hintText", takes_content: false };
const VUE: Field = Field { label: "label", has_default: false, native: "", hint: "hint", takes_content: false };

fn field(library: Library, name: &str) -> Option<Field> {
    Some(match (library, name) {
        (Library::React, "Input" | "PasswordInput") => REACT,
        (Library::React, "Range") => Field { native: "nativeInputProps", ..REACT },
        (Library::React, "Select" | "SelectNext") => Field { native: "nativeSelectProps", hint: "hint", ..REACT },
        (Library::React, "ToggleSwitch") => Field { native: "inputTitle", ..REACT },
        (Library::React, "Upload" | "SearchBar") => Field { has_default: true, hint: "", ..REACT },
        (Library::Vue, "DsfrInput" | "DsfrSelect" | "DsfrRange" | "DsfrToggleSwitch" | "DsfrSearchBar") => VUE,
        (Library::Vue, "DsfrInputGroup" | "DsfrCheckbox" | "DsfrRadioButton") => Field { takes_content: true, ..VUE },
        (Library::Vue, "DsfrFileUpload") => Field { has_default: true, hint: "", ..VUE },
        _ => return None,
    })
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let (library, name) = view.dsfr(element)?;
    if library == Library::React && matches!(name.as_ref(), "Checkbox" | "RadioButtons") {
        return options(view, node, element, &name);
    }
    let field = field(library, &name)?;
    let is_blank = match view.given(element, field.label) {
        Given::Blank => true,
        Given::Nothing => !field.has_default,
        Given::Something | Given::Unknown => return None,
    };
    let is_named = || {
        let has_hint = !field.hint.is_empty() && view.given(element, field.hint) == Given::Something;
        let has_name = NAMES.iter().any(|name| match (library, *name) {
            // React's components keep these for themselves, except what goes through the native field's properties.
            (Library::React, _) => false,
            (Library::Vue, "id") => !view.labels_for(element).is_empty(),
            (Library::Vue, name) => !matches!(view.given(element, name), Given::Nothing | Given::Blank),
        });
        let has_native = match field.native {
            "" => false,
            "inputTitle" => view.given(element, "inputTitle") == Given::Something,
            native => view.may_hold(element, native, NAMES) || view.may_hold(element, "nativeTextAreaProps", NAMES),
        };
        let has_slot = library == Library::Vue
            && view
                .has_content(node, |slot| matches!(slot, "label" | "") || (slot == "default" && field.takes_content))
            && (field.takes_content || view.fills_slot(node, &["label"]));
        let is_in_label = view.document.ancestors(node).take(64).any(|(_, around)| around.name == "label");
        has_hint || has_name || has_native || has_slot || is_in_label || element.open_ended
    };
    if !is_blank || is_named() || view.sight(node) != Sight::Shown {
        return None;
    }
    Some(Finding::new(&META, view.tag(element), words(library, &name)))
}

/// Boxes to tick, whose options are written out with one that has no label.
fn options(view: &View<'_>, node: NodeId, element: &Element, name: &str) -> Option<Finding> {
    let list = view.source_of(element, "options")?.trim().strip_prefix('[')?.strip_suffix(']')?;
    let options = object::parts(list)?;
    let lacks_label = options.iter().map(|option| option.trim()).filter(|option| !option.is_empty()).any(|option| {
        object::entries(option).is_some_and(|entries| {
            let label = entries.iter().find(|(key, _)| *key == "label").map(|(_, value)| *value);
            let has_native = entries.iter().any(|(key, value)| {
                *key == "nativeInputProps"
                    && object::entries(value).is_none_or(|own| own.iter().any(|(key, _)| NAMES.contains(key)))
            });
            let has_hint = entries.iter().any(|(key, _)| *key == "hintText");
            let says_nothing = label.is_none_or(|label| object::text(label).is_some_and(is_blank));
            says_nothing && !has_native && !has_hint
        })
    });
    let is_fault = lacks_label && view.sight(node) == Sight::Shown;
    is_fault.then(|| {
        let what = Text::new(
            format!("Une option de ce `<{name}>` n’a pas de `label`."),
            format!("An option of this `<{name}>` has no `label`."),
        );
        Finding::new(&META, view.tag(element), Message { what, ..words(Library::React, name) })
    })
}

fn words(library: Library, name: &str) -> Message {
    let how = match library {
        Library::React => Text::new(
            "Écrivez dans `label` ce qu’il faut saisir ; pour ne pas l’afficher, `hideLabel` la cache à l’œil seulement.",
            "Write in `label` what to enter; not to show it, `hideLabel` hides it from the eye alone.",
        ),
        Library::Vue => Text::new("Écrivez dans `label` ce qu’il faut saisir.", "Write in `label` what to enter."),
    };
    Message {
        what: Text::new(format!("Ce champ `<{name}>` n’a pas de `label`."), format!("This `<{name}>` has no `label`.")),
        why: Text::new(
            "Le composant du DSFR en fait l’étiquette du champ : sans elle, un lecteur d’écran ne dit pas ce qu’il faut y saisir.",
            "The DSFR component makes it the field’s label: without it a screen reader does not say what to enter.",
        ),
        how,
    }
}
