//! The language that a page says it is in is the one it is written in.

use checks_core::{Edit, Finding, Fix, Language, Level, Meta, Text};
use checks_markup::{Element, NodeId};

use crate::language_tag::fault;
use crate::passage::{Declared, commonest, is_set_by_script};
use crate::rule::{Look, Rule, message};
use crate::tongue::{Tally, Tongue};
use crate::view::{View, is_blank};

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "html-lang-text",
    level: Level::Failure,
    sources: &["RGAA-8.4.1", "WCAG-3.1.1", "ACT-ucwvc8"],
    languages: Language::LAYOUTS,
    page: include_str!("html_lang_text.md"),
};

/// How many of its commonest words name the language of a page.
const LEAST: u32 = 3;
/// How many do where the page says it is in a language whose words are not known here.
const LEAST_AGAINST_UNKNOWN: u32 = 8;
/// How many leave no doubt that the code is wrong.
const SURE: u32 = 30;

fn look(view: &View<'_>) -> Vec<Finding> {
    let pages: Vec<(NodeId, &Element)> =
        view.pages().filter(|(_, page)| ["lang", "xml:lang"].iter().any(|name| page.get(name).is_some())).collect();
    if pages.is_empty() || is_set_by_script(view) {
        return Vec::new();
    }
    pages.into_iter().filter_map(|(node, element)| judge(view, node, element)).collect()
}

fn judge(view: &View<'_>, node: NodeId, element: &Element) -> Option<Finding> {
    let (code, tongue, common) = contradicted(view, node)?;
    let (fr, en) = tongue.name();
    let words = message(
        (
            &format!("Cette page annonce la langue « {code} », mais son texte est en {fr}."),
            &format!("This page announces the language “{code}”, but its text is in {en}."),
        ),
        (
            "Un lecteur d’écran la lit alors avec la voix et la prononciation d’une autre langue : on n’y comprend rien.",
            "A screen reader then reads it with the voice and the pronunciation of another language, and nobody understands it.",
        ),
        (
            &format!("Écrivez `lang=\"{}\"` dans `<html>`.", tongue.code()),
            &format!("Write `lang=\"{}\"` in `<html>`.", tongue.code()),
        ),
    );
    let level = if common >= SURE { Level::Failure } else { Level::Warning };
    let finding = Finding::new(&META, view.tag(element), words).level(level);
    let Some(span) =
        element.get("lang").filter(|_| element.get("xml:lang").is_none()).and_then(|lang| lang.value.span())
    else {
        return Some(finding);
    };
    let title = Text::new(format!("Écrire `{}`", tongue.code()), format!("Write `{}`", tongue.code()));
    let edit = Edit { span, region: view.file.region(span), replacement: tongue.code().to_owned() };
    Some(finding.fix(Fix { title, edits: vec![edit] }))
}

/// The code that a page declares, the language of its text where that is another, and how many words tell it.
pub(crate) fn contradicted<'v>(view: &'v View<'_>, node: NodeId) -> Option<(&'v str, Tongue, u32)> {
    let code = view.declared_code(node).filter(|code| !is_blank(code) && fault(code.trim()).is_none())?.trim();
    let mut tally = Tally::default();
    let within = || view.passages().iter().filter(|passage| passage.declared == Declared::By(node));
    within().for_each(|passage| tally.add(&passage.tally));
    // A page full of names and examples tells it by its sentences.
    let tongue = tally.tongue(LEAST).or_else(|| commonest(within(), 4))?;
    let common = tally.common(tongue);
    let is_other = match Tongue::of_code(code) {
        Some(declared) => declared != tongue,
        None => common >= LEAST_AGAINST_UNKNOWN && !tongue.is_near(code) && !is_no_language(code),
    };
    is_other.then_some((code, tongue, common))
}

/// Codes for several languages, none, or one that is not known.
fn is_no_language(code: &str) -> bool {
    ["mul", "und", "zxx", "mis"].iter().any(|none| code.eq_ignore_ascii_case(none))
}
