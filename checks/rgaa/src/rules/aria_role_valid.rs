//! Each role exists.

use checks_core::{Finding, Fix, Language, Level, Meta, Text};
use checks_markup::{Element, NodeId, Value};

use crate::aria;
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::{Attr, View};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::At { names: &[], attributes: &["role"], look } };

static META: Meta = Meta {
    check: "rgaa",
    id: "aria-role-valid",
    level: Level::Failure,
    sources: &["RGAA-8.2.1", "RGAA-7.1.1", "WCAG-4.1.2", "ACT-674b10"],
    languages: Language::MARKUP,
    page: include_str!("aria_role_valid.md"),
};

/// A role that VoiceOver alone knows, and that some pages rely on.
const VOICEOVER: &str = "text";

fn look(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let attribute = element.get("role")?;
    let written = match view.attr(element, "role") {
        Attr::Text(written) => written,
        Attr::Absent if attribute.value == Value::Empty => "",
        Attr::Computed | Attr::Absent | Attr::Unknown => return None,
    };
    if element.is_component || view.sight(node) == Sight::Hidden {
        return None;
    }
    if written.trim().is_empty() {
        return Some(Finding::new(&META, view.file.place(attribute.span), empty()).level(Level::Notice));
    }
    let unknown = written.split_whitespace().find(|word| aria::written_role(word).is_none())?;
    let is_saved = written.split_whitespace().any(|word| aria::written_role(word).is_some());
    let lower = unknown.to_ascii_lowercase();
    let is_abstract = aria::role(&lower).is_some();
    let meant = aria::meant(&lower, aria::roles().filter(|role| !role.is_abstract()).map(|role| role.name))
        .filter(|_| !is_abstract);
    let what = if is_abstract {
        (
            format!(
                "Le rôle `{unknown}` est abstrait : il sert à ranger les autres rôles et ne s’écrit pas dans une page."
            ),
            format!("The role `{unknown}` is abstract: it orders the other roles and is not written in pages."),
        )
    } else {
        (format!("Le rôle `{unknown}` n’existe pas."), format!("The role `{unknown}` does not exist."))
    };
    let why = if is_saved {
        (
            "Les navigateurs le sautent et prennent un autre rôle de la liste.",
            "Browsers skip it and take another role of the list.",
        )
    } else {
        (
            "Les navigateurs l’ignorent : un lecteur d’écran n’annonce pas ce qu’est cet élément.",
            "Browsers ignore it: a screen reader does not say what this element is.",
        )
    };
    let how = match meant {
        Some(meant) => (
            format!("Écrivez `role=\"{meant}\"`, si c’est ce que vous vouliez dire."),
            format!("Write `role=\"{meant}\"`, if that is what you meant."),
        ),
        None if is_saved => (
            format!("Vérifiez que `{unknown}` est utile ; sinon, retirez-le."),
            format!("Check that `{unknown}` is useful; if not, remove it."),
        ),
        None => (
            "Choisissez un rôle de WAI-ARIA, ou mieux l’élément HTML qui l’a déjà ; si l’élément n’en a pas besoin, retirez `role`.".to_owned(),
            "Choose a role of WAI-ARIA, or better the HTML element that has it already; if the element needs none, remove `role`.".to_owned(),
        ),
    };
    let words = message((&what.0, &what.1), why, (&how.0, &how.1));
    let level = match (is_saved, lower.as_str()) {
        (true, _) => Level::Notice,
        (false, VOICEOVER) => Level::Warning,
        (false, _) => Level::Failure,
    };
    let finding = Finding::new(&META, view.file.place(attribute.span), words).level(level);
    Some(match (meant, attribute.value.span()) {
        (Some(meant), Some(span)) if view.file.slice(span) == unknown => {
            let title = Text::new(format!("Écrire `{meant}`"), format!("Write `{meant}`"));
            finding.fix(Fix::replace(view.file, title, span, meant))
        }
        _ => finding,
    })
}

fn empty() -> checks_core::Message {
    message(
        ("L’attribut `role` est vide.", "The attribute `role` is empty."),
        ("Il n’a aucun effet : l’élément garde son propre rôle.", "It has no effect: the element keeps its own role."),
        (
            "Vérifiez si un rôle manque ; sinon, retirez l’attribut.",
            "Check whether a role is missing; if not, remove the attribute.",
        ),
    )
}
