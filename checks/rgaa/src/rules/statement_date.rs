//! An accessibility statement and its multi-year plan are not out of date.

use std::borrow::Cow;

use checks_core::{Facts, Finding, Language, Level, Message, Meta, Note, Place, Project};
use serde::{Deserialize, Serialize};

use crate::rule::{Look, Rule, message};
use crate::statement::{COMPUTED, Day, Plan, Prose, day, plans};
use crate::view::View;

pub(crate) const RULE: Rule = Rule { meta: &META, look: Look::Document(look) };

static META: Meta = Meta {
    check: "rgaa",
    id: "statement-date",
    level: Level::Warning,
    sources: &["LOI-2005-102-47", "DECRET-2019-768"],
    languages: Language::MARKUP,
    page: include_str!("statement_date.md"),
};

/// The topic of the notes about what only the day of the review can judge.
const TOPIC: &str = "statement";

/// How many plans of a page are looked at.
const MOST_PLANS: usize = 16;

/// What stands before the day on which a statement was made.
const MADE: &[&str] =
    &["etablie le", "etabli le", "creee le", "cree le", "mise a jour le", "mis a jour le", "mise jour le"];

/// What a page says that grows old.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Dated {
    /// The day on which a statement was made or last brought up to date.
    Made(Day),
    /// The first and last years of a multi-year plan.
    Plan(i32, i32),
}

/// What needs no clock: a plan of more than three years, or that ends before it begins.
pub(crate) fn look(view: &View<'_>) -> Vec<Finding> {
    let Some((prose, plans)) = planned(view) else { return Vec::new() };
    plans
        .into_iter()
        .filter_map(|plan| {
            let words = match plan.last - plan.first {
                years if years < 0 => words_reversed(&plan),
                // « 2022-2025 » may be three years from one autumn to another.
                years if years > 3 => words_long(&plan),
                _ => return None,
            };
            let place = prose.place(view.file, view.document, plan.range.clone());
            Some(Finding::new(&META, place, words).sources(&["LOI-2005-102-47"]))
        })
        .collect()
}

/// The plans that a page names, those that code chooses left aside.
fn planned<'v>(view: &'v View<'_>) -> Option<(Cow<'v, Prose>, Vec<Plan>)> {
    if !view.mentions("luriannuel") {
        return None;
    }
    let declaration = view.declaration();
    let prose = match declaration {
        Some(declaration) => Cow::Borrowed(&declaration.prose),
        None => Cow::Owned(Prose::of(view.document)),
    };
    let mut plans = plans(&prose, declaration.is_some());
    plans.truncate(MOST_PLANS);
    plans.retain(|plan| prose.node_at(plan.range.start).is_some_and(|node| !view.document.node(node).conditional));
    (!plans.is_empty()).then_some((prose, plans))
}

/// What the page says that only the day of the review can judge.
pub(crate) fn notes(view: &View<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Some((day, place)) = made(view) {
        notes.push(Note::new(TOPIC, place, &Dated::Made(day)));
    }
    // The plan that lasts longest is the one that counts.
    if let Some((prose, plans)) = planned(view)
        && let Some(plan) = plans.into_iter().filter(|plan| plan.last >= plan.first).max_by_key(|plan| plan.last)
    {
        let place = prose.place(view.file, view.document, plan.range);
        notes.push(Note::new(TOPIC, place, &Dated::Plan(plan.first, plan.last)));
    }
    notes
}

/// The last day on which the statement was made or brought up to date, where all of them are written out.
fn made(view: &View<'_>) -> Option<(Day, Place)> {
    let prose = &view.declaration()?.prose;
    let mut days = Vec::new();
    for mark in MADE {
        for (at, _) in prose.text.match_indices(mark) {
            let at = at + mark.len();
            let after = prose.after(at, 40);
            let written = after.trim_start_matches([' ', ':']);
            let start = at + (after.len() - written.len());
            if view.document.node(prose.node_at(start)?).conditional || written.starts_with(COMPUTED) {
                return None;
            }
            if let Some((day, length)) = day(written) {
                days.push((day, start..start + length));
            }
        }
    }
    let (day, range) = days.into_iter().max_by_key(|(day, _)| *day)?;
    Some((day, prose.place(view.file, view.document, range)))
}

/// What has grown old on the day of the review.
pub(crate) fn findings(project: &Project<'_>, facts: &Facts) -> Vec<Finding> {
    let today = (facts.today.year(), u8::from(facts.today.month()), facts.today.day());
    let old = |note: &Note| {
        let words = match note.read::<Dated>()? {
            Dated::Made((year, month, day)) if (year + 3, month, day) < today => words_old((year, month, day)),
            Dated::Plan(first, last) if last < today.0 => words_over(first, last),
            Dated::Made(_) | Dated::Plan(..) => return None,
        };
        Some(Finding::new(&META, note.place.clone(), words))
    };
    project.on(TOPIC).filter_map(old).collect()
}

fn words_old((year, month, day): Day) -> Message {
    message(
        (
            &format!(
                "Cette déclaration d’accessibilité date du {day:02}/{month:02}/{year} : elle a plus de trois ans."
            ),
            &format!(
                "This accessibility statement dates from {year}-{month:02}-{day:02}: it is more than three years old."
            ),
        ),
        (
            "Une déclaration vaut trois ans au plus ; au-delà, sans nouvel audit, le service est « non conforme ».",
            "A statement holds for three years at most; after that, without a new audit, the service is « non conforme ».",
        ),
        (
            "Refaites le point, mettez à jour l’état, le taux et la date, ou déclarez le service « non conforme ».",
            "Take stock again, bring the state, the rate and the date up to date, or declare the service « non conforme ».",
        ),
    )
}

fn words_over(first: i32, last: i32) -> Message {
    message(
        (
            &format!("Le schéma pluriannuel d’accessibilité {first}-{last} est terminé."),
            &format!("The multi-year accessibility plan {first}-{last} is over."),
        ),
        (
            "La loi demande un schéma en cours et le plan d’actions de l’année, publiés et liés depuis la déclaration.",
            "The law asks for a plan that is running and the year’s plan of action, published and linked from the statement.",
        ),
        (
            "Liez le schéma en cours, ou demandez le nouveau au référent accessibilité de votre entité.",
            "Link the plan that is running, or ask your entity’s accessibility officer for the new one.",
        ),
    )
}

fn words_long(plan: &Plan) -> Message {
    let Plan { first, last, .. } = plan;
    message(
        (
            &format!("Ce schéma pluriannuel d’accessibilité couvre {first}-{last} : plus de trois ans."),
            &format!("This multi-year accessibility plan covers {first}-{last}: more than three years."),
        ),
        ("La loi limite sa durée à trois ans.", "The law limits it to three years."),
        (
            "Vérifiez ses années, et découpez-le en périodes de trois ans au plus.",
            "Check its years, and cut it into periods of three years at most.",
        ),
    )
}

fn words_reversed(plan: &Plan) -> Message {
    let Plan { first, last, .. } = plan;
    message(
        (
            &format!("Ce schéma pluriannuel d’accessibilité finit avant de commencer : {first}-{last}."),
            &format!("This multi-year accessibility plan ends before it begins: {first}-{last}."),
        ),
        (
            "La personne qui le lit ne sait pas s’il est en cours.",
            "Somebody who reads it does not know whether it is running.",
        ),
        ("Corrigez ses années.", "Mend its years."),
    )
}
