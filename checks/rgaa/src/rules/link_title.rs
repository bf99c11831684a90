//! The `title` of a link holds its text and says more.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId};

use crate::purpose::fold;
use crate::role::Role;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View, is_blank};
use crate::visible::{Held, holds};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["title"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "link-title",
    level: Level::Notice,
    sources: &["RGAA-6.1.1", "WCAG-2.4.4"],
    languages: Language::MARKUP,
    page: include_str!("link_title.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let title = element.get("title")?;
    if element.is_component
        || element.name == "area"
        || view.role(element) != Role::Is("link")
        || view.sight(node) != Sight::Shown
    {
        return None;
    }
    let Attr::Text(text) = view.attr(element, &title.name) else { return None };
    let is_named_otherwise = ["aria-label", "aria-labelledby"].iter().any(|name| element.get(name).is_some());
    // The DSFR's own header names its link to the home page so, beside the logo of the State.
    let holds_logo = || {
        view.document.descendants(node).filter_map(|below| view.document.element(below)).any(|inner| {
            inner.text("class").is_some_and(|class| class.split_whitespace().any(|word| word == "fr-logo"))
        })
    };
    if is_blank(text) || is_named_otherwise || holds_logo() {
        return None;
    }
    let visible = view.visible_text(node)?;
    let name = view.name(node, element);
    let name = name.whole()?;
    if is_blank(&visible.spaced) {
        return None;
    }
    if fold(text) == fold(name) {
        return Some(same(view, element));
    }
    (holds(text, &visible) == Held::No && !begins_alike(text, &visible.spaced)).then(|| differs(view, element))
}

/// Whether a title goes on from the first word of the text: « Licence etalab - nouvelle fenêtre » for « licence
/// etalab-2.0 », as the DSFR writes it.
fn begins_alike(title: &str, text: &str) -> bool {
    let first = |text: &str| fold(text.split_whitespace().next().unwrap_or_default());
    first(title) == first(text)
}

fn same(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Le `title` de ce lien répète son texte.", "The `title` of this link repeats its text."),
        (
            "Certains lecteurs d’écran lisent alors deux fois la même chose.",
            "Some screen readers then say the same thing twice.",
        ),
        ("Retirez ce `title`.", "Remove that `title`."),
    );
    Finding::new(&META, view.tag(element), words)
}

fn differs(view: &View<'_>, element: &Element) -> Finding {
    let words = message(
        ("Le `title` de ce lien ne reprend pas son texte.", "The `title` of this link does not hold its text."),
        (
            "Un lecteur d’écran peut lire l’un sans l’autre : le RGAA demande que le `title` contienne l’intitulé, avec ce qu’il ajoute.",
            "A screen reader may read one without the other: the RGAA asks that the `title` hold the text, with what it adds.",
        ),
        (
            "Vérifiez que le `title` est utile ; s’il l’est, commencez-le par le texte du lien, sinon retirez-le.",
            "Check that the `title` is of use; if so, begin it with the text of the link; if not, remove it.",
        ),
    );
    Finding::new(&META, view.tag(element), words)
}
