//! A button of the design system that holds an icon only has a title.

use checks_core::{Finding, Language, Level, Message, Meta};
use checks_markup::{Element, NodeId};

use crate::components::dsfr::{Given, Library};
use crate::rule::{COMPONENT, Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[COMPONENT], attributes: &[], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "dsfr-button-icon-title",
    level: Level::Failure,
    sources: &["RGAA-11.9.1", "RGAA-6.2.1", "WCAG-4.1.2", "WCAG-2.4.4", "ACT-97a4e1", "ACT-c487ae"],
    languages: &[Language::Jsx, Language::Vue],
    page: include_str!("dsfr_button_icon_title.md"),
};

/// What names a button, wherever it is given.
const NAMES: &[&str] = &["title", "aria-label", "aria-labelledby", "children", "dangerouslySetInnerHTML"];

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let (library, name) = view.dsfr(element)?;
    let is_link = match (library, name.as_ref()) {
        (Library::React, "Button") => is_nameless_in_react(view, node, element)?,
        (Library::Vue, "DsfrButton") => is_nameless_in_vue(view, node, element).then_some(false)?,
        _ => return None,
    };
    if view.sight(node) != Sight::Shown {
        return None;
    }
    let sources: &[&str] = if is_link {
        &["RGAA-6.2.1", "WCAG-2.4.4", "ACT-c487ae"]
    } else {
        &["RGAA-11.9.1", "WCAG-4.1.2", "ACT-97a4e1"]
    };
    Some(Finding::new(&META, view.tag(element), words(library, is_link)).sources(sources))
}

/// Whether it is a link, if it is surely without a name.
fn is_nameless_in_react(view: &View<'_>, node: NodeId, element: &Element) -> Option<bool> {
    let is_bare = !element.open_ended
        && !view.has_content(node, |_| true)
        && ["title", "children", "aria-label", "aria-labelledby"]
            .iter()
            .all(|name| matches!(view.given(element, name), Given::Nothing | Given::Blank))
        && ["linkProps", "nativeButtonProps"].iter().all(|property| !view.may_hold(element, property, NAMES));
    is_bare.then(|| view.given(element, "linkProps") == Given::Something)
}

fn is_nameless_in_vue(view: &View<'_>, node: NodeId, element: &Element) -> bool {
    let is_not_given = |name: &str| matches!(view.given(element, name), Given::Nothing | Given::Blank);
    let names = ["label", "title", "aria-label", "aria-labelledby", "v-html", "v-text"];
    // With `icon-only` the slot is not rendered: the label alone names.
    let is_only_icon = view.is_on(element, "iconOnly");
    !element.open_ended
        && names.iter().all(|name| is_not_given(name))
        && (is_only_icon
            || (view.given(element, "iconOnly") == Given::Nothing && !view.has_content(node, |slot| !slot.is_empty())))
}

fn words(library: Library, is_link: bool) -> Message {
    let what = if is_link {
        ("Ce bouton-lien du DSFR n’a ni texte ni `title`.", "This DSFR link button has neither text nor `title`.")
    } else if library == Library::Vue {
        ("Ce bouton du DSFR n’a ni texte ni `label`.", "This DSFR button has neither text nor `label`.")
    } else {
        ("Ce bouton du DSFR n’a ni texte ni `title`.", "This DSFR button has neither text nor `title`.")
    };
    let why = if is_link {
        (
            "Un lecteur d’écran annonce un lien sans dire où il mène.",
            "A screen reader announces a link without saying where it leads.",
        )
    } else {
        (
            "Un lecteur d’écran annonce un bouton sans dire ce qu’il fait : l’icône vient d’une feuille de style et ne se lit pas.",
            "A screen reader announces a button without saying what it does: the icon comes from a style sheet and is not read.",
        )
    };
    let how = if library == Library::Vue {
        (
            "Donnez-lui un `label` : avec `icon-only`, le composant en fait le `title` du bouton.",
            "Give it a `label`: with `icon-only` the component makes it the button’s `title`.",
        )
    } else if is_link {
        (
            "Donnez-lui un `title` qui dit où il mène, ou écrivez un texte dans le lien.",
            "Give it a `title` that says where it leads, or write a text in the link.",
        )
    } else {
        (
            "Donnez-lui un `title` qui dit ce qu’il fait, ou écrivez un texte dans le bouton.",
            "Give it a `title` that says what it does, or write a text in the button.",
        )
    };
    message(what, why, how)
}
