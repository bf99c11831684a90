//! `accesskey` takes shortcuts that others use.

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::{Element, NodeId, Value};

use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["accesskey"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "access-key",
    level: Level::Notice,
    sources: &["RGAA-12.10.1", "WCAG-2.1.4"],
    languages: Language::MARKUP,
    page: include_str!("access_key.md"),
};

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("accesskey")?;
    let is_said = match &attribute.value {
        Value::Empty => false,
        Value::Text { text, .. } => !text.trim().is_empty(),
        Value::Dynamic { span, .. } => {
            !matches!(view.document.source(*span).trim_matches(['{', '}', ' ']), "undefined" | "null")
        }
    };
    if !is_said || element.is_component || view.sight(node) == Sight::Hidden {
        return None;
    }
    let words = message(
        ("Cet élément a un raccourci `accesskey`.", "This element has an `accesskey` shortcut."),
        (
            "Selon le navigateur, il prend la place d’un raccourci du lecteur d’écran ou du système, et rien ne l’annonce.",
            "Depending on the browser it takes the place of a shortcut of the screen reader or of the system, and nothing announces it.",
        ),
        (
            "Vérifiez que ce raccourci est documenté et utile à quelqu’un ; sinon retirez l’attribut.",
            "Verify that this shortcut is documented and of use to somebody; if not, remove the attribute.",
        ),
    );
    Some(Finding::new(&META, view.file.place(attribute.span), words))
}
