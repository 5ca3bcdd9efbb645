//! How SQLite finds the deliveries: the history grows for years, and a worker's round must not walk through it.

use super::{again, cancel, claim, feed, fill, forget, lease, limits, pause, recover, settle, standing, sweep, tick};
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
        forget::DUE,
        forget::LEAVE_OUT,
        forget::LEAVE_OUT_OF_UNFINISHED,
        tick::RELEASE,
        tick::OVER,
        tick::RELEASED,
        lease::BATCHES,
        tick::NEXT_HELD,
        tick::NEXT_QUEUED,
        tick::NEXT_EXPIRY,
        limits::UNDER_WAY,
        settle::CLOSE,
        feed::LET_GO,
        sweep::ROWS,
        sweep::OTHERS,
        standing::OPEN,
        standing::UNFINISHED,
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

/// Many batches were sent over the years; those that are filled, let go or dropped are few.
#[tokio::test]
async fn what_is_let_go_in_steps_is_found_without_walking_through_what_was_sent() {
    let fresh = testing::sqlite().await;
    let mut tx = fresh.pool.write().await.unwrap();
    for (text, index) in [
        (feed::FED, "batch_feeding"),
        (feed::DUE, "batch_feeding"),
        (feed::DUE, "batch_by_state (state=?)"),
        (feed::NEXT, "batch_feeding"),
        (feed::LET_GO, "delivery_open (state=? AND due_at=?)"),
        (sweep::GIVE_UP, "batch_by_state (state=?)"),
        (sweep::DROPPING, "batch_by_state (state=?)"),
        (sweep::ROWS, "delivery_open (state=? AND due_at=?)"),
        (accounts::HAS_OPEN, "batch_feeding"),
        (fill::HAS_NO_ACCOUNT, "message_by_batch (batch_id=?)"),
    ] {
        let steps = testing::plan(&mut tx, text).await;
        assert!(steps.iter().any(|step| step.contains(index)), "{index}: {steps:?}");
        let walks =
            |step: &String| ["SCAN delivery", "SCAN message", "SCAN m"].iter().any(|walk| step.starts_with(walk));
        assert!(!steps.iter().any(walks), "{steps:?}");
    }
}
