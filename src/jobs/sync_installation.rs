//! An account lets Vigie in, or changes what it may see.

use std::collections::HashSet;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::reviewing::settle;
use super::{Context, FirstReport, Job, Perform, RepositoryRef, Turn, enqueue};
use crate::store::{self, Scope, SeenRepository};

/// Ask GitHub which repositories an installation covers, and look at those that were never looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyncInstallation {
    /// GitHub's id of the installation.
    pub installation: i64,
}

impl Job for SyncInstallation {
    const NAME: &'static str = "sync_installation";

    fn key(&self) -> Option<String> {
        Some(self.installation.to_string())
    }
}

impl Perform<Arc<Context>> for SyncInstallation {
    async fn perform(self, context: &Arc<Context>, _turn: &Turn) -> anyhow::Result<()> {
        let installation = context.github.installation(self.installation).await.map_err(settle)?;
        let repositories = installation.repositories().await.map_err(settle)?;
        let reviewed = reviewed(context, self.installation).await?;
        let now = store::now();
        let seen: Vec<SeenRepository> = repositories
            .iter()
            .map(|repository| SeenRepository {
                id: repository.id,
                name: repository.name.clone(),
                private: Some(repository.private),
                archived: Some(repository.archived),
                default_branch: Some(repository.default_branch.clone()),
                installation_id: Some(self.installation),
            })
            .collect();
        let mut tx = context.store.begin().await?;
        tx.upsert_repositories(&seen, now).await?;
        for repository in repositories.into_iter().filter(|it| !it.archived && !reviewed.contains(&it.id)) {
            let report = FirstReport {
                installation: self.installation,
                repository: RepositoryRef {
                    id: repository.id,
                    name: repository.name,
                    private: repository.private,
                    default_branch: Some(repository.default_branch),
                },
            };
            enqueue(&mut tx, &report).await?;
        }
        tx.commit().await?;
        context.wake.wake();
        Ok(())
    }
}

/// Repositories whose default branch was looked at already.
async fn reviewed(context: &Context, installation: i64) -> anyhow::Result<HashSet<i64>> {
    let mut reviewed = HashSet::new();
    for repository in context.store.repositories_of_installation(installation).await? {
        if !context.store.states(Scope::Repository(repository.id)).await?.is_empty() {
            reviewed.insert(repository.id);
        }
    }
    Ok(reviewed)
}
