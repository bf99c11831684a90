//! The community at a glance, and one startup.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Grade, Rate};
use crate::store::{CheckState, Conclusion, Incubator, OutcomeCount, Startup};

/// One check, for a startup or for all.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CheckReport {
    /// `rgaa`, `rgpd` …
    pub check: String,
    /// Its pull requests over the period.
    pub rate: Rate,
    /// The worst grade of its repositories' default branches; `None` without data.
    pub grade: Option<Grade>,
    /// Findings on the default branches.
    pub failures: i64,
    /// Findings on the default branches.
    pub warnings: i64,
    /// Findings on the default branches.
    pub notices: i64,
}

/// How a startup stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct StartupReport {
    /// The directory's id.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Who carries it: the incubator's title, or its id where the directory gives no title.
    pub incubator: Option<String>,
    /// Its phase, in the directory's words.
    pub phase: Option<String>,
    /// How many of its repositories have been reviewed.
    pub repositories: usize,
    /// Per check, in the order of the checks.
    pub checks: Vec<CheckReport>,
}

impl StartupReport {
    /// All checks together: every check of every review counts once.
    pub fn rate(&self) -> Rate {
        self.checks.iter().map(|check| check.rate).sum()
    }

    /// Whether anything is known of it.
    pub fn has_data(&self) -> bool {
        self.repositories > 0
    }
}

/// The community at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Overview {
    /// Every startup that is active or has data, those with data first, then by name.
    pub startups: Vec<StartupReport>,
    /// All repositories together, those without a startup included.
    pub community: Vec<CheckReport>,
    /// Repositories that have been reviewed and belong to no startup.
    pub without_startup: Vec<String>,
}

/// The community's overview.
///
/// `checks` are the names of the checks in the order they are shown; `outcomes` are the reviews of pull requests over
/// the period, `states` the latest reviews of default branches.
pub fn overview(
    checks: &[&str],
    startups: &[Startup],
    incubators: &[Incubator],
    outcomes: &[OutcomeCount],
    states: &[CheckState],
) -> Overview {
    let mut rows: BTreeMap<&str, Rows<'_>> = BTreeMap::new();
    for count in outcomes {
        rows.entry(count.startup_id.as_deref().unwrap_or_default()).or_default().outcomes.push(count);
    }
    for state in states {
        rows.entry(state.startup_id.as_deref().unwrap_or_default()).or_default().states.push(state);
    }
    let none = Rows::default();
    let mut reports: Vec<StartupReport> = startups
        .iter()
        .map(|startup| (startup, rows.get(startup.id.as_str()).unwrap_or(&none)))
        .filter(|(startup, rows)| startup.active || !rows.is_empty())
        .map(|(startup, rows)| report_of(checks, startup, incubators, rows))
        .collect();
    reports.sort_by_key(|report| (!report.has_data(), report.name.to_lowercase()));
    let known: BTreeSet<&str> = startups.iter().map(|startup| startup.id.as_str()).collect();
    let without: BTreeSet<String> = states
        .iter()
        .filter(|state| state.startup_id.as_deref().is_none_or(|id| !known.contains(id)))
        .map(|state| format!("{}/{}", state.owner, state.name))
        .collect();
    Overview {
        startups: reports,
        community: check_reports(checks, &Rows::of(outcomes, states)),
        without_startup: without.into_iter().collect(),
    }
}

/// How one startup stands, from its own rows alone.
pub fn startup_report(
    checks: &[&str],
    startup: &Startup,
    incubators: &[Incubator],
    outcomes: &[OutcomeCount],
    states: &[CheckState],
) -> StartupReport {
    report_of(checks, startup, incubators, &Rows::of(outcomes, states))
}

/// How one repository stands, from its own rows alone.
pub fn repository_report(checks: &[&str], outcomes: &[OutcomeCount], states: &[CheckState]) -> Vec<CheckReport> {
    check_reports(checks, &Rows::of(outcomes, states))
}

/// The rows that one report is made of.
#[derive(Default)]
struct Rows<'a> {
    outcomes: Vec<&'a OutcomeCount>,
    states: Vec<&'a CheckState>,
}

impl<'a> Rows<'a> {
    fn of(outcomes: &'a [OutcomeCount], states: &'a [CheckState]) -> Self {
        Self { outcomes: outcomes.iter().collect(), states: states.iter().collect() }
    }

    fn is_empty(&self) -> bool {
        self.outcomes.is_empty() && self.states.is_empty()
    }

    fn repositories(&self) -> usize {
        let states = self.states.iter().map(|state| state.repository_id);
        states.chain(self.outcomes.iter().map(|count| count.repository_id)).collect::<BTreeSet<i64>>().len()
    }
}

fn report_of(checks: &[&str], startup: &Startup, incubators: &[Incubator], rows: &Rows<'_>) -> StartupReport {
    let incubator = startup.incubator_id.as_deref().filter(|id| !id.is_empty());
    StartupReport {
        id: startup.id.clone(),
        name: startup.name.clone(),
        incubator: incubator.map(|id| {
            incubators.iter().find(|incubator| incubator.id == id).map_or(id, |found| &found.title).to_owned()
        }),
        phase: startup.phase.clone(),
        repositories: rows.repositories(),
        checks: check_reports(checks, rows),
    }
}

fn check_reports(checks: &[&str], rows: &Rows<'_>) -> Vec<CheckReport> {
    let mut rates: BTreeMap<&str, Rate> = BTreeMap::new();
    for count in &rows.outcomes {
        let rate = rates.entry(&count.check_name).or_default();
        let reviews = u64::try_from(count.reviews).unwrap_or_default();
        match count.conclusion {
            Conclusion::Success => rate.passed += reviews,
            Conclusion::Failure => rate.failed += reviews,
            _ => {}
        }
    }
    checks
        .iter()
        .map(|&check| {
            let its: Vec<&&CheckState> = rows.states.iter().filter(|state| state.check_name == check).collect();
            CheckReport {
                check: check.to_owned(),
                rate: rates.get(check).copied().unwrap_or_default(),
                grade: its.iter().map(|state| Grade::of(state.failures, state.warnings)).max(),
                failures: its.iter().map(|state| state.failures).sum(),
                warnings: its.iter().map(|state| state.warnings).sum(),
                notices: its.iter().map(|state| state.notices).sum(),
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn startup(id: &str, active: bool) -> Startup {
        Startup {
            id: id.into(),
            name: id.to_uppercase(),
            incubator_id: Some("dinum".into()),
            phase: None,
            active,
            repository: None,
            link: None,
            data: "{}".into(),
            updated_at: 0,
        }
    }

    fn outcome(startup: Option<&str>, check: &str, conclusion: Conclusion, reviews: i64) -> OutcomeCount {
        OutcomeCount {
            startup_id: startup.map(Into::into),
            repository_id: 1,
            check_name: check.into(),
            day: 20_000,
            conclusion,
            reviews,
        }
    }

    fn state(startup: Option<&str>, repository: i64, failures: i64, warnings: i64) -> CheckState {
        CheckState {
            startup_id: startup.map(Into::into),
            repository_id: repository,
            owner: "betagouv".into(),
            name: format!("r{repository}"),
            review_id: 1,
            head_sha: String::new(),
            check_name: "rgaa".into(),
            conclusion: Conclusion::Success,
            grade: None,
            failures,
            warnings,
            notices: 0,
            finished_at: 0,
        }
    }

    #[test]
    fn a_startup_has_the_worst_grade_of_its_repositories_and_the_rate_of_its_pull_requests() {
        let outcomes = [
            outcome(Some("a"), "rgaa", Conclusion::Success, 3),
            outcome(Some("a"), "rgaa", Conclusion::Failure, 1),
            outcome(Some("a"), "rgaa", Conclusion::Neutral, 9),
            outcome(None, "rgaa", Conclusion::Failure, 4),
        ];
        let states = [state(Some("a"), 1, 0, 2), state(Some("a"), 2, 7, 0), state(None, 3, 0, 0)];
        let startups = [startup("b", true), startup("a", false), startup("gone", false)];
        let all = overview(&["rgaa", "rgpd"], &startups, &[], &outcomes, &states);

        let ids: Vec<&str> = all.startups.iter().map(|report| report.id.as_str()).collect();
        assert_eq!(ids, ["a", "b"], "with data first; neither active nor with data: left out");
        let a = &all.startups[0];
        assert_eq!((a.repositories, a.rate().percent()), (2, Some(75)));
        assert_eq!(a.checks[0].grade, Some(Grade::E));
        assert_eq!((a.checks[1].grade, a.checks[1].rate.percent()), (None, None));
        assert_eq!(all.startups[1].rate().percent(), None);
        assert_eq!(all.community[0].rate, Rate { passed: 3, failed: 5 });
        assert_eq!(all.without_startup, ["betagouv/r3"]);
    }

    #[test]
    fn an_incubator_is_called_by_its_title() {
        let incubators = [Incubator { id: "dinum".into(), title: "DINUM".into() }];
        let named = startup_report(&[], &startup("a", true), &incubators, &[], &[]);
        assert_eq!(named.incubator.as_deref(), Some("DINUM"));
        let unnamed = startup_report(&[], &startup("a", true), &[], &[], &[]);
        assert_eq!(unnamed.incubator.as_deref(), Some("dinum"));
    }
}
