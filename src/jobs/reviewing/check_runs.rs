//! The check runs of a review: made once, filled by fifties, always concluded.

use std::collections::BTreeMap;

use checks_core::{Lang, Meta};
use time::OffsetDateTime;

use super::{Context, Target, settle};
use crate::github::check_run::{self, Output, Status, batches};
use crate::github::{CheckRun, CheckRunUpdate, Installation, NewCheckRun};
use crate::output::annotations;
use crate::review::{Conclusion as Concluded, Outcome, StaticCheck, summary};
use crate::store::{Conclusion, Review};

/// Why a review is not gone on with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::jobs) enum GivenUp {
    /// It failed too often.
    Failed,
    /// A newer head came, or the pull request was closed.
    Superseded,
}

impl GivenUp {
    pub(in crate::jobs) const fn conclusion(self) -> Conclusion {
        match self {
            Self::Failed => Conclusion::Neutral,
            Self::Superseded => Conclusion::Cancelled,
        }
    }

    const fn shown(self) -> check_run::Conclusion {
        match self {
            Self::Failed => check_run::Conclusion::Neutral,
            Self::Superseded => check_run::Conclusion::Cancelled,
        }
    }

    const fn title(self) -> &'static str {
        match self {
            Self::Failed => "Vigie n'a pas pu regarder ce commit",
            Self::Superseded => "Remplacé par un commit plus récent",
        }
    }

    const fn summary(self) -> &'static str {
        match self {
            Self::Failed => {
                "Vigie a rencontré un problème plusieurs fois de suite et s'est arrêtée. Ce n'est pas votre code : ce \
                 contrôle ne bloque rien. Relancez-le avec « Re-run », ou prévenez l'équipe DevEx si cela se répète."
            }
            Self::Superseded => "Un commit plus récent est regardé à la place de celui-ci : voyez son résultat.",
        }
    }
}

/// What people see as the check run's name; a required check is known by it, so it never changes.
pub(super) fn name_of(check: StaticCheck) -> String {
    format!("Vigie – {}", check.title().fr)
}

/// GitHub's conclusion as it is kept.
pub(super) const fn kept_conclusion(conclusion: Concluded) -> Conclusion {
    match conclusion {
        Concluded::Success => Conclusion::Success,
        Concluded::Failure => Conclusion::Failure,
        Concluded::Neutral => Conclusion::Neutral,
        Concluded::Skipped => Conclusion::Skipped,
    }
}

/// The conclusion as GitHub shows it.
const fn shown_conclusion(conclusion: Concluded) -> check_run::Conclusion {
    match conclusion {
        Concluded::Success => check_run::Conclusion::Success,
        Concluded::Failure => check_run::Conclusion::Failure,
        Concluded::Neutral => check_run::Conclusion::Neutral,
        Concluded::Skipped => check_run::Conclusion::Skipped,
    }
}

/// The last word on a check run.
fn completed(conclusion: check_run::Conclusion, output: Output) -> CheckRunUpdate {
    CheckRunUpdate {
        status: Some(Status::Completed),
        conclusion: Some(conclusion),
        completed_at: Some(OffsetDateTime::now_utc()),
        output: Some(output.within_limits(Lang::Fr)),
        ..CheckRunUpdate::default()
    }
}

/// A check run that was made.
struct Open {
    id: i64,
    /// Annotations that GitHub took.
    sent: usize,
    completed: bool,
}

/// The check runs of a review.
pub(super) struct CheckRuns<'a> {
    context: &'a Context,
    installation: &'a Installation,
    target: &'a Target,
    review: &'a Review,
    open: BTreeMap<&'static str, Open>,
}

impl<'a> CheckRuns<'a> {
    pub(super) fn new(
        context: &'a Context,
        installation: &'a Installation,
        target: &'a Target,
        review: &'a Review,
    ) -> Self {
        Self { context, installation, target, review, open: BTreeMap::new() }
    }

    /// One check run per check, `in_progress`. What an earlier try made is found by its `external_id`, unless the
    /// review is `fresh`.
    pub(super) async fn open(&mut self, checks: &[StaticCheck], fresh: bool) -> anyhow::Result<()> {
        let made = if fresh { Vec::new() } else { self.made().await? };
        for &check in checks {
            let external_id = self.external_id(check.name());
            let run = match made.iter().find(|run| run.external_id.as_deref() == Some(&external_id)) {
                Some(run) => Open {
                    id: run.id,
                    sent: run.annotations_count() as usize,
                    completed: run.status == Some(Status::Completed),
                },
                None => Open { id: self.create(check, external_id).await?.id, sent: 0, completed: false },
            };
            let mut tx = self.context.store.begin().await?;
            tx.save_check_run(self.review.id, check.name(), run.id).await?;
            tx.commit().await?;
            self.open.insert(check.name(), run);
        }
        Ok(())
    }

    /// Fills the check runs with what was found, and concludes them. GitHub adds the annotations of each request to
    /// those before, so what it took already is not sent again.
    pub(super) async fn conclude(&mut self, outcomes: &[Outcome]) -> anyhow::Result<()> {
        for outcome in outcomes {
            let Some(open) = self.open.get(outcome.check).filter(|open| !open.completed) else { continue };
            let output = self.output(outcome);
            let all = outcome.annotated().map(|finding| annotations::annotation(finding, Lang::Fr));
            let mut batches = batches(all.skip(open.sent).collect());
            let last = batches.pop().unwrap_or_default();
            let mut sent = open.sent;
            for annotations in batches {
                sent += annotations.len();
                let output = Output { annotations, ..output.clone() };
                let update = CheckRunUpdate {
                    status: Some(Status::InProgress),
                    output: Some(output.within_limits(Lang::Fr)),
                    ..CheckRunUpdate::default()
                };
                self.update(open.id, &update).await?;
                let mut tx = self.context.store.begin().await?;
                tx.save_annotations_sent(self.review.id, outcome.check, sent as i64).await?;
                tx.commit().await?;
            }
            let output = Output { annotations: last, ..output };
            self.update(open.id, &completed(shown_conclusion(outcome.conclusion), output)).await?;
        }
        Ok(())
    }

    /// Concludes whatever is still open.
    pub(super) async fn close(&self, why: GivenUp) -> anyhow::Result<()> {
        for run in self.made().await? {
            if run.status == Some(Status::Completed) {
                continue;
            }
            let output =
                Output { title: why.title().to_owned(), summary: why.summary().to_owned(), ..Output::default() };
            self.update(run.id, &completed(why.shown(), output)).await?;
        }
        Ok(())
    }

    /// The check runs of this review that GitHub has.
    async fn made(&self) -> anyhow::Result<Vec<CheckRun>> {
        let ours = format!("{}/", self.review.id);
        let runs =
            self.installation.check_runs(&self.target.repository.name, &self.target.head).await.map_err(settle)?;
        Ok(runs.into_iter().filter(|run| run.external_id.as_deref().is_some_and(|id| id.starts_with(&ours))).collect())
    }

    fn external_id(&self, check: &str) -> String {
        format!("{}/{check}", self.review.id)
    }

    async fn create(&self, check: StaticCheck, external_id: String) -> anyhow::Result<CheckRun> {
        let mut new = NewCheckRun::new(name_of(check), &self.target.head);
        new.state = CheckRunUpdate {
            external_id: Some(external_id),
            details_url: self.details_url(),
            status: Some(Status::InProgress),
            started_at: Some(OffsetDateTime::now_utc()),
            ..CheckRunUpdate::default()
        };
        self.installation.create_check_run(&self.target.repository.name, &new).await.map_err(settle)
    }

    async fn update(&self, id: i64, update: &CheckRunUpdate) -> anyhow::Result<()> {
        self.installation.update_check_run(&self.target.repository.name, id, update).await.map_err(settle)?;
        Ok(())
    }

    /// The review's page, which shows what GitHub's limits leave out; private repositories have none.
    fn details_url(&self) -> Option<String> {
        let public = self.context.public_url.as_ref().filter(|_| !self.target.repository.private)?;
        public.join(&format!("reviews/{}", self.review.id)).ok().map(Into::into)
    }

    fn output(&self, outcome: &Outcome) -> Output {
        let rules: Vec<&'static Meta> = self
            .context
            .checks
            .iter()
            .filter(|check| check.name() == outcome.check)
            .flat_map(|check| check.rules())
            .collect();
        let page = |rule: &str| {
            let base = self.context.public_url.as_ref()?;
            base.join(&format!("regles/{rule}")).ok().map(Into::into)
        };
        let told = summary::tell(outcome, &rules, Lang::Fr, &page);
        Output { title: told.title, summary: told.summary, ..Output::default() }
    }
}
