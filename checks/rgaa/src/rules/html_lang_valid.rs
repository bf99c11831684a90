//! The language that a page says it is in exists.

use checks_core::{Finding, Fix, Language, Level, Message, Meta, Text};
use checks_markup::{Attribute, Element};

use crate::language_tag::{Fault, fault, mended, primary};
use crate::rule::{Look, Rule, message};
use crate::view::{Attr, View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "html-lang-valid",
    level: Level::Failure,
    sources: &["RGAA-8.4.1", "WCAG-3.1.1", "ACT-bf051a", "ACT-5b7ae0"],
    languages: Language::LAYOUTS,
    page: include_str!("html_lang_valid.md"),
};

const WHY: (&str, &str) = (
    "Le lecteur d’écran choisit sa voix d’après ce code : avec un code inconnu, il lit la page avec une autre langue que la sienne.",
    "A screen reader chooses its voice by this code: with an unknown one, it reads the page as if it were in another language.",
);

fn look(view: &View<'_>) -> Vec<Finding> {
    view.pages().flat_map(|(_, element)| judge(view, element)).collect()
}

fn judge(view: &View<'_>, element: &Element) -> Vec<Finding> {
    let written = |name| match view.attr(element, name) {
        Attr::Text(code) if !is_blank(code) => element.get(name).map(|attribute| (attribute, code.trim())),
        _ => None,
    };
    let (lang, xml_lang) = (written("lang"), written("xml:lang"));
    // `xml:lang` alone is what the RGAA reads; ACT's rule looks at `lang`.
    let faulty = match (lang, xml_lang) {
        (Some((attribute, code)), _) => invalid(view, attribute, code),
        (None, Some((attribute, code))) => {
            invalid(view, attribute, code).map(|finding| finding.sources(&["RGAA-8.4.1", "WCAG-3.1.1"]))
        }
        (None, None) => None,
    };
    let mismatch = match (lang, xml_lang) {
        (Some((_, lang)), Some((attribute, xml))) if faulty.is_none() => mismatched(view, attribute, lang, xml),
        _ => None,
    };
    faulty.into_iter().chain(mismatch).collect()
}

fn invalid(view: &View<'_>, attribute: &Attribute, code: &str) -> Option<Finding> {
    let (what, sources): (_, &[&str]) = match fault(code)? {
        Fault::Language(_) => (
            Text::new(format!("« {code} » n’est pas un code de langue."), format!("“{code}” is no language code.")),
            &["RGAA-8.4.1", "WCAG-3.1.1", "ACT-bf051a"],
        ),
        Fault::Subtag(subtag) => (
            Text::new(
                format!(
                    "Dans « {code} », la partie « {subtag} » ne désigne ni une région, ni une écriture, ni une variante."
                ),
                format!("In “{code}”, the part “{subtag}” names no region, script or variant."),
            ),
            &["RGAA-8.4.1", "WCAG-3.1.1"],
        ),
    };
    let meant = mended(code);
    let how = meant.as_deref().map_or_else(
        || {
            Text::new(
                "Écrivez un code du registre de l’IANA, par exemple `fr` ou `fr-FR`.",
                "Write a code of the IANA registry, such as `fr` or `fr-FR`.",
            )
        },
        |meant| Text::new(format!("Écrivez `{meant}`."), format!("Write `{meant}`.")),
    );
    let why = Text::new(WHY.0, WHY.1);
    let finding = Finding::new(&META, view.file.place(attribute.span), Message { what, why, how }).sources(sources);
    let fix = meant.zip(attribute.value.span()).filter(|(_, span)| view.file.slice(*span).trim() == code);
    Some(match fix {
        Some((meant, span)) => {
            let title = Text::new(format!("Écrire `{meant}`"), format!("Write `{meant}`"));
            finding.fix(Fix::replace(view.file, title, span, meant))
        }
        None => finding,
    })
}

/// `lang` and `xml:lang` that name two languages: some programs read one, some the other.
fn mismatched(view: &View<'_>, attribute: &Attribute, lang: &str, xml_lang: &str) -> Option<Finding> {
    if primary(lang).eq_ignore_ascii_case(primary(xml_lang)) {
        return None;
    }
    let what_fr = format!("`lang` dit « {lang} » et `xml:lang` dit « {xml_lang} ».");
    let what_en = format!("`lang` says “{lang}” and `xml:lang` says “{xml_lang}”.");
    let words = message(
        (&what_fr, &what_en),
        (
            "Les programmes n’en lisent qu’un des deux : la voix qui lit la page dépend du hasard.",
            "Programs read one of the two only: which voice reads the page is left to chance.",
        ),
        ("Retirez `xml:lang`, ou donnez-lui la même langue.", "Remove `xml:lang`, or give it the same language."),
    );
    Some(
        Finding::new(&META, view.file.place(attribute.span), words)
            .level(Level::Warning)
            .sources(&["WCAG-3.1.1", "ACT-5b7ae0"]),
    )
}
