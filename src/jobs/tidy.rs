//! What need not be kept for ever is forgotten, now and then.

use std::time::Duration;

use crate::store::{self, Store};

const DAY: i64 = 24 * 60 * 60 * 1000;
/// GitHub lets one ask for a redelivery for three days, seven on GHES.
const DELIVERIES: i64 = 30 * DAY;
/// An answer that ran out is still better than none while its source is down.
const ANSWERS: i64 = 30 * DAY;
/// As long as GitHub keeps check runs. Counts and grades stay for ever.
const FINDINGS: i64 = 400 * DAY;
/// How often to tidy up.
const EVERY: Duration = Duration::from_hours(6);

/// Tidies up for as long as it is polled. Several processes may do it at once.
pub(super) async fn keep_tidy(store: Store) {
    loop {
        if let Err(error) = tidy(&store, store::now()).await {
            tracing::warn!(%error, "could not tidy up");
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn tidy(store: &Store, now: i64) -> store::Result<()> {
    let deliveries = store.forget_deliveries(now - DELIVERIES).await?;
    let answers = store.forget_answers(now - ANSWERS).await?;
    let findings = store.forget_findings(now - FINDINGS).await?;
    tracing::debug!(deliveries, answers, findings, "tidied up");
    Ok(())
}
