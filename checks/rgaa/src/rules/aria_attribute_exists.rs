//! Each `aria-` attribute exists.

use checks_core::{Finding, Fix, Language, Level, Meta, Text};
use checks_markup::{Attribute, Element, NodeId};

use crate::aria;
use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["aria-*"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-attribute-exists",
    level: Level::Failure,
    sources: &["RGAA-8.2.1", "RGAA-7.1.1", "WCAG-4.1.2", "ACT-5f99a7"],
    languages: Language::MARKUP,
    page: include_str!("aria_attribute_exists.md"),
};

fn look(view: &View<'_>, _: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.attributes.iter().find(|attribute| is_unknown(&attribute.name))?;
    if element.is_component || view.attr(element, &attribute.name) == Attr::Absent {
        return None;
    }
    let name = attribute.name.as_str();
    let meant = aria::meant(name, aria::attributes().map(|known| known.name));
    let how = match meant {
        Some(meant) => (
            format!("Écrivez `{meant}`, si c’est ce que vous vouliez dire."),
            format!("Write `{meant}`, if that is what you meant."),
        ),
        None => (
            format!(
                "Remplacez `{name}` par un attribut de WAI-ARIA, ou par un attribut `data-…` s’il ne sert qu’au script."
            ),
            format!(
                "Replace `{name}` with an attribute of WAI-ARIA, or with a `data-…` attribute if only the script uses it."
            ),
        ),
    };
    let words = message(
        (&format!("L’attribut `{name}` n’existe pas."), &format!("The attribute `{name}` does not exist.")),
        (
            "Les lecteurs d’écran l’ignorent : ce qu’il devait leur dire est perdu.",
            "Screen readers ignore it: what it was to tell them is lost.",
        ),
        (&how.0, &how.1),
    );
    let finding = Finding::new(&META, view.file.place(attribute.span), words);
    Some(match meant {
        Some(meant) if attribute.raw_name == attribute.name => finding.fix(rename(view, attribute, meant)),
        _ => finding,
    })
}

/// Whether `name` is written like an attribute of WAI-ARIA and is none. What template code completes is left aside.
fn is_unknown(name: &str) -> bool {
    name.strip_prefix("aria-")
        .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
        && aria::attribute(name).is_none()
}

fn rename(view: &View<'_>, attribute: &Attribute, meant: &str) -> Fix {
    let title = Text::new(format!("Écrire `{meant}`"), format!("Write `{meant}`"));
    Fix::replace(view.file, title, attribute.name_span, meant)
}
