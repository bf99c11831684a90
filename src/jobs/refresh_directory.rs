//! The directory of startups is read again.

use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::reviewing::source_of;
use super::{Context, Job, Perform, Priority, Turn, enqueue};
use crate::startups::{Directory, Mapping};
use crate::store::{self, Incubator, Repository, Startup, StartupSource};

/// How long the directory is believed.
const A_DAY: u64 = 24;

/// Read the directory of startups, and say anew whose each repository is. Queues itself for the day after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RefreshDirectory {
    /// Not before so many hours.
    pub in_hours: u64,
}

impl Job for RefreshDirectory {
    const NAME: &'static str = "refresh_directory";

    fn key(&self) -> Option<String> {
        Some(String::new())
    }

    fn priority(&self) -> Priority {
        Priority::Low
    }

    fn delay(&self) -> Duration {
        Duration::from_secs(self.in_hours * 3_600)
    }
}

impl Perform<Arc<Context>> for RefreshDirectory {
    async fn perform(self, context: &Arc<Context>, _turn: &Turn) -> anyhow::Result<()> {
        let Some(source) = &context.directory else { return Ok(()) };
        let directory = source.read().await?;
        for skipped in &directory.skipped {
            tracing::warn!(sheet = skipped.sheet, reason = skipped.reason, "a sheet was skipped");
        }
        let mapping = Mapping::new(&directory, context.overrides.clone());
        write(context, &directory, &mapping).await?;
        context.set_mapping(mapping);
        Ok(())
    }
}

async fn write(context: &Context, directory: &Directory, mapping: &Mapping) -> anyhow::Result<()> {
    let repositories = context.store.all_repositories().await?;
    let now = store::now();
    let mut tx = context.store.begin().await?;
    for incubator in directory.incubators.values() {
        tx.upsert_incubator(&Incubator { id: incubator.id.clone(), title: incubator.title.clone() }).await?;
    }
    for startup in directory.startups.values() {
        tx.upsert_startup(&Startup {
            id: startup.id.clone(),
            name: startup.name.clone(),
            incubator_id: Some(startup.incubator.clone()).filter(|id| !id.is_empty()),
            phase: startup.phase().map(|phase| phase.name.clone()),
            active: startup.is_active(),
            repository: startup.repository.clone(),
            link: startup.link.clone(),
            data: serde_json::to_string(startup)?,
            updated_at: now,
        })
        .await?;
    }
    // An empty directory is more likely a mistake than the end of the community.
    if !directory.startups.is_empty() {
        tx.forget_startups(now).await?;
    }
    for repository in &repositories {
        let owner = mapping.owner(&repository.full_name(), settings_startup(repository).as_deref());
        let source = owner.as_ref().map_or(StartupSource::Directory, |owner| source_of(owner.reason));
        tx.set_startup(repository.id, owner.as_ref().map(|owner| owner.startup.as_str()), source).await?;
    }
    enqueue(&mut tx, &RefreshDirectory { in_hours: A_DAY }).await?;
    Ok(tx.commit().await?)
}

/// The startup that the repository's own settings name.
fn settings_startup(repository: &Repository) -> Option<String> {
    let settings: Value = serde_json::from_str(&repository.settings).ok()?;
    settings["startup"].as_str().map(ToOwned::to_owned)
}
