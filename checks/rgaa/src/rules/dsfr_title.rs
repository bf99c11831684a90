//! A component of the design system has the text that names what it renders.

use checks_core::{Finding, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::{Given, Library};
use crate::rule::{COMPONENT, Look, Rule};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[COMPONENT], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-title",
    level: Level::Warning,
    sources: &["RGAA-9.1.2", "RGAA-6.2.1", "RGAA-7.1.1", "RGAA-11.9.1", "RGAA-5.4.1", "WCAG-2.4.6", "WCAG-4.1.2"],
    languages: &[Language::Jsx, Language::Vue],
    page: include_str!("dsfr_title.md"),
};

/// What a component renders with nothing in it when its text is missing.
#[derive(Clone, Copy)]
enum Left {
    Heading,
    Link,
    Button,
    Dialog,
    Tabs,
    Table,
}

/// The text that a component needs: where it is given, and what is left without it.
const NEEDED: &[(Library, &str, &str, Left)] = &[
    (Library::React, "Accordion", "label", Left::Button),
    (Library::React, "Card", "title", Left::Link),
    (Library::React, "Table", "caption", Left::Table),
    (Library::React, "Tile", "title", Left::Link),
    (Library::Vue, "DsfrAccordion", "title", Left::Button),
    (Library::Vue, "DsfrAlert", "title", Left::Heading),
    (Library::Vue, "DsfrCard", "title", Left::Link),
    (Library::Vue, "DsfrDataTable", "title", Left::Table),
    (Library::Vue, "DsfrModal", "title", Left::Dialog),
    (Library::Vue, "DsfrTable", "title", Left::Table),
    (Library::Vue, "DsfrTabs", "tabListName", Left::Tabs),
    (Library::Vue, "DsfrTile", "title", Left::Link),
];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let (library, name) = view.dsfr(element)?;
    let &(_, _, property, left) = NEEDED.iter().find(|(of, known, ..)| *of == library && *known == name)?;
    let is_given = !matches!(view.given(element, property), Given::Nothing | Given::Blank);
    // A small message has no title.
    let is_small = || name == "DsfrAlert" && view.given(element, "small") != Given::Nothing;
    let fills_it = || library == Library::Vue && view.fills_slot(node, &[property]);
    if is_given || element.open_ended || is_small() || fills_it() || view.sight(node) != Sight::Shown {
        return None;
    }
    let sources: &[&str] = match left {
        Left::Heading => &["RGAA-9.1.2", "WCAG-2.4.6"],
        Left::Link => &["RGAA-6.2.1", "WCAG-2.4.4", "WCAG-4.1.2"],
        Left::Button => &["RGAA-11.9.1", "WCAG-4.1.2"],
        Left::Dialog | Left::Tabs => &["RGAA-7.1.1", "WCAG-4.1.2"],
        Left::Table => &["RGAA-5.4.1", "WCAG-1.3.1"],
    };
    Some(Finding::new(&META, view.tag(element), words(&name, property, left)).sources(sources))
}

fn words(name: &str, property: &str, left: Left) -> Message {
    let (fr, en) = match left {
        Left::Heading => (
            "Le composant écrit alors un titre vide, qu’un lecteur d’écran liste dans le plan de la page.",
            "The component then writes an empty heading, which a screen reader lists in the page’s outline.",
        ),
        Left::Link => (
            "Le composant en fait le titre et le lien : sans lui, un lecteur d’écran ne dit pas où le lien mène.",
            "The component makes it the heading and the link: without it a screen reader does not say where the link leads.",
        ),
        Left::Button => (
            "Le composant en fait le bouton qui déplie : sans lui, un lecteur d’écran ne dit pas ce qu’il ouvre.",
            "The component makes it the button that unfolds: without it a screen reader does not say what it opens.",
        ),
        Left::Dialog => (
            "Le composant en fait le nom de la fenêtre : sans lui, un lecteur d’écran ne dit pas laquelle s’ouvre.",
            "The component makes it the name of the window: without it a screen reader does not say which one opens.",
        ),
        Left::Tabs => (
            "Le composant en fait le nom du groupe d’onglets, qu’un lecteur d’écran annonce en y entrant.",
            "The component makes it the name of the group of tabs, which a screen reader announces on entering it.",
        ),
        Left::Table => (
            "Le composant en fait le titre du tableau (`<caption>`), que le DSFR demande et qu’un lecteur d’écran annonce en premier.",
            "The component makes it the table’s title (`<caption>`), which the DSFR asks for and a screen reader announces first.",
        ),
    };
    let how = match left {
        Left::Heading => Text::new(
            format!("Donnez-lui `{property}`, ou `small` si le message n’a pas de titre."),
            format!("Give it `{property}`, or `small` if the message has no title."),
        ),
        Left::Table => Text::new(
            format!("Donnez-lui `{property}` ; `noCaption` le cache à l’œil seulement."),
            format!("Give it `{property}`; `noCaption` hides it from the eye alone."),
        ),
        _ => Text::new(format!("Donnez-lui `{property}`."), format!("Give it `{property}`.")),
    };
    Message {
        what: Text::new(
            format!("Ce `<{name}>` n’a pas de `{property}`."),
            format!("This `<{name}>` has no `{property}`."),
        ),
        why: Text::new(fr, en),
        how,
    }
}
