//! What the pointer does by hovering, pressing or a second click, the keyboard does too.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Attribute, Element, NodeId};

use crate::handler::{Inside, Reach, hears_keys};
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["on*"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "pointer-only",
    level: Level::Warning,
    sources: &["RGAA-7.3.1", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("pointer_only.md"),
};

const HOVERS: &[&str] = &["onmouseover", "onmouseenter", "onpointerenter", "onpointerover", "onhover"];
const LEAVES: &[&str] = &["onmouseout", "onmouseleave", "onpointerleave", "onpointerout"];
const FOCUSES: &[&str] = &["onfocus", "onfocusin", "onfocuscapture", "onfocuswithin"];
const BLURS: &[&str] = &["onblur", "onfocusout", "onblurcapture"];
const PRESSES: &[&str] =
    &["ondblclick", "ondoubleclick", "oncontextmenu", "onmousedown", "onmouseup", "onpointerdown", "onpointerup"];
const KEYS: &[&str] = &["onkeypress", "onkeyup", "onkeydown"];

#[derive(Clone, Copy, PartialEq)]
enum Gesture {
    Hover,
    Leave,
    Press,
    Key,
}

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || element.open_ended || element.attributes.is_empty() {
        return None;
    }
    let (gesture, attribute) = gesture(view, element)?;
    let in_drawing = view.document.ancestors(node).take(8).any(|(_, around)| around.name == "svg");
    if in_drawing
        || view.sight(node) == Sight::Hidden
        || is_quiet(view.code(attribute))
        || matches!(element.text("role"), Some("presentation" | "none"))
    {
        return None;
    }
    let reach = view.reach(node, element);
    // A role that has to take the focus and does not: `widget-focus` says so.
    if reach == Reach::Never && view.acts_alone(element)? {
        return None;
    }
    let level = match gesture {
        Gesture::Hover | Gesture::Leave => hover_level(view, node, element, attribute)?,
        Gesture::Press if reach == Reach::Never => press_level(view, node, element)?,
        // A key is heard by what has the focus, or holds it.
        Gesture::Key
            if reach == Reach::Never && view.inside(node, element) == Inside::Nothing && !is_whole(element) =>
        {
            Level::Notice
        }
        Gesture::Press | Gesture::Key => return None,
    };
    let what = match gesture {
        Gesture::Hover => (
            "Cet élément réagit au survol de la souris, et à rien d’équivalent au clavier.",
            "This element reacts to the mouse hovering, and to nothing like it on the keyboard.",
        ),
        Gesture::Leave => (
            "Cet élément réagit quand la souris le quitte, et pas quand le focus le quitte.",
            "This element reacts when the mouse leaves it, and not when the focus does.",
        ),
        Gesture::Press => (
            "Cet élément réagit à la souris seule, et le clavier ne l’atteint pas.",
            "This element reacts to the mouse alone, and the keyboard does not reach it.",
        ),
        Gesture::Key => (
            "Cet élément écoute le clavier mais ne prend jamais le focus.",
            "This element listens to the keyboard but never takes the focus.",
        ),
    };
    let how = match gesture {
        Gesture::Hover => (
            "Vérifiez que la même information s’obtient au clavier ; sinon ajoutez l’écouteur du focus (`onfocus`) sur un élément qui le prend.",
            "Verify that the same information can be had with the keyboard; if not, add the focus listener (`onfocus`) on an element that takes it.",
        ),
        Gesture::Leave => {
            ("Faites de même à la perte du focus (`onblur`).", "Do the same when the focus is lost (`onblur`).")
        }
        Gesture::Press | Gesture::Key => (
            "Vérifiez qu’un bouton ou un lien fait la même action ; sinon écrivez un `<button type=\"button\">`.",
            "Verify that a button or a link does the same; if not, write a `<button type=\"button\">`.",
        ),
    };
    let words = message(
        what,
        (
            "Une personne qui n’utilise pas de souris ne peut pas en profiter.",
            "A person who does not use a mouse gets nothing of it.",
        ),
        how,
    );
    let finding = Finding::new(&META, view.file.place(attribute.span), words).level(level);
    let is_media = matches!(element.name.as_str(), "canvas" | "embed" | "object");
    Some(if is_media { finding.sources(&["RGAA-4.12.1", "RGAA-7.3.1", "WCAG-2.1.1"]) } else { finding })
}

/// The listener that needs a pointer, if no other makes up for it.
fn gesture<'e>(view: &View<'_>, element: &'e Element) -> Option<(Gesture, &'e Attribute)> {
    let hears = |names: &[&str]| view.listener_among(element, names).is_some();
    if let Some(hover) = view.listener_among(element, HOVERS) {
        return (!hears(FOCUSES)).then_some((Gesture::Hover, hover));
    }
    if let Some(leave) = view.listener_among(element, LEAVES) {
        return (!hears(BLURS)).then_some((Gesture::Leave, leave));
    }
    if view.click(element).is_some() {
        return None;
    }
    if let Some(press) = view.listener_among(element, PRESSES) {
        return (!hears_keys(element)).then_some((Gesture::Press, press));
    }
    view.listener_among(element, KEYS).map(|key| (Gesture::Key, key))
}

/// Hovering mostly only shows what else is there: certain where the listener itself shows or hides something.
fn hover_level(view: &View<'_>, node: NodeId, element: &Element, attribute: &Attribute) -> Option<Level> {
    let code = view.code(attribute).to_ascii_lowercase();
    let is_noise =
        ["emit", "hover", "index", "active", "check", "track", "resize", "drag", "leave", "reset", "end(", "select"]
            .iter()
            .any(|word| code.contains(word));
    let is_drawing = is_noise
        || [
            "classname",
            "style.",
            "classlist",
            "color",
            "background",
            "hovered",
            "highlight",
            "setcursor",
            "prefetch",
            "preload",
            "ishover",
            "sethover",
            "pause",
            "resume",
        ]
        .iter()
        .any(|word| code.contains(word));
    // Styles go with `:focus` in the style sheet, and what is pointed at is often only lit.
    if is_drawing || view.inside(node, element) == Inside::Focusable {
        return None;
    }
    let shows = ["show", "open", "display", "toggle", "visible", "tooltip", "popup", "menu", "affiche", "ouvr"]
        .iter()
        .any(|word| code.contains(word));
    Some(if shows { Level::Warning } else { Level::Notice })
}

fn press_level(view: &View<'_>, node: NodeId, element: &Element) -> Option<Level> {
    match view.inside(node, element) {
        Inside::Focusable => None,
        Inside::Unknown if is_whole(element) => None,
        _ if view.is_driven_from_around(node) => None,
        _ => Some(Level::Notice),
    }
}

fn is_whole(element: &Element) -> bool {
    matches!(
        element.name.as_str(),
        "body" | "html" | "form" | "main" | "table" | "canvas" | "video" | "svg" | "g" | "path" | "rect" | "circle"
    )
}

/// A listener that only keeps the browser from doing something.
fn is_quiet(code: &str) -> bool {
    let code = code.to_ascii_lowercase();
    let words = ["drag", "resize", "mousedown", "pointerdown", "mouseup", "pointerup", "handlerdown", "startmove"];
    words.iter().any(|word| code.contains(word))
        || (code.len() < 120 && (code.contains("preventdefault") || code.contains("stoppropagation")))
}
