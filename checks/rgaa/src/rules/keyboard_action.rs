//! What a click does, the keyboard does too.

use checks_core::{Finding, Language, Level, Message, Meta};
use checks_markup::{Attribute, Element, NodeId};

use crate::handler::{Inside, Reach, hears_keys};
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule {
    meta: &META,
    look: Look::At { names: &[], attributes: &["onclick", "onclickcapture", "phx-click", "wire:click"], look },
};

static META: Meta = Meta {
    check: "rgaa",
    id: "keyboard-action",
    level: Level::Failure,
    sources: &["RGAA-7.3.1", "WCAG-2.1.1"],
    languages: Language::MARKUP,
    page: include_str!("keyboard_action.md"),
};

/// Parts of a page on which a listener mostly waits for what happens in them, or beside what is open.
const WHOLES: &[&str] = &[
    "article", "aside", "body", "dialog", "fieldset", "footer", "form", "frame", "head", "header", "html", "main",
    "nav", "ol", "section", "table", "tbody", "thead", "ul",
];

/// Roles of sets through which arrows move, and of what is in them: the set may hear the keys.
const SETS: &[&str] = &[
    "columnheader",
    "grid",
    "gridcell",
    "listbox",
    "menu",
    "menubar",
    "menuitem",
    "menuitemcheckbox",
    "menuitemradio",
    "option",
    "radio",
    "radiogroup",
    "row",
    "rowheader",
    "scrollbar",
    "tab",
    "tablist",
    "tree",
    "treegrid",
    "treeitem",
];

/// Words in classes of the veil behind a window, whose click closes it as Escape and a button do.
const VEILS: &[&str] = &["backdrop", "overlay", "mask", "veil", "scrim", "curtain"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    if element.is_component || element.attributes.is_empty() {
        return None;
    }
    let click = view.click(element)?;
    let reach = view.reach(node, element);
    if matches!(reach, Reach::Native | Reach::Unknown)
        || is_hidden(view, node, element)
        || is_quiet(view, element, click)
    {
        return None;
    }
    if element.get("role").is_some() && matches!(view.role(element), Role::Is("presentation"))
        || says_presentation(element)
    {
        return None;
    }
    let alone = view.acts_alone(element)?;
    let hears = hears_keys(element);
    let is_composite =
        matches!(view.role(element), Role::Is(role) if element.get("role").is_some() && SETS.contains(&role));
    // A role that has to take the focus and does not: `widget-focus` says so.
    if is_composite || (alone && reach == Reach::Never) || (reach == Reach::Tabindex && hears) {
        return None;
    }
    let inside = view.inside(node, element);
    if inside == Inside::Focusable || (!alone && view.is_driven_from_around(node)) {
        return None;
    }
    let level = level(view, node, element, click, inside, hears)?;
    let sources: &[&str] =
        if alone { &["RGAA-7.3.1", "RGAA-7.1.1", "WCAG-2.1.1"] } else { &["RGAA-7.3.1", "WCAG-2.1.1"] };
    Some(Finding::new(&META, view.tag(element), words(element, reach, hears)).level(level).sources(sources))
}

fn level(
    view: &View<'_>,
    node: NodeId,
    element: &Element,
    click: &Attribute,
    inside: Inside,
    hears: bool,
) -> Option<Level> {
    let is_whole = WHOLES.contains(&element.name.as_str())
        || matches!(element.text("role"), Some("dialog" | "alertdialog" | "document" | "application"));
    let class = element.text("class").unwrap_or_default().to_ascii_lowercase();
    if VEILS.iter().any(|veil| class.contains(veil)) && inside != Inside::Content {
        return None;
    }
    // `<div onClick={onClick}>{children}</div>`: the component that calls says what it is.
    let is_passed_on = matches!(
        view.code(click),
        "onClick" | "props.onClick" | "this.props.onClick" | "$emit('click')" | "$emit('click', $event)" | "onclick"
    );
    let in_component = view
        .document
        .ancestors(node)
        .any(|(_, around)| around.is_component && around.name.to_ascii_lowercase().contains("button"));
    Some(match inside {
        _ if in_component => return None,
        Inside::Unknown if is_passed_on || is_whole => return None,
        Inside::Unknown if hears => return None,
        Inside::Content if !is_whole && !hears && !is_passed_on && view.sight(node) == Sight::Shown => Level::Failure,
        Inside::Nothing if is_whole || hears || is_passed_on => Level::Notice,
        _ if is_whole || hears => Level::Notice,
        _ => Level::Warning,
    })
}

/// A listener that only keeps the click from going further, gives the focus to a field, or waits for a click beside.
fn is_quiet(view: &View<'_>, element: &Element, click: &Attribute) -> bool {
    let code = view.code(click);
    let raw = click.raw_name.as_str();
    let keeps = code.len() < 120
        && (code.contains("stopPropagation")
            || code.contains("stopImmediatePropagation")
            || (code.contains("preventDefault") && !code.contains(';') && !code.contains(',')));
    let is_self = raw.contains(".self")
        || raw.contains("|self")
        || raw.contains(".outside")
        || raw.contains(".away")
        || code.contains("=== e.currentTarget")
        || code.contains("e.target ===")
        || code.contains("event.target ===");
    let focuses = code.contains(".focus(") || code.contains("focusInput") || code.starts_with("focus");
    let does_nothing = matches!(code, "return false" | "return" | "void(0)" | "javascript:void(0)");
    let tag =
        matches!(element.name.as_str(), "canvas" | "video" | "audio" | "math" | "object" | "applet" | "param" | "meta")
            && element.get("role").is_none();
    keeps || is_self || focuses || does_nothing || tag
}

fn is_hidden(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    match view.sight(node) {
        Sight::Shown => false,
        Sight::Hidden => true,
        Sight::Unknown => element.get("aria-hidden").is_some(),
    }
}

fn says_presentation(element: &Element) -> bool {
    matches!(element.text("role"), Some("presentation" | "none"))
}

fn words(element: &Element, reach: Reach, hears: bool) -> Message {
    let is_link = element.name == "a" || matches!(element.text("role"), Some("link"));
    let what = match (reach, hears) {
        (Reach::Tabindex, _) => (
            "Cet élément réagit au clic et prend le focus, mais n’écoute pas le clavier.",
            "This element reacts to a click and takes the focus, but does not listen to the keyboard.",
        ),
        (_, true) => (
            "Cet élément écoute le clavier mais ne prend jamais le focus.",
            "This element listens to the keyboard but never takes the focus.",
        ),
        _ if element.name == "a" => (
            "Ce lien sans `href` réagit au clic, mais le clavier ne l’atteint pas.",
            "This link without `href` reacts to a click, but the keyboard does not reach it.",
        ),
        _ => (
            "Cet élément réagit au clic, mais le clavier ne l’atteint pas.",
            "This element reacts to a click, but the keyboard does not reach it.",
        ),
    };
    let how = if is_link {
        (
            "Donnez au lien un `href` s’il mène quelque part ; s’il agit sur la page, écrivez un `<button type=\"button\">`.",
            "Give the link an `href` when it leads somewhere; when it acts on the page, write a `<button type=\"button\">`.",
        )
    } else if matches!(element.name.as_str(), "tr" | "li" | "td" | "img") || WHOLES.contains(&element.name.as_str()) {
        (
            "Mettez dedans un `<button>` ou un lien qui fait la même action.",
            "Put inside a `<button>` or a link that does the same.",
        )
    } else {
        (
            "Écrivez plutôt un `<button type=\"button\">` : il prend le focus et répond à Entrée et à Espace.",
            "Write a `<button type=\"button\">` instead: it takes the focus and answers to Enter and Space.",
        )
    };
    message(
        what,
        (
            "Une personne qui n’utilise pas de souris ne peut pas faire cette action.",
            "A person who does not use a mouse cannot do this.",
        ),
        how,
    )
}
