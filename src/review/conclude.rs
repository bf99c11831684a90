//! From inspections and answers to outcomes.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use checks_core::{Facts, Finding, Project, Question};

use super::compare::{Comparison, compare, in_order};
use super::decide::{Conclusion, Outcome, Problem};
use super::plan::{Plan, Scope, Side};
use super::{Inspections, Review};

/// What one side says, and which of its paths could not be judged.
#[derive(Default)]
struct Said {
    findings: Vec<Finding>,
    unread: BTreeSet<String>,
}

impl Review {
    /// What the checks must know of the world, each question once.
    ///
    /// A check that panics while asking asks nothing; [`conclude`](Self::conclude) tells of it.
    pub fn questions(&self, inspections: &Inspections) -> BTreeSet<Question> {
        self.plans.iter().flat_map(|plan| asked(plan, inspections, &mut BTreeSet::new())).collect()
    }

    /// One outcome per check, in the checks' order.
    pub fn conclude(&self, mut inspections: Inspections, facts: &Facts) -> Vec<Outcome> {
        let mut outcomes: Vec<Outcome> =
            self.plans.iter().map(|plan| self.conclude_one(plan, &mut inspections, facts)).collect();
        self.tell_settings(&mut outcomes);
        outcomes
    }

    fn conclude_one(&self, plan: &Plan, inspections: &mut Inspections, facts: &Facts) -> Outcome {
        let name = plan.check.name();
        if !self.settings.enabled(name) || (plan.head.is_empty() && plan.base.is_empty()) {
            return Outcome { enabled: self.settings.enabled(name), ..Outcome::new(name) };
        }
        let mut problems = BTreeSet::new();
        // A project that cannot be read whole on one side is concluded on neither.
        let unread_roots: BTreeSet<&str> = [&plan.head, &plan.base]
            .into_iter()
            .flat_map(|side| &side.projects)
            .filter(|(_, scope)| {
                !scope.too_large.is_empty() || scope.noted.iter().any(|key| !inspections.contains_key(key))
            })
            .map(|(root, _)| root.as_str())
            .collect();
        let mut say = |side: &Side| self.say(plan, side, inspections, facts, &unread_roots, &mut problems);
        let (mut head, mut base) = (say(&plan.head), say(&plan.base));
        let unread: BTreeSet<String> = match &self.difference {
            None => head.unread.clone(),
            Some(difference) => {
                let before = base.unread.iter().map(|path| difference.now(path).to_owned());
                head.unread.iter().cloned().chain(before).collect()
            }
        };
        head.findings.retain(|finding| !unread.contains(&finding.place.path));
        if let Some(difference) = &self.difference {
            base.findings.retain(|finding| !unread.contains(difference.now(&finding.place.path)));
        }
        let (waived, said) = self.without_waived(head.findings);
        let (_, before) = self.without_waived(base.findings);
        let comparison = match &self.difference {
            None => Comparison { new: in_order(said), ..Comparison::default() },
            Some(difference) => {
                let mut comparison = compare(before, said, difference);
                comparison.remaining.retain(|finding| difference.touches(&finding.place.path));
                comparison
            }
        };
        let asked = asked(plan, inspections, &mut problems);
        let unknown = facts.unknown().filter(|question| asked.contains(question)).cloned().collect();
        let mut outcome = Outcome {
            new: comparison.new,
            fixed: comparison.fixed,
            remaining: comparison.remaining,
            waived,
            unread: unread.into_iter().filter(|path| !plan.head.too_large.contains(path)).collect(),
            too_large: plan.head.too_large.iter().cloned().collect(),
            problems: problems.into_iter().collect(),
            unknown,
            ..Outcome::new(name)
        };
        outcome.decide(self.settings.advisory(name));
        outcome
    }

    fn say(
        &self,
        plan: &Plan,
        side: &Side,
        inspections: &mut Inspections,
        facts: &Facts,
        unread_roots: &BTreeSet<&str>,
        problems: &mut BTreeSet<Problem>,
    ) -> Said {
        let mut said = Said { unread: side.too_large.clone(), ..Said::default() };
        // What both sides say is kept for the other; without another side, nobody asks again.
        let is_alone = self.difference.is_none();
        for key in &side.spoken {
            match inspections.get_mut(key) {
                Some(inspection) if is_alone => said.findings.append(&mut inspection.findings),
                Some(inspection) => said.findings.extend(inspection.findings.iter().cloned()),
                None => {
                    said.unread.insert(key.path.clone());
                }
            }
        }
        let settings = self.settings.notes();
        let nothing = Facts::new(facts.today, BTreeMap::new());
        for (root, scope) in side.projects.iter().filter(|(root, _)| !unread_roots.contains(root.as_str())) {
            let mut project = project(root, scope, inspections);
            project.notes.extend(&settings);
            let facts = if scope.asks { facts } else { &nothing };
            match catch_unwind(AssertUnwindSafe(|| plan.check.conclude(&project, facts))) {
                Ok(findings) => said.findings.extend(findings),
                Err(_) => {
                    problems.insert(Problem::Stopped { check: plan.check.name(), path: None });
                }
            }
        }
        said.findings.retain_mut(|finding| self.settings.weigh(finding));
        said
    }

    /// How many findings the settings' waivers accept, and the others.
    fn without_waived(&self, findings: Vec<Finding>) -> (usize, Vec<Finding>) {
        let all = findings.len();
        let kept: Vec<Finding> = findings.into_iter().filter(|finding| !self.settings.waives(finding)).collect();
        (all - kept.len(), kept)
    }

    /// What is wrong in the settings is told once, on the first check that runs: on the line when the change touches
    /// them, which then is not all well; else in its summary.
    fn tell_settings(&self, outcomes: &mut [Outcome]) {
        let by = |is: fn(&Outcome) -> bool| outcomes.iter().position(is);
        let Some(at) = by(Outcome::ran).or_else(|| by(|outcome| outcome.enabled)).or_else(|| by(|_| true)) else {
            return;
        };
        let first = &mut outcomes[at];
        let touched = |finding: &Finding| {
            self.difference.as_ref().is_none_or(|difference| difference.touches(&finding.place.path))
        };
        for finding in &self.settings_findings {
            if touched(finding) {
                first.settings.push(finding.clone());
            } else {
                first.elsewhere.push(finding.clone());
            }
        }
        if !first.settings.is_empty() && first.conclusion != Conclusion::Failure {
            first.conclusion = Conclusion::Neutral;
        }
    }
}

/// What a check asks for both sides.
fn asked(plan: &Plan, inspections: &Inspections, problems: &mut BTreeSet<Problem>) -> BTreeSet<Question> {
    let scopes = [&plan.head, &plan.base].into_iter().flat_map(|side| &side.projects);
    let mut questions = BTreeSet::new();
    for (root, scope) in scopes.filter(|(_, scope)| scope.asks) {
        let project = project(root, scope, inspections);
        match catch_unwind(AssertUnwindSafe(|| plan.check.asks(&project))) {
            Ok(asked) => questions.extend(asked),
            Err(_) => {
                problems.insert(Problem::Stopped { check: plan.check.name(), path: None });
            }
        }
    }
    questions
}

fn project<'a>(root: &'a str, scope: &'a Scope, inspections: &'a Inspections) -> Project<'a> {
    let noted = scope.noted.iter().filter_map(|key| inspections.get(key));
    Project { root, paths: &scope.paths, notes: noted.flat_map(|inspection| &inspection.notes).collect() }
}
