//! One datum has one label throughout a page.

use std::collections::HashMap;

use checks_core::{Finding, Language, Level, Meta};
use checks_markup::NodeId;

use crate::purpose::{Autofill, autofill, fold};
use crate::rule::{Look, Rule, message};
use crate::sight::Sight;
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "label-repeated",
    level: Level::Notice,
    sources: &["RGAA-11.3.1", "WCAG-3.2.4"],
    languages: Language::MARKUP,
    page: include_str!("label_repeated.md"),
};

/// Data that one person has one of: two forms that ask for it ask for the same.
const ONE_OF: &[&str] =
    &["email", "tel", "given-name", "family-name", "postal-code", "bday", "username", "current-password"];

fn look(view: &View<'_>) -> Vec<Finding> {
    let mut seen: HashMap<&str, (NodeId, String)> = HashMap::new();
    let mut findings = Vec::new();
    for (node, element) in view.document.elements() {
        let Some(Autofill::Purpose(purpose)) = element.text("autocomplete").map(autofill) else { continue };
        if element.name != "input" || !ONE_OF.contains(&purpose) || view.sight(node) != Sight::Shown {
            continue;
        }
        // A `section-…`, `billing` or `work` before the purpose tells two of the same kind apart.
        let is_bare = element.text("autocomplete").is_some_and(|value| value.trim().eq_ignore_ascii_case(purpose));
        let label = view.label_text(node, element);
        let Some(said) = label.whole().filter(|said| is_bare && !said.is_empty()) else { continue };
        let said = said.to_owned();
        match seen.get(purpose) {
            None => {
                seen.insert(purpose, (node, said));
            }
            Some((first, before)) if !is_alike(before, &said) && view.form(*first) != view.form(node) => {
                let words = message(
                    (
                        &format!(
                            "Ce champ demande la même donnée qu’un autre de la page, sous un autre nom : « {said} » et « {before} »."
                        ),
                        &format!(
                            "This field asks for the same datum as another of the page, under another name: “{said}” and “{before}”."
                        ),
                    ),
                    (
                        "Une personne qui comprend ou retient avec peine croit à deux données différentes.",
                        "A person who understands or remembers with difficulty takes them for two different data.",
                    ),
                    (
                        "Vérifiez que les deux champs attendent la même chose : si oui, donnez-leur la même étiquette.",
                        "Verify that both fields wait for the same: if so, give them the same label.",
                    ),
                );
                findings.push(Finding::new(&META, view.tag(element), words));
            }
            Some(_) => {}
        }
    }
    findings
}

/// Whether two labels differ by nothing but signs and « votre ».
fn is_alike(one: &str, other: &str) -> bool {
    let bare = |text: &str| {
        let text = fold(text);
        let text = text.strip_prefix("votre").or_else(|| text.strip_prefix("your")).unwrap_or(&text).to_owned();
        ["obligatoire", "required", "facultatif"].iter().fold(text, |text, word| text.replace(word, ""))
    };
    let (one, other) = (bare(one), bare(other));
    one == other || one.starts_with(&other) || other.starts_with(&one)
}
