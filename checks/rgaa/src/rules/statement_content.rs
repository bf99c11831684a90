//! An accessibility statement says what the law asks of it, and does not contradict itself.

use std::ops::Range;

use checks_core::{Finding, Language, Level, Message, Meta, Text};

use crate::rule::{Look, Rule, message};
use crate::statement::{COMPUTED, Declaration, State};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "statement-content",
    level: Level::Warning,
    sources: &["LOI-2005-102-47", "DECRET-2019-768", "ARRETE-2019-09-20"],
    languages: Language::MARKUP,
    page: include_str!("statement_content.md"),
};

/// How many places to fill in are told of one page.
const MOST_BLANKS: usize = 8;

pub(crate) fn look(view: &View<'_>) -> Vec<Finding> {
    let Some(declaration) = view.declaration() else { return Vec::new() };
    let mut findings = blanks(view, declaration);
    findings.extend(contradiction(view, declaration));
    // A model that is not filled in lacks nothing yet.
    if findings.is_empty() && declaration.is_whole(view) {
        findings.extend(missing(view, declaration));
    }
    findings
}

/// What the model asks to fill in and nobody has.
fn blanks(view: &View<'_>, declaration: &Declaration) -> Vec<Finding> {
    if declaration.is_generated() {
        return Vec::new();
    }
    let prose = &declaration.prose;
    let mut blanks = bracketed(&prose.text);
    for words in ["jj/mm/aaaa", "jj mois aaaa", "xx/xx/", "lorem ipsum", "nn%", "nn %", "xx%", "xx %", "(a completer)"]
    {
        blanks.extend(prose.text.match_indices(words).map(|(at, found)| at..at + found.len()));
    }
    let models = ["non/partiellement/totalement", "non / partiellement / totalement"];
    blanks.extend(
        models.iter().flat_map(|words| prose.text.match_indices(words)).map(|(at, found)| at..at + found.len()),
    );
    blanks.sort_by_key(|range| range.start);
    blanks.truncate(8 * MOST_BLANKS);
    let mut told: Vec<u32> = Vec::new();
    let mut findings = Vec::new();
    for range in blanks {
        let place = prose.place(view.file, view.document, range.clone());
        let line = place.region.start.line;
        if told.contains(&line) || findings.len() == MOST_BLANKS {
            continue;
        }
        told.push(line);
        let written = view.file.slice(place.span);
        let words = words_blank(if written.contains('\n') { &prose.text[range] } else { written });
        findings.push(Finding::new(&META, place, words));
    }
    findings
}

/// What stands in brackets to be filled in: `[nom de l’entité]`, `[url]`.
fn bracketed(text: &str) -> Vec<Range<usize>> {
    const STARTS: &[&str] = &[
        "a completer",
        "adresse",
        "coordonnees",
        "date",
        "de la/des",
        "detailler",
        "email",
        "e-mail",
        "entite",
        "facultatif",
        "indiquer",
        "jj",
        "lien",
        "lister",
        "liste de",
        "nn",
        "nom",
        "organisme",
        "pourcentage",
        "preciser",
        "son (ses)",
        "taux",
        "telephone",
        "todo",
        "url",
        "xx",
    ];
    text.match_indices('[')
        .filter_map(|(at, _)| {
            let inside = &text[at + 1..];
            let end = inside.find([']', '[', COMPUTED]).filter(|&end| inside[end..].starts_with(']') && end <= 160)?;
            let written = inside[..end].trim();
            let is_blank = written.starts_with("www.nom")
                || STARTS.iter().any(|start| {
                    written.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
                });
            is_blank.then_some(at..at + 1 + end + 1)
        })
        .collect()
}

/// A state that the rate contradicts.
fn contradiction(view: &View<'_>, declaration: &Declaration) -> Option<Finding> {
    let (state, told) = declaration.state(view)?;
    let (rate, written) = declaration.rate(view)?;
    let level = match state {
        State::Total if rate < 10_000 => Level::Failure,
        State::Partial if rate < 5_000 => Level::Failure,
        State::Partial if rate == 10_000 => Level::Notice,
        // An audit that is no longer valid leaves a service without conformity, whatever its rate was.
        State::Non if rate >= 5_000 && !declaration.lacks_audit() => Level::Warning,
        _ => return None,
    };
    let place = |range| declaration.prose.place(view.file, view.document, range);
    let percent = percent(rate);
    let finding = Finding::new(&META, place(told), words_contradiction(state, &percent)).level(level);
    Some(finding.sources(&["DECRET-2019-768"]).related(place(written)))
}

/// A rate as French writes it: « 62,5 % ».
fn percent(rate: u32) -> String {
    let (whole, fraction) = (rate / 100, rate % 100);
    match fraction {
        0 => format!("{whole} %"),
        fraction if fraction % 10 == 0 => format!("{whole},{} %", fraction / 10),
        fraction => format!("{whole},{fraction:02} %"),
    }
}

/// The parts that the law asks for and that the page does not have.
fn missing(view: &View<'_>, declaration: &Declaration) -> Option<Finding> {
    let lacks = |words: &[&str]| !declaration.holds_any(words);
    let has_audit = !declaration.lacks_audit();
    let state = declaration.state(view).map(|(state, _)| state);
    let mut parts: Vec<(&str, &str)> = Vec::new();
    if lacks(&["conforme", "conformite totale", "conformite partielle", "en conformite", "non-conformite"]) {
        parts.push(("l’état de conformité", "the state of conformity"));
    }
    if has_audit && state.is_some_and(|state| state != State::Non) && lacks(&["%", "pour cent", "pourcentage", "taux"])
    {
        parts.push(("le pourcentage de critères respectés", "the share of criteria that are respected"));
    }
    if has_audit
        && state == Some(State::Partial)
        && lacks(&[
            "non accessible",
            "pas accessible",
            "non-conformite",
            "non conformite",
            "derogation",
            "inaccessible",
        ])
    {
        parts.push(("les contenus non accessibles", "the contents that are not accessible"));
    }
    if lacks(&[
        "etabli",
        "cree le",
        "creee le",
        "mise a jour",
        "mis a jour",
        "declaration du",
        "en date du",
        "datee du",
        "date :",
        "publiee le",
        "redigee le",
        "updated",
    ]) {
        parts.push(("la date à laquelle elle est établie", "the date on which it is made"));
    }
    if lacks(&[
        "contact",
        "courriel",
        "e-mail",
        "email",
        "mail",
        "formulaire",
        "telephone",
        "ecrivez",
        "ecrire a",
        "signal",
    ]) {
        parts.push(("le moyen de signaler un défaut d’accessibilité", "the way to report an accessibility defect"));
    }
    if lacks(&["defenseur"]) {
        parts.push(("la saisine du Défenseur des droits", "the recourse to the « Défenseur des droits »"));
    }
    if parts.is_empty() {
        return None;
    }
    Some(Finding::new(&META, declaration.place(view), words_missing(&parts)))
}

fn words_missing(parts: &[(&str, &str)]) -> Message {
    let list = |parts: Vec<&str>, and: &str| match parts.as_slice() {
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
        [] => String::new(),
    };
    Message {
        what: Text::new(
            format!(
                "Il manque à cette déclaration d’accessibilité : {}.",
                list(parts.iter().map(|part| part.0).collect(), "et")
            ),
            format!("This accessibility statement lacks: {}.", list(parts.iter().map(|part| part.1).collect(), "and")),
        ),
        why: Text::new(
            "La loi fixe ce que la déclaration contient : une personne empêchée doit y trouver où en est le service, à qui l’écrire et vers qui se tourner.",
            "The law sets what the statement holds: somebody who is kept out must find there how the service stands, whom to write to and to whom to turn.",
        ),
        how: Text::new(
            "Reprenez ces parties du modèle officiel, ou du générateur de déclaration de beta.gouv.fr.",
            "Take these parts from the official model, or from beta.gouv.fr’s statement generator.",
        ),
    }
}

fn words_blank(written: &str) -> Message {
    let written: String = written.trim_end_matches(['.', ',', ';', ')']).chars().take(60).collect();
    message(
        (
            &format!("« {written} » est un champ du modèle qui n’est pas rempli."),
            &format!("« {written} » is a field of the model that is not filled in."),
        ),
        (
            "Cette page est la déclaration que la loi demande : ainsi, elle ne dit rien du service.",
            "This page is the statement that the law asks for: as it is, it says nothing of the service.",
        ),
        (
            "Écrivez ce qui est attendu, ou retirez la phrase si elle est facultative.",
            "Write what is expected, or take the sentence out if it is optional.",
        ),
    )
}

fn words_contradiction(state: State, percent: &str) -> Message {
    let words = state.words();
    let expected_fr = match state {
        State::Total => "« totalement conforme » veut dire 100 %",
        State::Partial => "« partiellement conforme » veut dire de 50 % à moins de 100 %",
        State::Non => "« non conforme » veut dire moins de 50 %, ou pas d’audit valide",
    };
    let expected_en = match state {
        State::Total => "« totalement conforme » means 100 %",
        State::Partial => "« partiellement conforme » means from 50 % to less than 100 %",
        State::Non => "« non conforme » means less than 50 %, or no valid audit",
    };
    message(
        (
            &format!("La déclaration dit le service « {words} », et {percent} des critères respectés."),
            &format!("The statement says that the service is « {words} », and {percent} of the criteria respected."),
        ),
        (
            &format!("L’état se déduit de ce taux : {expected_fr}."),
            &format!("The state follows from that rate: {expected_en}."),
        ),
        (
            "Mettez d’accord l’état et le taux, ici et dans la mention du pied de page.",
            "Make the state and the rate agree, here and in the footer’s mention.",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_of_the_model_are_told_from_others() {
        let found = |text: &str| bracketed(text).len();
        assert_eq!(found("[nom de l'entite] s'engage [url] le [jj/mm/aaaa]"), 3);
        assert_eq!(found("[1] [note de bas de page] [nominatif] [urls] [ ] a[0]"), 0);
    }

    #[test]
    fn rates_are_written_as_french_does() {
        assert_eq!([percent(10_000), percent(6_250), percent(7_049)], ["100 %", "62,5 %", "70,49 %"]);
    }
}
