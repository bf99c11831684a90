//! The alternative of an image says what the image brings.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, Value};

use crate::media::{file_name, is_image_file};
use crate::purpose::fold;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At {
        names: &["img", "area", "input", "object", "embed", "svg", "canvas"],
        attributes: &["role"],
        look,
    },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "alt-suspicious",
    level: Level::Warning,
    sources: &[
        "RGAA-1.3.1",
        "RGAA-1.3.2",
        "RGAA-1.3.3",
        "RGAA-1.3.4",
        "RGAA-1.3.5",
        "RGAA-1.3.6",
        "RGAA-1.3.7",
        "RGAA-1.3.9",
        "WCAG-1.1.1",
    ],
    languages: Language::MARKUP,
    page: include_str!("alt_suspicious.md"),
};

/// Alternatives that would fit any image, folded.
const GENERIC: &[&str] = &[
    "alt",
    "altimage",
    "alttext",
    "alternative",
    "arialabel",
    "banner",
    "blank",
    "description",
    "graphic",
    "graphique",
    "icon",
    "icone",
    "illustration",
    "image",
    "images",
    "img",
    "imagealt",
    "lorem",
    "loremipsum",
    "photo",
    "photographie",
    "photos",
    "pic",
    "picto",
    "pictogramme",
    "picture",
    "placeholder",
    "screenshot",
    "spacer",
    "svg",
    "texte",
    "textealternatif",
    "thumbnail",
    "todo",
    "true",
    "undefined",
    "vignette",
    "visuel",
];

/// First words that repeat what a reader says already: « image ».
const REPEATED: &[&str] = &["image", "img", "photo", "picture"];

/// Beyond, an alternative is a description, which has its own place.
const LONG: usize = 200;

/// What is wrong with an alternative.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// It is the name of a file.
    File,
    /// It has no letter.
    Signs,
    /// It would fit any image.
    Generic,
    /// It says that it is an image.
    Repeated,
    /// It is too long to be heard in one go.
    Long,
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let test = test(view, element)?;
    if view.sight(node) != Sight::Shown || is_presentation(view, element) {
        return None;
    }
    let (fault, source) = fault(view, element)?;
    let level = match fault {
        Fault::File | Fault::Signs | Fault::Generic => Level::Warning,
        Fault::Repeated | Fault::Long => Level::Notice,
    };
    let test = if fault == Fault::Long { "RGAA-1.3.9" } else { test };
    let (what, why, how) = words(fault, source);
    let texts = message((&what.0, &what.1), why, how);
    Some(Finding::new(&META, view.tag(element), texts).level(level).sources(&[test, "WCAG-1.1.1"]))
}

/// The test of the RGAA for the kind of image that `element` is.
fn test(view: &View<'_>, element: &Element) -> Option<&'static str> {
    match element.name.as_str() {
        "img" => Some("RGAA-1.3.1"),
        "area" => Some("RGAA-1.3.2"),
        "input" => matches!(view.attr(element, "type"), Attr::Text(kind) if kind.eq_ignore_ascii_case("image"))
            .then_some("RGAA-1.3.3"),
        "object" => Some("RGAA-1.3.4"),
        "embed" => Some("RGAA-1.3.5"),
        "svg" => Some("RGAA-1.3.6"),
        "canvas" => Some("RGAA-1.3.7"),
        _ => (!element.is_component && element.get("role").is_some() && view.role(element) == Role::Is("img"))
            .then_some("RGAA-1.3.1"),
    }
}

fn is_presentation(view: &View<'_>, element: &Element) -> bool {
    matches!(view.attr(element, "role"), Attr::Text("none" | "presentation"))
}

/// The attribute that gives the alternative, and what is wrong with it.
fn fault(view: &View<'_>, element: &Element) -> Option<(Fault, &'static str)> {
    let is_media =
        matches!(element.name.as_str(), "object" | "embed") && view.embedded(element) != crate::media::Kind::Image;
    if is_media {
        return None;
    }
    ["aria-label", "alt", "title"].into_iter().find_map(|name| {
        let has_alt = matches!(element.name.as_str(), "img" | "area" | "input");
        if name == "alt" && !has_alt {
            return None;
        }
        let fault = match &element.get(name)?.value {
            Value::Dynamic { known, .. } => {
                let start = known.first()?;
                let is_start = view
                    .document
                    .source(element.get(name)?.value.span()?)
                    .trim_start_matches(['`', '{', '"', ' '])
                    .starts_with(start.trim_start());
                (is_start && start.contains(' ')).then(|| first_word_fault(start)).flatten()
            }
            _ => match view.attr(element, name) {
                Attr::Text(text) if !is_blank(text) => text_fault(view, element, text.trim()),
                _ => None,
            },
        };
        fault.map(|fault| (fault, name))
    })
}

fn text_fault(view: &View<'_>, element: &Element, text: &str) -> Option<Fault> {
    let folded = fold(text);
    let address = ["src", "data"].into_iter().find_map(|name| view.attr(element, name).text()).unwrap_or_default();
    let file = file_name(address);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let is_code = |text: &str| text.contains(['_', '-']) || text.chars().any(char::is_numeric);
    if is_image_file(text) || (!file.is_empty() && text == file) || (text == stem && is_code(text)) {
        return Some(Fault::File);
    }
    if folded.is_empty() {
        // A sign may be what an image of it shows: « + », « € ».
        return (text.chars().count() > 1).then_some(Fault::Signs);
    }
    if GENERIC.contains(&folded.as_str()) {
        return Some(Fault::Generic);
    }
    let is_number = folded.bytes().all(|byte| byte.is_ascii_digit()) && stem.contains(&folded);
    if is_number {
        return Some(Fault::Generic);
    }
    first_word_fault(text).or_else(|| (text.chars().count() > LONG).then_some(Fault::Long))
}

/// « Image de », « photo of » — but « Photo : coucher de soleil », as the RGAA writes it.
fn first_word_fault(text: &str) -> Option<Fault> {
    let (first, rest) = text.trim_start().split_once(char::is_whitespace)?;
    let is_repeated = REPEATED.iter().any(|word| word.eq_ignore_ascii_case(first))
        && !rest.trim_start().starts_with([':', '-', '–', '—']);
    is_repeated.then_some(Fault::Repeated)
}

type Pair = (&'static str, &'static str);

fn words(fault: Fault, source: &str) -> ((String, String), Pair, Pair) {
    let say = (
        "Dites ce que l’image apporte à cet endroit de la page, ou videz l’alternative si l’image est décorative.",
        "Say what the image brings at that place of the page, or empty the alternative if the image is decorative.",
    );
    let (what, why, how): (Pair, Pair, Pair) = match fault {
        Fault::File => (
            (
                "L’attribut `{}` de cette image est un nom de fichier.",
                "The `{}` attribute of this image is the name of a file.",
            ),
            (
                "Un lecteur d’écran l’épelle à la place de l’image.",
                "A screen reader spells it out in place of the image.",
            ),
            say,
        ),
        Fault::Signs => (
            (
                "L’attribut `{}` de cette image ne contient aucune lettre.",
                "The `{}` attribute of this image holds no letter.",
            ),
            (
                "Un lecteur d’écran énonce des signes qui n’apprennent rien.",
                "A screen reader says signs that teach nothing.",
            ),
            say,
        ),
        Fault::Generic => (
            (
                "L’attribut `{}` de cette image irait à n’importe quelle image.",
                "The `{}` attribute of this image would fit any image.",
            ),
            (
                "Qui ne voit pas l’image n’apprend rien de ce qu’elle montre.",
                "People who do not see the image learn nothing of what it shows.",
            ),
            say,
        ),
        Fault::Repeated => (
            (
                "L’attribut `{}` de cette image commence par dire que c’est une image.",
                "The `{}` attribute of this image begins by saying that it is an image.",
            ),
            (
                "Un lecteur d’écran le dit déjà : « image, image de… ».",
                "A screen reader says so already: “image, image of…”.",
            ),
            (
                "Vérifiez que ces premiers mots apprennent quelque chose, sinon retirez-les.",
                "Check that these first words teach something; if not, remove them.",
            ),
        ),
        Fault::Long => (
            (
                "L’attribut `{}` de cette image dépasse 200 caractères.",
                "The `{}` attribute of this image has more than 200 characters.",
            ),
            (
                "Une alternative se lit d’un trait : on ne peut ni s’y arrêter ni revenir en arrière.",
                "An alternative is read in one go: there is no way to stop in it or to go back.",
            ),
            (
                "Vérifiez qu’elle peut être plus courte, et placez le détail dans le texte de la page.",
                "Check that it can be shorter, and put the details in the text of the page.",
            ),
        ),
    };
    ((what.0.replace("{}", source), what.1.replace("{}", source)), why, how)
}
