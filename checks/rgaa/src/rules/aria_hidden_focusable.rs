//! What `aria-hidden` hides does not take the focus.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::focus::Focus;
use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At {
        names: &[
            "body", "html", "a", "area", "audio", "button", "iframe", "input", "select", "summary", "textarea", "video",
        ],
        attributes: &["tabindex", "contenteditable"],
        look,
    },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-hidden-focusable",
    level: Level::Failure,
    sources: &["RGAA-10.8.1", "WCAG-1.3.2", "WCAG-4.1.2", "ACT-6cfa84"],
    languages: Language::MARKUP,
    page: include_str!("aria_hidden_focusable.md"),
};

/// How far up a hidden content is looked for.
const REACH: usize = 128;

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component {
        return None;
    }
    let hides = |element: &Element| view.attr(element, "aria-hidden") == Attr::Text("true");
    if matches!(element.name.as_str(), "body" | "html") {
        let is_bare = view.attr(element, "aria-hidden") == Attr::Text("");
        let level = if is_bare { Level::Notice } else { Level::Failure };
        let finding = || Finding::new(&META, view.tag(element), words_of_page(is_bare)).level(level);
        return (is_bare || hides(element)).then(finding);
    }
    // What listens to the focus hands it on: the guard at the edge of a window.
    if view.focus(node, element) != Focus::Tab || element.get("onfocus").is_some() {
        return None;
    }
    if hides(element) {
        return view.is_on_screen(node).then(|| Finding::new(&META, view.tag(element), words_of_one(element)));
    }
    let (_, hidden) = view.document.ancestors(node).take(REACH).find(|(_, around)| hides(around))?;
    // What has a class, an id or a part to play is mostly taken off the screen as well: a modal, a menu, a panel.
    let is_plain = ["class", "id", "role"].iter().all(|name| hidden.lacks(name)) && !hidden.open_ended;
    if !is_plain || hidden.name == "body" || !view.is_on_screen(node) {
        return None;
    }
    Some(Finding::new(&META, view.tag(element), words_of_inner(element)).related(view.tag(hidden)))
}

const WHY: (&str, &str) = (
    "Au clavier, on arrive sur un élément que le lecteur d’écran n’annonce pas : la personne ne sait plus où elle est.",
    "With the keyboard, people land on an element that the screen reader does not announce: they no longer know where they are.",
);

fn words_of_one(element: &Element) -> checks_core::Message {
    let tag = &element.name;
    message(
        (
            &format!("Ce `<{tag}>` est caché aux lecteurs d’écran par `aria-hidden`, mais il prend le focus."),
            &format!("This `<{tag}>` is hidden from screen readers by `aria-hidden`, but it takes the focus."),
        ),
        WHY,
        (
            "Retirez `aria-hidden` si l’élément sert ; sinon, ajoutez `tabindex=\"-1\"`, ou cachez-le à tous avec `hidden`.",
            "Remove `aria-hidden` if the element is of use; if not, add `tabindex=\"-1\"`, or hide it from everybody with `hidden`.",
        ),
    )
}

fn words_of_inner(element: &Element) -> checks_core::Message {
    let tag = &element.name;
    message(
        (
            &format!("Ce `<{tag}>` prend le focus dans un contenu que `aria-hidden` cache aux lecteurs d’écran."),
            &format!("This `<{tag}>` takes the focus in a content that `aria-hidden` hides from screen readers."),
        ),
        WHY,
        (
            "Retirez `aria-hidden` du contenu, ou cachez-le à tous avec `hidden` tant qu’il ne sert pas.",
            "Remove `aria-hidden` from the content, or hide it from everybody with `hidden` as long as it is of no use.",
        ),
    )
}

fn words_of_page(is_bare: bool) -> checks_core::Message {
    message(
        if is_bare {
            (
                "`aria-hidden` sans valeur est sur toute la page : des navigateurs le prennent pour `true`.",
                "`aria-hidden` without a value is on the whole page: some browsers take it for `true`.",
            )
        } else {
            (
                "`aria-hidden` cache toute la page aux lecteurs d’écran.",
                "`aria-hidden` hides the whole page from screen readers.",
            )
        },
        ("Les personnes aveugles n’ont plus accès à rien.", "Blind people no longer have access to anything."),
        (
            "Retirez-le. Pour isoler une fenêtre ouverte, posez `aria-modal=\"true\"` sur elle, ou `inert` sur ce qui est autour.",
            "Remove it. To set an open window apart, put `aria-modal=\"true\"` on it, or `inert` on what is around it.",
        ),
    )
}
