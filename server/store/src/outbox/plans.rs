//! How SQLite finds the deliveries: the history grows for years, and a worker's round must not walk through it.

use super::{again, cancel, claim, lease, limits, pause, recover, settle, standing, tick};
use crate::{accounts, dialect, testing};

#[tokio::test]
async fn no_statement_of_the_outbox_scans_the_deliveries() {
    let fresh = testing::sqlite().await;
    let mut tx = fresh.pool.write().await.unwrap();
    let texts = [
        dialect::lease_account(&tx),
        claim::NEXT,
        lease::RENEW_DELIVERIES,
        lease::RETURN_DELIVERIES,
        recover::RETURN_LEASED,
        recover::RESOLVE,
        accounts::HAS_OPEN,
        tick::RELEASE,
        tick::OVER,
        tick::EXPIRE,
        tick::NEXT_HELD,
        tick::NEXT_QUEUED,
        tick::NEXT_EXPIRY,
        limits::UNDER_WAY,
        settle::CLOSE,
        standing::OPEN,
        standing::QUEUED,
        cancel::STOP,
        cancel::TOO_LATE,
        cancel::REOPEN_DRAFT,
        pause::HOLD_BACK,
        pause::GO_ON,
        pause::IN_FLIGHT,
        pause::WAITING,
        again::CONSIDER_SENT,
        again::REOPEN,
        again::SEND_AGAIN,
    ];
    for text in texts {
        for step in testing::plan(&mut tx, text).await {
            let walks =
                ["SCAN delivery", "SCAN d"].iter().any(|walk| step == *walk || step.starts_with(&format!("{walk} ")));
            // An index of what is open only is short.
            assert!(!walks || step.contains("delivery_due") || step.contains("delivery_open"), "{step}: {text}");
        }
    }
}
