//! An image has a text alternative.

use checks_core::{Finding, Fix, Language, Level, Message, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule =
    Rule { meta: &META, look: Look::At { names: &["img", "area", "input", "svg"], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "img-alt",
    level: Level::Failure,
    sources: &[
        "RGAA-1.1.1",
        "RGAA-1.1.2",
        "RGAA-1.1.3",
        "RGAA-1.1.5",
        "RGAA-1.2.2",
        "WCAG-1.1.1",
        "ACT-23a2a8",
        "ACT-59796f",
        "ACT-7d6734",
    ],
    languages: Language::MARKUP,
    page: include_str!("img_alt.md"),
};

/// What kind of image an element is, which decides on the test of the RGAA.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Image {
    Img,
    Role,
    Svg,
    Area,
    /// An area that leads nowhere.
    Spot,
    Button,
}

/// What is around an image and has no name but the one that the image would give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Around {
    Link,
    Button,
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let image = image(view, node, element)?;
    let name = view.name(node, element);
    if !name.is_missing() || view.sight(node) != Sight::Shown {
        return None;
    }
    let level = match image {
        // Readers differ on the content of what says to be an image: probably lost, not surely.
        Image::Role | Image::Svg => {
            let content = view.content_of(node);
            match (content.is_missing(), content.is_given()) {
                (true, _) => Level::Failure,
                (_, true) => Level::Warning,
                _ => return None,
            }
        }
        // A script that gives the image its `src` may give it its `alt` as well.
        Image::Img if !view.is_rendered() && element.lacks("src") && element.lacks("srcset") => Level::Warning,
        Image::Spot => Level::Warning,
        Image::Img | Image::Area | Image::Button => Level::Failure,
    };
    if image == Image::Img
        && let Some(blank) = blank_alternative(view, element)
    {
        return Some(blank);
    }
    let around = if image == Image::Img { nameless_around(view, node) } else { None };
    let place = view.tag(element);
    Some(Finding::new(&META, place, words(image, around)).level(level).sources(&sources(image, around)))
}

fn image(view: &View<'_>, node: NodeId, element: &Element) -> Option<Image> {
    if element.is_component {
        return None;
    }
    let in_svg = || view.document.ancestors(node).take(64).any(|(_, around)| around.name == "svg");
    match (element.name.as_str(), view.role(element)) {
        ("canvas" | "embed" | "iframe" | "object" | "video", _) | (_, Role::Unknown | Role::Is("presentation")) => None,
        ("img", _) => Some(Image::Img),
        ("area", Role::Is("link")) => Some(Image::Area),
        ("area", Role::Is("generic")) if view.attr(element, "alt") == Attr::Absent => Some(Image::Spot),
        ("input", _) => is_image_button(view, element).then_some(Image::Button),
        ("svg", Role::Is("img")) | (_, Role::Is("graphics-document" | "graphics-symbol")) => Some(Image::Svg),
        (_, Role::Is("img")) => Some(if in_svg() { Image::Svg } else { Image::Role }),
        _ => None,
    }
}

fn is_image_button(view: &View<'_>, element: &Element) -> bool {
    matches!(view.attr(element, "type"), Attr::Text(kind) if kind.trim().eq_ignore_ascii_case("image"))
}

/// `alt=" "`: meant empty, but some readers then say the name of the file.
fn blank_alternative(view: &View<'_>, element: &Element) -> Option<Finding> {
    let alt = element.get("alt")?;
    if !matches!(view.attr(element, "alt"), Attr::Text(text) if !text.is_empty() && is_blank(text)) {
        return None;
    }
    let words = message(
        (
            "L’attribut `alt` de cette image ne contient que des espaces.",
            "The `alt` attribute of this image holds nothing but spaces.",
        ),
        (
            "Certains lecteurs d’écran annoncent alors le nom du fichier.",
            "Some screen readers then say the name of the file.",
        ),
        (
            "Écrivez `alt=\"\"` si l’image est décorative, sinon ce qu’elle apporte.",
            "Write `alt=\"\"` if the image is decorative, else what it brings.",
        ),
    );
    let finding = Finding::new(&META, view.tag(element), words).level(Level::Warning).sources(&[
        "RGAA-1.1.1",
        "WCAG-1.1.1",
        "ACT-23a2a8",
    ]);
    let Some(blank) = alt.value.span() else { return Some(finding) };
    Some(finding.fix(Fix::replace(view.file, Text::new("Vider `alt`", "Empty `alt`"), blank, "")))
}

impl View<'_> {
    /// Whether what names a link or a button is an image that this rule speaks of: once is enough.
    pub(crate) fn holds_faulty_image(&self, node: NodeId) -> bool {
        self.document.descendants(node).any(|inner| {
            self.document
                .element(inner)
                .is_some_and(|element| element.name == "img" && look(self, inner, element).is_some())
        })
    }
}

/// The link or button around an image that has no name without it.
fn nameless_around(view: &View<'_>, node: NodeId) -> Option<Around> {
    let (at, element, around) = view.document.ancestors(node).take(64).find_map(|(id, element)| {
        let around = match view.role(element) {
            Role::Is("link") => Around::Link,
            Role::Is("button") => Around::Button,
            _ => return None,
        };
        Some((id, element, around))
    })?;
    view.name(at, element).is_missing().then_some(around)
}

fn sources(image: Image, around: Option<Around>) -> Vec<&'static str> {
    let own: &[&str] = match image {
        Image::Img | Image::Role => &["RGAA-1.1.1", "WCAG-1.1.1", "ACT-23a2a8"],
        Image::Svg => &["RGAA-1.1.5", "WCAG-1.1.1", "ACT-7d6734"],
        Image::Area => &["RGAA-1.1.2", "RGAA-6.2.1", "WCAG-1.1.1", "WCAG-2.4.4", "ACT-c487ae"],
        Image::Spot => &["RGAA-1.1.2", "RGAA-1.2.2", "WCAG-1.1.1"],
        Image::Button => &["RGAA-1.1.3", "RGAA-11.9.1", "WCAG-1.1.1", "WCAG-4.1.2", "ACT-59796f"],
    };
    let of_around: &[&str] = match around {
        Some(Around::Link) => &["RGAA-6.2.1", "WCAG-2.4.4", "ACT-c487ae"],
        Some(Around::Button) => &["RGAA-11.9.1", "WCAG-4.1.2", "ACT-97a4e1"],
        None => &[],
    };
    [own, of_around].concat()
}

fn words(image: Image, around: Option<Around>) -> Message {
    match (image, around) {
        (Image::Img, None) => message(
            ("Cette image n’a pas d’alternative textuelle.", "This image has no text alternative."),
            (
                "Un lecteur d’écran lit alors le nom du fichier, ou se tait.",
                "A screen reader then reads the name of the file, or says nothing.",
            ),
            (
                "Dites dans `alt` ce que l’image apporte, ou écrivez `alt=\"\"` si elle est décorative.",
                "Say in `alt` what the image brings, or write `alt=\"\"` if it is decorative.",
            ),
        ),
        (Image::Img, Some(Around::Link)) => message(
            (
                "Cette image est le seul contenu du lien et n’a pas d’alternative textuelle.",
                "This image is all that the link holds, and it has no text alternative.",
            ),
            (
                "Un lecteur d’écran annonce un lien sans dire où il mène.",
                "A screen reader announces a link without saying where it leads.",
            ),
            ("Dites dans `alt` où mène le lien.", "Say in `alt` where the link leads."),
        ),
        (Image::Img, Some(Around::Button)) => message(
            (
                "Cette image est le seul contenu du bouton et n’a pas d’alternative textuelle.",
                "This image is all that the button holds, and it has no text alternative.",
            ),
            (
                "Un lecteur d’écran annonce un bouton sans dire ce qu’il fait.",
                "A screen reader announces a button without saying what it does.",
            ),
            ("Dites dans `alt` ce que fait le bouton.", "Say in `alt` what the button does."),
        ),
        (Image::Role, _) => message(
            (
                "Cet élément se présente comme une image (`role=\"img\"`) et n’a pas d’alternative textuelle.",
                "This element says it is an image (`role=\"img\"`) and has no text alternative.",
            ),
            (
                "Un lecteur d’écran annonce une image sans dire laquelle ; il ne lit pas ce qu’elle contient.",
                "A screen reader announces an image without saying which; it does not read what is inside.",
            ),
            (
                "Ajoutez un `aria-label` qui dit ce que l’image apporte, ou remplacez le rôle par `aria-hidden=\"true\"` si elle est décorative.",
                "Add an `aria-label` that says what the image brings, or put `aria-hidden=\"true\"` in place of the role if it is decorative.",
            ),
        ),
        (Image::Svg, _) => message(
            (
                "Cette image SVG a un rôle d’image et n’a pas d’alternative textuelle.",
                "This SVG has the role of an image and no text alternative.",
            ),
            (
                "Un lecteur d’écran annonce une image sans dire laquelle.",
                "A screen reader announces an image without saying which.",
            ),
            (
                "Ajoutez un `aria-label` qui dit ce que l’image apporte, ou remplacez le rôle par `aria-hidden=\"true\"` si elle est décorative.",
                "Add an `aria-label` that says what the image brings, or put `aria-hidden=\"true\"` in place of the role if it is decorative.",
            ),
        ),
        (Image::Spot, _) => message(
            ("Cette zone d’image n’a pas d’attribut `alt`.", "This area of an image has no `alt` attribute."),
            (
                "Un lecteur d’écran ne sait pas s’il faut l’ignorer ou la lire.",
                "A screen reader cannot tell whether to leave it out or to read it.",
            ),
            (
                "Dites dans `alt` ce que montre la zone, ou écrivez `alt=\"\"` si elle est décorative.",
                "Say in `alt` what the area shows, or write `alt=\"\"` if it is decorative.",
            ),
        ),
        (Image::Area, _) => message(
            (
                "Cette zone cliquable n’a pas d’alternative textuelle.",
                "This area of an image map has no text alternative.",
            ),
            (
                "Un lecteur d’écran annonce un lien sans dire où il mène.",
                "A screen reader announces a link without saying where it leads.",
            ),
            ("Dites dans `alt` où mène la zone.", "Say in `alt` where the area leads."),
        ),
        (Image::Button, _) => message(
            ("Ce bouton image n’a pas d’alternative textuelle.", "This image button has no text alternative."),
            (
                "Un lecteur d’écran annonce un bouton sans dire ce qu’il fait.",
                "A screen reader announces a button without saying what it does.",
            ),
            ("Dites dans `alt` ce que fait le bouton.", "Say in `alt` what the button does."),
        ),
    }
}
