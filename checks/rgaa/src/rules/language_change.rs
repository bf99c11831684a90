//! A passage in another language says which.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use checks_core::{Finding, Language, Level, Meta};
use checks_markup::NodeId;

use crate::passage::{Declared, Passage, commonest};
use crate::rule::{Look, Rule, message};
use crate::rules::html_lang_text::contradicted;
use crate::search::words;
use crate::tongue::{Tally, Tongue};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "language-change",
    level: Level::Warning,
    sources: &["RGAA-8.7.1", "WCAG-3.1.2"],
    languages: Language::MARKUP,
    page: include_str!("language_change.md"),
};

/// How many words a passage has at least, and how many of them are the commonest of its language.
const WORDS: u32 = 6;
const LEAST: u32 = 3;
/// How many of them leave little doubt.
const SURE: u32 = 6;
/// Beyond that many, a page in two languages is told often enough.
const MOST: usize = 10;
/// Signs that a part of a page chooses its texts by the language of its reader.
const CHOICES: &[&str] = &["locale", "Locale", "i18n", "lang ==", "language ==", "lang ?", "LANGUAGE_CODE"];
/// Elements with a `lang` beyond that many are not looked at: nobody writes so many.
const ZONES: usize = 64;

fn look(view: &View<'_>) -> Vec<Finding> {
    let passages = view.passages();
    let mut zones: Vec<Declared> = Vec::new();
    for passage in passages {
        if passage.declared != Declared::Unknown && zones.len() < ZONES && !zones.contains(&passage.declared) {
            zones.push(passage.declared);
        }
    }
    let mut findings: Vec<Finding> = zones.into_iter().flat_map(|zone| in_zone(view, passages, zone)).collect();
    findings.truncate(MOST);
    findings
}

/// What is wrong among the passages of which one element, or none, says the language.
fn in_zone(view: &View<'_>, passages: &[Passage], zone: Declared) -> Vec<Finding> {
    static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| words(CHOICES.iter().copied()));
    let within = || passages.iter().filter(move |passage| passage.declared == zone);
    let mut whole = Tally::default();
    within().for_each(|passage| whole.add(&passage.tally));
    let around = match zone {
        Declared::Unknown => return Vec::new(),
        Declared::Elsewhere if FINDER.as_ref().is_some_and(|finder| finder.is_match(view.file.text())) => {
            return Vec::new();
        }
        Declared::Elsewhere => match commonest(within(), 2) {
            Some(tongue) => Some(tongue),
            None => return Vec::new(),
        },
        Declared::By(node) => {
            let is_page = view.document.element(node).is_some_and(|element| element.name == "html");
            if is_page && contradicted(view, node).is_some() {
                return Vec::new();
            }
            let Some(code) = view.declared_code(node) else { return Vec::new() };
            let tongue = Tongue::of_code(code);
            if !is_page && let Some(finding) = mislabelled(view, node, code, &whole) {
                return vec![finding];
            }
            // In Breton or Danish, what is French is told by its words as well; in Catalan it is not.
            if tongue.is_none() {
                let told = within().filter(|passage| passage.tally.tongue(LEAST).is_none_or(|one| !one.is_near(code)));
                return told.filter_map(|passage| foreign(view, passage, None)).collect();
            }
            tongue
        }
    };
    within().filter_map(|passage| foreign(view, passage, around)).collect()
}

/// A passage in another language than what is around it.
fn foreign(view: &View<'_>, passage: &Passage, around: Option<Tongue>) -> Option<Finding> {
    let block = passage.block?;
    let tongue = passage.tally.tongue(LEAST).filter(|tongue| Some(*tongue) != around)?;
    let is_mixed = around.is_some_and(|around| passage.tally.own(around) > 0);
    let element = view.document.element(block)?;
    if is_mixed || passage.tally.words < WORDS || matches!(element.name.as_str(), "meta" | "title" | "head") {
        return None;
    }
    let (fr, en) = tongue.name();
    let code = tongue.code();
    let words = message(
        (&format!("Ce texte est en {fr}, et rien ne le dit."), &format!("This text is in {en}, and nothing says so.")),
        (
            "Un lecteur d’écran le lit avec la prononciation du reste de la page, et on ne le comprend pas.",
            "A screen reader reads it with the pronunciation of the rest of the page, and nobody understands it.",
        ),
        (
            &format!("Ajoutez `lang=\"{code}\"` à l’élément qui le contient, ou traduisez-le."),
            &format!("Add `lang=\"{code}\"` to the element that holds it, or translate it."),
        ),
    );
    let is_sure = passage.tally.common(tongue) >= SURE && passage.declared != Declared::Elsewhere;
    let level = if is_sure { Level::Warning } else { Level::Notice };
    Some(Finding::new(&META, view.tag(element), words).level(level))
}

/// An element whose `lang` names another language than that of its text.
fn mislabelled(view: &View<'_>, node: NodeId, code: &str, whole: &Tally) -> Option<Finding> {
    let declared = Tongue::of_code(code)?;
    let tongue = whole.tongue(LEAST).filter(|tongue| *tongue != declared)?;
    if whole.own(declared) > 0 || whole.words < WORDS {
        return None;
    }
    let (fr, en) = tongue.name();
    let words = message(
        (
            &format!("Ce texte annonce la langue « {code} », mais il est en {fr}."),
            &format!("This text announces the language “{code}”, but it is in {en}."),
        ),
        (
            "Un lecteur d’écran change de voix pour le lire, et prend la mauvaise.",
            "A screen reader changes its voice to read it, and takes the wrong one.",
        ),
        (
            &format!("Écrivez `lang=\"{}\"`, ou retirez l’attribut si c’est la langue de la page.", tongue.code()),
            &format!("Write `lang=\"{}\"`, or remove the attribute if it is the language of the page.", tongue.code()),
        ),
    );
    let finding = Finding::new(&META, view.tag(view.document.element(node)?), words);
    Some(finding.sources(&["RGAA-8.8.1", "WCAG-3.1.2", "ACT-off6ek"]))
}
