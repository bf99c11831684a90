//! An image used as a CAPTCHA says so, and has another way beside it.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &["img"], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "captcha-image",
    level: Level::Notice,
    sources: &["RGAA-1.4.1", "RGAA-1.5.1", "WCAG-1.1.1"],
    languages: Language::MARKUP,
    page: include_str!("captcha_image.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.name != "img" || view.sight(node) == Sight::Hidden {
        return None;
    }
    let says = |name: &str| element.text(name).is_some_and(|text| fold(text).contains("captcha"));
    if !["src", "id", "class", "alt", "name"].into_iter().any(says) {
        return None;
    }
    let alternative = match view.attr(element, "alt") {
        Attr::Text(alt) => alt,
        Attr::Absent => "",
        Attr::Computed | Attr::Unknown => return None,
    };
    let tells = ["captcha", "securite", "verification", "antispam", "robot", "security", "code"];
    if !is_blank(alternative) && !tells.iter().any(|word| fold(alternative).contains(word)) {
        return Some(unsaid(view, element));
    }
    let text = view.file.text();
    let has_other = ["audio", "Audio", "écouter", "Écouter", "sonore"].iter().any(|word| text.contains(word));
    (!has_other).then(|| alone(view, element))
}

fn unsaid(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        (
            "L’alternative de ce CAPTCHA ne dit pas à quoi il sert.",
            "The alternative of this CAPTCHA does not say what it is for.",
        ),
        (
            "Sans cela, personne ne sait qu’il y a un code à recopier.",
            "Without it nobody knows that there is a code to copy.",
        ),
        (
            "Écrivez sa nature et sa fonction : `alt=\"Code de sécurité à recopier dans le champ suivant\"`.",
            "Write its nature and its use: `alt=\"Security code to copy in the next field\"`.",
        ),
    );
    Finding::new(&META, view.tag(element), words).level(Level::Warning).sources(&["RGAA-1.4.1", "WCAG-1.1.1"])
}

fn alone(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Ce CAPTCHA en image semble sans autre solution.", "This CAPTCHA as an image seems to have no other way."),
        (
            "Une personne aveugle ne peut pas le lire : la démarche s’arrête là pour elle.",
            "A blind person cannot read it: the procedure ends there for them.",
        ),
        (
            "Vérifiez qu’un CAPTCHA sonore ou un autre accès existe ; mieux, passez-vous d’image.",
            "Check that an audio CAPTCHA or another way exists; better, do without an image.",
        ),
    );
    Finding::new(&META, view.tag(element), words).sources(&["RGAA-1.5.1", "WCAG-1.1.1"])
}
