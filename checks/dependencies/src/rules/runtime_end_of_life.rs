use std::collections::BTreeSet;

use checks_core::{
    Answer, Cycle, End, Facts, File, Finding, Inspection, Language, Level, Message, Meta, Note, Project, Question,
};
use time::{Date, Duration};

use crate::rule::{Look, Rule, message};
use crate::runtime::{Runtime, runtimes};
use crate::version::is_of;

pub(super) const RULE: Rule = Rule { meta: &META, look: Look::World { inspect, asks, conclude } };

static META: Meta = Meta {
    check: "dependencies",
    id: "runtime-end-of-life",
    level: Level::Failure,
    sources: &["ANSSI-hygiene-35", "CWE-1104"],
    languages: &[Language::Dockerfile, Language::Text],
    page: include_str!("runtime_end_of_life.md"),
};

const TOPIC: &str = "runtime";

/// How long before its end a runtime is told of.
const AHEAD: Duration = Duration::days(90);

fn inspect(file: &File, inspection: &mut Inspection) {
    let notes = runtimes(file).into_iter().map(|(runtime, span)| Note::new(TOPIC, file.place(span), &runtime));
    inspection.notes.extend(notes);
}

fn question(runtime: &Runtime) -> Question {
    Question::EndOfLife { product: runtime.product.clone() }
}

fn asks(project: &Project<'_>) -> Vec<Question> {
    project.on(TOPIC).filter_map(Note::read).map(|runtime: Runtime| question(&runtime)).collect()
}

fn conclude(project: &Project<'_>, facts: &Facts) -> Vec<Finding> {
    let mut findings = Vec::new();
    // An image is told of once: its own product comes before the distribution below it.
    let mut told = BTreeSet::new();
    for note in project.on(TOPIC) {
        let Some(runtime) = note.read::<Runtime>() else { continue };
        let Answer::Cycles(cycles) = facts.answer(&question(&runtime)) else { continue };
        let Some((level, message)) = judge(&runtime, cycles, facts.today) else { continue };
        if told.insert(&note.place) {
            findings.push(Finding::new(&META, note.place.clone(), message).level(level));
        }
    }
    findings
}

fn judge(runtime: &Runtime, cycles: &[Cycle], today: Date) -> Option<(Level, Message)> {
    let cycle = cycles.iter().find(|cycle| is_of(&runtime.version, &cycle.cycle))?;
    let end = end_of(runtime, cycle, today);
    let over = end.is_over(today);
    let soon = matches!(end, End::On(day) if day <= today.saturating_add(AHEAD));
    let level = match (over, soon) {
        (true, _) => Level::Failure,
        (false, true) => Level::Notice,
        (false, false) => return None,
    };
    let name = format!("{} {}", runtime.title, cycle.cycle);
    let what = match (end, over) {
        (End::On(day), true) => (
            format!("Le support de {name} a pris fin le {}.", french(day)),
            format!("Support of {name} ended on {}.", english(day)),
        ),
        (End::On(day), false) => (
            format!("Le support de {name} prend fin le {}.", french(day)),
            format!("Support of {name} ends on {}.", english(day)),
        ),
        (End::Over(_), _) => (format!("Le support de {name} a pris fin."), format!("Support of {name} is over.")),
    };
    let why = if over {
        (
            "Ses failles de sécurité ne sont plus corrigées : celles qu’on y trouve restent ouvertes.",
            "Its security flaws are no longer mended: those that are found stay open.",
        )
    } else {
        (
            "Après cette date, ses failles de sécurité ne seront plus corrigées.",
            "After that date, its security flaws will no longer be mended.",
        )
    };
    let how = target(runtime, cycles, today);
    Some((level, message((&what.0, &what.1), why, (&how.0, &how.1))))
}

/// The end of the support that everyone has. Debian's own date is that of its first three years; its LTS team mends
/// until five years after the release, to the month (<https://wiki.debian.org/LTS>): so no day is told.
fn end_of(runtime: &Runtime, cycle: &Cycle, today: Date) -> End {
    let released = cycle.released.filter(|_| runtime.product == "debian");
    match released.and_then(|day| day.checked_add(Duration::days(5 * 365 + 60))) {
        Some(lts) => End::Over(lts <= today && cycle.ends.is_over(today)),
        None => cycle.ends,
    }
}

/// The newest cycle to move to: out, supported for longer than is told ahead, and for long where the product has such
/// cycles.
fn target(runtime: &Runtime, cycles: &[Cycle], today: Date) -> (String, String) {
    let is_out = |cycle: &&Cycle| cycle.released.is_none_or(|day| day <= today);
    let lasts = |cycle: &&Cycle| !end_of(runtime, cycle, today).is_over(today.saturating_add(AHEAD));
    let is_long = |cycle: &&Cycle| cycle.lts.is_some_and(|since| since.is_over(today));
    let open: Vec<&Cycle> = cycles.iter().filter(is_out).filter(lasts).collect();
    let best = open.iter().copied().find(|cycle| is_long(cycle)).or_else(|| open.first().copied());
    let Some(best) = best else {
        let page = format!("https://endoflife.date/{}", runtime.product);
        return (format!("Choisissez une version maintenue : {page}."), format!("Choose a supported version: {page}."));
    };
    let name = format!("{} {}", runtime.title, best.cycle);
    match end_of(runtime, best, today) {
        End::On(day) => (
            format!("Passez à {name}, maintenu jusqu’au {}.", french(day)),
            format!("Move to {name}, supported until {}.", english(day)),
        ),
        End::Over(_) => (format!("Passez à {name}."), format!("Move to {name}.")),
    }
}

fn french(day: Date) -> String {
    const MONTHS: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    let number = if day.day() == 1 { "1er".to_owned() } else { day.day().to_string() };
    format!("{number} {} {}", MONTHS[day.month() as usize - 1], day.year())
}

fn english(day: Date) -> String {
    format!("{} {} {}", day.day(), day.month(), day.year())
}
