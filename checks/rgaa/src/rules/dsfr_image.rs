//! An image given to a component of the design system has its alternative.

use checks_core::{Finding, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::{Given, Library};
use crate::components::object;
use crate::rule::{COMPONENT, Look, Rule};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[COMPONENT], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-image",
    level: Level::Failure,
    sources: &["RGAA-1.1.1", "WCAG-1.1.1", "ACT-23a2a8"],
    languages: &[Language::Jsx],
    page: include_str!("dsfr_image.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let (Library::React, name) = view.dsfr(element)? else { return None };
    let property = match name.as_ref() {
        "Card" => lacks_alt(view, element).then_some("imageAlt"),
        "Tile" => (lacks_alt(view, element) && view.given(element, "imageSvg") == Given::Nothing).then_some("imageAlt"),
        "Header" | "Footer" => logo_lacks_alt(view, element).then_some("operatorLogo.alt"),
        _ => None,
    }?;
    (view.sight(node) == Sight::Shown).then(|| Finding::new(&META, view.tag(element), words(&name, property)))
}

/// The component puts `imageAlt` into `alt` as it is: `undefined` leaves it out.
fn lacks_alt(view: &View<'_>, element: &Element) -> bool {
    view.given(element, "imageUrl") == Given::Something
        && view.given(element, "imageAlt") == Given::Nothing
        && view.given(element, "nativeImgProps") == Given::Nothing
}

fn logo_lacks_alt(view: &View<'_>, element: &Element) -> bool {
    view.source_of(element, "operatorLogo").and_then(object::entries).is_some_and(|entries| {
        entries.iter().any(|(key, _)| *key == "imgUrl") && !entries.iter().any(|(key, _)| *key == "alt")
    })
}

fn words(name: &str, property: &str) -> Message {
    Message {
        what: Text::new(
            format!("L’image de ce `<{name}>` n’a pas d’alternative : `{property}` manque."),
            format!("The image of this `<{name}>` has no alternative: `{property}` is missing."),
        ),
        why: Text::new(
            "Le composant écrit alors une image sans `alt`, dont un lecteur d’écran lit le nom de fichier.",
            "The component then writes an image without `alt`, and a screen reader reads the name of the file.",
        ),
        how: Text::new(
            format!("Dites dans `{property}` ce que l’image apporte, ou écrivez `\"\"` si elle est décorative."),
            format!("Say in `{property}` what the image brings, or write `\"\"` if it is decorative."),
        ),
    }
}
