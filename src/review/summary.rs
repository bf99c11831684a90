//! An outcome in words: what a check run shows above its annotations.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use checks_core::{Finding, Lang, Level, Meta, Question};

use super::markdown::{escape, escape_code, prose};
use super::{Conclusion, Outcome};

/// Rules told one by one; the others are counted.
const MOST_RULES: usize = 10;
/// Paths named one by one; the others are counted.
const MOST_PATHS: usize = 5;

/// The words of a check run.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// One line, plain text.
    pub title: String,
    /// Markdown: what is new, what to do next, what was mended and what remains. A few kilobytes at most.
    pub summary: String,
}

/// Tells an outcome in `lang`. `rules` are those of the check; `page` gives the address of a rule's page, where there
/// is one.
pub fn tell(outcome: &Outcome, rules: &[&Meta], lang: Lang, page: &dyn Fn(&str) -> Option<String>) -> Summary {
    Summary { title: title(outcome, lang), summary: body(outcome, rules, lang, page) }
}

/// `fr` or `en`, by language.
fn by<'a>(lang: Lang, fr: &'a str, en: &'a str) -> &'a str {
    match lang {
        Lang::Fr => fr,
        Lang::En => en,
    }
}

/// « 3 nouveautés à corriger »: one noun for one, another for several. French counts zero as one.
pub(crate) fn count(number: usize, lang: Lang, one: (&str, &str), several: (&str, &str)) -> String {
    let single = match lang {
        Lang::Fr => number < 2,
        Lang::En => number == 1,
    };
    let (fr, en) = if single { one } else { several };
    format!("{number} {}", by(lang, fr, en))
}

fn title(outcome: &Outcome, lang: Lang) -> String {
    let counts = outcome.counts();
    let mut title = if !outcome.settings.is_empty() && counts.total() == 0 {
        by(lang, "Réglages à revoir", "Settings to review").to_owned()
    } else if !outcome.enabled {
        by(lang, "Désactivé par les réglages", "Switched off by the settings").to_owned()
    } else if !outcome.ran() {
        by(lang, "Rien à vérifier ici", "Nothing to check here").to_owned()
    } else if counts.failures > 0 {
        let fix = ("nouveauté à corriger", "new problem to fix");
        count(counts.failures, lang, fix, ("nouveautés à corriger", "new problems to fix"))
    } else if counts.total() > 0 {
        let look = ("nouveauté à vérifier", "new point to verify");
        count(counts.total(), lang, look, ("nouveautés à vérifier", "new points to verify"))
    } else if outcome.conclusion == Conclusion::Neutral {
        by(lang, "Tout n’a pas pu être vérifié", "Not everything could be checked").to_owned()
    } else {
        by(lang, "Rien de nouveau", "Nothing new").to_owned()
    };
    if counts.failures > 0 && outcome.advisory {
        title.push_str(by(lang, " (à titre de conseil)", " (as advice)"));
    }
    if !outcome.fixed.is_empty() {
        let fixed = count(outcome.fixed.len(), lang, ("point corrigé", "fixed"), ("points corrigés", "fixed"));
        let _ = write!(title, ", {fixed}");
    }
    title
}

fn body(outcome: &Outcome, rules: &[&Meta], lang: Lang, page: &dyn Fn(&str) -> Option<String>) -> String {
    let mut out = String::new();
    if !outcome.ran() {
        return skipped(outcome, lang);
    }
    if !outcome.new.is_empty() {
        table(&mut out, &outcome.new, rules, lang, page);
    }
    next(&mut out, outcome, lang);
    balance(&mut out, outcome, lang);
    gaps(&mut out, outcome, lang);
    out
}

fn skipped(outcome: &Outcome, lang: Lang) -> String {
    if outcome.enabled {
        by(
            lang,
            "Aucun fichier de ce changement ne concerne ce contrôle.",
            "No file of this change concerns this check.",
        )
        .to_owned()
    } else {
        by(
            lang,
            "Les réglages (`.github/vigie.yml`) désactivent ce contrôle.",
            "The settings (`.github/vigie.yml`) switch this check off.",
        )
        .to_owned()
    }
}

/// One row per rule, the gravest first.
fn table(out: &mut String, new: &[Finding], rules: &[&Meta], lang: Lang, page: &dyn Fn(&str) -> Option<String>) {
    let mut groups: BTreeMap<(std::cmp::Reverse<Level>, &str), Vec<&Finding>> = BTreeMap::new();
    for finding in new {
        groups.entry((std::cmp::Reverse(finding.level), &finding.rule)).or_default().push(finding);
    }
    out.push_str(by(
        lang,
        "| Niveau | Règle | Nombre | Premier endroit |\n|---|---|--:|---|\n",
        "| Level | Rule | Count | First place |\n|---|---|--:|---|\n",
    ));
    for ((level, rule), findings) in groups.iter().take(MOST_RULES) {
        let title = rules.iter().find(|meta| meta.full_id() == *rule).map(|meta| meta.read_page());
        let title = title.map_or_else(|| escape_code(rule), |page| prose(&page.words(lang).title));
        let title = match page(rule) {
            Some(url) => format!("[{title}]({url})"),
            None => title,
        };
        let place = findings.first().map(|finding| place(finding)).unwrap_or_default();
        let _ = writeln!(out, "| {} | {title} | {} | {place} |", level_word(level.0, lang), findings.len());
    }
    if groups.len() > MOST_RULES {
        let rest: usize = groups.values().skip(MOST_RULES).map(Vec::len).sum();
        let _ = writeln!(out, "\n{}", others(rest, lang));
    }
    out.push('\n');
}

fn place(finding: &Finding) -> String {
    escape_code(&format!("{}:{}", shorten(&finding.place.path), finding.place.region.start.line))
}

/// The end of a path that is too long for a table.
fn shorten(path: &str) -> String {
    let length = path.chars().count();
    if length <= 80 { path.to_owned() } else { format!("…{}", path.chars().skip(length - 79).collect::<String>()) }
}

/// « et 3 autres ».
pub(crate) fn others(rest: usize, lang: Lang) -> String {
    match (lang, rest) {
        (Lang::Fr, 1) => "et 1 autre".to_owned(),
        (Lang::Fr, _) => format!("et {rest} autres"),
        (Lang::En, 1) => "and 1 other".to_owned(),
        (Lang::En, _) => format!("and {rest} others"),
    }
}

/// A level as people read it.
pub(crate) fn level_word(level: Level, lang: Lang) -> &'static str {
    match (level, lang) {
        (Level::Failure, Lang::Fr) => "À corriger",
        (Level::Warning, Lang::Fr) => "Probable",
        (Level::Notice, Lang::Fr) => "À vérifier",
        (Level::Failure, Lang::En) => "To fix",
        (Level::Warning, Lang::En) => "Likely",
        (Level::Notice, Lang::En) => "To verify",
    }
}

fn next(out: &mut String, outcome: &Outcome, lang: Lang) {
    let counts = outcome.counts();
    let text = if counts.failures > 0 && outcome.advisory {
        by(
            lang,
            "Chaque annotation dit quoi écrire. Ce contrôle conseille : il ne bloque pas la fusion.",
            "Each annotation says what to write. This check advises: it does not block the merge.",
        )
    } else if counts.failures > 0 {
        by(
            lang,
            "Que faire : chaque annotation, sur sa ligne, dit quoi écrire. Poussez la correction, le contrôle repasse seul. Si un point est accepté pour un temps, ajoutez une dérogation datée dans `.github/vigie.yml`.",
            "What to do: each annotation, on its line, says what to write. Push the fix and the check runs again by itself. If a point is accepted for a time, add a dated waiver to `.github/vigie.yml`.",
        )
    } else if counts.total() > 0 {
        by(
            lang,
            "Que faire : regardez les annotations. Elles ne bloquent pas la fusion.",
            "What to do: look at the annotations. They do not block the merge.",
        )
    } else {
        return;
    };
    let _ = writeln!(out, "{text}\n");
}

/// What was mended, what was there before, what is accepted.
fn balance(out: &mut String, outcome: &Outcome, lang: Lang) {
    let mut lines = Vec::new();
    if !outcome.fixed.is_empty() {
        lines.push(count(
            outcome.fixed.len(),
            lang,
            ("point corrigé par ce changement, merci", "point fixed by this change, thank you"),
            ("points corrigés par ce changement, merci", "points fixed by this change, thank you"),
        ));
    }
    if !outcome.remaining.is_empty() {
        lines.push(count(
            outcome.remaining.len(),
            lang,
            (
                "point déjà là avant, dans les fichiers touchés : il n’est pas compté",
                "point was there before, in the files touched: it is not counted",
            ),
            (
                "points déjà là avant, dans les fichiers touchés : ils ne sont pas comptés",
                "points were there before, in the files touched: they are not counted",
            ),
        ));
    }
    if outcome.waived > 0 {
        let one = ("point accepté par une dérogation", "point accepted by a waiver");
        lines.push(count(
            outcome.waived,
            lang,
            one,
            ("points acceptés par une dérogation", "points accepted by a waiver"),
        ));
    }
    if lines.is_empty() && outcome.new.is_empty() {
        lines.push(
            by(lang, "Ce changement n’apporte rien à signaler", "This change brings in nothing to report").to_owned(),
        );
    }
    if !outcome.settings.is_empty() {
        let one = ("réglage à revoir, annoté sur sa ligne", "setting to review, annotated on its line");
        let several = ("réglages à revoir, annotés sur leur ligne", "settings to review, annotated on their lines");
        lines.push(count(outcome.settings.len(), lang, one, several));
    }
    for line in lines {
        let _ = writeln!(out, "- {line}.");
    }
}

/// What could not be known: said, never counted against the change.
fn gaps(out: &mut String, outcome: &Outcome, lang: Lang) {
    let mut told = |fr: &str, en: &str, names: Vec<String>| {
        if names.is_empty() {
            return;
        }
        let shown: Vec<String> = names.iter().take(MOST_PATHS).cloned().collect();
        let rest = names.len() - shown.len();
        let more = if rest > 0 { format!(", {}", others(rest, lang)) } else { String::new() };
        let colon = by(lang, " : ", ": ");
        let _ = writeln!(out, "- {}{colon}{}{more}.", by(lang, fr, en), shown.join(", "));
    };
    let paths = |paths: &[String]| paths.iter().map(|path| escape_code(&shorten(path))).collect::<Vec<_>>();
    told("Fichiers non lus, donc non jugés", "Files not read, hence not judged", paths(&outcome.unread));
    told("Fichiers trop gros pour être lus", "Files too large to be read", paths(&outcome.too_large));
    let unknown = outcome.unknown.iter().map(|question| escape_code(&subject(question))).collect();
    told("Sans réponse pour l’instant, donc non jugés", "Without an answer for now, hence not judged", unknown);
    let problems = outcome.problems.iter().map(|problem| escape(&problem.text(lang))).collect();
    told("Défauts", "Faults", problems);
    let settings = outcome.elsewhere.iter().map(|finding| {
        let line = finding.place.region.start.line;
        format!(
            "{} ({} {line})",
            prose(finding.message.what.get(lang).trim_end_matches('.')),
            by(lang, "ligne", "line")
        )
    });
    told("Réglages à revoir dans `.github/vigie.yml`", "Settings to review in `.github/vigie.yml`", settings.collect());
}

/// What a question is about.
pub(crate) fn subject(question: &Question) -> String {
    match question {
        Question::Releases { name, .. } => name.clone(),
        Question::EndOfLife { product } => product.clone(),
    }
}
