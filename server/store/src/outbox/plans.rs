//! How SQLite finds the deliveries: the history grows for years, and a worker's round must not walk through it.

use super::{again, cancel, claim, lease, recover, settle, tick};
use crate::{Tx, accounts, dialect, testing};
use sqlx::{AssertSqlSafe, Row};

#[tokio::test]
async fn no_statement_of_the_outbox_scans_the_deliveries() {
    let fresh = testing::sqlite().await;
    let mut tx = fresh.pool.write().await.unwrap();
    let texts = [
        dialect::lease_account(&tx),
        claim::NEXT,
        claim::LEASE,
        claim::BEGIN,
        claim::GIVE_BACK,
        lease::RENEW_DELIVERIES,
        lease::RETURN_DELIVERIES,
        recover::RETURN_LEASED,
        recover::RESOLVE,
        accounts::HAS_OPEN,
        tick::RELEASE,
        tick::EXPIRE,
        tick::NEXT_HELD,
        tick::NEXT_QUEUED,
        tick::NEXT_EXPIRY,
        settle::IS_CANCELLED,
        settle::SETTLE,
        settle::CLOSE,
        cancel::STOP,
        cancel::TOO_LATE,
        again::CONSIDER_SENT,
        again::REOPEN,
        again::SEND_AGAIN,
    ];
    let Tx::Sqlite(connection) = &mut tx else { unreachable!("it is on SQLite") };
    for text in texts {
        let plan = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")));
        for row in plan.fetch_all(&mut **connection).await.unwrap() {
            let step: String = row.get("detail");
            let walks =
                ["SCAN delivery", "SCAN d"].iter().any(|walk| step == *walk || step.starts_with(&format!("{walk} ")));
            // An index of what is open only is short.
            assert!(!walks || step.contains("delivery_due") || step.contains("delivery_open"), "{step}: {text}");
        }
    }
}
